"""What header fields say: text, addresses, dates, from raw bytes.

Encoded words are joined as bytes while their charsets are of one family and decoded together, because senders cut
inside a character (sample 03); they are found inside quotes, where RFC 2047 forbids them and QQ webmail always puts
them (sample 01), without gaps between them and with spaces in them (sample 24). Raw 8-bit text goes through the
charset ladder (samples 04, 05, 21).
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_tz

from intake.reading.charset import codec_name, decode
from intake.reading.mail.fields import CUT, Block

_WORD = re.compile(rb"=\?([^?\s]{1,100})\?([bBqQ])\?(.*?)(?:\?=|\Z)", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_NAME = 300  # characters
_LONGEST_ADDRESS = 320  # characters (RFC 5321 §4.5.3.1)
_PLAIN = re.compile(rb"[!-~]*(?: [!-~]+)* ?")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_SPACES = re.compile(r"[\r\n\t\x0b\x0c ]+")
# The last backslash needs a branch of its own, or a quote that never ends is looked at from each quote in it.
_QUOTED_OR_ANGLE = re.compile(r'"(?:[^"\\]|\\.|\\\Z)*(?:"|\Z)|<([^<>]*)>', re.DOTALL)
_ANGLE = re.compile(r"<([^<>]*)>")
_ADDRESS = re.compile(r"[^\s<>\"(),;:]{1,256}@[^\s<>\"(),;:]{1,256}")
_COMMENT = re.compile(r"\(([^()]*)\)")
_OFFSET = re.compile(r"[+-]\d{4}\b|\b(?:GMT|UTC?|Z)\b", re.IGNORECASE)
_CHINA = timezone(timedelta(hours=8))
_YEARS = range(1990, 2101)
_FURTHEST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of a header: display name and address, either may be empty."""

    name: str
    address: str


def clean(text: str) -> str:
    """Take out what no store and no terminal bears: NUL, and surrogates on their own (PostgreSQL refuses both)."""
    if "\0" in text:
        text = text.replace("\0", "")
    return _SURROGATE.sub("\ufffd", text) if not text.isascii() else text


def header_text(value: bytes | None) -> tuple[str, tuple[str, ...]]:
    """Decode an unstructured field to one line of text, with warning slugs of its charsets."""
    if not value:
        return "", ()
    if _PLAIN.fullmatch(value) and b"=?" not in value:  # most fields
        return value.decode("ascii").strip(" "), ()
    warnings: list[str] = []
    pieces = []
    for data, label in _runs(value):
        decoded = decode(data, label)
        pieces.append(decoded.text)
        warnings += decoded.warnings
    return _SPACES.sub(" ", clean("".join(pieces))).strip(), tuple(dict.fromkeys(warnings))


def _runs(value: bytes) -> Iterator[tuple[bytes, str | None]]:
    """Cut a field into runs of bytes that were written in one charset; None for what is no encoded word."""
    at, held, family = 0, b"", None
    for word in _WORD.finditer(value):
        between = value[at : word.start()]
        label = word[1].partition(b"*")[0].decode("ascii", "replace")  # RFC 2231 §5: a language may follow
        kin = codec_name(label) or label.lower()
        if family is not None and (between.strip() or kin != family):
            yield held, family
            held = b""
        if between.strip() or (between and family is None):
            yield between, None
        held += _unwrap(word[2], word[3])
        at, family = word.end(), kin
    if family is not None:
        yield held, family
    if at < len(value):
        yield value[at:], None


def _unwrap(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(text.replace(b" ", b"_"), header=True)
    digits = _NOT_BASE64.sub(b"", text)
    digits = digits[: len(digits) - (len(digits) % 4 == 1)]  # a cut word: the odd digit holds no whole byte
    return binascii.a2b_base64(digits + b"==")


def address(value: bytes | None) -> Address:
    """Read the first mailbox of a From field; the address keeps its letters as they are.

    The field is taken apart before words are decoded and outside quotes, or a name could pretend to be an address.
    """
    text = _SPACES.sub(" ", clean(decode(value or b"").text)).strip()
    angles = [found for found in _QUOTED_OR_ANGLE.finditer(text) if found[1]] or list(_ANGLE.finditer(text))
    for angle in angles:
        if "@" in angle[1]:
            return Address(_name(text[: angle.start()]), angle[1].strip())
    bare = _ADDRESS.search(text)
    if bare is None:
        return Address(_name(_ANGLE.sub("", text)), "")
    comment = _COMMENT.search(text, bare.end())
    return Address(_name(comment[1] if comment else text[: bare.start()]), bare[0])


def sender(block: Block) -> tuple[Address, tuple[str, ...]]:
    """Read who sent a mail, by the first field that says so, with warning slugs."""
    return bounded(address(block.first("from", "sender", "reply-to")))


def bounded(found: Address) -> tuple[Address, tuple[str, ...]]:
    """Cut a name or an address that is longer than anybody's, and say so: no index of PostgreSQL holds 2.7 KB."""
    kept = Address(found.name[:_LONGEST_NAME], found.address[:_LONGEST_ADDRESS])
    return kept, () if kept == found else (CUT,)


def _name(text: str) -> str:
    return _unquote(header_text(_unquote(text).encode())[0])


def _unquote(name: str) -> str:
    name = name.strip().rstrip("<").strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return name.strip().strip('"').strip()


def date(value: bytes | None) -> tuple[datetime | None, tuple[str, ...]]:
    """Read a Date field with the sender's offset; None with a slug where it is missing or makes no sense."""
    if not value:
        return None, ("date_missing",)
    text, _ = header_text(value)
    try:
        when = _rfc5322(text) or datetime.fromisoformat(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, ("date_senseless",)
    offset = when.utcoffset()
    warnings: tuple[str, ...] = ()
    if offset is None:  # no zone said: these senders live in one zone
        when, warnings = when.replace(tzinfo=_CHINA), ("date_zone_guessed",)
    if when.year not in _YEARS or abs(when.utcoffset() or timedelta()) > _FURTHEST:
        return None, ("date_senseless",)
    return when, warnings


def _rfc5322(text: str) -> datetime | None:
    found = parsedate_tz(text)
    if found is None:
        return None
    naive = datetime(*found[:6])  # noqa: DTZ001  # its zone comes next
    plain = _COMMENT.sub("", text)
    if _OFFSET.search(plain):
        return naive.replace(tzinfo=timezone(timedelta(seconds=found[9] or 0)))
    # Chinese servers write CST for China's time, which the standard library takes for Chicago's.
    return naive.replace(tzinfo=_CHINA) if "CST" in plain else naive
