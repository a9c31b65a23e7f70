"""Mails to lose or to double, a server that has them, and the program that polls it in a child."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

from lying_server import CODE, USER, LyingServer

from intake.cli import application
from intake.demo.letterbox import Delivered, Letterbox

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
SPEECH = """在全市防汛工作会议上的发言
临渚区{place}镇党委书记 陶望山
同志们：
{place}镇三面临江，防汛是天大的事。
一、把险段查清
一是查得早。汛前走完26公里堤防，登记险段7处，{place}每处一名干部、一张清单。
谢谢大家！
"""
OVERSIZE = 20_000  # bytes: larger than any mail here but the one that is to stay on the server


def letter(number: int, place: str = "渡口", message_id: int | None = None) -> bytes:
    """Write a mail with a speech in it; mails of one number are the same, those of one message_id only say so."""
    header = (
        f"From: office{number}@example.cn\r\nSubject: manuscript {number}\r\n"
        f"Date: Fri, 20 Nov 2026 09:00:00 +0800\r\nMessage-ID: <{message_id or number}@example.cn>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return (header + SPEECH.format(place=f"{place}{number}").replace("\n", "\r\n")).encode()


#: Two new mails, the first of them again byte by byte, one in another folder, and one that is too large to fetch.
FIXTURE: Mapping[str, Sequence[bytes]] = {
    "INBOX": (letter(1), letter(2), letter(1), letter(4) + b"x" * OVERSIZE),
    "Junk": (letter(3),),
}
LANDING = (letter(1), letter(2), letter(3))  # what of it is to be stored


def arrival(raw: bytes) -> datetime:
    """Tell when a mail came: the same one always at the same time, wherever it lies."""
    return NOON + timedelta(minutes=crc32(raw) % 10_000)


def refill(box: Letterbox, folders: Mapping[str, Sequence[bytes]], epoch: int = 1) -> None:
    """Be a server on its first day: these mails from uid 1 on, nothing said and nothing changed."""
    box.faults.calm()
    for name, raws in folders.items():
        folder = box.create(name)
        mails = (Delivered(uid, raw, arrival(raw)) for uid, raw in enumerate(raws, 1))
        folder.mails, folder.uidvalidity, folder.uidnext = tuple(mails), epoch, len(raws) + 1
        folder.listed.clear()
    box.wire.clear()
    box.mutations.clear()


@dataclass(frozen=True)
class Office:
    """A folder with a configuration and a database, and the program in it."""

    home: Path
    arguments: tuple[str, ...] = ("poll", "--quiet")

    @property
    def database(self) -> Path:
        return self.home / "intake.db"

    @property
    def config(self) -> Path:
        return self.home / "intake.toml"

    def configure(self, server: LyingServer, *lines: str, store: str = "", poll: str = "") -> None:
        """Write the configuration; `lines` are the mailbox's own."""
        self.config.write_text(
            f'[store]\nurl = "sqlite:///intake.db"\n{store}\n[poll]\n{poll}\n[limits]\nmail = {OVERSIZE}\n'
            f'[mailbox.box]\nhost = "127.0.0.1"\nport = {server.port}\nuser = "{USER}"\ntls = false\n'
            'folders = ["INBOX", "Junk"]\n' + "\n".join(lines) + "\n"
        )

    def asked(self, *arguments: str) -> "Office":
        """Give the same place with another command to run in it."""
        return replace(self, arguments=arguments)

    def __call__(self) -> None:
        """Run the command line in this process and exit, as the program does."""
        environ = {"INTAKE_PASSWORD": CODE, "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        application.main(["--config", str(self.config), *self.arguments], prog_name="intake", environ=environ)
