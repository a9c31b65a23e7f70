"""Commands about folders: LIST, SELECT, STATUS and what goes with them."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

from intake.demo.commands.session import Answer, Session, View, tagged
from intake.demo.letterbox import DELETED, SEEN, Delivered, Folder
from intake.demo.wire import Command, folder_called, folder_name, quoted, words

_FLAGS = b"\\Answered \\Flagged \\Deleted \\Draft \\Seen"
_ROLES: Mapping[str, bytes] = {
    "INBOX": b"\\Inbox",
    "Sent Messages": b"\\Sent",
    "Drafts": b"\\Drafts",
    "Deleted Messages": b"\\Trash",
    "Junk": b"\\Spam",
}


def listing(session: Session, command: Command) -> Answer:
    """LIST and XLIST; only the latter tells what a folder is for."""
    reference, pattern = (*command.arguments, b"", b"")[:2]
    kind, wanted = command.name.encode(), _matching(reference + pattern)
    if not pattern:
        yield b'* %b (\\NoSelect) "/" ""\r\n' % kind
    for name, attributes in _listed(session):
        spelling = spelled(session, name)
        if pattern and wanted.fullmatch(spelling):
            told = attributes + (_ROLES.get(name, b"") if kind == b"XLIST" else b"")
            yield b'* %b (%b) "/" %b\r\n' % (kind, told, quoted(spelling))
    yield tagged(command, b"OK %b completed" % kind)


def namespace(_session: Session, command: Command) -> Answer:
    """NAMESPACE (RFC 2342)."""
    yield b'* NAMESPACE (("" "/")) NIL NIL\r\n'
    yield tagged(command, b"OK NAMESPACE Completed")


def select(session: Session, command: Command) -> Answer:
    """SELECT and EXAMINE."""
    leave(session)
    if not session.introduced and session.fires("unsafe"):
        refused = b"NO %b Unsafe Login. Please contact kefu@188.com for help" % command.name.encode()
        yield tagged(command, refused)
        return
    name = found(session, command.arguments)
    if name is None or len(command.arguments) > 1:  # CONDSTORE is not offered
        yield tagged(command, b"NO Folder not exist!" if name is None else b"BAD Too many arguments")
        return
    session.read_only = command.name == "EXAMINE"
    uidnext = _opened(session, name)
    yield from _state(session, uidnext)
    if session.read_only:
        yield b"* OK [PERMANENTFLAGS ()] No permanent flags permitted\r\n"
        yield tagged(command, b"OK [READ-ONLY] EXAMINE complete")
    else:
        session.changed(command)
        yield b"* OK [PERMANENTFLAGS (\\* %b)] Permanent flags\r\n" % _FLAGS
        yield tagged(command, b"OK [READ-WRITE] SELECT complete")


def close(session: Session, command: Command) -> Answer:
    """CLOSE, which expunges what was opened for writing, and UNSELECT (RFC 3691), which does not."""
    if command.name == "CLOSE" and not session.read_only:
        uids = tuple(mail.uid for mail in session.view.now(session.folder) if DELETED in mail.flags)
        session.folder.remove(uids)
        session.changed(command, uids)
    leave(session)
    yield tagged(command, b"OK %b completed" % command.name.encode())


def status(session: Session, command: Command) -> Answer:
    """STATUS."""
    name = found(session, command.arguments[:1])
    if name is None or len(command.arguments) < 2:  # noqa: PLR2004  # a folder and what to tell of it
        yield tagged(command, b"NO Folder not exist!")
        return
    told = _told(session.box.folders[name])
    asked = [item for item in words(command.arguments[1].strip(b"()").upper()) if item in told]
    pairs = b" ".join(b"%b %d" % (item, told[item]) for item in asked)
    yield b"* STATUS %b (%b)\r\n" % (quoted(spelled(session, name)), pairs)
    yield tagged(command, b"OK STATUS completed")


def create(session: Session, command: Command) -> Answer:
    """CREATE."""
    name = folder_called(b"".join(command.arguments[:1]))
    new = bool(name) and name not in session.box.folders
    session.changed(command, change=b"".join(command.arguments[:1]), done=new)
    if name and new:
        session.box.create(name)
    yield tagged(command, b"OK CREATE completed" if new else b"NO Folder exists or has no name!")


def leave(session: Session) -> None:
    """Have no folder open."""
    session.name, session.folder, session.view, session.hidden = "", Folder(), View(), frozenset()


def found(session: Session, arguments: tuple[bytes, ...]) -> str | None:
    """Find the folder that a client names; INBOX in any case (RFC 3501 section 5.1)."""
    spelling = b"".join(arguments[:1])
    if spelling.upper() == b"INBOX":
        spelling = b"INBOX"
    return {spelled(session, name): name for name in session.box.folders.copy()}.get(spelling)


def spelled(session: Session, name: str) -> bytes:
    """Write a folder's name as this server does."""
    if name not in session.box.faults.names:
        return folder_name(name)
    session.note("names", name)
    return session.box.faults.names[name]


