import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Attachment, Outcome
from intake.render.filename import BYTES, dangerous, safe_name

NAMES = st.text(
    st.characters(codec="utf-8") | st.sampled_from('/\\.:*?"<>|\0\u202e\u200b发言稿éA'), max_size=300
)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("发言稿.docx", "发言稿.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\发言.doc", "发言.doc"),
        ("发\u202egpj.exe", "发gpj.exe"),
        ("a\nb\x1b[2J.txt", "ab[2J.txt"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com¹.doc", "_com¹.doc"),
        ("..", "_"),
        ("", "_"),
        (" .profile ", "profile"),
        ("-rf", "rf"),
        ("何时?.doc", "何时_.doc"),
        ("e\u0301.txt", "é.txt"),
        ("汉" * 100 + ".docx", "汉" * 48 + ".docx"),
        ("a." + "b" * 200, "a." + "b" * 148),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_name_that_is_taken_gets_a_count() -> None:
    assert safe_name("发言.DOCX", {"发言.docx", "发言-2.docx"}) == "发言-3.DOCX"


@given(NAMES, st.lists(NAMES.map(safe_name), max_size=4))
def test_whatever_the_mail_calls_it(name: str, taken: list[str]) -> None:
    safe = safe_name(name, taken)
    assert safe
    assert len(safe.encode()) <= BYTES
    assert not set(safe) & set('/\\<>:"|?*')
    assert safe[0] not in ".-~"
    assert safe == safe.strip(" .")
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in safe)
    assert safe == unicodedata.normalize("NFC", safe)
    assert safe.casefold() not in {other.casefold() for other in taken}
    assert safe_name(safe) == safe
    assert (Path("/folder") / safe).parent == Path("/folder")


@pytest.mark.parametrize(
    ("name", "kind", "warnings", "runs"),
    [
        ("发言.docx", "docx", (), False),
        ("发言.docx", "docx", ("macros",), True),
        ("发言.doc", "executable", (), True),
        ("发言.DOCM", "docx", (), True),
        ("发言.docx.exe ", "unknown", (), True),
        ("照片.jpg", "image", (), False),
        ("网页.html", "html", (), True),
        ("无后缀", "unknown", (), False),
    ],
)
def test_what_could_run_something_is_told(
    name: str, kind: str, warnings: tuple[str, ...], *, runs: bool
) -> None:
    assert dangerous(Attachment("2", name, 1, "a" * 64, kind, Outcome.READ, warnings=warnings)) is runs
