from intake.model import Block, Document, Lexicon
from intake.reading.speeches import Hints, classify, recognise

PARAGRAPH = "我们镇辖12个村，人口2.3万人。一年来，大家心往一处想，劲往一处使，办成了几件实事。"
SPEECH = ("在全县大会上的发言", "定军山镇党委书记 李长河", "同志们：", PARAGRAPH, "谢谢大家！")


def document(*texts: str) -> Document:
    return Document(tuple(Block(text) for text in texts), "txt", "test")


def styled(*blocks: Block) -> Document:
    return Document(blocks, "docx", "test")


def test_an_empty_document_holds_no_speech(lexicon: Lexicon) -> None:
    assert recognise(document(), lexicon, Hints()) == ()
    assert not classify(document(), lexicon).is_speech


def test_a_class_comes_with_its_reasons(lexicon: Lexicon) -> None:
    kind = classify(document(*SPEECH), lexicon)
    assert kind.is_speech
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
