"""Commands of every state and of the login, as imap.qq.com words them."""

import binascii
from base64 import b64decode, b64encode
from datetime import timedelta

from intake.demo.commands.session import Answer, Ask, Session, Stall, news, tagged
from intake.demo.services import SERVICES
from intake.demo.wire import Command

_REFUSAL = (
    b"Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, "
    b"or system is busy. More information at https://help.mail.qq.com/detail/108/1023"
)
_TOKEN_REFUSED = b'{"status":"400","schemes":"Bearer"}'


def offered(session: Session) -> bytes:
    """Write the capabilities; after login there are no mechanisms among them any more."""
    service = SERVICES[session.box.faults.service]
    mechanisms = service.mechanisms if session.user is None else b""
    return session.box.faults.capabilities or service.capabilities + mechanisms


def capability(session: Session, command: Command) -> Answer:
    """CAPABILITY."""
    yield b"* CAPABILITY " + offered(session) + b"\r\n"
    yield tagged(command, b"OK CAPABILITY Completed")


def introduce(session: Session, command: Command) -> Answer:
    """ID (RFC 2971)."""
    if session.fires("id_bad_then_bye"):
        session.doomed = True
        yield tagged(command, b"BAD Unknown command")
        return
    session.introduced = True
    yield b"* ID NIL\r\n"
    yield tagged(command, b"OK ID completed")


def noop(session: Session, command: Command) -> Answer:
    """NOOP and CHECK, with the news of the folder."""
    yield from news(session)
    yield tagged(command, b"OK %b Completed" % command.name.encode())


def logout(session: Session, command: Command) -> Answer:
    """LOGOUT."""
    session.over = True
    yield b"* BYE LOGOUT received\r\n"
    yield tagged(command, b"OK LOGOUT Completed")


def login(session: Session, command: Command) -> Answer:
    """LOGIN."""
    yield from _admitted(session, command, _known(session, command.arguments))


def authenticate(session: Session, command: Command) -> Answer:
    """AUTHENTICATE by PLAIN (RFC 4616) and XOAUTH2, with the first response in the line (RFC 4959) or asked for."""
    mechanism = command.arguments[0].upper() if command.arguments else b""
    if mechanism not in {b"PLAIN", b"XOAUTH2"}:
        yield tagged(command, b"NO Unsupported authentication mechanism")
        return
    response = command.arguments[1] if len(command.arguments) > 1 else (yield Ask(b"+ \r\n"))
    said = _decoded(response or b"")
    if said is None:
        yield tagged(command, b"BAD Invalid SASL argument")
    elif mechanism == b"PLAIN":
        yield from _admitted(session, command, _known(session, tuple(said.split(b"\0")[1:])))
    else:
        good = session.box.token and said == _bearer(session)
        if not good:
            yield Ask(b"+ " + b64encode(_TOKEN_REFUSED) + b"\r\n")
        yield from _admitted(session, command, session.box.user.encode() if good else None)


def _known(session: Session, credentials: tuple[bytes, ...]) -> bytes | None:
    """Give the user whose name and password these are."""
    user = session.box.user.encode()
    return user if credentials == (user, session.box.password.encode()) else None


def _bearer(session: Session) -> bytes:
    return f"user={session.box.user}\1auth=Bearer {session.box.token}\1\1".encode()


def _decoded(response: bytes) -> bytes | None:
    try:
        return b64decode(response, validate=True)
    except binascii.Error:
        return None


def _admitted(session: Session, command: Command, user: bytes | None) -> Answer:
    hangs = session.box.faults.login_hangs
    if hangs:
        session.note("login_hangs", hangs[0])
        yield Stall(hangs.pop(0))
    if user is None or _too_many(session) or _busy(session):
        yield tagged(command, b"NO " + _REFUSAL)
        return
    session.user = user
    yield tagged(command, b"OK Success login ok")


def _busy(session: Session) -> bool:
    until = session.box.faults.login_busy_until
    if until is not None and session.box.clock() < until:
        session.note("login_busy_until", until.isoformat())
        return True
    return session.fires("login_busy")


def _too_many(session: Session) -> bool:
    """Tell whether logins come too fast; the line is dead then."""
    rate, now = session.box.faults.login_rate, session.box.clock()
    session.box.logins.append(now)
    if rate is None:
        return False
    since = now - timedelta(seconds=rate[1])
    session.over = sum(moment > since for moment in session.box.logins[-rate[0] - 1 :]) > rate[0]
    if session.over:
        session.note("login_rate", rate)
    return session.over
