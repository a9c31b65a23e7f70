from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.checks.copy import Copy
from intake.checks.figures import disagreeing
from intake.model import Lexicon, Standard

Found = Callable[..., list[tuple[str, str, str]]]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("我镇辖9个村、3个社区。全镇下辖10个村。", ("figure_differs", "10个", "9个")),
        (
            "常住人口5.2万人。我街道常住人口约定俗成，常住人口54300人。",
            ("figure_differs", "54300人", "5.2万人"),
        ),
        (
            "商品果率由48%提到81%，提高30个百分点。",
            ("difference_wrong", "由48%提到81%，提高30个百分点", "33"),
        ),
        (
            "收入从1.2万元增加到1.5万元，增加9000元。",
            ("difference_wrong", "从1.2万元增加到1.5万元，增加9000元", "3000"),
        ),
        ("修路12公里、架桥8公里，合计21公里。", ("sum_wrong", "修路12公里、架桥8公里，合计21公里", "20")),
    ],
)
def test_figures_that_cannot_all_be_true_are_told(
    text: str, finding: tuple[str, str, str], found: Found
) -> None:
    assert found(text) == [finding]


@pytest.mark.parametrize(
    "text",
    [
        "我镇辖9个村、3个社区。全镇9个村都通了路，7个村评优。",
        "我街道辖9个社区，常住人口5.2万人。常住人口52000人中，老人1万人。",
        "常住人口5.2万人。全镇常住人口52300人。",
        "收入从1.2万元增加到1.5万元，增加3200元。",
        "满意率由90.25%提高到95.5%，提高5.3个百分点。",
        "种茶1.2万亩、种果0.8万亩，合计20300亩。",
        "常住人口5万余人。全镇常住人口50230人。",
        "2019年我镇常住人口5.1万人，常住人口5.4万人。",
        "商品果率由48%提到81%，提高33个百分点。",
        "收入由48%提高到81%，增长68.75%。",
        "由380户提高到500户，增加12%。",
        "从10个增加到30个，增加2倍。",
        "修路12公里、架桥8座，合计20处。",
        "投入120万元、自筹80万元，共计200万元。",
        "收集问题1460条，办结1352条，合计评查20次。",
        "县辖15个镇，我镇辖15个村。",
    ],
)
def test_figures_that_may_be_true_raise_no_alarm(text: str, found: Found) -> None:
    assert found(text) == []


@given(st.integers(1, 99), st.integers(1, 99), st.integers(0, 99))
def test_a_difference_is_told_exactly_when_it_is_wrong(lexicon: Lexicon, a: int, b: int, said: int) -> None:
    text = f"合格率由{a}%提高到{b}%，提高{said}个百分点。"
    told = list(disagreeing(Copy(text, None, Standard(lexicon), 2026)))
    assert bool(told) == (abs(a - b) != said)


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=6), st.integers(-1, 1))
def test_a_sum_is_told_exactly_when_it_is_wrong(lexicon: Lexicon, members: list[int], off: int) -> None:
    text = "、".join(f"村{'甲乙丙丁戊己'[place]}{number}亩" for place, number in enumerate(members))
    told = list(disagreeing(Copy(f"种茶{text}，合计{sum(members) + off}亩。", None, Standard(lexicon), 2026)))
    assert [one.advice for one in told] == ([str(sum(members))] if off else [])


def test_without_totals_there_is_none_to_compare(lexicon: Lexicon, found: Found) -> None:
    none = Standard(replace(lexicon, tables={**lexicon.tables, "checks": {"totals": {}}}))
    assert found("辖1个村。辖2个村。由1%提高到3%，提高1个百分点。", None, none)[0][0] == "difference_wrong"
    own = Standard(replace(lexicon, tables={**lexicon.tables, "checks": {"totals": {"茶园": ["茶园面积"]}}}))
    assert found("茶园面积1亩。茶园面积3亩。", None, own)[0][:2] == ("figure_differs", "3亩")
