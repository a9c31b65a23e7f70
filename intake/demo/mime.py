"""Mails byte for byte as a client would write them: by hand, since the standard library refuses to write them wrong."""

from base64 import b64encode, encodebytes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote

from intake.demo.clients import Client

_CRLF: Final = "\r\n"
_BASE64: Final = ("Content-Transfer-Encoding: base64",)
_PREAMBLE: Final = "This is a multi-part message in MIME format."
_SEGMENT: Final = 60  # characters of a parameter's segment (RFC 2231 §3)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a mail: its headers without the last line end, and its encoded content."""

    headers: tuple[str, ...]
    content: str

    def __str__(self) -> str:
        """Write it as it stands between two boundaries."""
        return _CRLF.join((*self.headers, "", self.content))


def words(text: str, client: Client) -> str:
    """Write a header value: encoded-words (RFC 2047) of the client's length, one a line; ASCII as it is."""
    if text.isascii():
        return text
    pieces = (text[start : start + client.word] for start in range(0, len(text), client.word))
    encoded = (b64encode(piece.encode(client.encoding)).decode() for piece in pieces)
    return f"{_CRLF} ".join(f"=?{client.label}?B?{piece}?=" for piece in encoded)


def mailbox(name: str, address: str, client: Client) -> str:
    """Write name and address, in quotes where the client does."""
    encoded = words(name, client)
    return f'"{encoded}" <{address}>' if client.quoted else f"{encoded} <{address}>"


def text(kind: str, body: str, client: Client) -> Part:
    """Write a text/plain or text/html part in the client's charset."""
    content = body.replace("\n", _CRLF).encode(client.encoding)
    return Part((f'Content-Type: text/{kind};{_CRLF}\tcharset="{client.label}"', *_BASE64), _wrapped(content))


def page(body: str, client: Client) -> str:
    """Turn lines into the HTML the client would make of them."""
    lines = "\n".join(
        client.html_line.format(escape(line, quote=False) or "<br>") for line in body.split("\n")
    )
    return f"<html><body>{lines}</body></html>"


def attachment(kind: str, name: str, content: bytes, client: Client) -> Part:
    """Write an attachment under its name in both headers that carry one; without a name as the plain text it is."""
    if not name:
        return Part((f"Content-Type: {kind}",), content.decode("ascii"))
    content_type = f"Content-Type: {kind};{_CRLF}{_parameter('name', name, client)}"
    disposition = f"Content-Disposition: attachment;{_CRLF}{_parameter('filename', name, client)}"
    return Part((content_type, disposition, *_BASE64), _wrapped(content))


def multipart(kind: str, boundary: str, parts: Sequence[Part]) -> Part:
    """Put parts together under a boundary."""
    pieces = "".join(f"--{boundary}{_CRLF}{part}{_CRLF}" for part in parts)
    content = f"{_PREAMBLE}{_CRLF}{_CRLF}{pieces}--{boundary}--{_CRLF}"
    return Part((f'Content-Type: multipart/{kind};{_CRLF}\tboundary="{boundary}"',), content)


def message(headers: Iterable[str], part: Part) -> bytes:
    """Put a mail together: CRLF throughout, ASCII only."""
    return str(Part((*headers, "MIME-Version: 1.0", *part.headers), part.content)).encode("ascii")


def _wrapped(content: bytes) -> str:
    return encodebytes(content).decode().replace("\n", _CRLF)


def _parameter(name: str, value: str, client: Client) -> str:
    if client.names == "words":
        return f'\t{name}="{words(value, client)}"'
    segments = _segments("UTF-8''" + quote(value, safe=""))
    return f";{_CRLF}".join(f" {name}*{nth}*={segment}" for nth, segment in enumerate(segments))


def _segments(percent: str) -> Iterator[str]:
    while percent:
        cut = percent.rfind("%", 0, _SEGMENT + 1) if len(percent) > _SEGMENT else len(percent)
        yield percent[:cut]
        percent = percent[cut:]
