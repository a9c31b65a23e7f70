"""What every kind of mailbox promises, asked of each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from intake.config import FolderConfig, ImapConfig, MailboxConfig, Secret
from intake.demo.server import Server, serving
from intake.errors import MailboxRefused
from intake.mailboxes import KINDS, Mailbox, open_mailbox
from intake.model import Fetched

SMALL = b"From: a@example.cn\r\nSubject: 1\r\n\r\nHello\r\n"
GBK = "From: b@example.cn\r\nSubject: 发言稿\r\n\r\n坚持以人民为中心\r\n\r\nFrom here on\r\n".encode(
    "gb18030"
)
NO_TEXT = b"Subject: nothing below\r\n\r\n"


@dataclass(frozen=True)
class Site:
    """A mailbox as the outside world sees it."""

    config: MailboxConfig
    secret: Secret | None
    folder: str
    deliver: Callable[[bytes], object]
    state: Callable[[], object]

    def open(self) -> Mailbox:
        return open_mailbox(self.config, self.secret)


def _files(root: Path) -> Callable[[], object]:
    return lambda: {str(path): (path.stat(), path.read_bytes()) for path in root.rglob("*") if path.is_file()}


@contextmanager
def _imap(_tmp: Path) -> Iterator[Site]:
    with serving({"INBOX": []}) as server:
        config = ImapConfig("ours", server.host, server.box.user, port=server.port, tls=False)
        secret = Secret(server.box.password)
        yield Site(config, secret, "INBOX", server.folders["INBOX"].deliver, lambda: _held(server))


def _held(server: Server) -> object:
    return tuple(server.mutations), server.folders["INBOX"].mails


@contextmanager
def _eml(tmp: Path) -> Iterator[Site]:
    def deliver(raw: bytes) -> None:
        number = len(list(tmp.rglob("*.eml")))
        folder = tmp / f"{number // 40}"
        folder.mkdir(exist_ok=True)
        (folder / f"{number:04d} 投稿.eml").write_bytes(raw)

    yield Site(FolderConfig("eml", tmp), None, ".", deliver, _files(tmp))


@contextmanager
def _maildir(tmp: Path) -> Iterator[Site]:
    for name in ("tmp", "new", "cur"):
        (tmp / name).mkdir()

    def deliver(raw: bytes) -> None:
        number = sum(path.is_file() for path in tmp.rglob("*"))
        part, flags = ("new", "") if number % 3 else ("cur", ":2,S")
        (tmp / part / f"{1_700_000_000 + number}.M1.host{flags}").write_bytes(raw)

    yield Site(FolderConfig("maildir", tmp), None, "INBOX", deliver, _files(tmp))


@contextmanager
def _mbox(tmp: Path) -> Iterator[Site]:
    path = tmp / "archive.mbox"
    path.write_bytes(b"")

    def deliver(raw: bytes) -> None:
        body = raw.replace(b"\nFrom ", b"\n>From ")
        with path.open("ab") as file:
            file.write(b"From a@example.cn Mon Nov 23 01:02:03 2026\n" + body + b"\n")

    yield Site(FolderConfig("mbox", path), None, "archive.mbox", deliver, _files(tmp))


LOCAL = {"imap": _imap, "eml": _eml, "maildir": _maildir, "mbox": _mbox}


SERVERS = [pytest.param(name, marks=pytest.mark.live) for name in ("dovecot", "cyrus")]


@pytest.fixture(params=[*LOCAL, *SERVERS])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    if request.param not in LOCAL:
        account = request.getfixturevalue(f"{request.param}_account")
        yield Site(account.config(), account.secret, "INBOX", account.deliver, account.state)
    else:
        with LOCAL[request.param](tmp_path) as made:
            yield made


def _fetched(mailbox: Mailbox, folder: str) -> list[Fetched]:
    return list(mailbox.fetch(folder, mailbox.listing(folder).uids))


class TestEveryMailbox:
    def test_names_the_folder_to_poll(self, site: Site) -> None:
        site.deliver(SMALL)
        with site.open() as mailbox:
            assert mailbox.folders() == (site.folder,)
            assert mailbox.name == site.config.name

    def test_an_empty_folder_lists_nothing(self, site: Site) -> None:
        with site.open() as mailbox:
            assert mailbox.listing(site.folder).uids == ()
            assert _fetched(mailbox, site.folder) == []

    def test_every_mail_comes_byte_for_byte_in_the_order_of_delivery(self, site: Site) -> None:
        mails = [SMALL, GBK, NO_TEXT]
        for raw in mails:
            site.deliver(raw)
        with site.open() as mailbox:
            listed = mailbox.listing(site.folder).uids
            fetched = _fetched(mailbox, site.folder)
        assert [mail.raw for mail in fetched] == mails
        assert tuple(mail.uid for mail in fetched) == listed

    def test_the_time_of_arrival_is_aware(self, site: Site) -> None:
        site.deliver(SMALL)
        with site.open() as mailbox:
            (mail,) = _fetched(mailbox, site.folder)
        assert mail.received.utcoffset() == timedelta(0)

    def test_a_second_listing_is_equal_even_over_a_new_connection(self, site: Site) -> None:
        site.deliver(SMALL)
        with site.open() as mailbox:
            first = mailbox.listing(site.folder)
            assert mailbox.listing(site.folder) == first
        with site.open() as mailbox:
            assert mailbox.listing(site.folder) == first

    def test_a_mail_delivered_meanwhile_is_in_the_next_listing(self, site: Site) -> None:
        site.deliver(SMALL)
        with site.open() as mailbox:
            first = mailbox.listing(site.folder).uids
            site.deliver(GBK)
            second = mailbox.listing(site.folder).uids
            (new,) = set(second) - set(first)
            assert [mail.raw for mail in mailbox.fetch(site.folder, [new])] == [GBK]
        assert second[: len(first)] == first

    def test_a_uid_that_is_not_there_yields_nothing(self, site: Site) -> None:
        site.deliver(SMALL)
        with site.open() as mailbox:
            known = mailbox.listing(site.folder).uids
            assert [mail.uid for mail in mailbox.fetch(site.folder, ["4000000", "../x", *known])] == list(
                known
            )

    def test_polling_changes_nothing_at_the_source(self, site: Site) -> None:
        site.deliver(SMALL)
        site.deliver(GBK)
        before = site.state()
        with site.open() as mailbox:
            for folder in mailbox.folders():
                assert len(_fetched(mailbox, folder)) == 2
        assert site.state() == before

    def test_a_folder_that_is_not_there_is_refused_by_name_and_the_others_go_on(self, site: Site) -> None:
        site.deliver(SMALL)
        with site.open() as mailbox:
            with pytest.raises(MailboxRefused, match="不存在"):
                mailbox.listing("不存在")
            assert len(mailbox.listing(site.folder).uids) == 1

    def test_a_hundred_mails_come_newest_batch_first_and_ascending_inside(self, site: Site) -> None:
        mails = [b"Subject: %d\r\n\r\n%d\r\n" % (number, number) for number in range(99)]
        mails.insert(70, b"Subject: large\r\n\r\n" + b"0123456789abcdef\r\n" * 500_000)
        for raw in mails:
            site.deliver(raw)
        with site.open() as mailbox:
            uids = mailbox.listing(site.folder).uids
            fetched = _fetched(mailbox, site.folder)
        assert {mail.uid: mail.raw for mail in fetched} == dict(zip(uids, mails, strict=True))
        order = [uids.index(mail.uid) for mail in fetched]
        breaks = [place for place, (one, next_) in enumerate(pairwise(order), 1) if next_ < one]
        runs = [order[start:end] for start, end in pairwise([0, *breaks, len(order)])]
        assert all(run == sorted(run) and len(run) <= 50 for run in runs)
        assert all(max(later) < min(earlier) for earlier, later in pairwise(runs))
        assert len(runs) > 1


def test_every_kind_of_configuration_opens_a_mailbox() -> None:
    assert set(KINDS) == {ImapConfig, FolderConfig}
