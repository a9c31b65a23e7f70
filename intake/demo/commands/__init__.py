"""What the server answers: commands in, reply lines out, as imap.qq.com words them; no sockets."""

from collections.abc import Mapping

from intake.demo.commands import change, fetch, folders, idle, login, search
from intake.demo.commands.session import (
    Answer,
    Ask,
    HangUp,
    Line,
    Reply,
    Reset,
    Session,
    Stall,
    Step,
    Wait,
    arrivals,
    tagged,
)
from intake.demo.wire import Command

__all__ = ["Ask", "HangUp", "Line", "Reset", "Session", "Stall", "Step", "Wait", "answer"]

_ANY_TIME: Mapping[str, Reply] = {
    "CAPABILITY": login.capability,
    "NOOP": login.noop,
    "ID": login.introduce,
    "LOGIN": login.login,
    "AUTHENTICATE": login.authenticate,
    "LOGOUT": login.logout,
}
_AFTER_LOGIN: Mapping[str, Reply] = {
    "NAMESPACE": folders.namespace,
    "LIST": folders.listing,
    "XLIST": folders.listing,
    "STATUS": folders.status,
    "EXAMINE": folders.select,
    "SELECT": folders.select,
    "CREATE": folders.create,
    "IDLE": idle.idle,
    "APPEND": change.refuse,
    "DELETE": change.refuse,
    "RENAME": change.refuse,
    "SUBSCRIBE": change.refuse,
    "UNSUBSCRIBE": change.refuse,
}
_OF_A_FOLDER: Mapping[str, Reply] = {
    "CHECK": login.noop,
    "CLOSE": folders.close,
    "UNSELECT": folders.close,
    "SEARCH": search.search,
    "UID SEARCH": search.search,
    "FETCH": fetch.fetch,
    "UID FETCH": fetch.fetch,
    "STORE": change.store,
    "UID STORE": change.store,
    "COPY": change.transfer,
    "UID COPY": change.transfer,
    "MOVE": change.transfer,
    "UID MOVE": change.transfer,
    "EXPUNGE": change.expunge,
    "UID EXPUNGE": change.expunge,
}


# commands that only a server with this capability knows
_NEEDED: Mapping[str, bytes] = {
    "ID": b"ID",
    "IDLE": b"IDLE",
    "MOVE": b"MOVE",
    "NAMESPACE": b"NAMESPACE",
    "UID EXPUNGE": b"UIDPLUS",
    "UID MOVE": b"MOVE",
    "XLIST": b"XLIST",
}


def answer(session: Session, command: Command) -> Answer:
    """Give the reply lines of a command, each complete with its CRLF; a literal is part of its line."""
    if session.doomed:
        yield b"* BYE Too many errors\r\n"
        raise HangUp
    if session.fires("hang_up", command.name):
        raise HangUp
    if session.fires("silent", command.name):
        return
    faults = session.box.faults
    if 0 < faults.max_line < command.size:
        session.note("max_line", command.size)
        yield from (tagged(command, b"BAD Command line too long"),) if faults.max_line_bad else ()
        return
    known = _refusal(session, command) or _reply(session, command)
    if isinstance(known, bytes):
        yield tagged(command, known)
        return
    if command.name in _OF_A_FOLDER:
        yield from arrivals(session)
    yield from known(session, command)


def _refusal(session: Session, command: Command) -> bytes:
    """Refuse what a fault refuses; whoever asked for a change has asked for it all the same."""
    text = session.box.faults.no.get(command.name)
    if text is None:
        return b""
    session.note("no", command.name)
    if command.name in _CHANGING:
        session.changed(command, change=b" ".join(command.arguments[:2]), done=False)
    return b"NO " + text


def _reply(session: Session, command: Command) -> Reply | bytes:
    """Find who answers, or why nobody does."""
    name = command.name
    needed = _NEEDED.get(name)
    if needed is not None and needed not in login.offered(session).split():
        return b"BAD command not support"
    if name in _ANY_TIME:
        return _ANY_TIME[name]
    if name not in _AFTER_LOGIN and name not in _OF_A_FOLDER:
        return b"BAD command not support"
    if session.user is None:
        return b"BAD Please login first"
    if name in _OF_A_FOLDER and not session.name:
        return b"BAD No folder selected"
    return _AFTER_LOGIN.get(name) or _OF_A_FOLDER[name]


_CHANGING = frozenset(name for name, reply in {**_AFTER_LOGIN, **_OF_A_FOLDER}.items() if reply in {
    change.refuse, change.store, change.transfer, change.expunge, folders.create
})  # fmt: skip
