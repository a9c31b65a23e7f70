"""IDLE (RFC 2177): news as it happens, until the client has had enough."""

from intake.demo.commands.session import Answer, Session, Wait, news, tagged
from intake.demo.wire import Command


def idle(session: Session, command: Command) -> Answer:
    """IDLE."""
    yield b"+ idling\r\n"
    said: bytes | None = None
    while said is None:
        yield from news(session)
        said = yield Wait()
    done = said.upper() == b"DONE"
    yield tagged(command, b"OK IDLE terminated" if done else b"BAD Expected DONE")
