from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.checks.copy import Copy
from intake.checks.numbering import gaps
from intake.model import Lexicon, Standard

Found = Callable[..., list[tuple[str, str, str]]]
CHINESE = "一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "quote", "advice"),
    [
        ("一是抓学习。认真。三是抓落实。有力。", "三是", "二是"),
        ("一、党建\n好。\n三、产业\n好。", "三、", "二、"),
        ("一、党建\n（一）学\n（二）做\n（五）改", "（五）", "(三)(四)"),
        ("1.学习\n2.调研\n4.落实", "4.", "3."),
        ("①学习\n③落实", "③", "②"),
        ("第一，学习。第三，落实。", "第三，", "第二"),
        ("二、产业\n好。\n三、民生\n好。", "二、", "一、"),
        ("抓了三件事。二是修路。三是架桥。", "二是", "一是"),
    ],
)
def test_a_number_that_is_missing_is_named(text: str, quote: str, advice: str, found: Found) -> None:
    assert found(text) == [("number_missing", quote, advice)]


@pytest.mark.parametrize(
    "text",
    [
        "一、党建\n（一）学\n（二）做\n二、产业\n（一）种\n（二）养",
        "一、党建\n一是学。好。二是做。好。\n二、产业\n一是种。好。二是养。好。",
        "主要抓了两点，一是学；二是做。三是改。",
        "一是学，二是做，三是改。四是评。",
        "一、党建\n1.学习\n2.调研\n二、产业\n3.种植\n4.养殖",
        "1.6公里的路修通了。\n3.9万人受益。",
        "二是否能成，还要看。",
        "三要素齐备。五要求落实。",
        "序号\t一、\n三、\t好",
        "一九四九年以来，变化很大。\n十年了。",
    ],
)
def test_numbers_that_are_whole_or_are_none_raise_no_alarm(text: str, found: Found) -> None:
    assert found(text) == []


def test_a_number_that_comes_twice_is_told(found: Found) -> None:
    assert found("一、党建\n好。\n二、产业\n好。\n二、民生\n好。") == [("number_repeated", "二、", "")]


@given(
    st.integers(2, 9), st.sampled_from(["{}、某事\n某话。\n", "（{}）某事\n", "{}是办事。办好。"]), st.data()
)
def test_a_whole_run_is_silent_and_one_without_a_member_names_it(
    lexicon: Lexicon, count: int, form: str, data: st.DataObject
) -> None:
    def missing(numbers: list[int]) -> list[str]:
        text = "".join(form.format(CHINESE[number]) for number in numbers)
        return [one.advice for one in gaps(Copy(text, None, Standard(lexicon), 2026))]

    whole = list(range(count))
    assert missing(whole) == []
    lost = data.draw(st.integers(0, count - 2)) if count > 1 else 0
    told = missing([number for number in whole if number != lost])
    assert len(told) == 1
    assert CHINESE[lost] in told[0]
