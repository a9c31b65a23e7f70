"""What stands around a speech: contact, contributors, credits, attachments."""

import re
from collections.abc import Iterable
from typing import Final

from intake.model import Contact
from intake.reading.speeches.fields import fields_of
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.reading.speeches.names import is_name, names_in
from intake.signs import plain

_ROLE_SEPARATOR: Final = re.compile(r" ?[|/、&·] ?")
_NAME_END: Final = re.compile(r"[,;，；]|\d|(?:电话|手机|联系)")
_ASK: Final = re.compile(r"(?:联系|致电|联络)(?!人|电话|方式)(?P<name>[^,。;:\d]{2,16})")
_SPOKEN: Final = re.compile(r"[^\s,，、()（）]{2,12}口述[,，、]?")  # 张三口述 李四整理
_LABEL_BEHIND: Final = re.compile(
    r"\(?(?P<names>[^()]{2,20}?) ?(?:整理|供稿|撰稿|摄|记录|执笔|报送|文/图|图/文)\)?"
)


def contact_of(lines: Iterable[Line], grammar: Grammar) -> Contact | None:
    """Read name and telephone number of whom to ask; None where neither stands."""
    name = phone = None
    for line in lines:
        number = grammar.patterns["contact_phone"].search(line.view)
        phone = phone or (number.group().replace("—", "-") if number else None)
        for entry in fields_of(line, grammar):
            if entry.key == "contact" and not name:
                name = _first_name(entry.value, grammar)
        if not name:
            name = _asked_for(line, grammar)
    return Contact(name, phone) if name or phone else None


def _asked_for(line: Line, grammar: Grammar) -> str | None:
    """Read the name in 请联系张三,电话…."""
    match = _ASK.search(line.view)
    return _first_name(line.text[match.start("name") : match.end("name")], grammar) if match else None


def _first_name(value: str, grammar: Grammar) -> str | None:
    end = _NAME_END.search(plain(value))
    stretch = value[: end.start()] if end else value
    stretch = stretch.strip(" (（)）:：")
    names = names_in(stretch, grammar)
    if names:
        return names[0]
    pieces = stretch.split()
    return next((piece for piece in pieces if is_name(piece, grammar)), None)


def contributors_of(lines: Iterable[Line], grammar: Grammar) -> tuple[str, ...]:
    """Read who wrote down, compiled or sent in, labelled in front (供稿:张三) or behind (张三 整理)."""
    found: list[str] = []
    for line in lines:
        entries = [entry for entry in fields_of(line, grammar) if entry.key == "contributor"]
        for entry in entries:
            found += names_in(entry.value, grammar) or _some_names(entry.value, grammar)
        if not entries:
            match = _LABEL_BEHIND.fullmatch(line.view)
            stretch = (
                line.text[match.start("names") : match.end("names")] if match else line.text.strip("()（）")
            )
            for word in ("通讯员", "记者"):
                stretch = stretch.replace(word, " ")
            stretch = _SPOKEN.sub(" ", stretch)
            found += names_in(stretch, grammar) or (_some_names(stretch, grammar) if match else ())
    return tuple(dict.fromkeys(found))


def _some_names(text: str, grammar: Grammar) -> tuple[str, ...]:
    """Read the names among other words: 党政办 张三."""
    return tuple(name for piece in text.split() for name in names_in(piece, grammar))


def credits_of(lines: Iterable[Line], grammar: Grammar) -> dict[str, tuple[str, ...]]:
    """Read 审核|责编:张三 as both roles' name, and all further roles of the line."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        matches = list(grammar.credits.finditer(line.view))
        for number, match in enumerate(matches):
            end = matches[number + 1].start() if number + 1 < len(matches) else len(line.text)
            names = _names_before(line.text[match.start("names") : min(match.end("names"), end)], grammar)
            for role in _ROLE_SEPARATOR.split(match["roles"]):
                if names:
                    found[role] = names
    return found


def _names_before(text: str, grammar: Grammar) -> tuple[str, ...]:
    """Read the names a text starts with; another role's label may follow them."""
    names = names_in(text, grammar)
    pieces = text.split()
    while not names and len(pieces) > 1:
        pieces.pop()
        names = names_in(" ".join(pieces), grammar)
    return names


def attachments_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """List the titles of what is attached below the text, without their label."""
    return tuple(
        re.sub(r"^附(?:件|表|录|图)? ?\d{0,2} ?[:.、]? ?", "", line.view) or line.text
        for line in lines
        if line.view.startswith("附") and line.source.kind != "row"
    )
