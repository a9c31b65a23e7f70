import struct

from hypothesis import given
from hypothesis import strategies as st

from intake.reading.mail.tnef import SIGNATURE, files

RENDERING, TITLE, DATA, PROPERTIES, CODEPAGE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x00069007


def attribute(kind: int, data: bytes) -> bytes:
    return b"\x02" + struct.pack("<II", kind, len(data)) + data + b"\0\0"


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    return SIGNATURE + b"\1\0" + b"".join(attribute(kind, data) for kind, data in attributes)


def opened(content: bytes) -> tuple[tuple[str, bytes], ...]:
    return files(content, 100)


def text(tag: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, tag, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def test_a_gbk_title_is_read_with_and_without_a_codepage() -> None:
    title = (TITLE, "讲稿.docx".encode("gbk") + b"\0")
    plain = [(RENDERING, b""), title, (DATA, b"PK")]
    assert (
        opened(tnef(*plain))
        == opened(tnef((CODEPAGE, struct.pack("<II", 936, 0)), *plain))
        == (("讲稿.docx", b"PK"),)
    )


def test_the_long_name_and_the_data_of_the_properties_count() -> None:
    properties = (
        struct.pack("<I", 6)
        + b"".join(
            (
                struct.pack("<HHI", 0x03, 0x3705, 1),  # a number
                struct.pack("<HH", 0x1003, 0x1111) + struct.pack("<III", 2, 7, 8),  # several numbers
                struct.pack("<HH", 0x1F, 0x8001)
                + b"G" * 16
                + struct.pack("<II", 0, 5)
                + struct.pack("<II", 1, 2)
                + b"x\0\0\0",
                struct.pack("<HH", 0x1F, 0x8002)
                + b"G" * 16
                + struct.pack("<II", 1, 2)
                + b"n\0\0\0"
                + struct.pack("<II", 0, 0)[:4],
                text(0x3707, 0x1F, "很长的名字.docx\0".encode("utf-16-le")),
                text(0x3701, 0x0D, b"I" * 16 + b"PK"),
            )
        )
    )
    assert opened(tnef((RENDERING, b""), (TITLE, b"SHORT~1.DOC\0"), (PROPERTIES, properties))) == (
        ("很长的名字.docx", b"PK"),
    )


def test_the_datas_own_attribute_wins_over_the_properties() -> None:
    properties = struct.pack("<I", 1) + text(0x3701, 0x0102, b"other")
    assert opened(tnef((RENDERING, b""), (DATA, b"own"), (PROPERTIES, properties), (0x0002800C, b"?"))) == (
        ("", b"own"),
    )


def test_several_files_stay_apart_and_one_without_a_name_is_kept() -> None:
    assert opened(tnef((RENDERING, b""), (DATA, b"a"), (RENDERING, b""), (TITLE, b"b\0"), (DATA, b"c"))) == (
        ("", b"a"),
        ("b", b"c"),
    )


def test_what_stands_before_the_first_file_is_passed_over() -> None:
    assert opened(tnef((TITLE, b"x\0"), (DATA, b"y"))) == ()


@given(st.binary(max_size=200), st.integers(0, 200))
def test_a_broken_file_raises_nothing_and_keeps_what_is_whole(noise: bytes, cut: int) -> None:
    whole = tnef((RENDERING, b""), (TITLE, b"a\0"), (DATA, b"y" * 50), (RENDERING, b""), (PROPERTIES, noise))
    assert opened(whole)[0] == ("a", b"y" * 50)
    assert all((data + b"y" * 50)[:50] == b"y" * 50 for _, data in opened(whole[:cut]))
    assert opened(SIGNATURE + noise[:8]) == ()


def test_one_file_more_than_asked_for_tells_that_there_are_more() -> None:
    packed = tnef(*[(RENDERING, b""), (DATA, b"x")] * 9)
    assert [len(files(packed, most)) for most in (0, 4, 9)] == [1, 5, 9]
