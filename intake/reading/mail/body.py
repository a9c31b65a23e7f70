"""The text of a mail: of every alternative the one that says most, of several bodies all in turn."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.model import Limits
from intake.reading.charset import LOSSY, decode
from intake.reading.documents import decode_html, html_blocks
from intake.reading.documents.runs import MOST
from intake.reading.mail.headers import clean
from intake.reading.mail.leaves import is_body
from intake.reading.mail.structure import Part
from intake.reading.mail.uuencode import YENC, embedded, has_yenc, without

_ENOUGH = 80  # characters of plain text beyond which it is no "please see the HTML version"
_LEAST = 200  # characters that a body costs, however short: to guess the charset of one takes milliseconds
_RICHER = 2  # how many times longer HTML must be to be taken for a fuller text


@dataclass(frozen=True, slots=True)
class Body:
    """The body as text, the HTML sources behind it (for links), and warning slugs."""

    text: str
    pages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read_body(top: Part, limits: Limits) -> Body:
    """Read the body texts of a mail: at most `limits.text` characters of them, and as many of markup."""
    reader = _Reader(limits.text)
    texts = [text for group in _groups(top) if (text := reader.text(group))]
    text = reader.cut("\n\n".join(texts), limits.text)
    return Body(text, tuple(reader.pages), tuple(dict.fromkeys(reader.warnings)))


@dataclass(slots=True)
class _Reader:
    """Counts what the bodies of one mail hold while they are read: 900 pages cost no more than one."""

    left: int  # characters that may still be decoded
    pages: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def text(self, group: list[Part]) -> str:
        """Read the parts that say the same; beyond the limit nothing is decoded."""
        plain = self._sources(group, "text/plain")
        html = self._sources(group, "text/html")
        self.pages += html
        self.warnings += (slug for part in group for slug in part.warnings)
        return self._best("\n".join(plain), html)

    def _best(self, plain: str, html: list[str]) -> str:
        """Prefer plain text, which needs no guess at lines, unless it is much the poorer."""
        plain = plain.replace("\xa0", " ").strip("\n").rstrip()
        if not html or _length(plain) >= _ENOUGH:
            return plain
        blocks = [block.text for page in html for block in html_blocks(page)]
        if len(blocks) > MOST:
            self.warnings.append("text_cut")
        rendered = "\n".join(blocks[:MOST]).replace("\xa0", " ")
        return clean(rendered).strip() if _length(rendered) > _RICHER * _length(plain) else plain

    def _sources(self, group: list[Part], kind: str) -> list[str]:
        return [source for part in group if part.type.head == kind and (source := self._source(part))]

    def _source(self, part: Part) -> str:
        if self.left <= 0:
            return self.cut("…", 0)
        text = self.cut(_source(part, self.warnings), self.left)
        self.left -= max(len(text), _LEAST)
        return text

    def cut(self, text: str, limit: int) -> str:
        """Cut a text to a limit, and say so."""
        if len(text) > limit:
            self.warnings.append("text_cut")
        return text[:limit]


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


def _source(part: Part, warnings: list[str]) -> str:
    content, damage = part.content()
    warnings += damage
    charset = part.type.get("charset")
    if part.type.head == "text/html":
        text = decode_html(content, charset)
        if "\ufffd" in text:
            warnings.append(LOSSY)
    else:
        content = without(content, embedded(content))
        warnings += (YENC,) if has_yenc(content) else ()
        decoded = decode(content, charset)
        text = decoded.text
        warnings += decoded.warnings
    text = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    return _unflow(text, part) if (part.type.get("format") or "").lower() == "flowed" else text


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
