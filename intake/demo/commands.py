"""What the server answers: commands in, reply lines out, as imap.qq.com words them; no sockets."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from intake.demo.letterbox import Delivered, Folder, Letterbox
from intake.demo.wire import Command, chosen, folder_name, internal_date, items, quoted

GREETING = (
    b"* OK [CAPABILITY IMAP4 IMAP4rev1 ID AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2 NAMESPACE] "
    b"QQMail XMIMAP4Server ready\r\n"
)
_CAPABILITIES = b"IMAP4 IMAP4rev1 XLIST MOVE IDLE XAPPLEPUSHSERVICE NAMESPACE CHILDREN ID UIDPLUS"
_MECHANISMS = b"AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2"
_REFUSAL = (
    b"Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, "
    b"or system is busy. More information at https://help.mail.qq.com/detail/108/1023"
)
_FLAGS = b"(\\Answered \\Flagged \\Deleted \\Draft \\Seen)"
_ITEMS = {b"UID", b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"BODY[]", b"BODY.PEEK[]"}
_BODIES = {b"BODY[]", b"BODY.PEEK[]"}


class HangUp(Exception):
    """The server is to close the connection without another word."""


@dataclass(slots=True)
class Session:
    """One client's connection."""

    box: Letterbox
    user: bytes | None = None
    introduced: bool = False
    folder: Folder | None = None
    bodies: int = 0
    over: bool = False


Answer = Iterator[bytes]


def answer(session: Session, command: Command) -> Answer:
    """Give the reply lines of a command, each complete with its CRLF; a literal is part of its line."""
    faults = session.box.faults
    if command.name in faults.hang_up:
        raise HangUp
    if command.name in faults.silent:
        return
    if command.name in faults.no:
        yield _tagged(command, b"NO " + faults.no[command.name])
        return
    if command.name in _MUTATIONS:
        session.box.mutations.append(b" ".join((command.name.encode(), *command.arguments[:2])))
        yield _tagged(command, b"NO System busy!")
        return
    reply = _ANY_TIME.get(command.name)
    if reply is None:
        known = _AFTER_LOGIN.get(command.name)
        reply = known if session.user is not None else _login_first
    yield from reply(session, command) if reply else (_tagged(command, b"BAD command not support"),)


def _tagged(command: Command, text: bytes) -> bytes:
    return command.tag + b" " + text + b"\r\n"


def _login_first(_session: Session, command: Command) -> Answer:
    yield _tagged(command, b"BAD Please login first")


def _capability(session: Session, command: Command) -> Answer:
    offered = _CAPABILITIES if session.user is not None else _CAPABILITIES + b" " + _MECHANISMS
    yield b"* CAPABILITY " + (session.box.faults.capabilities or offered) + b"\r\n"
    yield _tagged(command, b"OK CAPABILITY Completed")


def _id(session: Session, command: Command) -> Answer:
    session.introduced = True
    yield b"* ID NIL\r\n"
    yield _tagged(command, b"OK ID completed")


def _noop(_session: Session, command: Command) -> Answer:
    yield _tagged(command, b"OK NOOP Completed")


def _logout(session: Session, command: Command) -> Answer:
    session.over = True
    yield b"* BYE LOGOUT received\r\n"
    yield _tagged(command, b"OK LOGOUT Completed")


def _login(session: Session, command: Command) -> Answer:
    box = session.box
    if command.arguments != (box.user.encode(), box.password.encode()):
        yield _tagged(command, b"NO " + _REFUSAL)
    else:
        session.user = command.arguments[0]
        yield _tagged(command, b"OK Success login ok")


def further_challenge(session: Session, command: Command) -> bytes:
    """Give the challenge that follows a response, if any: XOAUTH2 says in one why it takes no token."""
    mechanism, _, *more = command.arguments
    if mechanism.upper() != b"XOAUTH2" or more or _accepted(session.box, command):
        return b""
    return b"+ " + b64encode(b'{"status":"400","schemes":"Bearer"}') + b"\r\n"


def _accepted(box: Letterbox, command: Command) -> bool:
    """Tell whether a response is that of PLAIN (RFC 4616) with the password, or of XOAUTH2 with it for a token."""
    user, password = box.user.encode(), box.password.encode()
    expected = {
        b"PLAIN": b"\0%b\0%b" % (user, password),
        b"XOAUTH2": b"user=%b\1auth=Bearer %b\1\1" % (user, password),
    }
    mechanism, response = command.arguments[:2]
    return mechanism.upper() in expected and response == b64encode(expected[mechanism.upper()])


def _authenticate(session: Session, command: Command) -> Answer:
    if not command.arguments:
        yield _tagged(command, b"BAD missing mechanism")
    elif not _accepted(session.box, command):
        yield _tagged(command, b"NO " + _REFUSAL)
    else:
        session.user = session.box.user.encode()
        yield _tagged(command, b"OK Success login ok")


def _spelled(session: Session, name: str) -> bytes:
    return session.box.faults.names.get(name) or folder_name(name)


def _list(session: Session, command: Command) -> Answer:
    names = dict.fromkeys(session.box.folders, b"")
    parents = {name.rpartition("/")[0]: b"\\NoSelect \\HasChildren" for name in names if "/" in name}
    for name, attributes in {**parents, **names}.items():
        yield b'* LIST (%b) "/" %b\r\n' % (attributes, quoted(_spelled(session, name)))
    yield _tagged(command, b"OK LIST completed")


