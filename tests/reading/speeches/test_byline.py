import pytest

from intake.model import Speaker
from intake.reading.speeches.byline import Byline, read_attribution, read_byline
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.merging import merged


@pytest.mark.parametrize(
    ("text", "unit", "post", "names"),
    [
        ("汉台区汉中路街道党工委书记 李长河", "汉台区汉中路街道", "党工委书记", ["李长河"]),
        ("李长河 汉台区汉中路街道党工委书记", "汉台区汉中路街道", "党工委书记", ["李长河"]),
        ("李长河（汉台区汉中路街道党工委书记）", "汉台区汉中路街道", "党工委书记", ["李长河"]),
        ("（勉县定军山镇党委书记 李长河 2023年5月1日）", "勉县定军山镇", "党委书记", ["李长河"]),
        ("勉县定军山镇党委书记李长河", "勉县定军山镇", "党委书记", ["李长河"]),
        ("勉县定军山镇 党委书记 李 河", "勉县定军山镇", "党委书记", ["李河"]),
        ("勉县定军山镇党委书记|李长河", "勉县定军山镇", "党委书记", ["李长河"]),
        ("勉县定军山镇党委副书记、镇长　李长河", "勉县定军山镇", "党委副书记、镇长", ["李长河"]),
        ("李长河，勉县定军山镇党委书记", "勉县定军山镇", "党委书记", ["李长河"]),
        ("前进村村委会主任 李长河", "前进村", "村委会主任", ["李长河"]),
        ("汉中路街道办事处主任 李长河", "汉中路街道办事处", "主任", ["李长河"]),
        ("勉县农业农村局党组书记、局长 李长河", "勉县农业农村局", "党组书记、局长", ["李长河"]),
        ("定军山镇党委书记 李长河 镇长 王小川", "定军山镇", "党委书记", ["李长河", "王小川"]),
        ("定军山镇党委书记 买买提·艾尼", "定军山镇", "党委书记", ["买买提·艾尼"]),
        ("定军山镇党委书记 揣子墨", "定军山镇", "党委书记", ["揣子墨"]),
        ("勉县定军山镇党委书记", "勉县定军山镇", "党委书记", []),
        ("勉县定军山镇", "勉县定军山镇", None, []),
        ("李长河", None, None, ["李长河"]),
        ("定军山镇党委书记、定军山镇人大主席 李长河", "定军山镇", "党委书记、定军山镇人大主席", ["李长河"]),
        ("（瀛湖回族乡纪委书记 公孙加）", "瀛湖回族乡", "纪委书记", ["公孙加"]),
        ("李长河（女，回族）", None, None, ["李长河"]),
        ("院长 李长河", None, "院长", ["李长河"]),
        ("定军山镇党委书记 张龙镇", "定军山镇", "党委书记", ["张龙镇"]),
        ("定军山镇党委书记、三级调研员 李长河", "定军山镇", "党委书记、三级调研员", ["李长河"]),
        ("定军山镇纪委书记、监察办主任 李长河", "定军山镇", "纪委书记、监察办主任", ["李长河"]),
        ("诸暨市枫溪镇党委副书记、政法委员 李长河", "诸暨市枫溪镇", "党委副书记、政法委员", ["李长河"]),
        ("金沙工业园区管委会副主任 李长河", "金沙工业园区管委会", "副主任", ["李长河"]),
        ("定军山镇党委副书记、镇长候选人 李长河", "定军山镇", "党委副书记、镇长候选人", ["李长河"]),
        ("高二（5）班班主任 李长河", "高二（5）班", "班主任", ["李长河"]),
        ("勉县妇联主席 李长河", "勉县妇联", "主席", ["李长河"]),
        ("县政协委员 李长河", None, "县政协委员", ["李长河"]),
        ("镇党委书记 李长河", None, "镇党委书记", ["李长河"]),
        ("返乡创业代表 李长河", None, "返乡创业代表", ["李长河"]),
        ("文/定军山镇党委书记 李长河", "定军山镇", "党委书记", ["李长河"]),
        ("定军山镇党委书记 李长河（兼任河长办主任）", "定军山镇", "党委书记", ["李长河"]),
        ("定军山镇党委书记 李长河 等", "定军山镇", "党委书记", ["李长河"]),
        ("定军山镇党委书记 和文夏", "定军山镇", "党委书记", ["和文夏"]),
        ("定军山镇党委书记张龙镇", "定军山镇", "党委书记", ["张龙镇"]),
        ("余海镇 勉县定军山镇党委书记", "勉县定军山镇", "党委书记", ["余海镇"]),
        ("乌云其木格（勉县定军山镇党委书记）", "勉县定军山镇", "党委书记", ["乌云其木格"]),
        ("城固市乐城瑶族自治县 黄泥乡 党委书记 李长河", "城固市乐城瑶族自治县黄泥乡", "党委书记", ["李长河"]),
        ("江宁县双创园党工委书记 李长河", "江宁县双创园", "党工委书记", ["李长河"]),
        ("柳河镇李家屯第一书记 李长河", "柳河镇李家屯", "第一书记", ["李长河"]),
        ("柳河镇林场社区居委会主任 李长河", "柳河镇林场社区", "居委会主任", ["李长河"]),
        ("瑞康药业董事长 李长河", "瑞康药业", "董事长", ["李长河"]),
        ("勉县人民医院急诊科护士长 李长河", "勉县人民医院", "急诊科护士长", ["李长河"]),
        ("勉县农业农村局法规股股长 李长河", "勉县农业农村局", "法规股股长", ["李长河"]),
        ("勉县委组织部部长 李长河", "勉县委组织部", "部长", ["李长河"]),
        ("勉县公安局交警大队大队长 李长河", "勉县公安局交警大队", "大队长", ["李长河"]),
        ("教务处主任 李长河", None, "教务处主任", ["李长河"]),
        ("石坝村“法律明白人” 李长河", "石坝村", "“法律明白人”", ["李长河"]),
        ("勉县第一中学语文教师 李长河", "勉县第一中学", "语文教师", ["李长河"]),
        ("定军山镇党委书记李 河", "定军山镇", "党委书记", ["李河"]),
        ("定军山镇党委书记欧 阳 河", "定军山镇", "党委书记", ["欧阳河"]),
        ("岩罕 定军山镇党委书记", "定军山镇", "党委书记", ["岩罕"]),
        ("囊谦 定军山镇党委书记", "定军山镇", "党委书记", ["囊谦"]),
        ("石坝村原党支部书记 李长河", "石坝村", "原党支部书记", ["李长河"]),
        ("勉县财政局局长拟任人选 李长河", "勉县财政局", "局长拟任人选", ["李长河"]),
        ("县委办公室选派石坝村驻村第一书记 李长河", "石坝村", "驻村第一书记", ["李长河"]),
        ("勉县政务服务中心综合窗口 李长河", "勉县政务服务中心综合窗口", None, ["李长河"]),
    ],
)
def test_every_order_of_unit_post_and_name_is_read(
    text: str, unit: str | None, post: str | None, names: list[str], grammar: Grammar
) -> None:
    byline = read_byline(text, grammar)
    assert (byline.unit, byline.post, [speaker.name for speaker in byline.speakers]) == (unit, post, names)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一",
        "让服务走进家门",
        "狠抓项目建设",
        "党委书记讲党课。李长河",
        "谢谢大家",
        "从打工妹到董事长",
        "我当村支书",
        "书记" * 60,
    ],
)
def test_what_is_no_byline_is_not_read_as_one(text: str, grammar: Grammar) -> None:
    assert not read_byline(text, grammar)


