import pytest

from intake.model import Document, Lexicon
from intake.reading.documents import plain_blocks
from intake.reading.speeches import Hints, recognise

BODY = (
    "　　这几年，我们把路修好了，水接通了，老百姓的笑脸也多了。去年接待群众3200人次，办结诉求2900件。\n" * 2
)
TEXTS = (("一颗李子的远行", "青石镇"), ("老屋里长出新业态", "县文旅局"), ("把病人留在家门口", "柳河镇卫生院"))
UNITS = [unit for _, unit in TEXTS]


def units_of(form: str, lexicon: Lexicon) -> list[str | None]:
    numbers = "一二三"
    text = "全县重点工作推进会发言摘登\n" + "".join(
        form.format(title=title, unit=unit, number=number) + "\n"
        for number, (title, unit) in zip(numbers, TEXTS, strict=True)
    )
    document = Document(plain_blocks(text.replace("BODY\n", BODY)), "txt", "text/utf-8")
    return [record.unit for record in recognise(document, lexicon, Hints())]


@pytest.mark.parametrize(
    "form",
    [
        "{title}\n{unit}\nBODY",
        "{title}\n（{unit}）\nBODY",
        "{number}、{title}\n{unit}\nBODY",
        "{unit}\n{title}\nBODY",
        "（{unit}）\n{title}\nBODY",
        "{unit}：\nBODY",
        "【{unit}】\nBODY",
        "{title}\nBODY\n（{unit}）",
        "{title}\n发言单位：{unit}\nBODY",
    ],
)
def test_a_digest_is_split_by_the_organisations_that_sign_its_speeches(form: str, lexicon: Lexicon) -> None:
    assert units_of(form, lexicon) == UNITS


@pytest.mark.parametrize("form", ["{unit}\n帮我们修通产业路\nBODY", "{number}、{title}\nBODY"])
def test_headings_of_one_speech_split_nothing(form: str, lexicon: Lexicon) -> None:
    headings = "".join(
        form.format(title=title, unit=unit, number=number) + "\n"
        for number, (title, unit) in zip("一二", TEXTS[:2], strict=True)
    ).replace("BODY\n", BODY)
    text = f"把枣林村建成家园\n枣林村党支部书记　何月\n{BODY}{headings}　　谢谢大家。\n"
    document = Document(plain_blocks(text), "txt", "text/utf-8")
    assert [record.unit for record in recognise(document, lexicon, Hints())] == ["枣林村"]
