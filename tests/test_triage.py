"""From the bytes of mails to the editors' list: what is the same, what is new, and what takes another's place."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from intake.demo.manuscript import manuscript
from intake.halt import Halt
from intake.model import PROGRAM, Number, Sighting, Verdict
from intake.read import read_landed
from intake.sandbox import Sandbox
from intake.store import Store, SubmissionQuery
from intake.workflow import Action, Status

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
SPEECH = """# 守好一库清水 走出一条新路
> 云山县碧湖镇党委书记　周远航
碧湖镇辖12个村，常住人口2.3万人。今年以来，我们坚持生态优先，各项工作有了新起色。
## 一、把水护好
一是守住岸线。清退网箱36口，复绿岸线8公里。
二是管住源头。建成污水处理站5座，覆盖9个村。
## 二、把业兴好
一是做强茶叶。新建茶园1200亩，带动230户增收。
二是做活旅游。改造民宿41家，接待游客6.5万人次。
"""
CORRECTED = SPEECH.replace("36口", "63口")


def mail(
    speech: str = SPEECH,
    note: str = "稿件见附件，请查收。",
    address: str = "bihu@example.cn",
    subject: str = "碧湖镇发言材料",
    number: int = 1,
) -> bytes:
    """Write a mail that carries a speech; `number` tells two sendings of it apart by their headers."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"碧湖镇党政办 <{address}>"
    message["Subject"] = subject
    message["Date"] = "Fri, 20 Nov 2026 12:00:00 +0800"
    message["Message-ID"] = f"<{number}@example.cn>"
    message.set_content(note)
    message.add_attachment(
        manuscript(speech), maintype="application", subtype="octet-stream", filename="碧湖镇发言.docx"
    )
    return message.as_bytes()


class Post:
    """A mailbox whose mails arrive an hour apart and are read at once."""

    def __init__(self, store: Store, sandbox: Sandbox) -> None:
        self.store = store
        self.sandbox = sandbox
        self.uid = 0

    def brings(self, raw: bytes) -> None:
        self.uid += 1
        received = NOON + timedelta(hours=self.uid)
        self.store.land(Sighting("qq", "INBOX", "1", str(self.uid)), raw, received)
        read_landed(self.store, self.sandbox, Halt(), progress=lambda _done, _total: None)

    def list(self) -> dict[int, Status]:
        rows = self.store.submissions(SubmissionQuery(statuses=None))
        return {row.number.serial: row.status for row in rows}


@pytest.fixture
def post(store: Store, sandbox: Sandbox) -> Post:
    return Post(store, sandbox)


def test_a_returned_speech_gives_way_to_its_corrected_version(store: Store, post: Post) -> None:
    post.brings(mail())
    store.decide("1", Verdict(Action.RETURN, "王编", reason="figures", note="网箱的数字请核实"))
    post.brings(mail(CORRECTED, note="数字已核实，以此稿为准。", number=2))
    assert post.list() == {1: Status.SUPERSEDED, 2: Status.PENDING}
    assert [(made.who, made.action, made.reason, made.note) for made in store.log("1")] == [
        ("王编", Action.RETURN, "figures", "网箱的数字请核实"),
        (PROGRAM, Action.SUPERSEDE, "revision", None),
    ]
    revised = store.submission("2").revision_of
    assert revised is not None
    assert revised.number == Number(2026, 1)
    assert "63口" in store.submission("2").text


def test_the_same_mail_again_is_only_another_sighting(store: Store, post: Post) -> None:
    raw = mail()
    for same in (raw, raw, raw.replace(b"\r\n", b"\n")):  # an archive's copy has other line ends
        post.brings(same)
    assert post.list() == {1: Status.PENDING}
    assert len(store.message(1).sightings) == 3
    assert store.log("1") == []


def test_the_same_file_in_another_mail_is_a_linked_duplicate(store: Store, post: Post) -> None:
    post.brings(mail())
    post.brings(mail(subject="再发一次", number=2))
    assert post.list() == {1: Status.PENDING, 2: Status.DUPLICATE}
    repeated = store.submission("2").duplicate_of
    assert repeated is not None
    assert (repeated.number, repeated.sha256) == (Number(2026, 1), store.message(1).row.sha256)
    assert [row.number.serial for row in store.submissions()] == [1]


def test_the_same_speech_of_another_office_is_pending_with_a_hint(store: Store, post: Post) -> None:
    post.brings(mail())
    post.brings(mail(address="xianwei@example.cn", number=2))
    assert post.list() == {1: Status.PENDING, 2: Status.PENDING}
    assert "look_alike" in store.submission("2").row.warnings
    (alike,) = store.look_alikes("2")
    assert (alike.row.number, alike.why[0]) == (Number(2026, 1), "same_file")


def test_a_newer_version_that_does_not_say_so_is_left_to_the_editor(store: Store, post: Post) -> None:
    post.brings(mail())
    post.brings(mail(CORRECTED, number=2))
    assert post.list() == {1: Status.PENDING, 2: Status.PENDING}
    assert store.look_alikes("2")[0].why == ("same_title", "similar_text")


def test_a_correction_from_another_address_supersedes_nothing(post: Post) -> None:
    post.brings(mail())
    post.brings(mail(CORRECTED, subject="更正稿", address="xianwei@example.cn", number=2))
    assert post.list() == {1: Status.PENDING, 2: Status.PENDING}
