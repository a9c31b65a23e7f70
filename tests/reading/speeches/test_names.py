import pytest

from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.names import is_name, names_in


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "李小明",
        "欧阳锋",
        "司马相如",
        "陈李文华",
        "阿依努尔·艾尼",
        "王某某",
        "赵××",
        "扎西次仁",
        "邓为之",
    ],
)
def test_names_are_names(name: str, grammar: Grammar) -> None:
    assert is_name(name, grammar)


@pytest.mark.parametrize(
    "text",
    [
        "高质量",
        "党支部",
        "张",
        "王书记",
        "我们",
        "柳林渡镇",
        "马家村",
        "李的话",
        "张三丰五六",
        "汉台",
        "王1明",
    ],
)
def test_words_are_no_names(text: str, grammar: Grammar) -> None:
    assert not is_name(text, grammar)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张　三", ("张三",)),
        ("张三 李四", ("张三", "李四")),
        ("张三、李小四", ("张三", "李小四")),
        ("司 马 相 如", ("司马相如",)),
        ("张 三 李 四", ("张三", "李四")),
        ("张 小 三 李四", ("张小三", "李四")),
        ("欧阳 锋", ("欧阳锋",)),
        ("张三同志", ("张三",)),
        ("张三（女，回族）", ()),
        ("张三（回族）", ("张三",)),
        ("叶尔兰・哈布力", ("叶尔兰・哈布力",)),
        ("张三和李四", ("张三", "李四")),
        ("张三 发展", ()),
        ("", ()),
    ],
)
def test_names_are_read_where_nothing_else_stands(
    text: str, names: tuple[str, ...], grammar: Grammar
) -> None:
    assert names_in(text, grammar) == names