def _select(session: Session, command: Command) -> Answer:
    if session.box.faults.unsafe and not session.introduced:
        yield _tagged(command, b"NO EXAMINE Unsafe Login. Please contact kefu@188.com for help")
        return
    spelled = {_spelled(session, name): folder for name, folder in session.box.folders.items()}
    session.folder = spelled.get(command.arguments[0] if command.arguments else b"")
    if session.folder is None:
        yield _tagged(command, b"NO Folder not exist!")
        return
    yield b"* %d EXISTS\r\n" % len(session.folder.mails)
    yield b"* 0 RECENT\r\n"
    yield b"* OK [UIDVALIDITY %d] UID validity status\r\n" % session.folder.uidvalidity
    yield b"* OK [UIDNEXT %d] Predicted next UID\r\n" % session.folder.uidnext
    yield b"* FLAGS " + _FLAGS + b"\r\n"
    if command.name == "EXAMINE":
        yield b"* OK [PERMANENTFLAGS ()] No permanent flags permitted\r\n"
        yield _tagged(command, b"OK [READ-ONLY] EXAMINE complete")
    else:
        session.box.mutations.append(b"SELECT")
        yield b"* OK [PERMANENTFLAGS (\\* \\Answered \\Flagged \\Deleted \\Draft \\Seen)] Permanent flags\r\n"
        yield _tagged(command, b"OK [READ-WRITE] SELECT complete")


def _close(session: Session, command: Command) -> Answer:
    session.folder = None
    yield _tagged(command, b"OK %b completed" % command.name.encode())


def _search(session: Session, command: Command) -> Answer:
    if session.folder is None:
        yield _tagged(command, b"BAD No folder selected")
        return
    uids = session.folder.uids
    criteria = tuple(word.upper() for word in command.arguments)
    found = (
        uids if criteria == (b"ALL",) else chosen(criteria[-1], uids) if criteria[:-1] == (b"UID",) else None
    )
    if found is None:
        yield _tagged(command, b"BAD UID SEARCH invalid argument")
        return
    yield b" ".join((b"* SEARCH", *(b"%d" % uid for uid in found))) + b"\r\n"
    yield _tagged(command, b"OK SEARCH completed")


def _fetch(session: Session, command: Command) -> Answer:
    if session.folder is None or len(command.arguments) != 2:  # noqa: PLR2004  # a sequence set and its items
        yield _tagged(command, b"BAD Bad UID FETCH")
        return
    found, wanted = chosen(command.arguments[0], session.folder.uids), items(command.arguments[1])
    if found is None or not set(wanted) <= _ITEMS:
        yield _tagged(command, b"BAD UID parameters!")
        return
    if b"BODY[]" in wanted:
        session.box.mutations.append(b"FETCH BODY[]")  # sets \Seen
    for number, mail in enumerate(session.folder.mails, 1):
        if mail.uid in found and mail.uid not in session.box.faults.missing:
            yield _fetched(session, number, mail, wanted)
    yield _tagged(command, b"OK UID FETCH Completed")


def _fetched(session: Session, number: int, mail: Delivered, wanted: tuple[bytes, ...]) -> bytes:
    faults = session.box.faults
    if _spend(faults.garbled, mail.uid):
        return b"* %d FETCH (UID %d RFC822.SIZE)\r\n" % (number, mail.uid)
    values = {
        b"UID": b"%d" % mail.uid,
        b"FLAGS": b"()",
        b"INTERNALDATE": faults.dates.get(mail.uid) or internal_date(mail.received),
        b"RFC822.SIZE": b"%d" % faults.sizes.get(mail.uid, len(mail.raw)),
    }
    if _BODIES & set(wanted):
        values[b"BODY[]"] = _body(session, mail)
        wanted = tuple(item for item in wanted if item != b"UID" or not _spend(faults.anonymous, mail.uid))
    told = (item.replace(b".PEEK", b"") for item in wanted)
    return b"* %d FETCH (%b)\r\n" % (number, b" ".join(item + b" " + values[item] for item in told))


def _body(session: Session, mail: Delivered) -> bytes:
    faults = session.box.faults
    if session.bodies == faults.hang_up_after:
        raise HangUp
    session.bodies += 1
    raw = mail.raw[: len(mail.raw) // 2] if _spend(faults.short, mail.uid) else mail.raw
    raw += b"%d" % session.bodies if mail.uid in faults.changing else b""
    return b"{%d}\r\n" % len(raw) + raw


def _spend(counts: dict[int, int], uid: int) -> bool:
    counts[uid] = counts.get(uid, 0) - 1
    return counts[uid] >= 0


Reply = Callable[[Session, Command], Answer]
_ANY_TIME: Mapping[str, Reply] = {
    "CAPABILITY": _capability,
    "NOOP": _noop,
    "ID": _id,
    "LOGIN": _login,
    "AUTHENTICATE": _authenticate,
    "LOGOUT": _logout,
}
_AFTER_LOGIN: Mapping[str, Reply] = {
    "LIST": _list,
    "EXAMINE": _select,
    "SELECT": _select,
    "CLOSE": _close,
    "UNSELECT": _close,
    "UID SEARCH": _search,
    "UID FETCH": _fetch,
}
_MUTATIONS = frozenset(
    {"STORE", "UID STORE", "COPY", "UID COPY", "MOVE", "UID MOVE", "EXPUNGE", "UID EXPUNGE", "APPEND"}
    | {"CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE"}
)
