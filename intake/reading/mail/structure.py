"""The MIME tree of a mail as spans of its raw bytes.

Our own walk, because parts must be cut from the bytes as received: the standard parser keeps no positions, surfaces a
forwarded mail's attachments as ours and holds eight times the mail in memory; mail-parser hands forwarded mails out
re-serialised (sample 15). Delimiters are found by a byte search, outer before inner, as RFC 2046 §5.1.2 reads.
What nests too deep, or comes behind too many parts, stays closed: a leaf with all its bytes and a warning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from intake.model import Limits
from intake.reading.mail.fields import Block, first_line, split_fields
from intake.reading.mail.parameters import NOTHING, Parameters, boundary, parameters
from intake.reading.mail.transfer import undo
from intake.reading.unreadable import Unreadable

_AFTER = re.compile(rb"(--)?[ \t]*(?:\r\n|\r|\n|\Z)")
_TYPE = re.compile(r"[!-.0-~]+/[!-.0-~]+")
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_TEXT = Parameters("text/plain", {}, {})
# Header blocks at their limit that all parts may have together; a hundred forwarded mails have fewer.
_HEADERS = 8
DEPTH, PARTS = "limit_depth", "limit_parts"
_CLOSED = Parameters("application/octet-stream", {}, {})
_USUAL_PREAMBLE = 512  # "This is a multi-part message in MIME format." and its kin


@dataclass(frozen=True, slots=True)
class Part:
    """A node of the tree: fields, and the span of its body in `source`.

    `path` is the IMAP section number ("" for a multipart at the top). A forwarded mail has one child, the message in
    it; its source is other than the mail's own only where it came in a transfer encoding. `stray` is text between or
    behind the parts of a multipart.
    """

    path: str
    block: Block
    source: bytes = field(repr=False)
    start: int
    end: int
    type: Parameters
    disposition: Parameters = NOTHING
    children: tuple["Part", ...] = ()
    stray: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def encoding(self) -> str:
        """Content-Transfer-Encoding in lower case, "" where none is said."""
        value = self.block.first("content-transfer-encoding") or b""
        return value.split(b";")[0].strip().decode("ascii", "replace").lower()

    @property
    def content_id(self) -> str:
        """Content-ID without its brackets, "" where none is said."""
        return (self.block.first("content-id") or b"").strip(b" <>").decode("ascii", "replace")

    @property
    def is_message(self) -> bool:
        """Tell whether it is a mail in the mail."""
        return self.type.head in _MESSAGES

    def content(self) -> tuple[bytes, tuple[str, ...]]:
        """Give its body with the transfer encoding undone, and warning slugs."""
        with memoryview(self.source) as whole, whole[self.start : self.end] as body:
            return undo(body, self.encoding)

    def walk(self) -> Iterator["Part"]:
        """Go through this part and all below it, in the order of the mail."""
        yield self
        for child in self.children:
            yield from child.walk()


def structure(raw: bytes, limits: Limits) -> Part:
    """Take a mail apart; raises Unreadable("mail_…" or "mime_…") where even looking at it would cost too much."""
    _check(raw, limits)
    return _Splitter(limits).message(raw, first_line(raw), len(raw), "", 0)


def _check(raw: bytes, limits: Limits) -> None:
    """Refuse what would cost minutes or gigabytes before anything is taken apart."""
    if len(raw) > limits.mail:
        raise Unreadable("mail_size", f"{len(raw)} bytes, above {limits.mail}")
    # Counting is the dearest step of a mail of usual size, and too few bytes cannot hold too many lines.
    if len(raw) > limits.lines and max(raw.count(b"\n"), raw.count(b"\r")) > limits.lines:
        raise Unreadable("mail_lines", f"more than {limits.lines} lines")
    if len(raw) > limits.delimiter_lines and raw.count(b"\n--") + raw.count(b"\r--") > limits.delimiter_lines:
        raise Unreadable("mime_delimiters", f"more than {limits.delimiter_lines} delimiter lines")


@dataclass(slots=True)
class _Splitter:
    """Counts the parts of one mail, and the bytes of their headers, while it is taken apart."""

    limits: Limits
    parts: int = 0
    headers: int = 0

    def message(self, source: bytes, start: int, end: int, path: str, depth: int) -> Part:
        """Split a whole mail; a body that is no multipart is section 1 of it (RFC 3501 §6.4.5)."""
        part = self._part(source, (start, end), path, "text/plain")
        if not part.type.head.startswith("multipart/"):
            part = replace(part, path=_join(path, 1))
        return self._node(part, depth)

    def _part(self, source: bytes, span: tuple[int, int], path: str, default: str) -> Part:
        block = split_fields(source, *span, self.limits)
        self.parts += 1
        self.headers += block.body - span[0]
        return _new(path, block, source, span[1], default)

    @property
    def _full(self) -> bool:
        return self.parts >= self.limits.parts or self.headers > _HEADERS * self.limits.header_block

    def _node(self, part: Part, depth: int) -> Part:
        multipart = part.type.head.startswith("multipart/")
        if not multipart and not part.is_message:
            return part
        if depth >= self.limits.depth or self._full:
            slug = PARTS if self._full else DEPTH
            return replace(part, path=part.path or "1", warnings=(*part.warnings, slug))
        return self._multipart(part, depth) if multipart else self._forwarded(part, depth)

    def _forwarded(self, part: Part, depth: int) -> Part:
        source, start, end, warnings = part.source, part.start, part.end, part.warnings
        if part.encoding in ("base64", "quoted-printable"):  # forbidden by RFC 2046 §5.2.1, sent all the same
            source, warnings = part.content()
            start, end = 0, len(source)
        inner = self.message(source, start, end, part.path, depth + 1)
        return replace(part, children=(inner,), warnings=warnings)

    def _multipart(self, part: Part, depth: int) -> Part:
        mark = boundary(part.block.first("content-type"), part.type)
        marks = list(_delimiters(part, mark)) if mark else []
        if not any(not closing for _, _, closing in marks):  # 7 of 2,415 public mails
            return replace(part, path=part.path or "1", type=_TEXT, warnings=("boundary_missing",))
        default = "message/rfc822" if part.type.head == "multipart/digest" else "text/plain"
        children: list[Part] = []
        for span, is_part in _spans(part, marks):
            path = _join(part.path, len(children) + 1)
            if self._full:
                children.append(_apart(part, (span[0], part.end), path, PARTS))
                break
            if is_part:
                children.append(self._node(self._part(part.source, span, path, default), depth + 1))
            else:
                children.append(replace(_apart(part, span, path, "stray_text"), stray=True, type=_TEXT))
        closed = any(closing for _, _, closing in marks)
        return replace(part, children=tuple(children), warnings=() if closed else ("no_closing_boundary",))


def _delimiters(part: Part, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Find the delimiter lines: where each begins, where the line after it begins, whether it is the closing one.

    Only lines that begin like one are looked at: a body of dashes holds a boundary of dashes a million times.
    """
    source, wanted = part.source, b"--" + mark
    starts = [part.start] if source.startswith(wanted, part.start, part.end) else []
    for eol in (b"\n", b"\r"):
        at = source.find(eol + wanted, part.start, part.end)
        while at >= 0:
            starts.append(at + 1)
            at = source.find(eol + wanted, at + 1, part.end)
    for at in sorted(starts):
        rest = _AFTER.match(source, at + len(wanted), part.end)
        if rest:
            yield at, rest.end(), rest[1] is not None


