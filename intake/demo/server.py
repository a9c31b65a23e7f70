"""A small IMAP4rev1 server on the loop-back interface: honest unless told otherwise, for the demo and the tests."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from intake.demo.commands import HangUp, Reset, Session, answer
from intake.demo.faults import Faults
from intake.demo.letterbox import Bell, Folder, Letterbox, Mutation, filled
from intake.demo.link import LINE, Link
from intake.demo.services import SERVICES

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens and what it holds."""

    port: int
    box: Letterbox
    host: str = HOST

    @property
    def folders(self) -> Mapping[str, Folder]:
        """The folders served; they may be changed at any time, as by another client."""
        return self.box.folders

    @property
    def faults(self) -> Faults:
        """What goes wrong from now on."""
        return self.box.faults

    @property
    def wire(self) -> Sequence[bytes]:
        """Every line since the start: "C: …" from clients, "S: …" to them, cut at 200 bytes; "F: …" is a fault."""
        return self.box.wire

    @property
    def mutations(self) -> Sequence[Mutation]:
        """Whatever clients changed or asked to change."""
        return self.box.mutations


_Running = tuple[int, Callable[[], object]]  # its port, and how another thread stops it


@contextmanager
def serving(
    folders: Mapping[str, Sequence[bytes]],
    *,
    user: str = "editor@example.cn",
    password: str = "abcdefghijklmnop",  # noqa: S107  # of a server that lives on loop-back as long as the demo
    tls: ssl.SSLContext | None = None,
    faults: Faults | None = None,
) -> Iterator[Server]:
    """Serve folders of raw mails on a free port until the block ends."""
    bell = Bell()
    box = Letterbox(filled(folders, bell), user, password, faults or Faults(), bell)
    started: Future[_Running] = Future()
    thread = threading.Thread(
        target=lambda: asyncio.run(_listen(box, tls, started)), name="demo-imap", daemon=True
    )
    thread.start()
    port, stop = started.result()
    try:
        yield Server(port, box)
    finally:
        stop()
        thread.join()


async def _listen(box: Letterbox, tls: ssl.SSLContext | None, started: "Future[_Running]") -> None:
    loop = asyncio.get_running_loop()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = Link(box, reader, writer)
        try:
            with (
                box.bell.heard(lambda: _woken(loop, link)),
                suppress(OSError, EOFError, asyncio.LimitOverrunError),
            ):
                await _converse(box, link)
        except Reset:
            link.reset()
        except (HangUp, asyncio.CancelledError):
            pass  # at the end of all, that is: Python 3.11 reports a client cancelled as an error
        finally:
            writer.close()

    stop = asyncio.Event()
    try:
        server = await asyncio.start_server(welcome, HOST, 0, ssl=tls, limit=LINE, backlog=1000)
    except OSError as error:
        started.set_exception(error)
        return
    started.set_result((server.sockets[0].getsockname()[1], lambda: loop.call_soon_threadsafe(stop.set)))
    await stop.wait()
    server.close()


def _woken(loop: asyncio.AbstractEventLoop, link: Link) -> None:
    """Wake a connection from whatever thread; a server that has just ended has none to wake."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(link.rung.set)


async def _converse(box: Letterbox, link: Link) -> None:
    session = Session(box)
    if box.faults.greeting:
        session.note("greeting")
    await link.send(box.faults.greeting or SERVICES[box.faults.service].greeting)
    while not (session.over or box.faults.greeting):
        steps = answer(session, await link.command())
        said: bytes | None = None
        with suppress(StopIteration):
            while True:
                said = await link.take(steps.send(said))
