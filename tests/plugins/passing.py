"""Passes as `intake poll` makes them, without a command line: over which servers, into which store."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from intake.config import Config, ImapConfig, MailboxConfig
from intake.demo.server import Server
from intake.errors import IntakeError
from intake.halt import Halt
from intake.passes import Desk, Orders, Outcome, Pass, run
from intake.poll import Progress
from intake.store import Store


def box_at(server: Server, **changes: object) -> ImapConfig:
    """Configure the account of a loop-back server."""
    box = ImapConfig("box", server.host, server.box.user, port=server.port, tls=False, read_timeout=20.0)
    return replace(box, **changes)  # type: ignore[arg-type]  # the fields of a test's choice


def mail(number: int, body: bytes = b"") -> bytes:
    """Make a small mail that is like no other."""
    return b"From: a@example.cn\r\nSubject: %d\r\nMessage-ID: <%d@example.cn>\r\n\r\n%b\r\n" % (
        number,
        number,
        body or b"%d" % number,
    )


def said(server: Server, command: bytes) -> list[bytes]:
    """Give what clients said of one command, without their tags."""
    lines = (
        line.split(b" ", 2)[2] for line in server.wire if line.startswith(b"C: ") and line.count(b" ") > 1
    )
    return [line for line in lines if line.startswith(command)]


@dataclass
class Poller:
    """One who polls mailboxes into a store, and is told of failures."""

    store: Store
    boxes: tuple[MailboxConfig, ...]
    code: str = "abcdefghijklmnop"
    floor: int = 0
    progress: Progress = lambda _done, _total: None
    told: list[IntakeError] = field(default_factory=list)

    def poll(self, orders: Orders = Orders(), budget: float = 60.0, halt: Halt | None = None) -> Outcome:  # noqa: B008  # frozen
        """Make one pass."""
        codes = {f"INTAKE_PASSWORD_{box.name.upper()}": self.code for box in self.boxes}
        config = Config(None, "", self.boxes, disk_floor=self.floor)
        desk = Desk(codes, self._shown, self.told.append)
        return run(Pass(self.store, config, desk, orders, halt or Halt(time.monotonic() + budget)))

    @contextmanager
    def _shown(self, _label: str) -> Iterator[Progress]:
        yield self.progress
