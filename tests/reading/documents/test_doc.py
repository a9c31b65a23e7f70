"""Word 97 documents and those of WPS Writer, as LibreOffice wrote them, and what is done with them to make them others."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from doc2docx.cfb import CompoundFile

from intake.model import Document, Limits
from intake.reading.documents import Unreadable, read, sniff

DATA = Path(__file__).parents[2] / "data" / "documents"
DOC = (DATA / "04_table.doc").read_bytes()
TRAP = (DATA / "trap.doc").read_bytes()
SECTOR = 512

#: What a reader sees of the trap document: 29 paragraphs.
PARAGRAPHS = [
    "下足绣花功夫",
    "扮靓美丽城乡",
    "青石坝镇党委书记　　唐长青",
    "（2024年3月5日）",
    "尊敬的各位领导，同志们：",
    "今年以来，全镇上下齐心协力。",
    "成效十分明显。",
    "群众满意。",
    "一、提高政治站位",
    "（一）强化学习",
    "一是领导带头。班子成员逐章研读。",
    "二是全员参与。支部每周集中学习。",
    "（二）压实责任",
    "责任到人，任务到岗。",
    "原处只剩这句。",
    "二、聚焦重点任务",
    "（一）补齐短板",
    "1.修路十公里",
    "2.架桥三座",
    "3.改水五百户",
    "这句话换了位置。",
    "数字已核实。",
    "公开内容到此为止。",
    "详见工作简报。",
    "三、抓好贯彻落实",
    "由镇纪委督办。",
    "每季度通报一次。",
    "上联：抓铁有痕\n下联：踏石留印",
    "谢谢大家！",
]


def made(content: bytes, limits: Limits | None = None) -> Document:
    return read(content, sniff(content, "x.doc"), limits or Limits())


def refused(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        made(content, limits)
    return refusal.value.code


def word_document(content: bytes) -> int:
    """Find where the stream WordDocument begins."""
    return sector(int(CompoundFile(content).get_entry("WordDocument").starting_sector))


def with_word(content: bytes, at: int, *values: int) -> bytes:
    """Write 16-bit numbers into the head of the stream WordDocument."""
    changed = bytearray(content)
    struct.pack_into(f"<{len(values)}H", changed, word_document(content) + at, *values)
    return bytes(changed)


# ── what is read ──────────────────────────────────────────────────────────────────────────────────


def test_of_the_trap_document_28_of_29_paragraphs_are_found_whole() -> None:
    found = {block.text for block in made(TRAP).blocks}
    # A deleted paragraph mark is not among what msdoc2docx hands on: its two halves stand for themselves.
    assert [text for text in PARAGRAPHS if text not in found] == ["责任到人，任务到岗。"]
    assert {"责任到人，", "任务到岗。"} <= found


def test_cells_notes_and_looks_of_a_word_97_document_are_read() -> None:
    document = made(TRAP)
    assert next(block.text for block in document.blocks if block.kind == "row") == "序号\t任务\t时限"
    assert [block.text for block in document.blocks if block.kind == "note"] == ["数据截至二月底。"]
    title, _, byline, *_ = document.blocks
    assert (title.size, title.align, title.font, byline.font) == (22.0, "center", "方正小标宋简体", "楷体")


def test_a_text_box_without_a_place_stands_at_the_end_and_that_is_said() -> None:
    document = made(TRAP)
    assert [block.text for block in document.blocks if block.kind == "box"] == ["印发：党政办公室"]
    assert "text_box_moved" in document.warnings


def test_what_is_no_text_of_a_word_97_document_is_left_out_and_said() -> None:
    document = made(TRAP)
    for absent in ("不太", "内部掌握", "请再核", "页眉", "HYPERLINK", "￼", "\ufffd"):
        assert absent not in document.text
    assert {"tracked_changes", "hidden_text", "comments"} <= set(document.warnings)


def test_a_document_says_its_type_and_by_what_it_was_read() -> None:
    wps = (DATA / "numbered" / "06_automatic_numbers.wps").read_bytes()
    assert [(each.format, each.engine) for each in (made(DOC), made(wps))] == [
        ("doc", "msdoc2docx"),
        ("wps", "msdoc2docx"),
    ]


def test_a_class_id_and_a_short_last_sector_are_no_matter() -> None:
    content = DOC[:8] + b"WPS Writer 2019." + DOC[24:]
    assert made(content.rstrip(b"\0")).blocks == made(DOC).blocks


def test_a_template_is_read_as_what_it_holds() -> None:
    flags = struct.unpack_from("<H", DOC, word_document(DOC) + 10)[0]
    assert made(with_word(DOC, 10, flags | 1)).blocks == made(DOC).blocks


def test_a_storage_of_macros_is_said() -> None:
    renamed = DOC.replace("CompObj".encode("utf-16-le"), "Macros\0".encode("utf-16-le"))
    at = renamed.index("Macros".encode("utf-16-le")) - 2
    entry = bytearray(renamed[at : at + 128])
    entry[:64] = "Macros".encode("utf-16-le").ljust(64, b"\0")
    entry[64:67] = struct.pack("<HB", 14, 1)
    content = renamed[:at] + bytes(entry) + renamed[at + 128 :]
    assert "macros" in made(content).warnings


def test_a_short_text_lies_in_another_stream_and_is_read_all_the_same() -> None:
    short = (DATA / "word97" / "short.doc").read_bytes()
    assert CompoundFile(short).get_entry("WordDocument").stream_size < 4096
    assert sniff(short, "x") == "doc"
    assert made(short).text == "请假条\n因参加培训，本周三请假一天，望批准。"


def test_two_documents_one_after_the_other_do_not_mix() -> None:
    first = made(DOC)
    assert made(TRAP).blocks[0].text == "下足绣花功夫"
    assert made(DOC) == first


@pytest.mark.parametrize(
    "at", [206, 286, 294, 310]
)  # sections; fields of the text, headers, comments (lcb of FibRgFcLcb97)
def test_a_broken_table_that_no_reader_needs_costs_no_text(at: int) -> None:
    assert [block.text for block in made(with_word(TRAP, at, 7)).blocks] == [
        block.text for block in made(TRAP).blocks
    ]


# ── what is refused ───────────────────────────────────────────────────────────────────────────────


def test_a_protected_document_is_encrypted() -> None:
    flags = struct.unpack_from("<H", DOC, word_document(DOC) + 10)[0]
    content = with_word(DOC, 10, flags | 0x0100)
    assert refused(content) == "encrypted"
    with pytest.raises(Unreadable, match="encrypted"):
        read(content, "doc", Limits())


@pytest.mark.parametrize("head", [(0xA5DB, 45), (0xA5DC, 101), (0xA697, 104), (0xA5EC, 105)])
def test_word_2_6_and_95_are_refused_by_their_own_code(head: tuple[int, int]) -> None:
    content = with_word(DOC, 0, *head)
    with pytest.raises(Unreadable) as refusal:
        read(content, "doc", Limits())
    assert refusal.value.code == "old_word"


def test_more_text_than_a_file_can_hold_is_not_converted() -> None:
    assert refused(with_word(DOC, 76, 0xFFFF, 0x7FFF)) == "too_long"


def test_more_runs_than_can_be_read_in_time_are_not_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.reading.documents.msdoc._RUNS", 200)
    assert refused(DOC) == "too_long"
    assert made(TRAP).blocks


def test_a_stream_beyond_the_limit_is_refused() -> None:
    assert refused(DOC, Limits(member=len(DOC) - 1)) == "too_big"


@pytest.mark.parametrize("length", [520, 1_000, 8_000, len(DOC) // 2])
def test_a_cut_off_document_is_corrupted(length: int) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(DOC[:length], "doc", Limits())
    assert refusal.value.code in {"corrupted", "too_big"}


def test_text_beyond_the_limit_is_cut_and_said() -> None:
    document = made(DOC, Limits(text=5_000))
    assert len(document.text.replace("\n", "")) < len(made(DOC).text)
    assert "truncated" not in made(DOC).warnings


# ── what is made to harm ──────────────────────────────────────────────────────────────────────────


def sector(number: int) -> int:
    return (number + 1) * SECTOR


def first_fat(content: bytes) -> int:
    return sector(struct.unpack_from("<I", content, 76)[0])


def patched(content: bytes, at: int, form: str, *values: int) -> bytes:
    changed = bytearray(content)
    struct.pack_into(form, changed, at, *values)
    return bytes(changed)


def fat_loop(content: bytes) -> bytes:
    """Let every sector of the file follow itself."""
    start = first_fat(content)
    return patched(content, start, "<128I", *range(128))


def directory_cycle(content: bytes) -> bytes:
    """Let the first entries of the directory be each other's siblings."""
    start = sector(struct.unpack_from("<I", content, 48)[0])
    return patched(patched(content, start + 128 + 68, "<II", 1, 2), start + 256 + 68, "<II", 1, 2)


