import pytest

from intake.model import Block, Document, Lexicon
from intake.reading.speeches import Hints, judge, recognise

PARAGRAPH = "我们镇辖12个村，人口2.3万人。一年来，大家心往一处想，劲往一处使，办成了几件实事。"
SPEECH = ("在全县大会上的发言", "定军山镇党委书记 李长河", "同志们：", PARAGRAPH, "谢谢大家！")


def document(*texts: str) -> Document:
    return Document(tuple(Block(text) for text in texts), "txt", "test")


def styled(*blocks: Block) -> Document:
    return Document(blocks, "docx", "test")


def test_an_empty_document_holds_no_speech(lexicon: Lexicon) -> None:
    judged = judge(document(), lexicon, Hints())
    assert judged.records == ()
    assert judged.kind.undecided
    assert not judged.kind.is_speech


def test_a_class_comes_with_its_reasons(lexicon: Lexicon) -> None:
    kind = judge(document(*SPEECH), lexicon, Hints()).kind
    assert kind.is_speech
    assert not kind.undecided
    assert kind.lead > 1
    assert any("salutation" in reason for reason in kind.reasons)


def test_a_file_name_that_agrees_raises_confidence_and_one_that_contradicts_lowers_it(
    lexicon: Lexicon,
) -> None:
    def sure(filename: str) -> float:
        return recognise(document(*SPEECH), lexicon, Hints(filename))[0].evidence["speaker"].confidence

    assert sure("李长河发言.docx") > sure("材料.docx") > sure("王大川-材料.docx")


def test_a_file_name_offers_what_the_text_does_not_say_but_fills_nothing(lexicon: Lexicon) -> None:
    record = recognise(
        document("同志们：", PARAGRAPH, "谢谢大家！"), lexicon, Hints("王大川-把根扎进泥土里头.docx")
    )[0]
    assert record.speakers == ()
    assert record.title.main is None
    assert record.evidence["speaker"].alternatives == ("王大川",)
    assert record.evidence["title.main"].alternatives == ("把根扎进泥土里头",)
    assert record.evidence["speaker"].source == "filename"
    assert record.evidence["speaker"].confidence < 0.9


def test_evidence_names_the_block_and_the_rule(lexicon: Lexicon) -> None:
    evidence = recognise(document(*SPEECH), lexicon, Hints())[0].evidence["speaker"]
    assert (evidence.block, evidence.rule) == (1, "byline_full")


def test_an_office_that_may_belong_to_the_post_is_not_certain_and_the_other_cut_is_offered(
    lexicon: Lexicon,
) -> None:
    texts = [text.replace("定军山镇党委书记", "汉中路街道办事处主任") for text in SPEECH]
    evidence = recognise(document(*texts), lexicon, Hints())[0].evidence
    assert evidence["unit"].alternatives == ("汉中路街道",)
    assert evidence["post"].alternatives == ("办事处主任",)
    assert (
        max(evidence["unit"].confidence, evidence["post"].confidence) < 0.9 < evidence["speaker"].confidence
    )


def test_a_byline_in_unknown_words_is_no_title(lexicon: Lexicon) -> None:
    byline = "定军山片区综合协调处特邀副主任 李长河"
    record = recognise(document("把根扎进泥土里", byline, *SPEECH[2:]), lexicon, Hints())[0]
    assert record.title.main == "把根扎进泥土里"


def test_a_title_without_any_byline_is_not_certain(lexicon: Lexicon) -> None:
    def sure(*texts: str) -> float:
        return recognise(document(*texts), lexicon, Hints())[0].evidence["title.main"].confidence

    assert sure("把根扎进泥土里", *SPEECH[1:]) >= 0.9
    assert sure("把根扎进泥土里", *SPEECH[2:]) < 0.9


