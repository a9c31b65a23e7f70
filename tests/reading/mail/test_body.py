import base64

from intake.model import Limits
from intake.reading.mail.body import read_body
from intake.reading.mail.structure import structure


def text(raw: bytes, limits: Limits | None = None) -> str:
    return read_body(structure(raw, Limits()), limits or Limits()).text


def parts(kind: bytes, *bodies: tuple[bytes, str]) -> bytes:
    lines = [b"Content-Type: multipart/" + kind + b"; boundary=b", b""]
    for type_, body in bodies:
        lines += [b"--b", b"Content-Type: " + type_ + b"; charset=utf-8", b"", body.encode()]
    return b"\r\n".join([*lines, b"--b--", b""])


PLAIN, HTML = b"text/plain", b"text/html"
SPEECH = "同志们，今天我们在这里召开会议。" * 10


def test_plain_text_is_preferred_to_the_page_that_says_the_same() -> None:
    raw = parts(b"alternative", (PLAIN, SPEECH), (HTML, f"<p>{SPEECH}</p><p>{SPEECH}</p>"))
    assert text(raw) == SPEECH


def test_a_page_wins_over_a_note_that_there_is_a_page() -> None:
    raw = parts(b"alternative", (PLAIN, "请用网页查看"), (HTML, f"<div>{SPEECH}</div><div>此致</div>"))
    assert text(raw) == f"{SPEECH}\n此致"


def test_a_short_plain_text_stays_when_its_page_says_no_more() -> None:
    assert text(parts(b"alternative", (PLAIN, "见附件"), (HTML, "<p>见&nbsp;附件</p>"))) == "见附件"


def test_an_empty_plain_text_gives_way() -> None:
    assert text(parts(b"alternative", (PLAIN, " \r\n"), (HTML, "<p>见附件</p>"))) == "见附件"


def test_bodies_that_follow_each_other_are_all_read() -> None:
    assert text(parts(b"mixed", (PLAIN, "上"), (HTML, "<p>中</p>"), (PLAIN, "下"))) == "上\n\n中\n\n下"


def test_pictures_beside_the_page_within_an_alternative_do_not_hide_it() -> None:
    related = (
        parts(b"related", (HTML, "<p>页</p>"), (b"image/png", "x"))
        .replace(b"=b", b"=c")
        .replace(b"--b", b"--c")
    )
    raw = (
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b\r\n"
        + related
        + b"\r\n--b--\r\n"
    )
    assert text(raw) == "页"


def test_the_words_of_a_mail_in_the_mail_are_not_the_senders() -> None:
    raw = parts(b"alternative", (PLAIN, "外"), (b"message/rfc822", "Subject: x\r\n\r\n内"))
    assert text(raw) == "外"
    assert text(b"Content-Type: message/rfc822\n\nSubject: x\n\ninner") == ""


def test_a_page_says_its_own_charset_where_the_mail_does_not() -> None:
    page = '<meta charset="gb2312"><p>喆堃</p>'.encode("gbk")
    assert text(b"Content-Type: text/html\n\n" + page) == "喆堃"


def test_gbk_text_under_a_false_label_is_read() -> None:
    raw = b"Content-Type: text/plain; charset=us-ascii\n\n" + "尊敬的编辑老师，您好".encode("gbk")
    body = read_body(structure(raw, Limits()), Limits())
    assert (body.text, body.warnings) == ("尊敬的编辑老师，您好", ("charset_guessed",))


def test_a_page_with_lost_characters_is_marked() -> None:
    body = read_body(structure(b"Content-Type: text/html\n\n<p>\xff\xff\xff\xfe\xff", Limits()), Limits())
    assert "charset_lossy" in body.warnings


def test_damaged_base64_is_told() -> None:
    raw = b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode("春天来了".encode())[:-1] + b"="
    body = read_body(structure(raw + b"=\nfooter", Limits()), Limits())
    assert body.text == "春天来\ufffd"
    assert body.warnings == ("encoding_damaged", "charset_guessed", "charset_lossy")


def test_lines_that_only_the_transport_broke_are_joined() -> None:
    head = b"Content-Type: text/plain; charset=utf-8; format=flowed"
    english = b"\n\none \ntwo\nthree\n> quoted \n> more\n-- \nme"
    assert text(head + english) == "one two\nthree\n> quoted \n> more\n-- \nme"
    assert text(head + b"; delsp=yes\n\n" + "春 \n天\n 空".encode()) == "春天\n空"


def test_a_text_beyond_the_limit_is_cut_and_says_so() -> None:
    body = read_body(structure(b"Subject: x\n\n" + b"a" * 50, Limits()), Limits(text=20))
    assert (body.text, body.warnings) == ("a" * 20, ("text_cut",))


def test_a_charset_with_a_nul_in_it_is_no_charset() -> None:
    assert text(b'Content-Type: text/plain; charset="a\0b"\n\n' + "春天".encode()) == "春天"
