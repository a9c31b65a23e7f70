"""Commands of every state and of the login, as imap.qq.com words them."""

import binascii
from base64 import b64decode, b64encode

from intake.demo.commands.session import Answer, Ask, Session, news, tagged
from intake.demo.wire import Command

GREETING = (
    b"* OK [CAPABILITY IMAP4 IMAP4rev1 ID AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2 NAMESPACE] "
    b"QQMail XMIMAP4Server ready\r\n"
)
_CAPABILITIES = b"IMAP4 IMAP4rev1 XLIST MOVE IDLE XAPPLEPUSHSERVICE NAMESPACE CHILDREN ID UIDPLUS SASL-IR"
_MECHANISMS = b" AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2"
_REFUSAL = (
    b"Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, "
    b"or system is busy. More information at https://help.mail.qq.com/detail/108/1023"
)
_TOKEN_REFUSED = b'{"status":"400","schemes":"Bearer"}'


def capability(session: Session, command: Command) -> Answer:
    """CAPABILITY: after login no mechanisms any more."""
    offered = session.box.faults.capabilities or _CAPABILITIES + (
        _MECHANISMS if session.user is None else b""
    )
    yield b"* CAPABILITY " + offered + b"\r\n"
    yield tagged(command, b"OK CAPABILITY Completed")


def introduce(session: Session, command: Command) -> Answer:
    """ID (RFC 2971)."""
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
    yield _admitted(session, command, _known(session, command.arguments))


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
        yield _admitted(session, command, _known(session, tuple(said.split(b"\0")[1:])))
    else:
        good = session.box.token and said == _bearer(session)
        if not good:
            yield Ask(b"+ " + b64encode(_TOKEN_REFUSED) + b"\r\n")
        yield _admitted(session, command, session.box.user.encode() if good else None)


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


def _admitted(session: Session, command: Command, user: bytes | None) -> bytes:
    if user is None:
        return tagged(command, b"NO " + _REFUSAL)
    session.user = user
    return tagged(command, b"OK Success login ok")