def test_what_others_say_makes_no_speech(lexicon: Lexicon) -> None:
    told = "他站了起来，“各位领导，我们镇去年办成了三件事，我先表个态，谢谢大家！”会场里响起了掌声。"
    said = told.replace("“", "").replace("”", "")
    as_told, as_said = (judge(document("掌声", text), lexicon, Hints()).kind for text in (told, said))
    assert as_told.scores["speech"] < as_said.scores["speech"]


def test_what_names_another_body_than_the_unit_lowers_confidence(lexicon: Lexicon) -> None:
    other = [text.replace("我们镇", "我局") for text in SPEECH]
    agreed = recognise(document(*SPEECH), lexicon, Hints())[0].evidence["unit"].confidence
    assert recognise(document(*other), lexicon, Hints())[0].evidence["unit"].confidence < agreed


def test_the_stored_text_is_never_rewritten(lexicon: Lexicon) -> None:
    lead = PARAGRAPH.translate(str.maketrans("，。", ",。")) + "（占９5%）"
    record = recognise(document("在全县大会上的发言", "同志们:", lead), lexicon, Hints())[0]
    assert record.lead == lead
    assert record.salutation == "同志们:"


def test_bold_openings_head_sections_where_nothing_is_numbered(lexicon: Lexicon) -> None:
    body = {"size": 16.0, "font": "仿宋"}
    record = recognise(
        styled(
            Block("老社区的新活法", size=22.0, align="center"),
            Block("文家庙社区党委书记 井然", size=16.0, align="center"),
            Block(PARAGRAPH, size=16.0, font="仿宋"),
            Block(f"敲开千家门。{PARAGRAPH}", bold_head=6, size=16.0, font="仿宋"),
            Block(f"办好身边事。{PARAGRAPH}", bold_head=6, size=16.0, font="仿宋"),
        ),
        lexicon,
        Hints(),
    )[0]
    assert body
    assert [section.heading for section in record.sections] == ["敲开千家门", "办好身边事"]


def test_a_title_of_lines_inside_one_paragraph_is_read_line_by_line(lexicon: Lexicon) -> None:
    record = recognise(
        styled(
            Block(
                "老社区的新活法\n——在全市社区工作会上的发言\n文家庙社区党委书记  井然",
                size=22.0,
                align="center",
            ),
            Block(PARAGRAPH, size=16.0),
            Block("一、敲门", size=16.0),
            Block(PARAGRAPH, size=16.0),
            Block("二、聚心", size=16.0),
            Block(PARAGRAPH, size=16.0),
        ),
        lexicon,
        Hints(),
    )[0]
    assert (record.title.main, record.title.subtitle) == ("老社区的新活法", "在全市社区工作会上的发言")
    assert record.speakers[0].name == "井然"


def test_a_cover_table_is_read_and_a_table_below_is_an_attachment(lexicon: Lexicon) -> None:
    record = recognise(
        styled(
            Block("单位\t汉台区文家庙社区", kind="row"),
            Block("姓名\t井然\t职务\t党委书记", kind="row"),
            Block("题目\t老社区的新活法", kind="row"),
            Block(PARAGRAPH),
            Block("一、敲门"),
            Block(PARAGRAPH),
            Block("二、聚心"),
            Block(PARAGRAPH),
            Block("附件：完成情况表"),
            Block("1\t敲门\t95%", kind="row"),
            Block("2\t聚心\t96%", kind="row"),
        ),
        lexicon,
        Hints(),
    )[0]
    assert (record.title.main, record.unit, record.post) == ("老社区的新活法", "汉台区文家庙社区", "党委书记")
    assert [len(section.paragraphs) for section in record.sections] == [1, 1]
    assert record.attachments == ("完成情况表",)


def test_a_footnote_is_no_part_of_the_speech(lexicon: Lexicon) -> None:
    record = recognise(
        styled(*(Block(text) for text in SPEECH), Block("数据截至六月。", kind="note")), lexicon, Hints()
    )[0]
    assert record.closing == "谢谢大家！"


