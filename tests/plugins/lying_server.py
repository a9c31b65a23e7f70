"""The loop-back server in a process of its own: clients may be killed, and nothing here waits for them.

    with lying_server("INBOX", "Junk") as server:
        uid = server.do(deliver, raw)
        server.do(lie, shuffled(7))
        …
        server.do(calm)
        assert server.do(snapshot)["INBOX"].mails[uid].flags == frozenset()

What `do` takes is any function of this module, or another that can be imported, whose first parameter is the letterbox.
"""

import multiprocessing
import signal
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from multiprocessing.connection import Connection
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from intake.config import ImapConfig, Secret
from intake.demo.faults import Faults
from intake.demo.letterbox import Letterbox, Mutation
from intake.demo.server import HOST, serving

USER = "editor@example.cn"
CODE = "abcdefghijklmnop"

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Kept:
    """A mail as the server has it at one moment."""

    sha256: str
    flags: frozenset[bytes]


@dataclass(frozen=True)
class Held:
    """A folder at one moment: its epoch, and its mails by uid."""

    uidvalidity: int
    mails: Mapping[int, Kept]


@dataclass(frozen=True)
class LyingServer:
    """A running server: how a mailbox reaches it, and how a test does."""

    port: int
    pid: int
    pipe: Connection
    lock: Lock = field(default_factory=Lock)

    def config(self, *folders: str, read_timeout: float = 20.0) -> ImapConfig:
        return ImapConfig(
            name="lying",
            host=HOST,
            port=self.port,
            user=USER,
            tls=False,
            folders=folders or ("INBOX",),
            read_timeout=read_timeout,
        )

    @property
    def secret(self) -> Secret:
        return Secret(CODE)

    def do(
        self,
        act: Callable[Concatenate[Letterbox, Arguments], Result],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Result:
        """Call a function with the letterbox over there, and give what it gives; any thread may."""
        with self.lock:
            self.pipe.send((act, arguments, named))
            result, error = self.pipe.recv()
        if error is not None:
            raise error
        done: Result = result
        return done


@contextmanager
def lying_server(*folders: str) -> Iterator[LyingServer]:
    """Run the server until the block ends, or the process that started it."""
    context = multiprocessing.get_context("spawn")  # a fork would hold on to all that the tests have open
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(folders or ("INBOX",), there), daemon=True)
    process.start()
    there.close()
    try:
        yield LyingServer(here.recv(), process.pid or 0, here)
    finally:
        here.close()
        process.join()


def deliver(box: Letterbox, raw: bytes, folder: str = "INBOX", received: datetime | None = None) -> int:
    """Let a mail come."""
    return box.folders[folder].deliver(raw, received)


def move(box: Letterbox, uids: Collection[int], source: str, target: str) -> tuple[int, ...]:
    """Move mails, as a human does on the web."""
    return box.move(source, uids, target)


def expunge(box: Letterbox, uids: Collection[int], folder: str = "INBOX") -> None:
    """Remove mails for good, as a human does on the web."""
    box.folders[folder].remove(uids)


def see(box: Letterbox, uids: Collection[int], folder: str = "INBOX") -> None:
    r"""Set \Seen, as a human does who reads."""
    box.folders[folder].mark(uids, lambda flags: flags | {b"\\Seen"})


def renumber(box: Letterbox, folder: str = "INBOX", seed: int | None = None) -> None:
    """Begin a new epoch, in another order if there is a seed."""
    box.folders[folder].renumber(seed)


def lie(box: Letterbox, faults: Faults) -> None:
    """Have these faults from now on, and no others."""
    box.faults = faults


def calm(box: Letterbox) -> None:
    """End every fault."""
    box.faults.calm()


def snapshot(box: Letterbox) -> Mapping[str, Held]:
    """Tell all that the server has."""
    with box.bell.lock:
        folders = {name: (folder.uidvalidity, folder.mails) for name, folder in box.folders.items()}
    return {
        name: Held(epoch, {mail.uid: Kept(sha256(mail.raw).hexdigest(), mail.flags) for mail in mails})
        for name, (epoch, mails) in folders.items()
    }


def mutations(box: Letterbox) -> list[Mutation]:
    """Tell what clients changed or asked to change."""
    return box.mutations.copy()


def wire(box: Letterbox) -> list[bytes]:
    """Tell what was said, both ways, and when the server lied."""
    return box.wire.copy()


def _serve(folders: tuple[str, ...], pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; this one ends when the pipe is closed
    with serving(dict.fromkeys(folders, ()), user=USER, password=CODE) as server:
        pipe.send(server.port)
        while True:
            try:
                act, arguments, named = pipe.recv()
            except EOFError:
                return
            try:
                pipe.send((act(server.box, *arguments, **named), None))
            except Exception as error:  # noqa: BLE001  # whatever it is, it is raised where it was asked for
                pipe.send((None, error))
