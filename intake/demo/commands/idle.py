"""IDLE (RFC 2177): news as it happens, until the client has had enough."""

from time import monotonic

from intake.demo.commands.session import Answer, HangUp, Session, Wait, news, tagged
from intake.demo.wire import Command


def idle(session: Session, command: Command) -> Answer:
    """IDLE."""
    yield b"+ idling\r\n" + (b"" if session.fires("idle_silent") else b"".join(news(session)))
    began, said = monotonic(), None
    while said is None:
        if not session.fires("idle_silent"):
            yield from news(session)
        drops = session.box.faults.idle_drop_after
        left = None if drops is None else began + drops - monotonic()
        if left is not None and left <= 0:
            session.note("idle_drop_after", drops)
            raise HangUp
        said = yield Wait(left)
    done = said.upper() == b"DONE"
    yield tagged(command, b"OK IDLE terminated" if done else b"BAD Expected DONE")