def _listed(session: Session) -> Iterator[tuple[str, bytes]]:
    names = session.box.folders.copy()
    parents = {name.rpartition("/")[0]: b"\\NoSelect \\HasChildren" for name in names if "/" in name}
    yield from {**parents, **dict.fromkeys(names, b"")}.items()


def _matching(pattern: bytes) -> re.Pattern[bytes]:
    wild = re.escape(pattern).replace(rb"\*", b".*").replace(b"%", b"[^/]*")
    return re.compile(b"(?i:INBOX)" if pattern.upper() == b"INBOX" else wild, re.DOTALL)


def _opened(session: Session, name: str) -> int:
    """Open a folder as it is at this moment; tell the uid that it expects next."""
    box, folder = session.box, session.box.folders[name]
    with box.bell.lock:
        box.openings += 1
        folder.openings += 1
        if box.openings in box.faults.renumbers:
            session.note("renumbers", box.openings)
            folder.renumber(box.faults.renumbers.pop(box.openings))
        session.name, session.folder = name, folder
        session.hidden = _old(session)
        untold, mails = session.hidden | _unripe(session), folder.mails
        if untold:
            mails = tuple(mail for mail in mails if mail.uid not in untold)
        session.view = View(mails, folder.uidvalidity)
        return max(session.view.uids, default=0) + 1 if box.faults.fetch_lag else folder.uidnext


def _old(session: Session) -> frozenset[int]:
    days = session.box.faults.window_days
    if not days:
        return frozenset()
    since = session.box.clock() - timedelta(days=days)
    old = frozenset(mail.uid for mail in session.folder.mails if mail.received < since)
    if old:
        session.note("window_days", len(old))
    return old


def _unripe(session: Session) -> frozenset[int]:
    """Find the mails that too few openings have passed over since they were first listed."""
    lag, folder = session.box.faults.fetch_lag, session.folder
    if not lag:
        return frozenset()
    last = folder.openings - lag
    unripe = frozenset(uid for uid in folder.uids if folder.listed.get(uid, folder.openings) > last)
    if unripe:
        session.note("fetch_lag", len(unripe))
    return unripe


def _state(session: Session, uidnext: int) -> Iterator[bytes]:
    view = session.view
    yield b"* %d EXISTS\r\n" % len(view.mails)
    yield b"* 0 RECENT\r\n"
    unseen = next((place for place, mail in enumerate(view.mails, 1) if SEEN not in mail.flags), 0)
    if unseen:
        yield b"* OK [UNSEEN %d]\r\n" % unseen
    if not session.fires("uidvalidity_missing"):
        uidvalidity = 0 if session.fires("uidvalidity_zero") else view.uidvalidity
        yield b"* OK [UIDVALIDITY %d] UID validity status\r\n" % uidvalidity
    if not session.fires("uidnext_missing"):
        yield b"* OK [UIDNEXT %d] Predicted next UID\r\n" % uidnext
    yield b"* FLAGS (%b)\r\n" % b" ".join((_FLAGS, *_keywords(view.mails)))


def _keywords(mails: tuple[Delivered, ...]) -> list[bytes]:
    return sorted({flag for mail in mails for flag in mail.flags if not flag.startswith(b"\\")})


def _told(folder: Folder) -> Mapping[bytes, int]:
    mails = folder.mails
    return {
        b"MESSAGES": len(mails),
        b"RECENT": 0,
        b"UIDNEXT": folder.uidnext,
        b"UIDVALIDITY": folder.uidvalidity,
        b"UNSEEN": sum(SEEN not in mail.flags for mail in mails),
    }
