"""What a poller relies on that real IMAP servers do in their own ways, asked of Dovecot and of Cyrus."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from certificates import Authority
from cyrus_server import installed_cyrus
from dovecot_server import installed_dovecot
from imap_account import ImapAccount, ImapServer

from intake.errors import MailboxRefused, MailboxUnavailable
from intake.mailboxes import open_mailbox
from intake.model import Fetched, Listing

pytestmark = pytest.mark.live

MAILS = sorted((Path(__file__).parents[1] / "data" / "mail").glob("*.eml"))
# Dovecot makes NUL 0x80, Cyrus refuses it; of a CR alone no server says what it does.
SAMPLES = [path for path in MAILS if not re.search(rb"\0|\r(?!\n)", path.read_bytes())]
SHANGHAI = timezone(timedelta(hours=8))
FOLDER = "其他文件夹/投稿"
INSTALLED: dict[str, Callable[[Authority], AbstractContextManager[ImapServer]]] = {
    "dovecot": installed_dovecot,
    "cyrus": lambda _authority: installed_cyrus(),
}


@pytest.fixture(params=INSTALLED)
def account(request: pytest.FixtureRequest) -> ImapAccount:
    """A fresh user of each server."""
    found: ImapAccount = request.getfixturevalue(f"{request.param}_account")
    return found


@pytest.fixture(params=INSTALLED)
def stopped(request: pytest.FixtureRequest, authority: Authority) -> Iterator[ImapServer]:
    """Each server once more, not running yet."""
    with INSTALLED[request.param](authority) as server:
        yield server


def mail(body: bytes) -> bytes:
    return b"From: a@example.cn\r\nSubject: \xb7\xa2\xd1\xd4\xb8\xe5\r\n\r\n" + body


def listed(account: ImapAccount, folder: str = "INBOX") -> Listing:
    with open_mailbox(account.config(), account.secret) as mailbox:
        return mailbox.listing(folder)


def polled(account: ImapAccount, folder: str = "INBOX") -> list[Fetched]:
    with open_mailbox(account.config(), account.secret) as mailbox:
        return list(mailbox.fetch(folder, mailbox.listing(folder).uids))


def told(account: ImapAccount, items: str) -> list[bytes]:
    """Ask another client's EXAMINE: one line for each mail."""
    with account.another_client() as client:
        client.select(readonly=True)
        answers = client.fetch("1:*", items)[1]
    return [answer for answer in answers if isinstance(answer, bytes)]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_awkward_mails_come_byte_for_byte_at_the_size_they_were_said_to_have(
    account: ImapAccount, sample: Path
) -> None:
    raw = sample.read_bytes()
    account.append(raw)
    assert [fetched.raw for fetched in polled(account)] == [raw]
    assert told(account, "(RFC822.SIZE)") == [b"1 (RFC822.SIZE %d)" % len(raw)]


@pytest.mark.parametrize(
    "raw",
    [
        mail(bytes(range(1, 10)) + bytes(range(14, 256)) + b"\r\n"),
        mail(b"no line end at the end"),
        mail(b"x" * 100_000 + b"\r\n"),
        mail(b"{5}\r\n) FLAGS (\\Seen)\r\n* 2 EXPUNGE\r\n"),
        b"Subject: no empty line below\r\n",
    ],
    ids=["every byte but NUL, CR, LF", "no last line end", "a line of 100 KB", "protocol", "header only"],
)
def test_odd_bytes_come_as_they_are(account: ImapAccount, raw: bytes) -> None:
    account.append(raw)
    account.append(mail(b"the next one\r\n"))
    assert [fetched.raw for fetched in polled(account)] == [raw, mail(b"the next one\r\n")]


