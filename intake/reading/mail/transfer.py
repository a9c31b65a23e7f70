"""Content-Transfer-Encoding undone, byte for byte as the standard library does it, at a fraction of its memory."""

import binascii
from collections.abc import Callable, Mapping

DAMAGED = "encoding_damaged"


def undo(data: memoryview, encoding: str) -> tuple[bytes, tuple[str, ...]]:
    """Decode a body; an unknown encoding leaves it as it is. A warning tells where the text was damaged."""
    decoder = _DECODERS.get(encoding)
    return (bytes(data), ()) if decoder is None else decoder(data)


def _base64(data: memoryview) -> tuple[bytes, tuple[str, ...]]:
    """Decode straight from the mail's bytes: a2b_base64 passes over line ends by itself."""
    try:
        return binascii.a2b_base64(data), _cut_short(data)
    except binascii.Error:  # a length that is no multiple of four
        joined = b"".join(bytes(data).splitlines())
    try:
        return binascii.a2b_base64(joined + b"=="), (DAMAGED,)
    except binascii.Error:  # one digit too many: the standard library gives the text back as it stands
        return joined, (DAMAGED,)


def _cut_short(data: memoryview) -> tuple[str, ...]:
    """Warn where padding stands before the end: decoders stop there, whatever follows."""
    text = bytes(data[-1024:])
    padding = text.find(b"=")
    return (DAMAGED,) if padding >= 0 and len(text[padding:].strip(b"=\r\n \t")) > 0 else ()


def _quoted_printable(data: memoryview) -> tuple[bytes, tuple[str, ...]]:
    return binascii.a2b_qp(data), ()


def _uuencode(data: memoryview) -> tuple[bytes, tuple[str, ...]]:
    lines = iter(bytes(data).splitlines())
    if not any(line.startswith(b"begin ") for line in lines):
        return bytes(data), (DAMAGED,)
    decoded = bytearray()
    for line in lines:
        if line.strip() == b"end":
            return bytes(decoded), ()
        if not line:  # which binascii takes for 32 zeros
            continue
        try:
            decoded += binascii.a2b_uu(line)
        except binascii.Error:  # encoders that pad a line too far
            decoded += _short_line(line)
    return bytes(decoded), (DAMAGED,)


def _short_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3])
    except binascii.Error:
        return b""


_DECODERS: Mapping[str, Callable[[memoryview], tuple[bytes, tuple[str, ...]]]] = {
    "base64": _base64,
    "quoted-printable": _quoted_printable,
    "x-uuencode": _uuencode,
    "uuencode": _uuencode,
    "uue": _uuencode,
    "x-uue": _uuencode,
}
