"""Title lines to a title: what is joined, and with what between."""

import re
from typing import Final

from intake.model import Title
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.zoned import Part, Zoned, of
from intake.signs import plain, squeeze, tidy

_DASH: Final = re.compile(r"[—\-~ ]{1,6}")
_DATE_BRACKET: Final = re.compile(r"\([^()]{0,12}\d{1,2}月\d{1,2}日\)$|\((?:19|20)\d\d[^()]{0,12}\)$")
_DATE_TAIL: Final = re.compile(r"(?<=.{4})[, ] ?(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日)?(?=\)?$)")
_QUOTED: Final = re.compile(r"《([^《》]{2,60})》")
_WRAPPED: Final = re.compile(r"[(\[【〖《][^()\[\]【】〖〗《》]{2,80}[)\]】〗》]")
_COLUMN: Final = re.compile(r"(?P<column>[^|。,:]{2,10}) ?\| ?(?=[^|]{4,60}$)")  # 青年说｜title
_NUMBERED: Final = re.compile(r"(?P<name>[【\[][^】\]]{2,20}[】\]]) ?(?P<issue>第[^期]{1,5}期)$")
_NUMBER: Final = re.compile(r"^[一二三四五六七八九十]{1,3}、(?=..)")  # of a speech among others
_SPACED: Final = re.compile(r"(?:\S ){2,40}\S")
_TAIL_DASH: Final = re.compile(r"(?<=\S)—{1,3}(?=(?:在|记|关于|以|[^—在]{2,30}在).{4,60}$)")
# 之一, 【二】: says only which of several speeches it is
_ORDINAL: Final = re.compile(
    r"之[一二三四五六七八九十\d]{1,3}|[【\[]?[一二三四五六七八九十]{1,3}[】\]]?[、.]?"
)
_BREAKS: Final = frozenset("的与及、《“")
_UNEQUAL: Final = 3  # characters by which the lines of a couplet do not differ
_ISSUE_EDGES: Final = "—–-―─-~～ 　【】[]（）()"


def title_of(part: Part, grammar: Grammar) -> Title:
    """Read kicker, issue, main title and subtitle from their lines; a couplet is joined by one space."""
    above, lines = _from_label(of(part, "title"))
    mains = _unlabelled(lines, grammar)
    subtitles = _unlabelled(of(part, "subtitle"), grammar)
    main, inside = _main(mains, grammar)
    subtitle = _joined([_undashed(text) for text in subtitles], grammar) if subtitles else inside
    kicker = _joined(
        [line.text for line in of(part, "kicker") or above if not _ORDINAL.fullmatch(line.view)], grammar
    )
    column = _COLUMN.match(plain(main)) if main and not kicker else None
    if main and column:
        kicker, main = main[: column.end("column")], main[column.end() :]
    issues = of(part, "issue")
    numbered = _NUMBERED.match(kicker) if kicker and not issues else None
    if numbered:  # 【学思践悟】第12期
        return Title(
            _bare(numbered["name"]), numbered["issue"], main, _bare(_undated(subtitle)) if subtitle else None
        )
    return Title(
        kicker=_bare(kicker) if kicker else None,
        issue=issues[0].text.strip(_ISSUE_EDGES) if issues else None,
        main=main,
        subtitle=_bare(_undated(subtitle)) if subtitle else None,
    )


def _from_label(lines: Part) -> tuple[Part, Part]:
    """Part what stands above a labelled title from it: 标题: says where the title starts."""
    labelled = (
        number for number, line in enumerate(lines) if any(entry.key == "title" for entry in line.seen.fields)
    )
    start = next(labelled, 0)
    return lines[:start], lines[start:]


def _bare(text: str) -> str:
    """Take off the brackets around a whole kicker or subtitle."""
    return text[1:-1].strip() if _WRAPPED.fullmatch(plain(text)) else text


def _unlabelled(lines: Part, grammar: Grammar) -> list[str]:
    texts: list[str] = []
    for line in lines:
        text = _value(line)
        if line.marker and line.role == "heading":  # the number of a speech in a digest
            text = text[line.marker.end :]
        text = _NUMBER.sub("", text)
        match = grammar.label.match(plain(text))
        if match and grammar.labels[squeeze(match["label"])] in {"title", "subtitle"}:
            text = text[match.end() :]
        text = re.sub(r"^【[^】]{1,12}】", "", text).strip()
        whole = _QUOTED.fullmatch(text)
        text = whole[1] if whole else text
        if text and text not in texts:  # a file's title and the text's own are often the same
            texts.append(text)
    return texts


def _value(line: Zoned) -> str:
    wanted = [entry.value for entry in line.seen.fields if entry.key in {"title", "subtitle"}]
    return wanted[0] if wanted and wanted[0] else line.text


def _undashed(text: str) -> str:
    match = _DASH.match(plain(text))
    return text[match.end() :] if match else text


def _undated(text: str) -> str:
    dated = _DATE_TAIL.search(plain(text))
    if dated:  # (在某会上的发言,2024年3月12日)
        text = text[: dated.start()] + text[dated.end() :]
    match = _DATE_BRACKET.search(plain(text))
    return text[: match.start()].strip() if match and match.start() else text


def _main(texts: list[str], grammar: Grammar) -> tuple[str | None, str | None]:
    """Give the main title, and a subtitle that stands behind a dash in the same line."""
    joined = _joined(texts, grammar)
    if joined is None:
        return None, None
    match = _TAIL_DASH.search(plain(joined))
    if match:
        return joined[: match.start()].strip(), joined[match.end() :].strip()
    return _undated(joined), None


def _joined(texts: list[str], grammar: Grammar) -> str | None:
    if not texts:
        return None
    result = _letters(texts[0])
    for text in texts[1:]:
        result += ("" if _broken(result, text, grammar) else " ") + _letters(text)
    return tidy(result)


def _letters(text: str) -> str:
    """Close up a word whose letters were spaced: 工 作 报 告."""
    view = plain(text).strip()
    return "".join(text.split()) if _SPACED.fullmatch(view) else text


def _broken(before: str, text: str, grammar: Grammar) -> bool:
    """Tell a title broken at a line's end from one of two clauses."""
    view = plain(before)
    if view[-1] in _BREAKS or plain(text).startswith(("的", "、", "上的")):
        return True
    whole = grammar.occasion.search(view + plain(text))
    if whole and whole.start() < len(view) < whole.end():
        return True
    return (
        abs(len(before) - len(text)) > _UNEQUAL
        and bool(grammar.genre.search(text))
        and not grammar.genre.search(before)
    )
