"""Pages that are no text, or none that can be believed, are told and never passed off as read."""

from collections.abc import Callable

import pytest
from pdf_writer import HEIGHT, LATIN, NAMELESS, SONG, WIDTH, Sheet, picture, prose, text

from intake.model import Document
from intake.reading.documents import Unreadable

Printed = Callable[..., Document]
Refused = Callable[..., Unreadable]
SCAN = picture(0, 0, WIDTH, HEIGHT)


def page(start: int, mode: int = 0) -> str:
    return "".join(text((90, 100 + 28 * number), prose(24, start + number), mode=mode) for number in range(4))


def test_pages_of_nothing_but_pictures_need_ocr_and_are_named(refused: Refused) -> None:
    refusal = refused(SCAN, SCAN, "", SCAN)
    assert (refusal.code, refusal.detail) == ("needs_ocr", "pages 1-2,4")


def test_a_picture_with_a_page_number_is_a_scan(refused: Refused) -> None:
    assert refused(SCAN + text((280, 800), "— 1 —")).code == "needs_ocr"


def test_lines_without_any_text_need_ocr(refused: Refused) -> None:
    assert refused("10 10 m 200 300 l 400 10 l S").code == "needs_ocr"


def test_a_partly_scanned_file_gives_what_can_be_read_and_names_the_rest(printed: Printed) -> None:
    document = printed(SCAN, page(1), SCAN, page(9))
    assert document.warnings == ("scanned_pages:1,3",)
    assert prose(24, 1) in document.text
    assert prose(24, 12) in document.text


def test_text_under_a_scan_is_used_and_said(printed: Printed) -> None:
    document = printed(SCAN + page(1, mode=3))
    assert document.warnings == ("text_layer",)
    assert prose(24, 4) in document.text


def test_lines_that_a_scanner_measured_apart_are_one_paragraph(printed: Printed) -> None:
    said, sizes = prose(70, 3), (16, 15.4, 16.6)
    cuts = (said[:24], said[24:50], said[50:])
    rows = "".join(
        text((122 if at == 0 else 90, 100 + 27.6 * at), row, size, mode=3)
        for at, (row, size) in enumerate(zip(cuts, sizes, strict=True))
    )
    below = "".join(text((90, 300 + 28 * at), prose(26, at), mode=3) for at in range(4))
    assert printed(SCAN + rows + below).blocks[0].text == said


def test_invisible_text_among_visible_text_is_left_out_and_said(printed: Printed) -> None:
    hidden = text((90, 100), "公开") + text((122, 100), "内部掌握", mode=3) + text((186, 100), "到此为止。")
    document = printed(hidden)
    assert (document.text, document.warnings) == ("公开到此为止。", ("hidden_text",))


def test_invisible_text_alone_is_all_there_is(printed: Printed) -> None:
    assert printed(page(1, mode=3)).warnings == ("text_layer",)


def test_text_outside_of_the_page_is_left_out_and_said(printed: Printed) -> None:
    document = printed(page(1) + text((-400, 100), "页外的文字"))
    assert document.warnings == ("hidden_text",)
    assert "页外" not in document.text


def test_fonts_that_name_no_characters_are_garbled_or_a_page_of_them_is(
    printed: Printed, refused: Refused
) -> None:
    nameless = text((90, 100), prose(26, 1), font=NAMELESS)
    assert (refused(nameless).code, refused(nameless).detail) == ("garbled", "pages 1")
    assert printed(page(1), nameless).warnings == ("garbled_pages:2",)


@pytest.mark.parametrize(
    ("said", "font"),
    [
        ("\ue001\ue002" * 3 + prose(80, 1), SONG),
        ("ÈÍéÙáã¼ÄÊ¶ëÔÎõÏçÃ" * 4, LATIN),
        ("!\"#$%&'()*+,-./:;<=>" * 3, LATIN),
        ("".join(chr(0x4E00 + at * 211 % 0x5000) for at in range(100)), SONG),
    ],
)
def test_mojibake_is_garbled(refused: Refused, said: str, font: str) -> None:
    rows = [said[at : at + 40] for at in range(0, len(said), 40)]
    assert (
        refused(
            "".join(
                text(
                    (
                        10,
                        100 + 20 * at,
                    ),
                    row,
                    12,
                    font,
                )
                for at, row in enumerate(rows)
            )
        ).code
        == "garbled"
    )