def test_a_post_of_another_body_stands_apart(grammar: Grammar) -> None:
    byline = read_byline("镇巴县委常委、泾洋街道党工委书记 李长河", grammar)
    assert (byline.others, byline.unit, byline.post) == (("镇巴县委常委",), "泾洋街道", "党工委书记")
    apart = read_byline("镇巴县委常委 泾洋街道党工委书记 李长河", grammar)
    assert apart.others == ("镇巴县委常委",)


@pytest.mark.parametrize(
    ("text", "others", "unit", "post"),
    [
        ("全国劳动模范、石坝村党支部书记 李长河", ("全国劳动模范",), "石坝村", "党支部书记"),
        ("勉县第九届政协委员、县中医院院长 李长河", ("勉县第九届政协委员",), "县中医院", "院长"),
        ("勉县水利局局长、县河长制办公室主任 李长河", (), "勉县水利局", "局长、县河长制办公室主任"),
        ("定军山镇副镇长、综合行政执法队队长 李长河", (), "定军山镇", "副镇长、综合行政执法队队长"),
        ("市教育局派驻石坝村第一书记 李长河", (), "石坝村", "第一书记"),
    ],
)
def test_honours_and_further_offices_are_told_from_the_own_post(
    text: str, others: tuple[str, ...], unit: str, post: str, grammar: Grammar
) -> None:
    byline = read_byline(text, grammar)
    assert (byline.others, byline.unit, byline.post) == (others, unit, post)


def test_an_organisation_that_only_its_post_tells_is_doubted(grammar: Grammar) -> None:
    assert read_byline("瑞康药业董事长 李长河", grammar).shape == "unlisted"
    assert read_byline("勉县人民医院急诊科护士长 李长河", grammar).shape == "open"


def test_a_cut_that_may_fall_elsewhere_is_told_from_a_sure_one(grammar: Grammar) -> None:
    assert read_byline("汉中路街道办事处主任 李长河", grammar).shape == "open"
    assert read_byline("勉县副县长、县公安局局长 李长河", grammar).shape == "open"
    assert read_byline("汉中路街道党工委书记 李长河", grammar).shape == "full"


def test_each_speaker_keeps_the_own_post(grammar: Grammar) -> None:
    byline = read_byline("定军山镇党委书记 李长河 阜川镇镇长 王小川", grammar)
    assert byline.speakers == (Speaker("李长河", "定军山镇", "党委书记"), Speaker("王小川", "阜川镇", "镇长"))


def test_an_attribution_names_the_post_or_nothing(grammar: Grammar) -> None:
    assert read_attribution("（作者系定军山镇党委书记）", grammar).post == "党委书记"
    assert read_attribution("作者是谁并不重要", grammar) == Byline()


def test_lines_of_one_byline_complete_each_other(grammar: Grammar) -> None:
    lines = [read_byline(text, grammar) for text in ("勉县", "定军山镇", "党委书记 李长河")]
    whole = merged(line for line in lines if line)
    assert (whole.unit, whole.post) == ("勉县定军山镇", "党委书记")
    assert whole.speakers == (Speaker("李长河", "勉县定军山镇", "党委书记"),)
