import pytest

from intake.reading.speeches.dates import date_in, is_date_line, without_date
from intake.signs import plain


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023年8月8日", "2023-08-08"),
        ("（２０２２年７月５日）", "2022-07-05"),
        ("二〇二三年十一月二十八日", "2023-11-28"),
        ("2024.3.20", "2024-03-20"),
        ("2024-03-20", "2024-03-20"),
        ("11月18日，市委召开", "XXXX-11-18"),
        ("2023年", None),
        ("2023年13月40日", None),
        ("没有日期", None),
    ],
)
def test_dates_are_read_and_no_year_is_invented(text: str, date: str | None) -> None:
    assert date_in(plain(text)) == date


def test_a_date_line_holds_nothing_else() -> None:
    assert is_date_line("(2023年8月8日)")
    assert is_date_line("2023年8月")
    assert not is_date_line("2023年8月8日,县委召开会议")
    assert not is_date_line("谢谢大家")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("张三（2023年8月8日）", "张三"),
        ("2023年8月8日 张三", "张三"),
        ("8月8日的会", "的会"),
        ("张三", "张三"),
        ("自8月8日起", "自8月8日起"),
    ],
)
def test_a_date_is_cut_from_either_end(text: str, rest: str) -> None:
    assert without_date(text) == rest