def huge_stream(content: bytes) -> bytes:
    """Claim 100 MB for every stream."""
    start = sector(struct.unpack_from("<I", content, 48)[0])
    for entry in (1, 2, 3):
        content = patched(content, start + 128 * entry + 120, "<Q", 100 * 2**20)
    return content


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "a FAT whose sectors follow themselves": fat_loop,
    "a directory in a circle": directory_cycle,
    "streams of 100 MB in 20 KB": huge_stream,
    "sectors of 2^60 bytes": lambda content: patched(content, 30, "<H", 60),
    "sectors of 1 byte": lambda content: patched(content, 30, "<H", 0),
    "version 4 with sectors of version 3": lambda content: patched(content, 26, "<H", 4),
    "a million FAT sectors": lambda content: patched(content, 44, "<I", 1_000_000),
    "a FAT that lies in itself": lambda content: patched(content, 76, "<109I", *([1] * 109)),
    "a DIFAT in a circle": lambda content: patched(content, 68, "<II", 0, 2**31),
    "a directory beyond the file": lambda content: patched(content, 48, "<I", 0x7FFFFFFF),
    "a mini FAT beyond the file": lambda content: patched(content, 60, "<II", 0x7FFFFFFF, 2**31),
    "tables that lie beyond their stream": lambda content: patched(
        content, word_document(content) + 154, "<186I", *([0x7FFFFFFF] * 186)
    ),
    "tables of gigabytes": lambda content: patched(
        content, word_document(content) + 154, "<186I", *([0, 0x7FFFFFFF] * 93)
    ),
    "a stream that is no text of Word": lambda content: with_word(content, 0, 0x1234),
    "a head and nothing behind it": lambda content: content[:SECTOR],
    "a head and zeros behind it": lambda content: content[:SECTOR] + bytes(len(content) - SECTOR),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_as_what_it_is(name: str) -> None:
    content = HOSTILE[name](DOC)
    with pytest.raises(Unreadable) as refusal:
        read(content, "doc", Limits())
    assert refusal.value.code in {"corrupted", "too_big"}
