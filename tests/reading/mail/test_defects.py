import logging
from pathlib import Path

import mailparser
import pytest

from intake.model import Limits
from intake.reading.mail.defects import defects, skeleton
from intake.reading.mail.structure import structure

DATA = Path(__file__).parents[2] / "data" / "mail"
MAIL = (
    b"Subject: secret\nContent-Type: multipart/mixed; boundary=b\n\n"
    b"--b\nContent-Type: application/x; name=n\n\nbody\n--b\n\ntext\n--b--\n"
)
CUT_OFF = MAIL.replace(b"--b--\n", b"")


def test_a_skeleton_holds_the_form_and_nothing_else() -> None:
    assert skeleton(structure(MAIL, Limits())) == (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\n--b\n\n\n--b--\n"
    )


# In sample 31 the standard parser stops at the inner multipart's end, and loses the document behind it.
SAMPLES = sorted(set(DATA.glob("*.eml")) - set(DATA.glob("31_*")))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_mail_parser_sees_the_same_tree_in_a_skeleton(path: Path) -> None:
    tree = structure(path.read_bytes(), Limits())
    if tree.children:
        message = mailparser.parse_from_bytes(skeleton(tree)).message
        assert len(list(message.walk())) == len(list(tree.walk()))


def test_a_sound_mail_has_no_defects_and_a_single_part_is_not_asked_about() -> None:
    assert defects(structure(MAIL, Limits())) == ()
    assert defects(structure(b"Subject: x\n\nhello", Limits())) == ()


def test_a_cut_off_mail_and_an_encoded_multipart_are_told() -> None:
    raw = CUT_OFF.replace(b"Subject", b"Content-Transfer-Encoding: base64\nSubject")
    assert defects(structure(raw, Limits())) == ("encoding_of_multipart", "no_closing_boundary")


def test_a_skeleton_too_long_is_not_asked_about() -> None:
    part = b"--b\n\nx\n"
    raw = (
        b"Content-Type: multipart/mixed; boundary="
        + b"b" * 600
        + b"\n\n"
        + part.replace(b"--b", b"--" + b"b" * 600) * 900
    )
    assert defects(structure(raw, Limits())) == ()


def test_what_mail_parser_raises_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: bytes) -> None:
        raise AttributeError

    monkeypatch.setattr(mailparser, "parse_from_bytes", fails)
    assert defects(structure(CUT_OFF, Limits())) == ("malformed",)
    assert defects(structure(MAIL, Limits())) == ()


def test_mail_parser_writes_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        defects(structure(CUT_OFF.replace(b"multipart/mixed", b"multipart/x-odd"), Limits()))
    assert caplog.records == []


def test_a_mail_that_came_in_an_encoding_stays_out_of_the_skeleton() -> None:
    inner = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeQoKaGk="
    tree = structure(MAIL.replace(b"Content-Type: application/x; name=n\n\nbody", inner), Limits())
    assert skeleton(tree).count(b"message/rfc822") == 1
    assert defects(tree) == ()
