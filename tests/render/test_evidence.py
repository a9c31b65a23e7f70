import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from intake.model import Evidence, SpeechRecord, Title
from intake.render.evidence import evidence_page
from intake.render.page import plain
from intake.render.terminal import draw_page
from intake.render.view import View

TEXT = "在全市推进会上的发言\n汉台区汉中路街道党工委书记 张振海\n同志们"


def spans(*pieces: str) -> tuple[tuple[int, int], ...]:
    return tuple((TEXT.index(piece), TEXT.index(piece) + len(piece)) for piece in pieces)


def speech() -> SpeechRecord:
    return SpeechRecord(
        title=Title(main="在全市推进会上的发言"),
        unit="汉台区汉中路街道",
        occasion="全市推进会",
        evidence={
            "title.main": Evidence(0.985, "occasion", spans=spans("在全市推进会上的发言"), agrees=True),
            "occasion": Evidence(0.7, "note", spans=spans("全市推进会"), alternatives=("推进会",)),
            "unit": Evidence(0.4, "fields", spans=spans("汉台区汉中路街道"), agrees=False),
            "speaker": Evidence(0.5, "none", "filename", alternatives=("张振海",)),
            "date": Evidence(0.97, "none"),
            "region.district": Evidence(0.9, "fields", "inferred"),
        },
    )


def test_every_field_says_how_sure_it_is_by_which_rule_and_from_where(chinese: View) -> None:
    assert plain(evidence_page("2026-0001", speech(), TEXT, chinese), chinese.say).splitlines() == [
        "2026-0001",
        "标题：在全市推进会上的发言 [0.98 已识别、规则 occasion、原文写明、别处印证]",
        "发言人：— [0.50 未识别、规则 none、见于文件名]",
        "  可能是：张振海",
        "单位：— [0.40 未识别、规则 fields、原文写明、别处不符]",
        "  可能是：汉台区汉中路街道",
        "会议：全市推进会 [0.70 请核对、规则 note、原文写明]",
        "  或为：推进会",
        "",
        "正文",
        "〖标题：在〖会议?：全市推进会〗上的发言〗",
        "〖单位?：汉台区汉中路街道〗党工委书记 张振海",
        "同志们",
    ]


def test_a_terminal_underlines_in_the_colour_of_the_doubt_within_its_width(english: View) -> None:
    coloured = draw_page(evidence_page("2026-0001", speech(), TEXT, english), replace(english, colour=True))
    assert "\x1b[4;32m" in coloured
    assert "\x1b[4;33m" in coloured
    assert "\x1b[4;31m〖Unit?: 汉台区汉中路街道〗" in coloured
    long = replace(speech(), lead="长" * 300, evidence={"lead": Evidence(0.9, "zone", spans=((0, 300),))})
    drawn = draw_page(evidence_page("2026-0001", long, "长" * 300, english), english)
    assert max(map(cell_len, drawn.splitlines())) <= 80
    assert drawn.count("长") == 300 + 60


def test_a_span_that_crosses_another_or_leaves_the_text_is_left_out(english: View) -> None:
    evidence = {
        "title.main": Evidence(0.9, "a", spans=((0, 4), (100, 101))),
        "unit": Evidence(0.9, "a", spans=((2, 6),)),
    }
    page = evidence_page("x", SpeechRecord(evidence=evidence), "零一二三四五六", english)
    assert page[1].lines[0].text == "〖Title: 零一二三〗四五六"


def test_a_text_cannot_move_the_screen(english: View) -> None:
    record = SpeechRecord(evidence={"lead": Evidence(0.9, "zone", spans=((0, 2),))})
    page = evidence_page("x", record, "\x1b[2J\u202e", english)
    assert page[1].lines[0].text == "〖Lead: \\u{1B}[〗2J\\u{202E}"


@given(
    st.text("甲乙\n ", max_size=30),
    st.lists(
        st.tuples(st.sampled_from(["unit", "post", "lead"]), st.integers(0, 31), st.integers(0, 31)),
        max_size=8,
    ),
)
def test_without_its_brackets_a_marked_text_is_the_text(
    text: str, places: list[tuple[str, int, int]]
) -> None:
    view = View(str, None, None)  # type: ignore[arg-type]  # no time is told on this page
    evidence = {
        name: Evidence(0.9, "a", spans=tuple((start, end) for one, start, end in places if one == name))
        for name in ("unit", "post", "lead")
    }
    lines = evidence_page("x", SpeechRecord(evidence=evidence), text, view)[1].lines
    marked = "\n".join(line.text for line in lines)
    assert re.sub("〖[A-Z][a-z]+: |〗", "", marked) == text
    assert marked.count("〖") == marked.count("〗")
    for line in lines:
        assert all(0 <= mark.start < mark.end <= len(line.text) for mark in line.marks)
