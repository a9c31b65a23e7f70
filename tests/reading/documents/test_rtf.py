"""What a reader sees of an RTF file: the traps of its many writers, one by one."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Block, Document, Limits
from intake.reading.documents import READERS, Unreadable, read
from intake.reading.documents.rtf.acts import ACTS
from intake.reading.documents.rtf.walk import Walk
from intake.reading.documents.runs import TRUNCATED
from intake.reading.documents.traces import COMMENTS, HIDDEN, SYMBOLS, TRACKED

SAMPLE = (Path(__file__).parents[2] / "data" / "documents" / "04_table.rtf").read_bytes()
FONTS = (
    rb"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5{\*\falt SimSun};}"
    rb"{\f2\fnil\fcharset136 PMingLiU;}{\f3\fnil\fcharset128 MS Mincho;}{\f4\fnil\fcharset2 Wingdings;}"
    rb"{\f5\fnil\fcharset134 \'ba\'da\'cc\'e5;}{\f6\fnil\fcharset2 Webdings;}}"
)


def rtf(body: bytes, head: bytes = FONTS, page: bytes = rb"\ansicpg936") -> Document:
    return read(rb"{\rtf1\ansi" + page + rb"\deff0" + head + body + b"}", "rtf", Limits())


def texts(body: bytes, head: bytes = FONTS, page: bytes = rb"\ansicpg936") -> list[str]:
    return [block.text for block in rtf(body, head, page).blocks]


def one(body: bytes, head: bytes = FONTS) -> Block:
    (made,) = rtf(body, head).blocks
    return made


def escaped(text: str, charset: str) -> bytes:
    return b"".join(rb"\'%02x" % byte for byte in text.encode(charset))


# ── characters ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("镕基", rb"\f1 \'e9F\'bb\'f9"),  # the trail byte is a letter and stands as one
        ("镕基", rb"\f1 \'e9\'46\'bb\'f9"),
        ("镕基", b"\\f1 \xe9F\xbb\xf9"),  # bytes as they are
        ("乗廫", rb"\f1 \'81\\\'8f\\"),  # the trail byte is a backslash, and escaped as one
        ("亄巤", rb"\f1 \'81\{\'8e\{"),
        ("功許", rb"\f2 \'a5\\\'b3\'5c"),
        ("ソース", rb"\f3 \'83\\\'81\'5b\'83\'58"),
        ("中", rb"{\f1 \'d6}{\f1\b \'d0}"),  # a character of two runs
        ("镕基", rb"\u38229\'e9F\u22522\'bb\'f9".replace(rb"\u", rb"\uc2\u")),
        ("镕基", rb"\u38229?\u22522?"),
        ("镕基", rb"\uc0\u38229\u22522 "),
        ("﹏", rb"\u-433?"),
        ("𠮷", rb"\u-10174?\u-8265?"),
        ("中", b"\\f1 \\u20013\\'d6\\'d0".replace(b"\\f1", b"\\f1\\uc2")),
        ("ab", rb"a\u-8265?\u13?\u-10174?b"),  # halves of pairs, and a control character
        ("中国", rb"\uc1\u20013 {\uc0\u22269}"),
        ("“好”—…", rb"\ldblquote\u22909?\rdblquote\emdash\u8230\'85"),
        ("’", rb"\u8217\rquote "),
        ("中文", rb"\u20013\~\u25991?"),
        ("a\u2005b", rb"a\qmspace b"),
        ("a-b", rb"a\_b\-"),
        ("{\\}", rb"\{\\\}"),
        ("é", rb"\f0 \'e9"),
    ],
)
def test_characters_are_read_however_they_are_written(text: str, written: bytes) -> None:
    assert texts(rb"\pard " + written + rb"\par") == [text]


def test_a_font_has_its_charset_whatever_the_file_says() -> None:
    chinese = escaped("实干", "gbk")
    assert texts(rb"\f1 " + chinese, page=rb"\ansicpg1252") == ["实干"]
    assert texts(rb"\dbch\af1 " + chinese, page=rb"\ansicpg1252") == ["实干"]
    assert texts(rb"\f7 " + chinese, rb"{\fonttbl{\f7\cpg936 x;}}", rb"\ansicpg1252") == ["实干"]
    assert texts(rb"\hich\af0\dbch\f1 " + chinese + rb"\loch\f0 ABC\'b7") == ["实干ABC·"]


def test_a_font_that_leaves_it_open_has_what_reads_better() -> None:
    assert texts(rb"\f0 " + escaped("同志们", "gbk")) == ["同志们"]
    assert texts("\\f0 大家好".encode("gbk"), page=b"") == ["大家好"]
    assert texts("\\f0 大家好".encode("gbk"), page=rb"\ansicpg1252") == ["大家好"]
    assert texts("\\f0 大家好".encode(), page=rb"\ansicpg65001") == ["大家好"]
    assert texts("\\f0 各位領導".encode("big5"), page=rb"\ansicpg950") == ["各位領導"]
    assert texts(rb"\f0 \'93text\'94 caf\'e9") == ["“text” café"]
    assert texts(rb"\f0 Ehrenb\'fcrger, Sehensw\'fcrdigkeiten", page=b"") == [
        "Ehrenbürger, Sehenswürdigkeiten"
    ]
    assert texts("\\f9 Привет".encode("cp1251"), page=rb"\ansicpg1251") == ["Привет"]
    assert texts(b"\\f9 \x8e", page=rb"\mac") == ["é"]


def test_half_a_character_is_said_to_be_one() -> None:
    assert texts(rb"\f1 \'d6\par \'d0\par") == ["\ufffd", "\ufffd"]
    assert texts(rb"\f1 \'d6\u20013?") == ["\ufffd中"]


def test_signs_of_a_font_of_signs_are_written_as_characters() -> None:
    made = rtf(rb"\f4 \'fc\f0 ok \f4\u61694? \f6\'30\f0 .")
    assert ([block.text for block in made.blocks], made.warnings) == (["✓ok ☑."], (SYMBOLS,))


def test_a_file_that_an_editor_saved_as_utf_16_or_with_a_mark_is_read() -> None:
    text = r"{\rtf1\ansi 发言\par}"
    assert read(text.encode("utf-16"), "rtf", Limits()).text == "发言"
    assert read(rb"{\rtf1 ok\par}".join([b"\xef\xbb\xbf \r\n", b""]), "rtf", Limits()).text == "ok"


def test_cells_beyond_any_table_are_read_as_the_last_and_rows_keep_their_merged_ones() -> None:
    wide = b"".join(b"\\intbl %d\\cell " % number for number in range(1_500))
    (made,) = rtf(wide + b"\\row\\pard ").blocks
    assert made.text.count("\t") == 999
    assert made.text.endswith("\t999\n" + "\n".join(map(str, range(1_000, 1_500))))
    merged = rb"\trowd\cellx1\clmrg\cellx2\cellx3 \intbl a\cell\cell b\cell\row" * 2 + rb"\pard "
    assert texts(merged) == ["a\tb", "a\tb"]


@pytest.mark.parametrize(
    "flood", [rb"\cell ", rb"\row ", rb"\clmrg\cellx1\row ", rb"\itap9\nestcell\nestrow\itap1 ", rb"\par "]
)
def test_floods_without_text_cost_nobody_what_stood_before(flood: bytes) -> None:
    made = rtf(rb"before\par " + flood * 100_000 + rb"\pard after\par ")
    assert made.blocks[0].text == "before"


@given(st.text(st.characters(codec="gb18030", exclude_categories=["C", "Z"]), min_size=1, max_size=20))
def test_any_text_in_a_chinese_font_is_read_back(text: str) -> None:
    raw = text.encode("gb18030")
    bare = b"".join(b"\\" + bytes([byte]) if byte in b"\\{}" else bytes([byte]) for byte in raw)
    assert texts(rb"\f1 x" + escaped(text, "gb18030") + b"x") == [f"x{text}x"]
    assert texts(rb"\f1 x" + bare + b"x") == [f"x{text}x"]


# ── what is not text, and what is ─────────────────────────────────────────────────────────────────


def test_inserted_text_is_in_and_deleted_text_is_out() -> None:
    made = rtf(rb"\pard a{\deleted\revauthdel1 b}{\revised c}{\mvf d}{\mvt e}\deleted f\deleted0 g\par")
    assert ([block.text for block in made.blocks], made.warnings) == (["aceg"], (TRACKED,))


def test_a_deleted_paragraph_mark_joins_the_next_paragraph() -> None:
    made = rtf(rb"\pard a, {\deleted\par}b.\par c\par")
    assert [block.text for block in made.blocks] == ["a, b.", "c"]
    assert made.warnings == (TRACKED,)


def test_hidden_text_is_out_and_said() -> None:
    style = rb"{\stylesheet{\s0 Normal;}{\s7\v Secret;}}"
    made = rtf(rb"\pard a{\v b}\v0 c{\v  }\par\pard\plain\s7 d\v0 e\par", FONTS + style)
    assert ([block.text for block in made.blocks], made.warnings) == (["ac", "e"], (HIDDEN,))


def test_sounds_above_characters_written_as_a_field_leave_the_characters() -> None:
    guide = rb'{\field{\*\fldinst {\f1 EQ \\* jc2 \\* "Font:\'cb\'ce\'cc\'e5" \\* hps10 \\o\\ad(\\s\\up 9(zh\u232e n),\'d5\'f2)}}{\fldrslt}}'
    assert texts(rb"\pard\f1 \'b3\'c7\'b9\'d8" + guide + rb"\'b5\'c4\par") == ["城关镇的"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("占1/3", rb"{\field{\*\fldinst EQ \\f(1,3)}{\fldrslt one third}}"),
        ("占", rb"{\field{\*\fldinst {\deleted EQ \\f(1,3)}}{\fldrslt}}"),
        (
            "占七",
            rb"{\field{\*\fldinst IF {\field{\*\fldinst EQ \\f(1,3)}{\fldrslt x}}\par y}{\fldrslt \'c6\'df}}",
        ),
    ],
)
def test_what_an_equation_draws_stands_once_and_not_in_other_fields(text: str, field: bytes) -> None:
    assert texts(rb"\pard\f1 \'d5\'bc" + field + rb"\par") == [text]


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    assert texts(
        rb'\pard see {\field{\*\fldinst{HYPERLINK "x"}}{\fldrslt {\ul here}}}{\field\fldinst no{\fldrslt no}}.\par'
    ) == ["see here."]


def test_what_is_no_text_of_the_document_is_left_out() -> None:
    made = rtf(
        rb"{\*\generator x;}{\info{\author x}}{\header x\par}{\footerf x}{\*\unknown{\par x}}{\colortbl;\red0;}"
        rb"{\pict\pngblip 89504e47{\*\blipuid 00}\bin5 }{\par}ok"
        rb"{\object{\*\objdata 00}{\result  r}}{\*\bkmkstart x}{\xe x}{\*\annotation x}{\nonshppict x}\par"
    )
    assert ([block.text for block in made.blocks], made.warnings) == (["ok r"], (COMMENTS,))


def test_what_is_told_twice_for_old_readers_is_read_once() -> None:
    assert texts(rb"\pard a{\upr{b?}{\*\ud{b\u20013?}}}c\par") == ["ab中c"]
    shape = rb"{\shp{\*\shpinst\shpleft0{\sp{\sn x}{\sv y}}{\shptxt \pard box\par}}{\shprslt{\*\do x}}}"
    assert texts(rb"\pard a" + shape + rb"c\par") == ["ac", "box"]


def test_a_content_control_that_libreoffice_writes_as_fields_stands_once() -> None:
    field = rb"{\field{\*\fldinst FORMTEXT}{\fldrslt %b\u13?}}"
    chinese = rb"\u22909\'3f"
    body = (
        rb"{\loch " + field % chinese + rb"}{\dbch " + chinese + field % chinese + rb"}{\loch\u13\'0d}\par "
    )
    assert texts(body) == ["好"]
    assert texts(rb"a" + field % b"b" + rb"c" + field % b"d" + rb"e\par ") == ["abcde"]
    assert texts(b"".join(field % str(number).encode() for number in range(10, 200))) == [
        "".join(map(str, range(10, 200)))
    ]


def test_what_a_file_holds_beside_its_text_is_noted() -> None:
    info = rb"{\info{\title x}{\author \u24352\'3f}{\operator b}{\*\company \'ce\'d2}{\*\comment no}{\creatim\yr2024}}"
    body = rb"a{\v \b hid}{\v den}b{\revised c}{\revised\b d}e{\deleted f}{\*\annotation note}\par "
    pictures = rb"{\*\shppict{\pict\pngblip 00}}{\nonshppict{\pict 00}}{\pict 00}\par "
    made = rtf(info + body + pictures)
    assert [block.text for block in made.blocks] == ["abcde"]
    assert {found.code: (found.count, found.shown) for found in made.disclosures} == {
        "author_metadata": (3, ("张", "b", "我")),
        "hidden_text": (1, ("hid",)),
        "tracked_changes": (2, ()),
        "comments": (1, ()),
        "pictures": (2, ()),
    }


def test_a_formula_keeps_its_letters() -> None:
    formula = rb"{\mmath{\*\moMath{\*\moMathPr x}{\msSup{\msSupPr x}{\me{\mr x}}{\msup{\mr 2}}}}}"
    assert texts(rb"\pard " + formula + rb"{\mmathPict x}=4\par") == ["x2=4"]


def test_boxes_and_notes_stand_once_behind_what_they_belong_to() -> None:
    made = rtf(
        rb"\trowd\cellx1\pard\intbl a{\super\chftn{\footnote\pard\chftn  n{\shptxt\pard m\par}}}\cell\row\pard"
        rb"{\*\do{\dptxbxtext\pard b1\par b2}}c{\v{\footnote\pard no\par}}{\deleted{\shptxt no}}\par d\par"
    )
    assert [(block.kind, block.text) for block in made.blocks] == [
        ("paragraph", "a"), ("paragraph", "c"), ("box", "b1"), ("box", "b2"), ("paragraph", "d"), ("note", "n"),
        ("note", "m"),
    ]  # fmt: skip


# ── paragraphs ────────────────────────────────────────────────────────────────────────────────────


def test_breaks_in_a_paragraph_stay_and_sections_end_one() -> None:
    assert texts(b"\\pard a\\line  b\\tab c\\sect d\\\ne\r\nf\\page\\par") == ["a\nb\tc", "d", "ef"]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        (rb"{\listtext\pard\plain\f1 \'d2\'bb\'a1\'a2\tab}", "一、"),
        (rb"{\*\pn\pnlvlbody{\pntxta x}}{\pntext\f0 1.\tab}", "1."),
        (rb"{\listtext\f4\'a7\tab}", None),
        (rb"{\pntext\f0\'b7\tab}", None),
        (rb"{\listtext\f0 o\tab}", None),
        (b"", None),
    ],
)
def test_an_automatic_number_stands_in_front(written: bytes, label: str | None) -> None:
    first, second = rtf(rb"\pard" + written + rb"\ls1\f1 x\par y\par").blocks
    assert (first.label, first.text, second.text) == (label, f"{label or ''}x", "y")


LISTS = (
    rb"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc0\levelnfcn37\levelstartat1{\leveltext\leveltemplateid5"
    rb"\'02\'00\'a1\'a2;}{\levelnumbers\'01;}\fi0}{\listlevel\levelnfc37\levelstartat1{\leveltext\'03\uc1\u-248 (\'01"
    rb"\u-247 );}{\levelnumbers\'02;}}{\listlevel\levelnfc0\levellegal1\levelstartat3{\leveltext\'04\'00.\'02.;}}"
    rb"{\listname x;}\listid77}{\list{\listlevel\levelnfc23{\leveltext\'01\u8226 ?;}}\listid78}}"
    rb"{\*\listoverridetable{\listoverride\listid77\listoverridecount0\ls1}{\listoverride\listid77\listoverridecount1"
    rb"{\lfolevel\listoverridestartat\levelstartat8{\listlevel\levelnfc4\levelstartat8}}\ls2}"
    rb"{\listoverride\listid78\listoverridecount0\ls3}}"
)


def test_a_number_that_is_not_written_is_counted_by_the_table_of_lists() -> None:
    body = rb"\ls1 a\par b\par \ilvl1 c\par\par d\par\ilvl2 e\par\ilvl0 f\par\pard g\par\ls2 h\par\ls3 i\par\ls9 j\par"
    assert texts(body, FONTS + LISTS) == [
        "一、a", "二、b", "（一）c", "（三）d", "2.3.e", "三、f", "g", "八、h", "i", "j"
    ]  # fmt: skip


def test_a_style_brings_its_list_and_a_written_number_stands() -> None:
    head = FONTS + LISTS + rb"{\stylesheet{\s1\ls1\ilvl0 x;}}"
    assert texts(rb"\s1 a\par {\listtext 9.\tab}b\par ", head) == ["一、a", "9.b"]


def test_a_deleted_paragraph_takes_its_number_along() -> None:
    assert texts(rb"\pard{\listtext 1.\tab}{\deleted x\par}{\listtext 2.\tab}y\par") == ["2.y"]


def test_looks_are_those_of_chinese_text() -> None:
    made = one(rb"\pard\qc\f0\fs44\b\dbch\af5 \u20013?\u25991?\par")
    assert (made.align, made.size, made.bold, made.font) == ("center", 22.0, True, "黑体")
    wide = one(rb"\pard\qj\f0\fs22\dbch\afs32\ab\af1 \u20013?{\loch\f0 1}\par")  # as LibreOffice writes it
    assert (wide.align, wide.size, wide.bold, wide.bold_head, wide.font) == ("both", 16.0, False, 1, "宋体")
    assert one(rb"\pard\qr\f5 x\par").font == "黑体"
    assert one(rb"\pard\f0 x\par").font is None
    assert one(rb"\pard\rtlch\af5\afs99\ab\ltrch\f9 x\par") == Block("x", align="left", size=12.0)


def test_a_look_holds_in_its_group_and_until_it_is_taken_back() -> None:
    made = one(rb"\pard{\b\fs44 one}{two}\b three\plain four\par")
    assert (made.bold_head, made.bold, made.size) == (3, True, 12.0)


STYLES = (
    rb"{\stylesheet{\fs21\f1 Normal;}{\s1\sbasedon0\qc\b\fs32\outlinelevel0\fi200 x;}{\s2\sbasedon1\b0 heading 3;}"
    rb"{\s3\sbasedon3\fs40 loop;}{\s4 \'b1\'ea\'cc\'e2 2;}{\*\cs10\b strong;}{\*\ts11\qr table;}}"
)


def test_styles_are_resolved_through_what_they_are_based_on() -> None:
    made = rtf(
        rb"\pard\s1 a\par\pard\s2\qr b\par\pard\s3 c\par\pard\s4\outlinelevel9 d\par\pard\s99\fs18 e\par\pard\s4 f\par",
        FONTS + STYLES,
    ).blocks
    seen = [(block.level, block.align, block.size, block.bold, block.font) for block in made]
    assert seen == [
        (1, "center", 16.0, True, "宋体"),
        (3, "right", 16.0, False, "宋体"),
        (None, "left", 20.0, False, None),
        (None, "left", 12.0, False, None),
        (None, "left", 9.0, False, None),
        (2, "left", 9.0, False, None),
    ]


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def cells(*values: bytes) -> bytes:
    return b"".join(rb"\pard\intbl " + value + rb"\cell" for value in values)


NESTED = (
    rb"\trowd\pard\intbl a\cell\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\nestrow}"
    rb"{\nonesttables\par}\pard\intbl b\cell\row"
)


@pytest.mark.parametrize(
    ("body", "read_as"),
    [
        (rb"\trowd\cellx1\cellx2" + cells(b"a", b"b") + rb"\row\trowd" + cells(b"", b"d") + rb"\row\pard z\par",
         ["a\tb", "d", "z"]),
        (rb"\trowd\cellx1\cellx2" + cells(rb"a\par b", rb"c") + rb"\row", ["a\nb\tc"]),
        (rb"\trowd\cellx1" + cells(b"a") + rb"\row" + cells(rb"b\par c") + rb"\row\pard z\par", ["a", "b", "c", "z"]),
        (rb"\trowd\clmgf\cellx1\clmrg\cellx2\cellx3" + cells(b"a", b"", b"c") + rb"\row", ["a\tc"]),
        (rb"\trowd a\cell b\cell\row", ["a\tb"]),  # without \intbl
        (rb"\trowd\pard\intbl a\cell b\row\pard z\par", ["a\tb", "z"]),  # the last cell is not ended
        (NESTED, ["a\tx y\nb"]),
        (rb"\trowd\pard\intbl a\cell\pard\intbl b\cell", ["a\tb"]),  # cut off
    ],
)  # fmt: skip
def test_tables_are_read_in_order(body: bytes, read_as: Sequence[str]) -> None:
    assert texts(body) == read_as


def test_wrapped_lines_are_joined_as_in_other_documents() -> None:
    lines = ["今年以来，我街道围绕年度目标任务，抢抓机遇、真抓实干，十项重", "点工作有序推进，六项走在全县前列。在队伍锻造上见到新气象，每",
             "月开展一次支部晒账，党员公开认领任务，办结小事一百七十件，群", "众很满意，干部很有劲头。"]  # fmt: skip
    body = b"".join(rb"\pard " + escaped(line, "gbk") + rb"\par" for line in lines)
    assert texts(rb"\f1" + body) == ["".join(lines)]
    indented = body.replace(rb"\pard ", rb"\pard\fi420 ")
    assert texts(rb"\f1" + indented) == lines


# ── hostile and broken ────────────────────────────────────────────────────────────────────────────


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = rb"{\rtf1{\pict 00{\x 00}}{\b one\par two {\i three {\footnote\pard note"
    made = read(whole, "rtf", Limits())
    assert [block.text for block in made.blocks] == ["one", "two three", "note"]
    assert made.warnings == (TRUNCATED,)


def test_what_stands_behind_the_end_is_no_part_of_it() -> None:
    made = read(rb"{\rtf1 one\par two}{three\par}}}", "rtf", Limits())
    assert ([block.text for block in made.blocks], made.warnings) == (["one", "two"], ())


def test_endless_nesting_is_read_without_recursion_and_refused_at_last() -> None:
    deep = b"{\\shptxt " * 10_000
    assert rtf(deep + b"x" + b"}" * 10_000).text == "x"
    assert rtf(b"{\\*\\x" * 200_000 + b"}" * 200_000 + b"x").text == "x"
    with pytest.raises(Unreadable) as refusal:
        rtf(b"{" * 200_000)
    assert refusal.value.code == "bomb"


def test_tables_are_nested_only_so_deep() -> None:
    assert rtf(rb"\pard\itap2000000000 x\nestcell{\nestrow}\pard y\par").text == "x\ny"


@pytest.mark.parametrize("code", [b"", b"rtf", b"{\\xtf1 x}", "rtf".encode("utf-16")])
def test_what_is_no_rtf_is_corrupted(code: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(code, "rtf", Limits())
    assert refusal.value.code == "corrupted"


def test_one_that_holds_only_a_picture_is_empty() -> None:
    with pytest.raises(Unreadable) as refusal:
        rtf(rb"\pard{\pict 00}\par")
    assert refusal.value.code == "empty"


def test_binary_data_is_skipped_whatever_its_length_claims_to_be() -> None:
    assert texts(b"\\pard a{\\pict\\bin4 }}}}}b\\bin0 \\bin-1 c\\par") == ["abc"]
    assert texts(rb"\pard a\par\bin2147483647 b\par") == ["a"]


def test_more_text_than_the_limit_is_cut_and_said() -> None:
    made = read(rb"{\rtf1 " + rb"abc\par " * 1_000 + b"}", "rtf", Limits(text=100))
    assert (sum(len(block.text) for block in made.blocks), made.warnings) == (100, (TRUNCATED,))


def test_one_endless_paragraph_and_words_without_end_are_cut_and_said() -> None:
    made = read(rb"{\rtf1 " + rb"{\b ab}" * 1_000 + b"}", "rtf", Limits(text=100))
    assert (len(made.text), made.warnings) == (100, (TRUNCATED,))
    walk = Walk(ACTS, text=100, effort=20)
    assert [block.text for block in walk.blocks(r"{\rtf1 a\par b{\b" + r"\b0" * 20 + "}c}")] == ["a", "b"]
    assert walk.warnings == [TRUNCATED]


WORDS = st.sampled_from(
    [rb"\par", rb"\cell", rb"\row", rb"\nestcell", rb"\nestrow", rb"\itap3", rb"\intbl", rb"\pard", rb"\plain", rb"\f1",
     rb"\f99", rb"\fs-3", rb"\u-10174", rb"\u99999999999", rb"\uc-1", rb"\uc3", rb"\'d6", rb"\'zz", b"\xe9", b"\x80", b"\\",
     rb"\*", rb"\v", rb"\deleted", rb"\footnote", rb"\shptxt", rb"\listtext", rb"\fonttbl", rb"\stylesheet", rb"\s1",
     rb"\sbasedon1", rb"\fcharset77", rb"\cpg99999", rb"\ansicpg0", rb"\upr", rb"\ud", rb"\bin3", rb"\dbch", rb"\af-1",
     rb"\outlinelevel-5", rb"\clmrg", rb"\cellx9", rb"\trowd", b"{", b"}", b"{", b"}", b"x", b" ", b"\r\n", b"\0", b"-5"]
)  # fmt: skip


@given(st.lists(WORDS | st.binary(max_size=6), max_size=60))
def test_control_words_in_any_order_are_read_or_refused(pieces: list[bytes]) -> None:
    # "first" stands before all that, so whatever follows must not lose it.
    made = READERS["rtf"](rb"{\rtf1" + FONTS + rb"\pard first\par " + b"".join(pieces), Limits())
    assert made.blocks[0].text.startswith("first")
    made.text.encode()


@given(st.data())
def test_a_mutated_file_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        read(bytes(content), "rtf", Limits()).text.encode()
