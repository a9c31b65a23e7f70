"""Files in the text of a mail come out of it byte for byte, and the words around them stay."""

import binascii
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Leaf, Lexicon, Limits, MailKind
from intake.reading import cut, read
from intake.reading.mail import parse
from intake.reading.mail.uuencode import MOST

HEAD = b"From: a@example.cn\r\nSubject: x\r\nContent-Type: text/plain; charset=gb18030\r\n"
DOCUMENT = bytes(range(256)) * 9


def uuencoded(
    content: bytes, name: bytes = b"a.doc", eol: bytes = b"\r\n", *, backtick: bool = True
) -> bytes:
    lines = [
        binascii.b2a_uu(content[at : at + 45], backtick=backtick).rstrip(b"\n")
        for at in range(0, len(content), 45)
    ]
    return eol.join([b"begin 644 " + name, *lines, b"`" if backtick else b" ", b"end", b""])


def leaves(body: bytes, head: bytes = HEAD) -> tuple[Leaf, ...]:
    return parse(head + b"\r\n" + body, Limits()).leaves


def stripped(body: bytes) -> bytes:
    """Lose the spaces at the ends of lines, as relays do."""
    return b"\r\n".join(line.rstrip(b" ") for line in body.split(b"\r\n"))


@pytest.mark.parametrize(
    "written",
    [uuencoded, lambda content: uuencoded(content, eol=b"\n"), lambda content: uuencoded(content, backtick=False),
     lambda content: stripped(uuencoded(content, backtick=False))],
    ids=["as today", "bare line feeds", "with spaces", "spaces lost"],
)  # fmt: skip
@pytest.mark.parametrize("content", [DOCUMENT, b"", b"\0", b"\0" * 100, b"x" * 46], ids=len)
def test_a_file_comes_out_byte_for_byte(written: Callable[[bytes], bytes], content: bytes) -> None:
    mail = parse(HEAD + b"\r\n" + "稿件如下：\r\n".encode("gb18030") + written(content) + b"ok\r\n", Limits())
    (leaf,) = mail.leaves
    assert (leaf.path, leaf.name, leaf.content, leaf.warnings) == ("1/1", "a.doc", content, ())
    assert mail.full_text == "稿件如下：\nok"


@given(st.lists(st.binary(max_size=200), max_size=4), st.sampled_from([b"\r\n", b"\n"]))
def test_whatever_is_written_is_read_again(contents: list[bytes], eol: bytes) -> None:
    body = b"so:" + eol + b"".join(uuencoded(each, eol=eol) + b"and" + eol for each in contents)
    assert [leaf.content for leaf in leaves(body)] == contents


@given(st.binary(max_size=300))
def test_no_text_makes_it_raise_and_none_of_its_other_words_are_lost(noise: bytes) -> None:
    assert all(leaf.content is not None for leaf in leaves(b"begin 644 a\n" + noise + b"\nend\n"))


def test_names_are_decoded_and_files_in_other_encodings_found() -> None:
    body = uuencoded(DOCUMENT, "发言稿.doc".encode("gb18030"))
    for encoding, written in (
        (b"base64", binascii.b2a_base64(body)),
        (b"quoted-printable", binascii.b2a_qp(body)),
    ):
        (leaf,) = leaves(written, HEAD + b"Content-Transfer-Encoding: " + encoding + b"\r\n")
        assert (leaf.name, leaf.content) == ("发言稿.doc", DOCUMENT)


def test_a_file_that_is_cut_off_keeps_what_came_and_says_so() -> None:
    whole = uuencoded(DOCUMENT)
    (leaf,) = leaves(whole[: len(whole) // 2])
    assert len(leaf.content) > 1000
    assert DOCUMENT.startswith(leaf.content[:-45])
    assert leaf.warnings == ("encoding_damaged",)


@pytest.mark.parametrize(
    "words",
    [
        b"begin 644 words\r\nthat are none\r\nend\r\n",
        b"begin 2026 with a plan\r\n",
        b"we begin 644 a\r\n",
        b"begin 644 a\r\n",
    ],
)
def test_words_that_only_begin_like_a_file_stay_words(words: bytes) -> None:
    mail = parse(HEAD + b"\r\n" + words, Limits())
    assert mail.leaves == ()
    assert mail.full_text.encode() == words.strip().replace(b"\r\n", b"\n")


def test_more_files_than_anybody_sends_stay_in_the_text() -> None:
    mail = parse(HEAD + b"\r\n" + uuencoded(b"x") * (MOST + 1), Limits())
    assert len(mail.leaves) == MOST
    assert mail.full_text.startswith("begin 644 a.doc")


def test_a_file_in_the_text_is_read_and_can_be_cut_out_again(lexicon: Lexicon) -> None:
    speech = "一、把路修好\n一是修桥。\n".encode("gb18030") * 20
    raw = HEAD + b"\r\n" + uuencoded(speech, b"a.txt")
    reading = read(raw, lexicon, Limits())
    (attachment,) = reading.attachments
    assert (reading.kind, attachment.type, attachment.outcome) == (MailKind.SUBMISSION, "txt", "read")
    assert [leaf.content for leaf in cut(raw, ["1/1"], Limits())] == [speech]


def test_a_file_in_a_forwarded_mail_is_its_leaf(lexicon: Lexicon) -> None:
    outer = (
        b"From: b@example.cn\r\nSubject: Fw: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    raw = outer + HEAD + b"\r\nhello\r\n" + uuencoded(DOCUMENT) + b"--b--\r\n"
    (leaf,) = parse(raw, Limits()).leaves
    assert [(member.path, member.content) for member in leaf.members] == [("2.1/1", DOCUMENT)]
    (attachment,) = read(raw, lexicon, Limits()).attachments
    assert [member.path for member in attachment.members] == ["2.1/1"]


def test_yenc_is_named_and_left_where_it_is() -> None:
    mail = parse(
        HEAD + b"\r\n=ybegin line=128 size=3 name=a.bin\r\n\x8b\x8c\x8d\r\n=yend size=3\r\n", Limits()
    )
    assert "yenc" in mail.warnings
    assert "=ybegin" in mail.full_text
    assert "yenc" not in parse(HEAD + b"\r\nwe speak of =ybegin lines\r\n", Limits()).warnings
