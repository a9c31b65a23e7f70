"""A mail with PDF files on its whole way: through a worker without files, network or much memory."""

import zlib
from email.message import EmailMessage
from email.policy import SMTP

from pdf_writer import HEI, HEIGHT, WIDTH, Typesetter, assembled, deflated, pdf, picture

from intake.model import Lexicon, Limits, Outcome, Reading
from intake.sandbox import Sandbox

SPEECH = pdf(
    *Typesetter()
    .centred("下足绣花功夫扮靓美丽城乡", 22, HEI)
    .centred("青石坝镇党委书记 唐长青", 16)
    .set(
        "今年以来，全镇围绕年度目标任务，抢抓机遇、真抓实干，各项重点工作有序推进。下面，我就有关做法作简要发言。",
        "一、提高政治站位",
        "一是领导带头。班子成员逐章研读，每月开展一次支部晒账，59名党员公开认领任务，办结小事170件。",
        "二是全员参与。支部每周集中学习，党员每人联系11户，见面率达到99%，群众看在眼里、记在心上。",
        "二、聚焦重点任务",
        "一是补齐短板。修路10公里，架桥3座，改水500户，打通断头路2条，2.5万人出行更方便。",
        "谢谢大家！",
    )
    .sheets()
)


def mail(*files: bytes) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "a@example.cn"
    message["Subject"] = "投稿"
    message.set_content("发言稿见附件。")
    for number, content in enumerate(files, start=1):
        message.add_attachment(content, maintype="application", subtype="pdf", filename=f"{number}.pdf")
    return message.as_bytes()


def bomb() -> bytes:
    """Pack two gigabytes of spaces into some kilobytes, and write how they are packed in another way."""
    twice = zlib.compress(deflated(2048))
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            b"<< /Length %d /Filter [/#46lateDecode /#46lateDecode] >>\nstream\n%s\nendstream"
            % (len(twice), twice),
        ]
    )


def test_a_speech_in_a_pdf_is_found(sandbox: Sandbox) -> None:
    found = sandbox.read(mail(SPEECH))

    assert isinstance(found, Reading)
    (speech,) = found.contributions
    assert speech.record is not None
    assert speech.record.title.main == "下足绣花功夫扮靓美丽城乡"
    assert [speaker.name for speaker in speech.record.speakers] == ["唐长青"]
    assert (speech.record.unit, speech.record.post, speech.engine) == ("青石坝镇", "党委书记", "pdfium")


def test_scans_and_locked_files_are_problems_of_their_own(sandbox: Sandbox) -> None:
    found = sandbox.read(mail(pdf(picture(0, 0, WIDTH, HEIGHT)), pdf("", password=b"x"), SPEECH))

    assert isinstance(found, Reading)
    assert [leaf.detail for leaf in found.attachments] == ["needs_ocr", "encrypted", None]


def test_a_bomb_that_hides_how_it_is_packed_costs_only_itself(lexicon: Lexicon) -> None:
    with Sandbox(lexicon, Limits(memory=2**28), 1) as small:
        found = small.read(mail(SPEECH, bomb(), SPEECH))

    assert isinstance(found, Reading)
    assert [leaf.outcome for leaf in found.attachments] == [Outcome.READ, Outcome.UNREADABLE, Outcome.READ]
    assert found.attachments[1].detail in {"memory", "crashed", "corrupted", "empty", "timeout"}
