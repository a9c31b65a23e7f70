"""The leaves of a mail: every part that is no body text, by its own bytes and under every name it was given.

Nothing without a name is lost: mail-parser drops such parts (175 of 2,415 public mails' parts), here they get a name
from their section number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.model import Leaf, Limits
from intake.reading.mail import tnef
from intake.reading.mail.structure import DEPTH, PARTS, Part
from intake.reading.mail.uuencode import embedded

_CID = re.compile(rb"cid:([^\s\"'<>)]{1,500})", re.IGNORECASE)
_SUFFIXES = {
    "application/msword": "doc",
    "application/ms-tnef": "dat",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "application/zip": "zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "image/jpeg": "jpg",
    "message/global": "eml",
    "message/rfc822": "eml",
    "text/html": "html",
    "text/plain": "txt",
}


def is_body(part: Part) -> bool:
    """Tell whether a part is text of the mail itself: no name, not declared an attachment."""
    return (
        part.type.head in ("text/plain", "text/html")
        and not part.stray
        and part.disposition.head != "attachment"
        and not names(part)
    )


def names(part: Part) -> tuple[str, ...]:
    """Give the names of a part, the one to show first: Content-Disposition's wins over Content-Type's."""
    return tuple(dict.fromkeys((*part.disposition.all("filename"), *part.type.all("name"))))


def own_parts(top: Part) -> Iterator[Part]:
    """Go through the parts without children of this mail, not into mails within it."""
    if top.children and not top.is_message:
        for child in top.children:
            yield from own_parts(child)
    else:
        yield top


def leaves(top: Part, limits: Limits) -> tuple[Leaf, ...]:
    """Cut every leaf from the mail, in its order; a mail in the mail is a leaf whose members are its own leaves.

    Mails nested deeper than `limits.archive_depth` stay closed, since each level holds all that is below it again.
    """
    return _Opener(limits, limits.entries).leaves(top)


@dataclass(slots=True)
class _Opener:
    """Counts the files of every winmail.dat of a mail while its leaves are cut."""

    limits: Limits
    files: int

    def leaves(self, top: Part, level: int = 1) -> tuple[Leaf, ...]:
        parts = list(own_parts(top))
        shown = _shown(parts)
        report = top.type.head == "multipart/report"
        found: list[Leaf] = []
        for part in parts:
            if is_body(part):
                found += _embedded(part)
            else:
                found.append(self._opened(part, _leaf(part, shown, of_report=report), level))
        return tuple(found)

    def _opened(self, part: Part, leaf: Leaf, level: int) -> Leaf:
        if part.is_message:
            if level > self.limits.archive_depth:
                return replace(leaf, warnings=(*leaf.warnings, DEPTH))
            members = (member for child in part.children for member in self.leaves(child, level + 1))
            return replace(leaf, members=tuple(members))
        return self._unwrapped(leaf) if leaf.content.startswith(tnef.SIGNATURE) else leaf

    def _unwrapped(self, leaf: Leaf) -> Leaf:
        files = tnef.files(leaf.content, self.files)
        kept = files[: self.files]
        self.files -= len(kept)
        members = (
            Leaf(f"{leaf.path}/{number}", name or f"part-{number}.bin", data)
            for number, (name, data) in enumerate(kept, start=1)
        )
        cut = (PARTS,) if len(kept) < len(files) else ()
        return replace(leaf, members=tuple(members), warnings=(*leaf.warnings, *cut))


def _embedded(part: Part) -> Iterator[Leaf]:
    """Give the files that stand in a plain text, as members of its part."""
    if part.type.head == "text/plain":
        for number, file in enumerate(embedded(part.content()[0]), start=1):
            yield Leaf(f"{part.path}/{number}", file.name, file.content, warnings=file.warnings)


def _leaf(part: Part, shown: frozenset[str], *, of_report: bool) -> Leaf:
    content, warnings = part.content()
    given = names(part)
    return Leaf(
        path=part.path,
        name=given[0] if given else _invented(part),
        content=content,
        declared=part.type.head,
        aliases=given[1:],
        inline=part.stray or _is_picture(part, shown) or (of_report and not given),
        warnings=tuple(dict.fromkeys((*part.warnings, *part.block.warnings, *warnings))),
    )


def _invented(part: Part) -> str:
    kind = part.type.head
    suffix = _SUFFIXES.get(kind)
    if suffix is None:
        main, _, sub = kind.partition("/")
        suffix = sub if main in ("image", "audio", "video") and sub.isalnum() else "bin"
    return f"part-{part.path}.{suffix}"


def _shown(parts: list[Part]) -> frozenset[str]:
    """Collect the Content-IDs that the HTML bodies show as pictures; without any no page need be looked through."""
    found: set[str] = set()
    for part in parts if any(part.block.first("content-id") for part in parts) else ():
        if part.type.head == "text/html" and is_body(part):
            found.update(match[1].decode("ascii", "replace") for match in _CID.finditer(part.content()[0]))
    return frozenset(found)


def _is_picture(part: Part, shown: frozenset[str]) -> bool:
    """Tell a picture of the page from an attached one; Apple and QQ give attachments a Content-ID too."""
    pictured = part.type.head.startswith("image/") or part.type.head == "application/octet-stream"
    return pictured and part.content_id in shown
