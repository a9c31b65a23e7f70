"""Mail on disk, as programs leave it there."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.config import FolderConfig
from intake.errors import MailboxRefused
from intake.mailboxes import open_mailbox
from intake.model import Fetched

MODIFIED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MAIL = b"Subject: 1\n\nHello\n"


def _all(path: Path, folder: str) -> list[Fetched]:
    with open_mailbox(FolderConfig("disk", path)) as mailbox:
        return list(mailbox.fetch(folder, mailbox.listing(folder).uids))


def _folders(path: Path) -> tuple[str, ...]:
    with open_mailbox(FolderConfig("disk", path)) as mailbox:
        return mailbox.folders()


def _write(path: Path, raw: bytes = MAIL) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    os.utime(path, (MODIFIED.timestamp(),) * 2)
    return path


class TestTrees:
    def test_eml_files_are_found_at_any_depth_whatever_their_case(self, tmp_path: Path) -> None:
        for name in ("b.eml", "a/二.EML", "a/notes.txt", "a/b/c/3.eml"):
            _write(tmp_path / name)
        uids = [mail.uid for mail in _all(tmp_path, ".")]
        assert uids == [f"{name}:{len(MAIL)}" for name in ("a/b/c/3.eml", "a/二.EML", "b.eml")]

    def test_one_eml_file_is_a_mailbox_of_one_mail(self, tmp_path: Path) -> None:
        assert [mail.uid for mail in _all(_write(tmp_path / "one.eml"), ".")] == [f"one.eml:{len(MAIL)}"]

    def test_a_file_polled_half_written_is_taken_again_when_it_is_whole(self, tmp_path: Path) -> None:
        half = _all(_write(tmp_path / "one.eml", MAIL[:9]), ".")[0]
        whole = _all(_write(tmp_path / "one.eml"), ".")[0]
        assert half.uid != whole.uid
        assert whole.raw == MAIL

    def test_a_name_that_is_no_utf_8_makes_a_uid_that_can_be_stored(self, tmp_path: Path) -> None:
        (tmp_path / os.fsdecode("稿".encode("gbk") + b".eml")).write_bytes(MAIL)
        (mail,) = _all(tmp_path, ".")
        assert mail.uid.encode().startswith(b"\\xb8\\xe5.eml:")
        assert mail.raw == MAIL

    def test_mbox_files_in_a_tree_are_folders_of_their_own(self, tmp_path: Path) -> None:
        _write(tmp_path / "one.eml")
        _write(tmp_path / "2025" / "Inbox", b"From a@b Mon Nov 23 01:02:03 2026\n" + MAIL)
        _write(tmp_path / "empty.mbox", b"")
        assert _folders(tmp_path) == (".", "2025/Inbox", "empty.mbox")
        assert [mail.raw for mail in _all(tmp_path, "2025/Inbox")] == [MAIL]

    def test_a_file_gone_between_listing_and_fetch_is_not_yielded(self, tmp_path: Path) -> None:
        one, two = _write(tmp_path / "1.eml"), _write(tmp_path / "2.eml")
        with open_mailbox(FolderConfig("disk", tmp_path)) as mailbox:
            mails = mailbox.fetch(".", mailbox.listing(".").uids)
            assert next(mails).uid.startswith(one.name)
            two.unlink()
            assert list(mails) == []

    def test_a_uid_leads_nowhere_outside(self, tmp_path: Path) -> None:
        _write(tmp_path / "secret.eml")
        (tmp_path / "inside").mkdir()
        with open_mailbox(FolderConfig("disk", tmp_path / "inside")) as mailbox:
            assert list(mailbox.fetch(".", ["../secret.eml", str(tmp_path / "secret.eml")])) == []


class TestMaildirs:
    def test_subfolders_are_folders_and_flags_are_no_part_of_a_uid(self, tmp_path: Path) -> None:
        for folder in ("", ".Junk"):
            for part in ("cur", "new", "tmp"):
                (tmp_path / folder / part).mkdir(parents=True)
        _write(tmp_path / "cur" / "20.a.host:2,RS")
        _write(tmp_path / "cur" / "odd;2,S")
        _write(tmp_path / "new" / "3.b.host")
        _write(tmp_path / "new" / ".nfs0001")
        _write(tmp_path / "tmp" / "4.c.host")
        _write(tmp_path / ".Junk" / "new" / "5.d.host")
        (tmp_path / ".other").mkdir()
        assert _folders(tmp_path) == ("INBOX", "Junk")
        assert [mail.uid for mail in _all(tmp_path, "INBOX")] == ["odd", "3.b.host", "20.a.host"]
        assert [mail.uid for mail in _all(tmp_path, "Junk")] == ["5.d.host"]

    def test_a_mail_keeps_its_uid_when_it_is_read_elsewhere(self, tmp_path: Path) -> None:
        for part in ("cur", "new"):
            (tmp_path / part).mkdir()
        _write(tmp_path / "new" / "3.b.host").rename(tmp_path / "cur" / "3.b.host:2,S")
        assert [mail.uid for mail in _all(tmp_path, "INBOX")] == ["3.b.host"]

    def test_maildirs_side_by_side_are_folders_of_their_paths(self, tmp_path: Path) -> None:
        for folder in ("INBOX", "Archive/2025"):
            for part in ("cur", "new", "tmp"):
                (tmp_path / folder / part).mkdir(parents=True)
            _write(tmp_path / folder / "cur" / "3.b.host:2,S", b"From a@b 01:02 is no mbox here\n\n")
        assert _folders(tmp_path) == (".", "Archive/2025", "INBOX")
        assert [mail.uid for mail in _all(tmp_path, "Archive/2025")] == ["3.b.host"]


class TestMboxes:
    FROM = b"From a@example.cn Mon Nov 23 01:02:03 2026"

    def test_uids_are_offsets_and_one_layer_of_quoting_is_undone(self, tmp_path: Path) -> None:
        first = self.FROM + b"\nSubject: 1\n\n>From here\n>>From there\n> From\n\n"
        path = _write(tmp_path / "m.mbox", first + self.FROM + b"\n" + MAIL + b"\n")
        mails = _all(path, "m.mbox")
        assert [mail.uid.partition(":")[0] for mail in mails] == ["0", str(len(first))]
        assert [mail.raw for mail in mails] == [b"Subject: 1\n\nFrom here\n>From there\n> From\n", MAIL]

    def test_another_mail_at_the_same_offset_has_another_uid(self, tmp_path: Path) -> None:
        before = _all(_write(tmp_path / "m.mbox", self.FROM + b"\n" + MAIL + b"\n"), "m.mbox")
        after = _all(_write(tmp_path / "m.mbox", self.FROM[:-1] + b"7\n" + MAIL + b"\n"), "m.mbox")
        assert before[0].uid != after[0].uid

    def test_a_sentence_that_begins_with_from_parts_no_mail(self, tmp_path: Path) -> None:
        raw = b"Subject: 1\n\nYours\n\nFrom the office of the district\nFrom 01:02:03 on\n"
        path = _write(tmp_path / "m.mbox", self.FROM + b"\n" + raw + b"\n")
        assert [mail.raw for mail in _all(path, "m.mbox")] == [raw]

    def test_line_ends_of_either_kind_are_kept(self, tmp_path: Path) -> None:
        raw = MAIL.replace(b"\n", b"\r\n")
        path = _write(tmp_path / "m.mbox", (b"From \r\n" + raw + b"\r\n") * 2)
        assert [mail.raw for mail in _all(path, "m.mbox")] == [raw, raw]

    def test_a_last_mail_without_its_blank_line_is_whole(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "m.mbox", self.FROM + b"\n" + MAIL)
        assert [mail.raw for mail in _all(path, "m.mbox")] == [MAIL]

    def test_a_file_rewritten_meanwhile_gives_no_wrong_mail(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "m.mbox", (self.FROM + b"\n" + MAIL + b"\n") * 2)
        with open_mailbox(FolderConfig("disk", path)) as mailbox:
            mails = mailbox.fetch("m.mbox", mailbox.listing("m.mbox").uids)
            next(mails)
            path.write_bytes(b"x" * 200)
            assert list(mails) == []


class TestTimes:
    @pytest.mark.parametrize(
        ("header", "time"),
        [
            (b"Received: by x; Mon, 23 Nov 2026 09:00:00 +0800 (CST)", datetime(2026, 11, 23, 1, tzinfo=UTC)),
            (
                b"received: by x;\r\n Mon, 23 Nov 2026\r\n\t01:00:00 GMT",
                datetime(2026, 11, 23, 1, tzinfo=UTC),
            ),
            (b"Received: by x; Mon, 23 Nov 2026 01:00:00 -0000", datetime(2026, 11, 23, 1, tzinfo=UTC)),
            (b"Received: by x; Mon, 23 Nov 2026 09:00:00 CST", MODIFIED),  # China's or Chicago's
            (b"Received: by x; Mon, 23 Nov 2099 23:59:59 -0800", MODIFIED),
            (b"Received: by x; Fri, 31 Dec 9999 23:59:59 -0800", MODIFIED),
            (b"Received: by x; some day +0800", MODIFIED),
            (b"Subject: 1\r\n\r\nReceived: by x; Mon, 23 Nov 2026 09:00:00 +0800", MODIFIED),
        ],
    )
    def test_a_file_came_when_its_last_server_says_or_it_was_written(
        self, tmp_path: Path, header: bytes, time: datetime
    ) -> None:
        (mail,) = _all(_write(tmp_path / "1.eml", header + b"\r\n\r\n").parent, ".")
        assert mail.received == time

    @pytest.mark.parametrize(
        ("line", "time"),
        [
            (b"From a@example.cn Mon Nov 23 01:02:03 2026", datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)),
            (b"From - Mon Nov 23 01:02:03 2026", datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)),
            (b"From ", MODIFIED),
        ],
    )
    def test_an_mbox_says_when_a_mail_came(self, tmp_path: Path, line: bytes, time: datetime) -> None:
        (mail,) = _all(_write(tmp_path / "m.mbox", line + b"\n" + MAIL), "m.mbox")
        assert mail.received == time


class TestRefusals:
    def test_a_path_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(MailboxRefused, match=r"missing of disk — .*No such file or directory"):
            _folders(tmp_path / "missing")

    def test_a_file_that_is_no_mail(self, tmp_path: Path) -> None:
        with pytest.raises(MailboxRefused, match="neither a folder nor"):
            _folders(_write(tmp_path / "picture.png", b"\x89PNG"))
