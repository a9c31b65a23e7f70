"""What the control words of RTF do to a walk through it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from intake.reading.documents.rtf import charset, words
from intake.reading.documents.rtf.flow import Flow
from intake.reading.documents.rtf.lists import Lists
from intake.reading.documents.rtf.sheet import CHARACTER, PARAGRAPH, Font
from intake.reading.documents.rtf.walk import (
    FONTS,
    INSTRUCTION,
    LABEL,
    LISTS,
    NOWHERE,
    OVERRIDES,
    PATTERN,
    PERSONS,
    STYLES,
    Walk,
)
from intake.reading.documents.traces import COMMENTS, PICTURES

_RETURN = 13  # a carriage return


def _unicode(walk: Walk, _word: str, number: int) -> None:
    r"""Read \u, and count what repeats it for readers without Unicode.

    LibreOffice writes a content control of paragraphs as a field, its result closed by \u13, and between Latin and
    Chinese text once more each; its text may stand beside those as well.
    """
    if number == _RETURN and "fldrslt" in walk.state:
        walk.cut()
        walk.flow.set_aside(walk.state["fldrslt"])
    walk.fallback = max(0, walk.state.get("uc", 1))
    walk.letters.number(number, walk.sheet.font(walk.state))


def _result(walk: Walk, word: str, _number: int) -> None:
    """Begin the result of a field, unless its instruction has given the text already."""
    if walk.state.pop("drawn", 0):
        walk.skip()
        return
    walk.cut()
    walk.state[word] = len(walk.flow.runs)


def _sign(walk: Walk, word: str, _number: int) -> None:
    if walk.fallback:
        walk.fallback -= 1
    else:
        walk.say(words.SIGNS[word])


def _skip(walk: Walk, word: str, _number: int) -> None:
    if word == "annotation":
        walk.note(COMMENTS)
    walk.skip()


def _picture(walk: Walk, _word: str, _number: int) -> None:
    walk.traces.add(PICTURES)
    walk.skip()


def _number(walk: Walk, word: str, number: int) -> None:
    walk.cut()
    walk.state[word] = number


def _switch(walk: Walk, word: str, number: int) -> None:
    walk.cut()
    walk.state[word] = int(number != 0)
    if word == "b":
        walk.state.pop("eab", None)


def _align(walk: Walk, word: str, _number: int) -> None:
    walk.state["align"] = words.ALIGNED[word]


def _script(walk: Walk, word: str, _number: int) -> None:
    """Note of which script the text or the properties are that follow."""
    walk.cut()
    walk.state["dbch"] = int(word == "dbch")


def _east_asian(walk: Walk, word: str, number: int) -> None:
    if walk.state.get("dbch"):
        walk.cut()
        walk.state[words.EAST_ASIAN[word]] = number


def _font(walk: Walk, _word: str, number: int) -> None:
    """Choose a font; in the table of fonts, begin to tell about it."""
    walk.cut()
    if walk.state.get("into") == FONTS:
        walk.font = walk.sheet.fonts[number] = Font()
    else:
        walk.state["ea" if walk.state.get("dbch") else "f"] = number


def _font_charset(walk: Walk, _word: str, number: int) -> None:
    walk.font.charset = charset.of_font(number)


def _font_page(walk: Walk, _word: str, number: int) -> None:
    walk.font.charset = charset.of_page(number)


def _default_font(walk: Walk, _word: str, number: int) -> None:
    walk.sheet.default_font = number


def _page(walk: Walk, word: str, number: int) -> None:
    walk.letters.decoder.page = words.PAGES.get(word) or charset.of_page(number)


def _plain(walk: Walk, _word: str, _number: int) -> None:
    walk.cut()
    for name in CHARACTER:
        walk.state.pop(name, None)


def _paragraph_default(walk: Walk, _word: str, _number: int) -> None:
    walk.cut()
    for name in PARAGRAPH:
        walk.state.pop(name, None)


def _into(place: int) -> Callable[[Walk, str, int], None]:
    def act(walk: Walk, _word: str, _number: int) -> None:
        walk.cut()
        walk.state["into"] = place
        if place == LABEL:
            walk.flow.label = ""

    return act


def _list(walk: Walk, word: str, number: int) -> None:
    """Take in what the tables of lists say."""
    walk.cut()
    lists, into = walk.lists, walk.state.get("into")
    if word == "listid":
        lists.identify(number)
    elif word == "levelstartat" and into == OVERRIDES:
        lists.start(number)
    elif into == LISTS:
        lists.said[word] = number


def _names(walk: Walk, word: str, number: int) -> None:
    """Name a list: the table of overrides says which number means it, paragraphs say the number."""
    if walk.state.get("into") == OVERRIDES:
        walk.lists.name(number)
    else:
        _number(walk, word, number)


def _begins(walk: Walk, word: str, _number: int) -> None:
    if walk.state.get("into") == (OVERRIDES if word in _OVERRIDING else LISTS):
        _LISTED[word](walk.lists)


_LISTED: Mapping[str, Callable[[Lists], None]] = MappingProxyType(
    {
        "list": Lists.begin,
        "listlevel": Lists.level,
        "listoverride": Lists.override,
        "lfolevel": Lists.override_level,
    }
)

_OVERRIDING = frozenset({"listoverride", "lfolevel"})


def _upr(walk: Walk, _word: str, _number: int) -> None:
    walk.state["upr"] = 1


def _flow(walk: Walk, word: str, _number: int) -> None:
    """Begin a text on its own, unless what it belongs to is gone or hidden."""
    if walk.gone() or walk.sheet.said(walk.state, "v"):
        walk.skip()
        return
    _plain(walk, word, 0)
    _paragraph_default(walk, word, 0)
    walk.flow = Flow("note" if word == "footnote" or walk.flow.kind == "note" else "box")


def _paragraph(walk: Walk, _word: str, _number: int) -> None:
    walk.end_paragraph()


def _cell(walk: Walk, word: str, _number: int) -> None:
    depth = _depth(walk, word)
    walk.end_paragraph(depth)
    walk.flow.end_cell(depth)


def _row(walk: Walk, word: str, _number: int) -> None:
    depth = _depth(walk, word)
    walk.cut()
    if walk.flow.runs:
        walk.end_paragraph(depth)
    walk.flow.end_row(depth, walk.merged)


def _depth(walk: Walk, word: str) -> int:
    r"""Tell which table a cell or row belongs to: \cell and \row are of the outermost."""
    return max(2, walk.depth()) if word.startswith("nest") else 1


def _row_default(walk: Walk, _word: str, _number: int) -> None:
    walk.cells, walk.merged, walk.merging = 0, set(), False


def _merged(walk: Walk, _word: str, _number: int) -> None:
    walk.merging = True


def _cell_ends(walk: Walk, _word: str, _number: int) -> None:
    if walk.merging:
        walk.merged.add(walk.cells)
    walk.cells += 1
    walk.merging = False


#: What is done at each control word that means something to a reader of text; "1" stands for no number.
ACTS: Final[Mapping[str, Callable[[Walk, str, int], None]]] = MappingProxyType(
    {
        **dict.fromkeys(words.SKIPPED, _skip),
        **dict.fromkeys(words.SIGNS, _sign),
        **dict.fromkeys(words.NUMBERS, _number),
        **dict.fromkeys(words.SWITCHES, _switch),
        **dict.fromkeys(words.ALIGNED, _align),
        **dict.fromkeys(words.EAST_ASIAN, _east_asian),
        **dict.fromkeys(words.PAGES, _page),
        **dict.fromkeys(("dbch", "loch", "hich", "ltrch", "rtlch"), _script),
        **dict.fromkeys(("footnote", "shptxt", "dptxbxtext"), _flow),
        **dict.fromkeys(("listtext", "pntext"), _into(LABEL)),
        **dict.fromkeys(("par", "sect"), _paragraph),
        **dict.fromkeys(_LISTED, _begins),
        **dict.fromkeys(("levellegal", "levelnfc", "levelnfcn", "levelstartat", "listid"), _list),
        **dict.fromkeys(("author", "operator", "company", "manager"), _into(PERSONS)),
        **dict.fromkeys(("cell", "nestcell"), _cell),
        **dict.fromkeys(("row", "nestrow"), _row),
        "ansicpg": _page,
        "cellx": _cell_ends,
        "clmrg": _merged,
        "cpg": _font_page,
        "deff": _default_font,
        "f": _font,
        "fldinst": _into(INSTRUCTION),
        "fldrslt": _result,
        "fcharset": _font_charset,
        "fonttbl": _into(FONTS),
        "info": _into(NOWHERE),
        "intbl": _switch,
        "leveltext": _into(PATTERN),
        "listoverridetable": _into(OVERRIDES),
        "listtable": _into(LISTS),
        "ls": _names,
        "pict": _picture,
        "pard": _paragraph_default,
        "plain": _plain,
        "stylesheet": _into(STYLES),
        "trowd": _row_default,
        "u": _unicode,
        "upr": _upr,
    }
)