def test_speakers_who_introduce_themselves_are_found_without_a_byline(lexicon: Lexicon) -> None:
    said = "大家好！我叫李长河，来自定军山镇，现任党委副书记、镇长。一年来我们办成了几件实事，群众都说好。"
    record = recognise(document("守住一方水土", "同志们：", said, PARAGRAPH), lexicon, Hints())[0]
    assert [speaker.name for speaker in record.speakers] == ["李长河"]
    assert (record.unit, record.post) == ("定军山镇", "党委副书记、镇长")
    assert record.evidence["speaker"].rule == "self_introduction_pieces"


def test_a_self_introduction_completes_a_byline_of_a_name_alone(lexicon: Lexicon) -> None:
    said = "我是来自定军山镇的党委书记李长河。一年来我们办成了几件实事，群众都说好。"
    record = recognise(document("守住一方水土", "李长河", "同志们：", said, PARAGRAPH), lexicon, Hints())[0]
    assert (record.unit, record.post) == ("定军山镇", "党委书记")


def test_a_salutation_that_runs_into_the_text_is_cut_off(lexicon: Lexicon) -> None:
    record = recognise(
        document("在全县大会上的发言", f"各位领导、同志们：{PARAGRAPH}", PARAGRAPH), lexicon, Hints()
    )[0]
    assert record.salutation == "各位领导、同志们："
    assert record.lead == f"{PARAGRAPH}\n{PARAGRAPH}"


def test_an_unlisted_surname_is_believed_behind_the_label_of_a_name(lexicon: Lexicon) -> None:
    record = recognise(
        document("题目：守住一方水土", "姓名：揣测", "单位：定军山镇 ", "职务：", "同志们：", PARAGRAPH),
        lexicon,
        Hints(),
    )[0]
    assert [speaker.name for speaker in record.speakers] == ["揣测"]
    assert (record.unit, record.post) == ("定军山镇", None)


def test_a_title_given_twice_is_one_title(lexicon: Lexicon) -> None:
    record = recognise(document("《守住一方水土》", "守住一方水土", *SPEECH[1:]), lexicon, Hints())[0]
    assert record.title.main == "守住一方水土"


def test_a_post_named_with_its_county_gives_the_district(lexicon: Lexicon) -> None:
    byline = "镇巴县委常委、泾洋街道党工委书记 李长河"
    record = recognise(document(SPEECH[0], byline, *SPEECH[2:]), lexicon, Hints())[0]
    assert record.region.district == "镇巴县"
    assert record.other_posts == ("镇巴县委常委",)


def test_a_date_in_the_subtitle_is_read_and_taken_off(lexicon: Lexicon) -> None:
    title = ("守住一方水土", "——在全县大会上的发言（2024年5月6日）")
    record = recognise(document(*title, *SPEECH[1:]), lexicon, Hints())[0]
    assert (record.title.subtitle, record.date) == ("在全县大会上的发言", "2024-05-06")


def test_evidence_says_what_the_file_name_says_to_it(lexicon: Lexicon) -> None:
    def agrees(filename: str) -> bool | None:
        return recognise(document(*SPEECH), lexicon, Hints(filename))[0].evidence["speaker"].agrees

    assert (agrees("李长河发言.docx"), agrees("材料.docx"), agrees("王大川-材料.docx")) == (True, None, False)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (("一、把路修好", PARAGRAPH, "二、把茶种好", PARAGRAPH), "numbered"),
        (("一是修路。修了3公里。", "二是种茶。种了2亩。"), "points"),
        ((), "none"),
    ],
)
def test_the_outline_says_what_it_was_told_by(body: tuple[str, ...], rule: str, lexicon: Lexicon) -> None:
    text = document(*SPEECH[:4], *body, SPEECH[4])
    evidence = recognise(text, lexicon, Hints())[0].evidence["sections"]
    assert evidence.rule == rule
    assert len(evidence.spans) == (2 if rule == "numbered" else 0)
