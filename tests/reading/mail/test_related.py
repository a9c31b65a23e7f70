"""Saved web pages (.mht), as Word, Chrome and Internet Explorer write them."""

from quopri import encodestring

import pytest

from intake.model import Leaf, Limits, Outcome
from intake.reading import Unreadable
from intake.reading.leaves import Opened, budget_of, open_leaf
from intake.reading.mail import page

LIST = "<span style='mso-list:Ignore'>一、<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"
TEXT = f"<html><head><meta charset=gb2312></head><body><p align=center>在全市大会上的发言</p><p>{LIST}抓落实</p></body></html>"
PICTURE = b"Content-Location: file:///C:/a/image001.png\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo="


def saved(*parts: bytes, head: bytes = b"", kind: bytes = b"multipart/related") -> bytes:
    lines = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return (
        head + b"MIME-Version: 1.0\r\nContent-Type: " + kind + b"; boundary=b\r\n\r\n" + lines + b"--b--\r\n"
    )


def part(text: str, charset: str, name: bytes = b"") -> bytes:
    head = (
        b'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="'
        + charset.encode()
    )
    return (
        name + head + b'"\r\n\r\n' + encodestring(text.encode("gb18030" if charset == "gb2312" else charset))
    )


def opened(content: bytes, name: str = "发言.mht") -> Opened:
    return open_leaf(Leaf("2", name, content), Limits(), budget_of(Limits()))


@pytest.mark.parametrize(
    "content",
    [
        saved(part(TEXT, "gb2312"), PICTURE),  # Word
        saved(
            part(TEXT, "utf-8"),
            PICTURE,
            head=b"From: <Saved by Blink>\r\nSnapshot-Content-Location: file:///a\r\n",
        ),
        saved(
            PICTURE, part(TEXT, "gb2312", b"Content-ID: <p1>\r\n"), kind=b'multipart/related; start="<p1>"'
        ),
        b"Content-Location: http://a.example/\r\nMIME-Version: 1.0\r\n" + part(TEXT, "gb2312"),
    ],
    ids=["word", "chrome", "start", "one part"],
)
def test_a_saved_page_is_read_as_the_page_in_it(content: bytes) -> None:
    found = opened(content)
    assert (found.attachment.type, found.attachment.outcome, found.attachment.warnings) == (
        "mht",
        Outcome.READ,
        (),
    )
    assert found.document is not None
    assert [(block.text, block.label) for block in found.document.blocks] == [
        ("在全市大会上的发言", None),
        ("一、抓落实", "一、"),
    ]
    assert (found.document.format, found.document.engine) == ("mht", "mht")


def test_a_word_document_may_be_a_saved_page_in_disguise() -> None:
    found = opened(saved(part(TEXT, "gb2312")), "发言.doc")
    assert (found.attachment.type, found.attachment.warnings) == ("mht", ("type_mismatch",))
    assert found.document is not None


def test_of_several_pages_the_first_is_meant_unless_one_is_named() -> None:
    first, second = (
        part("<p>一</p>", "utf-8", b"Content-ID: <1>\r\n"),
        part("<p>二</p>", "utf-8", b"Content-ID: <2>\r\n"),
    )

    def chosen(kind: bytes) -> str:
        return page(saved(first, second, kind=kind), Limits())[0].decode().strip()

    assert chosen(b"multipart/related") == "<p>一</p>"
    assert chosen(b'multipart/related; start="<2>"') == "<p>二</p>"
    assert chosen(b'multipart/related; start="<9>"') == "<p>一</p>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (saved(PICTURE), "corrupted"),
        (saved(part("<p> </p>", "utf-8")), "empty"),
        (saved(b"x\r\n" * 21_000 + b"--\r\n" * 21_000), "too_big"),
    ],
)
def test_a_saved_page_without_a_page_or_text_is_refused(content: bytes, code: str) -> None:
    assert (opened(content).attachment.outcome, opened(content).attachment.detail) == (
        Outcome.UNREADABLE,
        code,
    )


def test_a_page_beyond_the_limit_of_a_member_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        page(saved(part(TEXT, "utf-8")), Limits(mail=100))
    assert refusal.value.code == "too_big"