def test_a_mail_of_20_mb_comes_whole(account: ImapAccount) -> None:
    raw = mail(b"0123456789abcdef\r\n" * (20 * 2**20 // 18))
    account.append(raw)
    (fetched,) = polled(account)
    assert fetched.raw == raw


@pytest.mark.parametrize(
    "when",
    [
        datetime(2024, 2, 29, 23, 59, 59, tzinfo=SHANGHAI),
        datetime(2003, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_the_time_of_arrival_is_kept_to_the_second_in_every_zone(
    account: ImapAccount, when: datetime
) -> None:
    account.append(mail(b"\r\n"), when=when)
    (fetched,) = polled(account)
    assert fetched.received == when


def test_a_poll_leaves_recent_and_unseen_as_they_were(account: ImapAccount) -> None:
    for number in range(3):
        account.append(mail(b"%d\r\n" % number))
    assert len(polled(account)) == 3
    assert told(account, "(FLAGS)") == [b"%d (FLAGS (\\Recent))" % number for number in (1, 2, 3)]


def test_mail_that_was_read_on_a_telephone_is_polled_like_any_other(account: ImapAccount) -> None:
    account.append(mail(b"\r\n"))
    with account.another_client() as client:
        client.select()
        client.fetch("1", "(BODY[])")
        client.store("1", "+FLAGS", "(\\Answered \\Flagged $Forwarded)")
    before = told(account, "(FLAGS)")
    assert len(polled(account)) == 1
    assert told(account, "(FLAGS)") == before
    assert b"\\Seen" in before[0]


def test_folders_of_any_name_are_found_and_read(account: ImapAccount) -> None:
    names = [FOLDER, "A.B", "其他文件夹/R & D", "2026", "稿件 (旧)", "a*b", "]", "😀"]
    for name in names:
        account.create(name)
        account.append(mail(name.encode()), name)
    with open_mailbox(account.config("*"), account.secret) as mailbox:
        assert {*names, "INBOX"} <= set(mailbox.folders())  # and 其他文件夹, where it is a folder itself
        for name in names:
            (fetched,) = mailbox.fetch(name, mailbox.listing(name).uids)
            assert fetched.raw == mail(name.encode())


def test_a_folder_in_a_folder_that_holds_no_mail_itself_is_polled_alone(account: ImapAccount) -> None:
    account.create(FOLDER)
    with open_mailbox(account.config("其他文件夹/*"), account.secret) as mailbox:
        assert mailbox.folders() == (FOLDER,)


def test_epoch_and_uids_outlive_a_restart(stopped: ImapServer) -> None:
    account = stopped.account()
    with stopped.running():
        account.create(FOLDER)
        for folder in ("INBOX", FOLDER):
            account.append(mail(b"\r\n"), folder)
        before = [listed(account), listed(account, FOLDER)]
    with stopped.running():
        assert [listed(account), listed(account, FOLDER)] == before


def test_a_folder_made_again_is_numbered_anew(account: ImapAccount) -> None:
    account.create(FOLDER)
    account.append(mail(b"\r\n"), FOLDER)
    before = listed(account, FOLDER)
    account.delete(FOLDER)
    account.create(FOLDER)
    account.append(mail(b"\r\n"), FOLDER)
    after = listed(account, FOLDER)
    assert after.uidvalidity != before.uidvalidity
    assert after.uids == before.uids


def test_a_uid_is_not_given_again_after_the_newest_mail_was_deleted(account: ImapAccount) -> None:
    seen: list[str] = []
    for number in range(3):
        account.append(mail(b"%d\r\n" % number))
        seen += listed(account).uids
        with account.another_client() as client:
            client.select()
            client.store("1", "+FLAGS", "\\Deleted")
            client.expunge()
    assert len(set(seen)) == 3
    assert listed(account).uids == ()


def test_of_mails_deleted_since_the_listing_none_comes_broken_and_the_others_come(
    account: ImapAccount,
) -> None:
    mails = [mail(b"%d\r\n" % number) for number in range(5)]
    for raw in mails:
        account.append(raw)
    with open_mailbox(account.config(), account.secret) as mailbox:
        uids = mailbox.listing("INBOX").uids
        with account.another_client() as client:
            client.select()
            client.store("2,4", "+FLAGS", "\\Deleted")
            client.expunge()
        came = {fetched.uid: fetched.raw for fetched in mailbox.fetch("INBOX", uids)}
    assert came.items() <= dict(zip(uids, mails, strict=True)).items()
    assert {uids[place] for place in (0, 2, 4)} <= came.keys()


def test_a_folder_that_is_gone_and_made_again_since_the_listing_gives_no_mail_under_an_old_uid(
    account: ImapAccount,
) -> None:
    account.create(FOLDER)
    account.append(mail(b"old\r\n"), FOLDER)
    with open_mailbox(account.config(), account.secret) as mailbox:
        uids = mailbox.listing(FOLDER).uids
        account.delete(FOLDER)
        account.create(FOLDER)
        account.append(mail(b"new\r\n"), FOLDER)
        try:
            came = [fetched.raw for fetched in mailbox.fetch(FOLDER, uids)]
        except (MailboxRefused, MailboxUnavailable):
            came = []
    assert mail(b"new\r\n") not in came
    assert [fetched.raw for fetched in polled(account, FOLDER)] == [mail(b"new\r\n")]