def test_some_private_signs_among_much_text_are_left_out(printed: Printed) -> None:
    said = [prose(26, number) for number in range(10)]
    sheet = "".join(text((90, 100 + 28 * at), row) for at, row in enumerate(said))
    document = printed(sheet + text((90, 400), "\ue001完"))
    assert document.text.endswith("完")


def test_leaders_and_lines_to_write_on_are_no_mojibake(printed: Printed) -> None:
    contents = "".join(
        text(
            (90, 100 + 28 * n),
            f"第{n}章" + "." * 60 + str(n),
            12,
        )
        for n in range(4)
    )
    assert printed(contents + text((90, 300), "姓名" + "_" * 70, 9)).warnings == ()


def test_a_page_of_nothing_but_a_watermark_is_read(printed: Printed) -> None:
    mark = "BT 0 Tr /F5 40 Tf 0.7 0.7 -0.7 0.7 200 400 Tm (Internal use) Tj ET\n"
    assert [block.text for block in printed(mark).blocks] == ["Internal use"]


def test_english_text_and_a_list_of_names_are_text(printed: Printed) -> None:
    english = "We the people of this town report what was done since spring, and what is left to do."
    names = "巴特尔王建国李秀兰张桂英刘洋陈晨赵雪梅孙鹏飞周慧敏吴倩郑爽冯磊褚卫东蒋欣沈悦韩梅梅杨超越朱孝天秦岚尤勇许晴"
    assert printed(text((20, 100), english, 12, LATIN)).text == english
    assert printed(text((20, 100), names, 9)).text == names


def test_blank_pages_are_nothing_and_a_file_of_them_is_empty(printed: Printed, refused: Refused) -> None:
    assert printed("", page(1), text((90, 100), "  ")).warnings == ()
    assert refused("", text((90, 100), "  ")).code == "empty"


def test_watermarks_stand_once_at_the_end(printed: Printed) -> None:
    mark = "BT 0 Tr /F5 40 Tf 0.7 0.7 -0.7 0.7 200 400 Tm (Internal use) Tj ET\n"
    last = printed(page(1) + mark, page(9) + mark).blocks[-1]
    assert (last.text, last.kind) == ("Internal use", "box")
    assert printed(page(1) + mark, page(9) + mark).text.count("Internal") == 1


@pytest.mark.parametrize("way", [(0, 1, -1, 0, 300, 90), (-1, 0, 0, -1, 500, 500), (0, -1, 1, 0, 200, 700)])
def test_turned_pages_are_read_as_they_are_held(printed: Printed, way: tuple[float, ...]) -> None:
    a, b, c, d, e, f = way
    first, second = prose(24, 1), prose(24, 2)
    said = "".join(
        f"BT 0 Tr /F1 16 Tf {a} {b} {c} {d} {e - c * 28 * at} {f - d * 28 * at} Tm <{row.encode('utf-16-be').hex()}> Tj ET\n"
        for at, row in enumerate((first, second))
    )
    assert printed(Sheet(said, rotate=90)).text.replace("\n", "") == first + second


def test_a_page_of_any_size_and_place_is_read(printed: Printed) -> None:
    assert prose(24, 1) in printed(Sheet(page(1), box=(0, 0, 200_000, 200_000))).text
    assert prose(24, 1) in printed(Sheet(page(1), box=(-50, -50, 600, 900))).text


def test_the_same_line_twice_is_there_twice(printed: Printed) -> None:
    twice = text((90, 100), "请各单位抓好落实。") + text((90, 128), "请各单位抓好落实。")
    assert printed(twice + text((90, 200), prose(26, 1))).text.count("落实") == 2
