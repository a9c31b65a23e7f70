"""A small IMAP4rev1 server on the loop-back interface that never changes a mail: for the demo and the tests."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from intake.demo.commands import GREETING, HangUp, Session, answer, further_challenge
from intake.demo.letterbox import Faults, Folder, Letterbox, filled
from intake.demo.wire import Command, literal_ahead, parse

HOST = "127.0.0.1"
_LINE = 2**20  # bytes of a command line; clients keep far below
_LOGGED = 200  # bytes of a line that the wire log keeps: bodies would fill the memory


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens and what it holds."""

    port: int
    box: Letterbox
    host: str = HOST

    @property
    def folders(self) -> Mapping[str, Folder]:
        """The folders served; more mail may be delivered into them at any time."""
        return self.box.folders

    @property
    def faults(self) -> Faults:
        """What goes wrong from now on."""
        return self.box.faults

    @property
    def wire(self) -> Sequence[bytes]:
        """Every line since the start: "C: …" from clients, "S: …" to them, each cut at 200 bytes."""
        return self.box.wire

    @property
    def mutations(self) -> Sequence[bytes]:
        """Every command that asked for a change."""
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
    box = Letterbox(filled(folders), user, password, faults or Faults())
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
    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(HangUp, OSError, EOFError, asyncio.LimitOverrunError):
            await _converse(box, reader, writer)
        writer.close()

    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    try:
        server = await asyncio.start_server(welcome, HOST, 0, ssl=tls, limit=_LINE)
    except OSError as error:
        started.set_exception(error)
        return
    started.set_result((server.sockets[0].getsockname()[1], lambda: loop.call_soon_threadsafe(stop.set)))
    await stop.wait()
    server.close()


async def _converse(box: Letterbox, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    session = Session(box)
    await _emit(box, writer, box.faults.greeting or GREETING)
    while not (session.over or box.faults.greeting):
        command = await _command(box, reader, writer)
        if command.name == "AUTHENTICATE" and command.arguments:
            command = await _responded(session, command, reader, writer)
        for line in answer(session, command):
            await _emit(box, writer, line)


async def _command(box: Letterbox, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Command:
    pieces: list[bytes] = []
    while True:
        line = (await reader.readuntil(b"\r\n"))[:-2]
        box.wire.append(b"C: " + line.replace(box.password.encode(), b"***")[:_LOGGED])
        pieces.append(line)
        ahead = literal_ahead(line)
        if ahead is None:
            return parse(pieces)
        size, waiting = ahead
        if waiting:
            await _emit(box, writer, b"+ go on\r\n")
        pieces.append(await reader.readexactly(size))


async def _responded(
    session: Session, command: Command, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> Command:
    """Ask for the response of a SASL mechanism and add it to the command; XOAUTH2 is told why it fails, and answers."""
    challenge = b"+ \r\n"
    while challenge:
        await _emit(session.box, writer, challenge)
        line = (await reader.readuntil(b"\r\n"))[:-2]
        session.box.wire.append(b"C: ***" if line else b"C: ")
        command = Command(command.tag, command.name, (*command.arguments, line))
        challenge = further_challenge(session, command)
    return command


async def _emit(box: Letterbox, writer: asyncio.StreamWriter, line: bytes) -> None:
    """Send a reply line: the one place that every byte to a client passes."""
    box.wire.append(b"S: " + line[:_LOGGED])
    writer.write(line)
    await writer.drain()
