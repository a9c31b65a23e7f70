"""Archives: names of several charsets in one, lying sizes, bombs, clutter."""

import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo
from zlib import compressobj, crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Limits
from intake.reading.documents import Unreadable, is_clutter, sniff, unpack

Zipped = Callable[[Mapping[str, str | bytes]], bytes]


def refused(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        unpack(content, "2", limits or Limits())
    return refusal.value.code


def named(*names: bytes) -> bytes:
    """Zip a file under each name as given in bytes, without the flag that says UTF-8."""
    places = [chr(ord("a") + number) * len(name) for number, name in enumerate(names)]
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for number, place in enumerate(places):
            archive.writestr(place, f"content {number}")
    content = buffer.getvalue()
    for place, name in zip(places, names, strict=True):
        content = content.replace(place.encode(), name)
    return content


def test_names_are_decoded_one_by_one() -> None:
    names = ("三班投稿/许一.docx", "发言材料（定稿）.doc", "㐀㐁发言.txt", "plain.txt", "會議發言稿定稿.txt")
    charsets = ("gbk", "utf-8", "gb18030", "ascii", "big5")
    content = named(*(name.encode(charset) for name, charset in zip(names, charsets, strict=True)))
    leaves = unpack(content, "1.2", Limits())
    assert tuple(leaf.name for leaf in leaves) == names
    assert [leaf.path for leaf in leaves] == ["1.2/1", "1.2/2", "1.2/3", "1.2/4", "1.2/5"]
    assert leaves[2].content == b"content 2"


def test_names_of_no_charset_are_kept_as_zip_has_always_shown_them() -> None:
    (leaf,) = unpack(named(b"\xff\xff\xff\xff.doc"), "1", Limits())
    assert leaf.name.endswith(".doc")


def test_names_falsely_flagged_as_utf8_cost_nobody_the_archive() -> None:
    content = bytearray(named("许一.docx".encode("gbk"), b"b.txt"))
    content[content.index(b"PK\x01\x02") + 9] |= 0x08
    assert [leaf.name for leaf in unpack(bytes(content), "1", Limits())] == ["许一.docx", "b.txt"]


def test_flagged_names_are_utf8_and_backslashes_are_slashes(zipped: Zipped) -> None:
    (leaf,) = unpack(zipped({"投稿\\发言.txt": "好"}), "1", Limits())
    assert (leaf.name, leaf.content) == ("投稿/发言.txt", "好".encode())


def test_folders_are_skipped_and_clutter_comes_last(zipped: Zipped) -> None:
    clutter = {"a/": "", "__MACOSX/a/._b.doc": "x", "a/.DS_Store": "x", "Thumbs.db": "x", "a/~$b.doc": "x"}
    leaf, *others = unpack(zipped({**clutter, "a/b.doc": "好"}), "1", Limits())
    assert (leaf.name, leaf.path) == ("a/b.doc", "1/1")
    assert [(other.path, is_clutter(other.name, other.content)) for other in others] == [
        (f"1/{number}", True) for number in range(2, 6)
    ]
    assert refused(zipped(clutter)) == "empty"


def test_a_document_that_is_called_like_a_lock_is_none() -> None:
    assert is_clutter("投稿/~$发言.docx", b"x" * 162)
    assert not is_clutter("~$发言.docx", b"x" * 20_000)
    assert not is_clutter("关于__MACOSX的发言.docx", b"x")


def test_a_name_that_is_there_in_unicode_too_is_taken_from_there() -> None:
    """As WinZip and 7-Zip write it; the checksum tells a name that was changed later (APPNOTE 4.6.9)."""
    raw, field = b"_____.docx", "一㐀会.docx".encode()

    def zipped_as(checksum: int) -> str:
        entry = ZipInfo(raw.decode())
        size = struct.pack("<HHBI", 0x7075, 5 + len(field), 1, checksum)
        entry.extra = struct.pack("<HHI", 0x9999, 4, 0) + size + field
        buffer = BytesIO()
        with ZipFile(buffer, "w") as archive:
            archive.writestr(entry, "x")
        return unpack(buffer.getvalue(), "1", Limits())[0].name

    assert (zipped_as(crc32(raw)), zipped_as(crc32(raw) ^ 1)) == ("一㐀会.docx", "_____.docx")


def test_names_that_climb_are_just_names_and_may_come_twice(zipped: Zipped) -> None:
    content = zipped({"../../etc/passwd": "1", "/root/a.txt": "2", "C:\\b.txt": "3"})
    assert [leaf.name for leaf in unpack(content, "1", Limits())] == [
        "../../etc/passwd",
        "/root/a.txt",
        "C:/b.txt",
    ]
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("发言.txt", "旧")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("发言.txt", "新")
    leaves = unpack(buffer.getvalue(), "1", Limits())
    assert [(leaf.path, leaf.content.decode()) for leaf in leaves] == [("1/1", "旧"), ("1/2", "新")]


def test_a_zip_that_was_streamed_is_read() -> None:
    """Its sizes stand behind each file, and zeros before it (APPNOTE 4.3.9)."""

    class Pipe(BytesIO):
        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "好" * 100)
        archive.writestr("b.txt", "会")
    content = pipe.getvalue()
    assert content[6] & 8
    assert [leaf.content.decode() for leaf in unpack(content, "1", Limits())] == ["好" * 100, "会"]


