"""Parameters of Content-Type and Content-Disposition, as RFC 2231, RFC 2047 and neither have it.

Percent-escapes of consecutive segments are joined before they are decoded: Outlook cuts inside a character (sample
09) and others inside an escape. Raw 8-bit text is decoded first, for a GBK character may end in the backslash that
would otherwise escape the closing quote.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from intake.reading.charset import decode
from intake.reading.mail.headers import clean, header_text

_PARAMETER = re.compile(
    r"""(?<=[;\s])(?P<name>[A-Za-z0-9_.-]{1,60})(?:\*(?P<index>\d{1,4}))?(?P<star>\*)?\s*=\s*
        (?P<value>"(?:[^"\\]|\\.)*"?|[^;]*)""",
    re.VERBOSE | re.DOTALL,
)
_HEAD = re.compile(r"[;\s]")
_ESCAPED = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*\Z")
_ESCAPES = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
_ENOUGH_ESCAPES = 2
_CHARSET_MARKS = 2


@dataclass(frozen=True, slots=True)
class Parameters:
    """A structured field: its leading head in lower case, and its parameters by lower-case name."""

    head: str
    values: Mapping[str, str]
    extended: Mapping[str, str]  # those of RFC 2231 form, which win over a plain one of the same name

    def get(self, name: str) -> str | None:
        """Give a parameter, or None."""
        return self.extended.get(name) or self.values.get(name) or None

    def all(self, name: str) -> tuple[str, ...]:
        """Give every different value a parameter has, the winner first."""
        both = (self.extended.get(name), self.values.get(name))
        return tuple(dict.fromkeys(value for value in both if value))


NOTHING = Parameters("", {}, {})


class _Segment(NamedTuple):
    name: str
    place: int
    starred: bool
    text: str


def parameters(value: bytes | None) -> Parameters:
    """Read a field with parameters; nothing in it raises, what makes no sense is left out."""
    return _read(decode(value).text) if value else NOTHING


def boundary(value: bytes | None, known: Parameters) -> bytes:
    """Give a multipart's boundary as it stands in the body, or empty bytes; `known` is the field as read before."""
    read = known if value is None or value.isascii() else _read(value.decode("latin-1"))
    return (read.get("boundary") or "").rstrip().encode("latin-1", "replace")


def _read(text: str) -> Parameters:
    head = _HEAD.split(text, maxsplit=1)[0].strip().strip('"').lower()
    if "=" not in text:
        return Parameters(clean(head), {}, {})
    plain: dict[str, str] = {}
    chunks: dict[str, list[_Segment]] = {}
    for segment, extended in _segments(text):
        if extended:
            chunks.setdefault(segment.name, []).append(segment)
        else:
            plain.setdefault(segment.name, _plain(segment.text))
    return Parameters(clean(head), plain, {name: _join(parts) for name, parts in chunks.items()})


def _segments(text: str) -> Iterator[tuple[_Segment, bool]]:
    for found in _PARAMETER.finditer(text):
        value = found["value"].strip()
        if value.startswith('"'):
            value = value[1:].removesuffix('"').replace("\\\\", "\\").replace('\\"', '"')
        index, star = found["index"], found["star"]
        extended = index is not None or star is not None
        yield _Segment(found["name"].lower(), int(index or 0), star is not None, value), extended


def _plain(text: str) -> str:
    """Undo encoded words, or the percent-escapes that some web mails write without RFC 2231's star."""
    if (
        "%" in text
        and text.isascii()
        and len(_ESCAPES.findall(text)) >= _ENOUGH_ESCAPES
        and _ESCAPED.match(text)
    ):
        return _tidy(decode(unquote_to_bytes(text)).text)
    return header_text(text.encode("utf-8", "replace"))[0] if "=?" in text else _tidy(text)


def _join(segments: list[_Segment]) -> str:
    ordered = sorted(segments, key=lambda segment: segment.place)
    charset, text = None, ordered[0].text
    if ordered[0].starred and text.count("'") >= _CHARSET_MARKS:
        charset, _, text = text.split("'", 2)
    data, escaped = b"", ""
    for position, segment in enumerate(ordered):
        own = text if position == 0 else segment.text
        if segment.starred:
            escaped += own
        else:
            data, escaped = data + unquote_to_bytes(escaped) + own.encode("utf-8", "replace"), ""
    data += unquote_to_bytes(escaped)
    return header_text(data)[0] if b"=?" in data else _tidy(decode(data, charset).text)


def _tidy(text: str) -> str:
    return " ".join(clean(text).split()) if not text.isprintable() else text.strip()
