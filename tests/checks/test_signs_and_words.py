"""Half-width signs, masks, days, words of the editors' lists."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.checks.copy import Copy
from intake.checks.days import wrong_days
from intake.model import Lexicon, Standard

Found = Callable[..., list[tuple[str, str, str]]]


def test_half_width_signs_are_one_finding_with_all_their_places(lexicon: Lexicon) -> None:
    from intake.checks import check  # noqa: PLC0415  # this test alone looks at the places

    (one,) = check(None, '今年以来,我镇(街道)抓"三农".真好', Standard(lexicon), 2026)
    assert one.slug == "half_width"
    assert len(one.spans) == 6


@pytest.mark.parametrize(
    "text",
    [
        "下午3:30，GDP 3.5%，12,000人。",
        "一.党建\n(1)学习\n1.落实",
        "见 https://a.example/b?c=1",
        "Word文档，（A）",
    ],
)
def test_signs_in_numbers_latin_words_and_markers_raise_no_alarm(text: str, found: Found) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("XX镇党委书记", "XX"),
        ("某某镇党委书记", "某某"),
        ("书记王××", "××"),
        ("202X年以来", "202X年"),
        ("20**年以来", "20**年"),
        ("2026年  月  日", "年  月  日"),
        ("镇街*比学赶超", "*"),
        ("X委的决定", "X"),
        ("负责人____签字", "____"),
        ("某镇（此处插入图片）", "（此处插入图片）"),
    ],
)
def test_a_mask_that_was_left_in_is_told(text: str, quote: str, found: Found) -> None:
    assert found(text) == [("mask", quote, "")]


@pytest.mark.parametrize(
    "text",
    ["黄某家族", "二〇〇八年", "3×5米", "139****0417", "XL号", "MaxX", "2026年1月8日", "一个月 日夜奋战"],
)
def test_what_only_looks_like_a_mask_is_none(text: str, found: Found) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("2026年11月18日（星期二）", ("weekday_differs", "2026年11月18日（星期二", "2026-11-18 星期三")),
        ("11月18日（周日）召开", ("weekday_differs", "11月18日（周日", "2026-11-18 星期三")),
        ("2月30日召开", ("no_such_day", "2月30日", "")),
        ("13月5日", ("no_such_day", "13月5日", "")),
        ("2025年2月29日", ("no_such_day", "2025年2月29日", "")),
    ],
)
def test_days_are_compared_with_the_calendar(text: str, finding: tuple[str, str, str], found: Found) -> None:
    assert found(text) == [finding]


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_told_exactly_when_it_is_wrong(lexicon: Lexicon, day: date, said: int) -> None:
    text = f"{day.year}年{day.month}月{day.day}日（星期{'一二三四五六日'[said]}）"
    told = list(wrong_days(Copy(text, None, Standard(lexicon), 2026)))
    assert bool(told) == (day.weekday() != said)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_a_day_without_its_year_may_be_of_this_year_or_the_last(lexicon: Lexicon, day: date) -> None:
    text = f"{day.month}月{day.day}日，星期{'一二三四五六日'[day.weekday()]}；{day.month}月{day.day}日(周{'一二三四五六日'[day.weekday()]})"
    assert list(wrong_days(Copy(text, None, Standard(lexicon), 2026))) == []


def test_words_of_the_lists_are_told_with_their_advice(lexicon: Lexicon, found: Found) -> None:
    words = {
        "forbidden": {"大村长": "村委会主任"},
        "sensitive": {"大村": "想一想", "“一带”": "核对"},
        "preferred": {"按装": "安装", "大村长": "别处"},
    }
    own = Standard(replace(lexicon, tables={**lexicon.tables, "words": words}))
    assert found("大村长按装大村，“一带”。", None, own) == [
        ("word_forbidden", "大村长", "村委会主任"),
        ("word_preferred", "按装", "安装"),
        ("word_sensitive", "大村", "想一想"),
        ("word_sensitive", "“一带”", "核对"),
    ]
    plainly = Standard(replace(lexicon, tables={**lexicon.tables, "words": {"sensitive": ["大村"]}}))
    assert found("大村", None, plainly) == [("word_sensitive", "大村", "")]
    none = Standard(replace(lexicon, tables={**lexicon.tables, "words": {}}))
    assert found("按装", None, none) == []


def test_the_shipped_words_are_lists_of_texts(lexicon: Lexicon) -> None:
    lists = lexicon.tables["words"]
    assert set(lists) == {"forbidden", "sensitive", "preferred"}
    for words in lists.values():
        assert isinstance(words, dict)
        assert all(isinstance(advice, str) and advice and word != advice for word, advice in words.items())