def test_a_zip64_is_read() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as file:
        file.write("好".encode())
    assert unpack(buffer.getvalue(), "1", Limits())[0].content == "好".encode()


def test_a_zip_behind_other_bytes_is_read(zipped: Zipped) -> None:
    assert (
        unpack(b"a gateway's mark\r\n" + zipped({"a.txt": "好"}), "1", Limits())[0].content == "好".encode()
    )


def test_archives_in_archives_are_members(zipped: Zipped) -> None:
    inner = zipped({"b.txt": "好"})
    (leaf,) = unpack(zipped({"a.zip": inner}), "1", Limits())
    assert sniff(leaf.content, leaf.name) == "zip"
    assert unpack(leaf.content, leaf.path, Limits())[0].path == "1/1/1"


def test_an_encrypted_member_is_listed_and_the_others_are_read(zipped: Zipped) -> None:
    content = bytearray(zipped({"a.txt": "秘密", "b.txt": "公开"}))
    content[6] |= 1  # the flag in the local header …
    content[content.index(b"PK\x01\x02") + 8] |= 1  # … and in the directory
    first, second = unpack(bytes(content), "1", Limits())
    assert (first.name, first.content, first.warnings) == ("a.txt", b"", ("encrypted",))
    assert (second.content, second.warnings) == ("公开".encode(), ())


def test_an_archive_that_is_protected_as_a_whole_is_refused_as_a_whole(zipped: Zipped) -> None:
    content = bytearray(zipped({"a.txt": "秘密"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(content)) == "encrypted"


def test_a_damaged_member_is_listed_and_the_others_are_read() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        archive.writestr("a.txt", "first text")
        archive.writestr("b.txt", "second")
    first, second = unpack(buffer.getvalue().replace(b"first text", b"f1rst text"), "1", Limits())
    assert (first.content, first.warnings) == (b"", ("corrupted",))
    assert second.content == b"second"


def test_compression_that_inflates_without_bounds_is_refused() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_BZIP2) as archive:
        archive.writestr("a.txt", "x" * 10_000)
    assert unpack(buffer.getvalue(), "1", Limits())[0].warnings == ("unsupported",)


def test_a_member_beyond_the_limit_is_listed(zipped: Zipped) -> None:
    content = zipped({"film.mp4": bytes(range(256)) * 40, "a.txt": "好"})
    first, second = unpack(content, "1", Limits(member=10_000))
    assert (first.content, first.warnings) == (b"", ("too_big",))
    assert second.content == "好".encode()


def test_members_beyond_the_total_are_listed(zipped: Zipped) -> None:
    content = zipped({f"{number}.txt": "好" * 100 for number in range(4)})
    leaves = unpack(content, "1", Limits(archive=700))
    assert [leaf.warnings for leaf in leaves] == [(), (), ("too_big",), ("too_big",)]


def test_a_ratio_no_document_reaches_is_a_bomb(zipped: Zipped) -> None:
    content = zipped({"a.txt": bytes(3_000_000)})
    assert refused(content, Limits(ratio_above=1_000_000)) == "bomb"
    assert unpack(content, "1", Limits())[0].warnings == ()


def test_a_lying_size_does_not_decide_how_much_is_read(zipped: Zipped) -> None:
    content = bytearray(zipped({"a.txt": bytes(3_000_000)}))
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 100)
    assert unpack(bytes(content), "1", Limits())[0].warnings == ("corrupted",)


