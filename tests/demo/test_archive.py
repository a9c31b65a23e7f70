import io
import zipfile

from intake.demo.archive import archive


def test_names_are_gbk_and_nothing_says_so() -> None:
    members = {"桥东里街道发言.docx": b"one" * 99, "柳荫街道.txt": "二".encode()}

    with zipfile.ZipFile(io.BytesIO(archive(members)), metadata_encoding="gbk") as packed:
        assert packed.testzip() is None
        assert {entry.filename: packed.read(entry) for entry in packed.infolist()} == members
        assert {entry.flag_bits & 0x800 for entry in packed.infolist()} == {0}


def test_the_same_members_give_the_same_bytes() -> None:
    assert archive({"一.txt": b"1"}) == archive({"一.txt": b"1"})