def _spans(part: Part, marks: list[tuple[int, int, bool]]) -> Iterator[tuple[tuple[int, int], bool]]:
    """Cut a multipart into parts (True) and text that belongs to none (False).

    Parts behind the closing delimiter are still parts: a mail within a mail of the same boundary closes it early.
    """
    source = part.source
    preamble = (part.start, marks[0][0])
    if preamble[1] - preamble[0] > _USUAL_PREAMBLE and source[slice(*preamble)].strip():
        yield preamble, False
    stops = [*(at for at, _, _ in marks[1:]), part.end]
    for (_, after, closing), stop in zip(marks, stops, strict=True):
        # A line end goes with the delimiter behind it, also with one that was cut off with the mail's end; a part
        # that ends with the multipart around it has lost that line end already.
        shared = stop == part.end != len(source)
        span = (after, stop if shared else _without_eol(source, after, stop))
        if not closing:
            if after != stop:
                yield span, True
        elif source[slice(*span)].strip():
            yield span, False


def _without_eol(source: bytes, start: int, end: int) -> int:
    """Step back over the line end that belongs to the delimiter behind it (RFC 2046 §5.1.1)."""
    for eol in (b"\r\n", b"\n", b"\r"):
        if source.endswith(eol, start, end):
            return end - len(eol)
    return end


def _apart(parent: Part, span: tuple[int, int], path: str, warning: str) -> Part:
    """Make a leaf of bytes that have no header of their own."""
    return Part(path, Block((), span[0]), parent.source, *span, _CLOSED, warnings=(warning,))


def _new(path: str, block: Block, source: bytes, end: int, default: str) -> Part:
    disposition = parameters(block.first("content-disposition"))
    return Part(path, block, source, block.body, end, _type(block, default), disposition)


def _type(block: Block, default: str) -> Parameters:
    read = parameters(block.first("content-type"))
    return read if _TYPE.fullmatch(read.head) else Parameters(default, read.values, read.extended)


def _join(path: str, number: int) -> str:
    return f"{path}.{number}" if path else str(number)
