"""The directory of a zip: read by ourselves as the standard library reads it, whatever it says."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from intake.reading.documents.directory import DIRECTORY_MARK, TROUBLE, Entry, entries_of
from intake.reading.unreadable import Unreadable

NAMES = st.lists(st.sampled_from(["word/", "a.xml", "稿", "\\", "é", "x", "."]), min_size=1, max_size=3).map(
    "".join
)


@st.composite
def zips(draw: st.DrawFn) -> bytes:
    """Zip a few members, which may have extra fields and comments, and damage what follows them."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in draw(st.lists(NAMES, max_size=4, unique=True)):
            info = ZipInfo(name)
            info.extra = draw(st.sampled_from([b"", b"", b"up\1\0x", b"\1\0\x08\0" + bytes(8)]))
            info.comment = draw(st.sampled_from([b"", b"", b"PK\6\7", bytes(20)]))
            archive.writestr(info, b"content")
        archive.comment = draw(st.sampled_from([b"", b"", b"remark"]))
    content = bytearray(packed.getvalue())
    start = max(content.find(DIRECTORY_MARK), 0)
    at = st.integers(start, len(content) - 1)
    for where, what in draw(st.lists(st.tuples(at, st.integers(0, 255)), max_size=2)):
        content[where] = what
    return draw(st.sampled_from([b"", b"", b"before"])) + bytes(content)


def listed(content: bytes) -> list[tuple[object, ...]] | None:
    """What the standard library says of the entries; None where it refuses them."""
    try:
        return [
            (
                one.filename,
                one.orig_filename,
                one.flag_bits,
                one.compress_type,
                one.CRC,
                one.compress_size,
                one.file_size,
                one.header_offset,
                one.extra,
            )
            for one in ZipFile(BytesIO(content)).infolist()
        ]
    except UnicodeDecodeError:  # names that are falsely said to be UTF-8: these we read all the same
        reject()
    except TROUBLE:
        return None


@given(zips())
def test_it_says_what_the_standard_library_finds(content: bytes) -> None:
    found = listed(content)
    if found is None:
        with pytest.raises(Unreadable, match="corrupted: not a whole zip"):
            entries_of(content)
    else:
        assert [tuple(one) for one in entries_of(content)] == found


def test_a_name_ends_at_its_first_nul() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("a.xml", b"x")
    content = packed.getvalue().replace(b"a.xml", b"a\0xml")
    assert entries_of(content) == (Entry("a", "a\0xml", 0, 0, 0x8CDC1683, 1, 1, 0),)
