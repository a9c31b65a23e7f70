import pytest

from intake.render.remarks import REMARKS, remark
from intake.render.view import View


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("needs_ocr", "扫描件，需先识别文字"),
        ("crashed:KeyError", "解析程序出错，请反馈"),
        ("scanned_pages:2,5-7", "部分页面是扫描件，缺这些页的文字（第 2,5-7 页）"),
        ("a_new_slug", "a_new_slug"),
        ("evil\x1b", r"evil\u{1B}"),
    ],
)
def test_a_slug_is_said_in_words_or_as_it_is(chinese: View, slug: str, said: str) -> None:
    assert remark(slug, chinese) == said


def test_every_remark_is_a_slug_with_words() -> None:
    assert all(slug.replace("_", "").isalpha() and words for slug, words in REMARKS.items())
