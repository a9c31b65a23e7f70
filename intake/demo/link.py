"""One client's connection: lines and literals in, lines out; every byte either way passes here."""

import asyncio
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field

from intake.demo.commands import Ask, HangUp, Line, Stall, Step, Wait
from intake.demo.letterbox import Letterbox
from intake.demo.wire import Command, literal_ahead, parse

LINE = 2**20  # bytes of a command line; clients keep far below
_LOGGED = 200  # bytes of a line that the wire log keeps: bodies would fill the memory
_PIECE = 2**18  # bytes: what is larger is sent uncopied
_DROPS = 20  # a second
_NO_LITERAL = b" BAD " + "缺少login参数".encode("gbk") + b"\r\n"
_ABRUPT = struct.pack("ii", 1, 0)  # SO_LINGER for no time: closing resets the connection


@dataclass(slots=True)
class Link:
    """The two streams of a connection, and the bell that wakes it."""

    box: Letterbox
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    async def command(self) -> Command:
        """Read a command with its literals."""
        pieces: list[bytes] = []
        while True:
            line = await self._line()
            self.box.wire.append(b"C: " + self._redacted(line)[:_LOGGED])
            pieces.append(line)
            ahead = literal_ahead(line)
            if ahead is None:
                return parse(pieces)
            size, waiting = ahead
            refused = self.box.faults.literals_refused
            if waiting and not refused:
                await self.send(b"+ go on\r\n")
            if not (waiting and refused):
                pieces.append(await self.reader.readexactly(size))
            if refused:
                self.box.wire.append(b"F: literals_refused")
                await self.send(line.split(b" ")[0] + _NO_LITERAL)
                pieces.clear()

    async def take(self, step: Step) -> bytes | None:
        """Take one step of an answer; give what the client said to it, if it was to say something."""
        match step:
            case Ask(prompt):
                await self.send(prompt)
                line = await self._line()
                self.box.wire.append(b"C: ***")  # an answer to AUTHENTICATE is a secret
                return line
            case Wait(seconds):
                return await self._line_or_news(seconds)
            case Stall(seconds):
                await self._stall(seconds)
            case line:
                await self.send(line)
        return None

    async def send(self, line: Line) -> None:
        """Send a reply line: the one place that every byte to a client passes."""
        pieces = line if isinstance(line, tuple) else (line,)
        self.box.wire.append(b"S: " + b"".join(piece[:_LOGGED] for piece in pieces)[:_LOGGED])
        if self.box.faults.drip:
            await self._drip(b"".join(pieces))
            return
        if sum(map(len, pieces)) <= _PIECE:
            pieces = (b"".join(pieces),)
        for piece in pieces:
            if piece:
                self.writer.write(piece)
                await self.writer.drain()

    def reset(self) -> None:
        """Tear the connection down: whatever is under way is lost."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABRUPT)
        self.writer.transport.abort()

    async def _drip(self, line: bytes) -> None:
        """Send a line slowly, until the fault ends."""
        self.box.wire.append(b"F: drip")
        while line and self.box.faults.drip:
            rate = self.box.faults.drip
            drop, line = line[: rate // _DROPS + 1], line[rate // _DROPS + 1 :]
            self.writer.write(drop)
            await self.writer.drain()
            await asyncio.sleep(len(drop) / rate)
        self.writer.write(line)
        await self.writer.drain()

    async def _stall(self, seconds: float | None) -> None:
        """Hear nothing until the time is over or the client has gone, then hang up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while await self.reader.read(LINE):
                    pass
        raise HangUp

    async def _line(self) -> bytes:
        return (await self.reader.readuntil(b"\r\n"))[:-2]

    async def _line_or_news(self, seconds: float | None) -> bytes | None:
        """Wait for whatever comes first; two tasks, since neither stream nor event knows of the other."""
        reading, ringing = asyncio.ensure_future(self._line()), asyncio.ensure_future(self.rung.wait())
        try:
            await asyncio.wait({reading, ringing}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            self.rung.clear()
            if not reading.done():
                return None
            line = reading.result()
        finally:
            for task in (reading, ringing):
                task.cancel()
            await asyncio.gather(reading, ringing, return_exceptions=True)
        self.box.wire.append(b"C: " + line[:_LOGGED])
        return line

    def _redacted(self, line: bytes) -> bytes:
        """Hide the code; after AUTHENTICATE it is encoded, so that all that follows the mechanism goes."""
        words = line.split(b" ", 3)
        if len(words) > 3 and words[1].upper() == b"AUTHENTICATE":  # noqa: PLR2004  # tag, command, mechanism, response
            line = b" ".join((*words[:3], b"***"))
        return line.replace(self.box.password.encode(), b"***") if self.box.password else line
