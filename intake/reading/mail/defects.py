"""What mail-parser finds wrong with a mail's form, as warnings.

mail-parser is asked for what it is good at, defects of structure, and never for content: it deletes undecodable
bytes, drops parts without a name and raises on a boundary that never appears or a NUL in a charset. It gets a
skeleton, the mail without the bodies of its leaves and without the fields that say nothing of its form, for the
parser under it walks base64 line by line and its own reading of addresses and traces costs more than all of ours;
so it can neither lose anything nor take long, and nothing depends on its coming back. Of a mail in whose form our own
walk sees nothing odd it is not asked at all: it would take as long as the rest of the reading.
"""

from collections.abc import Iterator

from intake.reading.mail.structure import Part

_SKELETON = 256 * 2**10  # it is quadratic in some header shapes: beyond this it is not asked
_OF_FORM = frozenset({"mime-version", "content-type", "content-transfer-encoding"})
_SLUGS = {
    "StartBoundaryNotFoundDefect": "boundary_missing",
    "NoBoundaryInMultipartDefect": "boundary_missing",
    "CloseBoundaryNotFoundDefect": "no_closing_boundary",
    "InvalidMultipartContentTransferEncodingDefect": "encoding_of_multipart",
}


def skeleton(top: Part) -> bytes:
    """Give the mail without its leaves' fields and bodies: every delimiter and what announces it is there."""
    pieces, at = [], 0
    for start, end in _cuts(top, top.source):
        pieces.append(top.source[at:start])
        at = end
    return b"".join((*pieces, top.source[at:]))


def defects(top: Part) -> tuple[str, ...]:
    """List warning slugs for the form of a mail with parts; never raises."""
    bones = skeleton(top) if top.children and any(map(_is_odd, top.walk())) else b""
    if not 0 < len(bones) <= _SKELETON:
        return ()
    import mailparser  # noqa: PLC0415  # 60 ms that commands which read no mail need not pay

    for module in (mailparser.core, mailparser.utils):
        module.log.disabled = True  # it writes a stranger's words to stderr where nobody set up logging
    try:
        found = mailparser.parse_from_bytes(bones).defects_categories
    except Exception:  # noqa: BLE001  # AttributeError, ValueError, RecursionError seen: its trouble is not the mail's
        return ("malformed",)
    return tuple(sorted({_SLUGS[name] for name in found if name in _SLUGS}))


def _is_odd(part: Part) -> bool:
    """Tell a part that lacks or exceeds something, and a multipart that says it is encoded (RFC 2045 §6.4)."""
    encoded = part.encoding not in ("", "7bit", "8bit", "binary")
    return bool(part.warnings) or (encoded and bool(part.children) and not part.is_message)


def _cuts(part: Part, source: bytes) -> Iterator[tuple[int, int]]:
    """Give the spans to leave out, in their order."""
    for field in part.block.fields:
        if not part.children or field.name not in _OF_FORM:
            yield field.start, field.end
    if not part.children:
        yield part.start, part.end
    for child in part.children:
        if child.source is source:
            yield from _cuts(child, source)
