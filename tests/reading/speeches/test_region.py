import pytest

from intake.model import Region
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.region import level, region_of


@pytest.mark.parametrize(
    ("unit", "region"),
    [
        ("汉台区汉中路街道", Region(None, "汉台区", "汉中路街道", None)),
        ("汉中市西乡县石桥铺镇红星村", Region("汉中市", "西乡县", "石桥铺镇", "红星村")),
        ("陕西省汉中市洋县航空小镇产业园区", Region("汉中市", "洋县", "航空小镇产业园区", None)),
        ("滨江街道办事处", Region(None, None, "滨江街道", None)),
        ("丰收社区", Region(None, None, None, "丰收社区")),
        ("城固县水利局", Region(None, "城固县", None, None)),
        ("孟连傣族拉祜族佤族自治县勐马镇", Region(None, "孟连傣族拉祜族佤族自治县", "勐马镇", None)),
        ("西乡县高川镇中心小学", Region(None, "西乡县", "高川镇", None)),
        ("勉县", Region(None, "勉县", None, None)),
        ("汉中秦岭食品有限公司", Region()),
        ("云峰县城关镇", Region(None, "云峰县", "城关镇", None)),
        ("云峰县城管局", Region(None, "云峰县", None, None)),
        ("中国农业银行云峰县支行", Region(None, "云峰县", None, None)),
        ("云峰县住房和城乡建设局", Region(None, "云峰县", None, None)),
        ("县市场监督管理局", Region()),
        ("沙市区观音垱镇", Region(None, "沙市区", "观音垱镇", None)),
        ("镇远县涌溪乡坪地村", Region(None, "镇远县", "涌溪乡", "坪地村")),
        ("云峰县石桥铺镇红星村小学", Region(None, "云峰县", "石桥铺镇", "红星村")),
        ("红星社区卫生服务中心", Region(None, None, None, "红星社区")),
        ("云峰县农村商业银行", Region(None, "云峰县", None, None)),
        ("新市镇", Region(None, None, "新市镇", None)),
        ("红旗农场", Region()),
        ("金沙工业园区管委会", Region(None, None, "金沙工业园区", None)),
    ],
)
def test_the_path_of_divisions_is_cut_from_the_unit(unit: str, region: Region, grammar: Grammar) -> None:
    assert region_of(unit, grammar) == region


def test_an_ending_alone_is_no_organisation(grammar: Grammar) -> None:
    assert level("街道", grammar) is None
    assert level("讲透政策理", grammar) is None
    assert level("洋县", grammar) == "county"
