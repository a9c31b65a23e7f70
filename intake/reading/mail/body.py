"""The text of a mail: of every alternative the one that says most, of several bodies all in turn."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.model import Limits
from intake.reading.charset import LOSSY, decode
from intake.reading.documents import decode_html, html_blocks
from intake.reading.mail.headers import clean
from intake.reading.mail.leaves import is_body
from intake.reading.mail.structure import Part

_ENOUGH = 80  # characters of plain text beyond which it is no "please see the HTML version"
_MARKUP = 2  # characters of a page that are read for each one of text
_RICHER = 2  # how many times longer HTML must be to be taken for a fuller text


@dataclass(frozen=True, slots=True)
class Body:
    """The body as text, the HTML sources behind it (for links), and warning slugs."""

    text: str
    pages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read_body(top: Part, limits: Limits) -> Body:
    """Read the body texts of a mail, at most `limits.text` characters of them."""
    texts: list[str] = []
    pages: list[str] = []
    warnings: list[str] = []
    for group in _groups(top):
        plain = _sources(group, "text/plain", warnings)
        html = [
            _cut(page, limits.text * _MARKUP, warnings) for page in _sources(group, "text/html", warnings)
        ]
        pages += html
        texts.append(_best("\n".join(plain), html))
        warnings += (slug for part in group for slug in part.warnings)
    text = _cut("\n\n".join(text for text in texts if text), limits.text, warnings)
    return Body(text, tuple(pages), tuple(dict.fromkeys(warnings)))


def _groups(part: Part) -> Iterator[list[Part]]:
    """Group the body parts: those of one multipart/alternative say the same, others follow each other."""
    if part.is_message:
        return
    if part.type.head == "multipart/alternative":
        yield [leaf for leaf in _below(part) if is_body(leaf)]
    elif part.children:
        for child in part.children:
            yield from _groups(child)
    elif is_body(part):
        yield [part]


def _below(part: Part) -> Iterator[Part]:
    if not part.children:
        yield part
    elif not part.is_message:
        for child in part.children:
            yield from _below(child)


def _sources(group: list[Part], kind: str, warnings: list[str]) -> list[str]:
    return [_source(part, warnings) for part in group if part.type.head == kind]


def _source(part: Part, warnings: list[str]) -> str:
    content, damage = part.content()
    warnings += damage
    charset = part.type.get("charset")
    if part.type.head == "text/html":
        text = decode_html(content, charset)
        if "\ufffd" in text:
            warnings.append(LOSSY)
    else:
        decoded = decode(content, charset)
        text = decoded.text
        warnings += decoded.warnings
    text = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    return _unflow(text, part) if (part.type.get("format") or "").lower() == "flowed" else text


def _cut(text: str, limit: int, warnings: list[str]) -> str:
    if len(text) > limit:
        warnings.append("text_cut")
    return text[:limit]


def _best(plain: str, html: list[str]) -> str:
    """Prefer plain text, which needs no guess at lines, unless it is much the poorer."""
    plain = plain.replace("\xa0", " ").strip("\n").rstrip()
    if not html or _length(plain) >= _ENOUGH:
        return plain
    rendered = "\n".join(block.text for page in html for block in html_blocks(page)).replace("\xa0", " ")
    return clean(rendered).strip() if _length(rendered) > _RICHER * _length(plain) else plain


def _length(text: str) -> int:
    return len("".join(text.split()))


def _unflow(text: str, part: Part) -> str:
    """Join the lines that only the transport broke (RFC 3676 §4.1); Chinese text comes with DelSp."""
    delete = (part.type.get("delsp") or "").lower() == "yes"
    lines: list[list[str]] = []
    flowing = False
    for line in text.split("\n"):
        own = line.removeprefix(" ")
        if not flowing or own.startswith(">"):
            lines.append([])
        flowing = own.endswith(" ") and own != "-- "
        lines[-1].append(own[:-1] if flowing and delete else own)
    return "\n".join("".join(pieces) for pieces in lines)
