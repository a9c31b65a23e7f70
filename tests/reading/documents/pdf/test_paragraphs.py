"""Lines that a printer broke become the paragraphs they were."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_writer import BOLD, HEI, LATIN, Sheet, Typesetter, prose, text

from intake.model import Document

Printed = Callable[..., Document]
Texts = Callable[..., list[str]]


def lines(*placed: tuple[float, str], top: float = 100, pitch: float = 28) -> str:
    """Write lines one below another, each at its indent."""
    return "".join(text((x, top + pitch * number), said) for number, (x, said) in enumerate(placed))


def test_indented_paragraphs_are_joined_also_across_pages(texts: Texts) -> None:
    written = [prose(30 + 13 * number, number) for number in range(24)]
    sheets = Typesetter().set(*written).sheets()
    assert len(sheets) > 2
    assert texts(*sheets) == written


def test_paragraphs_without_indents_end_where_a_line_had_room(texts: Texts) -> None:
    written = [prose(70, 1), prose(44, 2), "一是" + prose(30, 3), "二是" + prose(48, 4), prose(20, 5)]
    assert texts(*Typesetter(indent=0).set(*written).sheets()) == written


def test_a_point_begins_anew_though_the_line_before_is_full(texts: Texts) -> None:
    written = [prose(52, 1), "二是" + prose(40, 2), "联系人：" + prose(20, 3)]
    assert texts(*Typesetter(indent=0).set(*written).sheets()) == written


def test_hanging_items_are_apart_and_whole(texts: Texts) -> None:
    page = lines(
        (90, "1."), (111, prose(20, 1)), (90, "2."), (111, prose(12, 2)),
    )  # fmt: skip
    assert page.count("BT") == 4
    hung = ""
    for number in range(3):
        first = prose(40, number)
        hung += text((90, 100 + 56 * number), f"{number + 1}.") + text((111, 100 + 56 * number), first[:24])
        hung += text((111, 128 + 56 * number), first[24:])
    closing = text((122, 268), "以上各项请抓好落实。") + text((90, 700), prose(26, 9))
    assert texts(hung + closing)[:4] == [
        *(f"{number + 1}.{prose(40, number)}" for number in range(3)),
        "以上各项请抓好落实。",
    ]


def test_a_block_that_is_indented_as_a_whole_is_one_paragraph(texts: Texts) -> None:
    quoted = prose(60, 3)
    page = lines(
        (122, quoted[:24]), (122, quoted[24:48]), (122, quoted[48:]), (90, prose(26, 1)), (90, prose(26, 2))
    )
    assert texts(page)[0] == quoted


def test_a_heading_that_just_fits_its_line_stays_apart_from_the_text(texts: Texts) -> None:
    heading = "（一）" + prose(22, 1)[:-1]
    assert texts(*Typesetter().set(heading[:24], prose(60, 2), prose(60, 3)).sheets())[0] == heading[:24]


def test_no_line_that_begins_with_a_closing_sign_begins_a_paragraph(texts: Texts) -> None:
    page = lines((122, prose(20, 1)[:-1]), (90, "。" + prose(26, 2)), (90, prose(26, 3)), (90, prose(26, 4)))
    assert texts(page)[0].startswith(prose(20, 1) + prose(26, 2)[:5])


def test_a_dash_begins_a_line_of_its_own_though_the_line_above_is_full(texts: Texts) -> None:
    title = prose(22, 1)[:-1]
    assert texts(lines((90, title + "上的"), (90, "——在全市大会上的发言"), (90, prose(25, 2)), (90, prose(25, 3))))[:2] == [
        title + "上的", "——在全市大会上的发言",
    ]  # fmt: skip


def test_a_space_at_the_end_of_a_line_is_between_words(texts: Texts) -> None:
    page = Typesetter()
    page.centred("党建红引领着田园绿 ", 44).centred("小产业托起大振兴", 44)
    assert texts(*page.set(prose(80, 1), prose(80, 2)).sheets())[0] == "党建红引领着田园绿 小产业托起大振兴"


def test_the_rest_of_a_sentence_is_joined_wherever_its_line_was_broken(texts: Texts) -> None:
    page = lines((122, prose(24, 1)[:-1]), (90, "抓落实"), (90, "见成效。")) + lines(
        (122, prose(40, 2)[:24]), (90, prose(26, 3)), top=300
    )
    assert texts(page)[0] == prose(24, 1)[:-1] + "抓落实见成效。"


def test_a_gap_begins_a_paragraph(texts: Texts) -> None:
    first, second = prose(26, 1), prose(26, 2)
    page = lines((90, first), (90, second), (90, prose(26, 3))) + lines((90, prose(26, 4)), top=240)
    assert texts(page)[-1] == prose(26, 4)


def test_a_wrapped_title_is_one_line_and_two_titles_are_two(printed: Printed) -> None:
    def titled(*said: str) -> Document:
        page = Typesetter()
        for each in said:
            page.centred(each, 22, HEI)
        return printed(*page.set(prose(60, 1), prose(60, 2)).sheets())

    whole = "在全市镇街道党工委书记工作交流会上的典型发言"
    title, *_ = titled(whole[:18], whole[18:]).blocks
    assert (title.text, title.align, title.size, title.font) == (whole, "center", 22.0, "黑体")
    assert [block.text for block in titled("下足绣花真功夫", "扮靓城市好颜值").blocks][:2] == [
        "下足绣花真功夫", "扮靓城市好颜值",
    ]  # fmt: skip


def test_a_couplet_that_fills_its_column_is_two_titles(texts: Texts) -> None:
    page = (
        Typesetter()
        .centred("锚定示范创建目标", 48)
        .centred("争做镇域发展标杆", 48)
        .set(prose(80, 1), prose(80, 2))
    )
    assert texts(*page.sheets())[:2] == ["锚定示范创建目标", "争做镇域发展标杆"]


def test_a_byline_that_is_set_to_the_right_may_wrap(texts: Texts) -> None:
    page = Typesetter().set(prose(80, 1), prose(80, 2))
    page.put(90, "洋县滨河路街道办事处党工委副书记和办事处主任、人大代")
    page.put(506 - 16 * 5, "表　朱勇勇")
    assert texts(*page.sheets())[-1] == "洋县滨河路街道办事处党工委副书记和办事处主任、人大代表　朱勇勇"


def test_an_indented_line_in_the_middle_by_chance_is_not_centred(printed: Printed) -> None:
    page = Typesetter().set("一、" + prose(20, 1)[:-1], prose(22, 2), prose(80, 3), prose(80, 4))
    assert [block.align for block in printed(*page.sheets()).blocks] == ["left"] * 4


def test_a_signature_at_the_right_is_told(printed: Printed) -> None:
    page = Typesetter().set(prose(80, 1), prose(80, 2))
    page.put(506 - 16 * 11, "青石坝镇党委书记唐长青")
    assert printed(*page.sheets()).blocks[-1].align == "right"


def test_sizes_fonts_and_bold_are_kept(printed: Printed) -> None:
    page = text((90, 100), "一是领导带头。", font=BOLD) + text((202, 100), "班子成员逐章研读。")
    drawn_bold = text((90, 150), "提高站位", mode=2, font=HEI)
    (point, heading) = printed(page + drawn_bold).blocks
    assert (point.text[: point.bold_head], point.bold, point.font) == ("一是领导带头。", False, "宋体")
    assert (heading.bold, heading.font, heading.size) == (True, "黑体", 16.0)


def test_letters_and_digits_do_not_decide_the_font(printed: Printed) -> None:
    page = (
        text((90, 100), "投资", font=HEI)
        + text((122, 100), "1234567.89", font=LATIN)
        + text((204, 100), "元", font=HEI)
    )
    assert [(block.text, block.font) for block in printed(page).blocks] == [("投资1234567.89元", "黑体")]


@pytest.mark.parametrize(
    ("gap", "read_as"), [(0, "甲乙"), (2, "甲乙"), (5, "甲 乙"), (16, "甲\u3000乙"), (60, "甲\u3000乙")]
)
def test_a_gap_that_was_left_instead_of_a_space_is_one(texts: Texts, gap: int, read_as: str) -> None:
    assert texts(text((90, 100), "甲") + text((106 + gap, 100), "乙")) == [read_as]


def test_the_room_of_chinese_beside_digits_is_no_space_and_words_keep_theirs(texts: Texts) -> None:
    page = (
        text((90, 100), "共")
        + text((110, 100), "42")
        + text((130, 100), "户")
        + text((90, 130), "one", font=LATIN)
    )
    assert texts(page + text((121, 130), "two", font=LATIN)) == ["共42户", "one two"]


def test_the_number_of_a_list_stands_directly_before_its_text_and_bullets_are_none(texts: Texts) -> None:
    page = (
        text((90, 100), "10.")
        + text((118, 100), "修路")
        + text((90, 150), "（一）")
        + text((154, 150), "架桥")
    )
    assert texts(page + text((90, 200), "●") + text((122, 200), "改水")) == ["10.修路", "（一）架桥", "改水"]


def test_words_of_latin_keep_their_spaces_after_signs(texts: Texts) -> None:
    page = text((90, 100), "Roads,", 16, LATIN) + text((146, 100), "bridges.", 16, LATIN)
    assert texts(page) == ["Roads, bridges."]


def test_broken_words_are_joined_and_ranges_keep_their_dash(texts: Texts) -> None:
    left, right = 90.0, 506.0
    filler = (
        text((left, 300), prose(26, 1)) + text((left, 328), prose(26, 2)) + text((left, 356), prose(26, 3))
    )
    latin = text((right - 55, 100), "govern-", font=LATIN) + text((left, 128), "ment", font=LATIN)
    assert "government" in "".join(texts(text((left, 100), "甲" * 22) + latin + filler)).replace(" ", "")


def test_a_character_drawn_twice_is_read_once(texts: Texts) -> None:
    assert texts(text((90, 100), "重影") + text((90.5, 100), "重影的字")) == ["重影的字"]


def test_superscripts_stay_in_their_line(texts: Texts) -> None:
    assert texts(text((90, 100), "面积为5千米") + text((178, 93), "2", 8) + text((184, 100), "左右。")) == [
        "面积为5千米2左右。"
    ]


def test_what_is_struck_out_is_left_out_and_said(printed: Printed) -> None:
    stroke = "0.8 w 122 748 m 154 748 l S\n"
    document = printed(
        text((90, 100), "群众") + text((122, 100), "不太") + text((154, 100), "满意。") + stroke
    )
    assert (document.text, document.warnings) == ("群众满意。", ("tracked_changes",))


def test_a_line_of_a_drawing_across_a_space_strikes_nothing_out(printed: Printed) -> None:
    stroke = "0.8 w 121 748 m 139 748 l S\n"
    document = printed(text((90, 100), "群众\u3000满意。") + stroke)
    assert (document.text, document.warnings) == ("群众\u3000满意。", ())


def test_what_is_underlined_is_not_struck_out(printed: Printed) -> None:
    stroke = "0.8 w 90 739 m 154 739 l S\n"
    assert printed(text((90, 100), "群众满意。") + stroke).text == "群众满意。"


@settings(deadline=None)  # pages by the dozen
@given(st.lists(st.integers(4, 160), min_size=6, max_size=30), st.integers(0, 40))
def test_whatever_is_set_is_read(texts: Texts, lengths: list[int], start: int) -> None:
    """Any paragraphs with indents, over any number of pages."""
    written = [prose(length, start + number) for number, length in enumerate(lengths)]
    sheets: list[Sheet] = Typesetter().set(prose(90, 50), *written).sheets()
    assert "".join(texts(*sheets)) == prose(90, 50) + "".join(written)
    assert texts(*sheets) == [prose(90, 50), *written]
