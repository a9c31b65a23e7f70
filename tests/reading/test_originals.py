"""What is written for an editor to open is, byte for byte, what was attached."""

from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest

from intake.model import Attachment, Lexicon, Limits
from intake.reading import Unreadable, cut, read

LIMITS = Limits()


def mail(*files: tuple[str, bytes], inside: bytes | None = None) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "office@example.cn"
    message["Subject"] = "投稿"
    message.set_content("发言稿见附件。")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    if inside is not None:
        message.add_attachment(inside, maintype="application", subtype="octet-stream", filename="转发.eml")
    return message.as_bytes()


def zipped(**files: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def every(attachments: tuple[Attachment, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in attachments:
        found |= {one.path: one.sha256, **every(one.members)}
    return found


@pytest.mark.parametrize(
    "raw",
    [
        mail(("发言.txt", "同志们：\n大家好".encode("gb18030")), ("照片.jpg", b"\xff\xd8\xff\xe0")),
        mail(("材料.zip", zipped(a="甲说".encode(), b=zipped(c="乙说".encode())))),
        mail(inside=mail(("里.txt", "里面的发言".encode()))),
        mail(("一.txt", b"1"), ("二.zip", zipped(a=b"2")), inside=mail(("三.zip", zipped(b=b"3")))),
    ],
    ids=["files", "archive in an archive", "attached mail", "everything"],
)
def test_every_attachment_that_is_listed_can_be_cut_out_again(raw: bytes, lexicon: Lexicon) -> None:
    listed = every(read(raw, lexicon, LIMITS).attachments)
    found = {leaf.path: sha256(leaf.content).hexdigest() for leaf in cut(raw, listed, LIMITS)}
    assert listed
    assert found == listed


def test_only_what_is_asked_for_is_cut_out() -> None:
    raw = mail(("一.txt", b"one"), ("二.txt", b"two"))
    assert [leaf.content for leaf in cut(raw, ["3"], LIMITS)] == [b"two"]
    assert list(cut(raw, ["9", "3/1"], LIMITS)) == []


def test_a_mail_beyond_its_limits_is_not_taken_apart() -> None:
    with pytest.raises(Unreadable):
        list(cut(b"Subject: a\r\n" * 50, ["1"], Limits(lines=3)))