@pytest.mark.parametrize("compression", [ZIP_STORED, ZIP_DEFLATED])
@pytest.mark.parametrize("size", [0, 1, 8_191, 8_192, 8_193, 1_000_000])
def test_a_member_of_any_size_is_read_whole(compression: int, size: int) -> None:
    data = (bytes(range(256)) * (size // 256 + 1))[:size]
    buffer = BytesIO()
    with ZipFile(buffer, "w", compression) as archive:
        archive.writestr("a.txt", data)
    (leaf,) = unpack(buffer.getvalue(), "2", Limits())
    assert (leaf.content, leaf.warnings) == (data, ())


@given(data=st.binary(max_size=50_000), stored=st.booleans())
def test_any_bytes_come_out_as_they_went_in(data: bytes, *, stored: bool) -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED if stored else ZIP_DEFLATED) as archive:
        archive.writestr("a.bin", data)
    assert unpack(buffer.getvalue(), "2", Limits())[0].content == data


def test_what_stands_behind_the_end_of_a_stream_is_left() -> None:
    data = b"speech " * 3_000  # more than one piece: then zlib goes on giving back what it leaves
    packer = compressobj(wbits=-15)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        archive.writestr("a.txt", packer.compress(data) + packer.flush() + bytes(400))
    content = bytearray(buffer.getvalue())
    entry = content.rfind(b"PK\1\2")
    struct.pack_into("<H", content, entry + 10, ZIP_DEFLATED)
    struct.pack_into("<I", content, entry + 16, crc32(data))
    struct.pack_into("<I", content, entry + 24, len(data))
    assert [leaf.content for leaf in unpack(bytes(content), "1", Limits())] == [data]


def test_a_member_where_the_directory_says_none_is_is_corrupted(zipped: Zipped) -> None:
    content = bytearray(zipped({"a.txt": "x" * 100, "b.txt": "y" * 100}))
    content[0:4] = b"none"
    first, second = unpack(bytes(content), "2", Limits())
    assert (first.warnings, second.content) == (("corrupted",), b"y" * 100)


def test_entries_that_share_their_bytes_are_a_bomb() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x" * 1_000)
        shared = ZipInfo("b.txt")
        shared.header_offset = archive.filelist[0].header_offset
        shared.CRC, shared.file_size, shared.compress_size = archive.filelist[0].CRC, 1_000, 1_000
        archive.filelist.append(shared)
    assert refused(buffer.getvalue()) == "bomb"


def test_too_many_entries_are_refused(zipped: Zipped) -> None:
    content = zipped({f"{number}.txt": "" for number in range(120)})
    assert refused(content, Limits(entries=100)) == "too_big"
    assert refused(content, Limits(entries=2)) == "too_big"  # before the directory is even read


@pytest.mark.parametrize("cut", [0, 10, 60, -1])
def test_what_is_no_whole_zip_is_corrupted(zipped: Zipped, cut: int) -> None:
    assert refused(zipped({"a.txt": "好"})[:cut]) == "corrupted"


@given(st.data())
def test_a_mutated_archive_is_read_or_refused(zipped: Zipped, data: st.DataObject) -> None:
    content = bytearray(zipped({"a.txt": "好" * 50, "文/b.txt": "x"}))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    sniff(bytes(content), "")
    try:
        leaves = unpack(bytes(content), "1", Limits())
    except Unreadable:
        return
    for leaf in leaves:
        leaf.name.encode()
        assert "\0" not in leaf.name
