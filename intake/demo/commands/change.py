"""Commands that change mails: STORE, COPY, MOVE, EXPUNGE; each is remembered with what it did."""

from collections.abc import Callable, Mapping

from intake.demo.commands.folders import found
from intake.demo.commands.session import Answer, HangUp, Session, flag_list, news, tagged
from intake.demo.letterbox import DELETED, canonical
from intake.demo.wire import Command, runs, words

_Flags = frozenset[bytes]
_WAYS: Mapping[bytes, Callable[[_Flags, _Flags], _Flags]] = {
    b"FLAGS": lambda _old, given: given,
    b"+FLAGS": lambda old, given: old | given,
    b"-FLAGS": lambda old, given: old - given,
}


def store(session: Session, command: Command) -> Answer:
    """STORE and UID STORE."""
    way, silent, flags = _wish(command)
    uids = _picked(session, command)
    change = b" ".join(command.arguments[1:])
    if uids is None or way is None:
        yield from _refused(session, command, b"BAD UID parameters!", change=change)
    elif session.read_only:
        yield from _refused(session, command, b"NO [READ-ONLY] Folder is read-only!", uids, change)
    else:
        lost = _lost(session, flags)
        session.folder.mark(uids, lambda old: way(old, flags - lost))
        session.changed(command, uids, change, done=flags > lost or not lost)
        if not silent:
            yield from _told(session, command, uids, lost)
        yield tagged(command, b"OK %b Completed" % command.name.encode())


def expunge(session: Session, command: Command) -> Answer:
    """EXPUNGE, and UID EXPUNGE (RFC 4315) of some mails only."""
    some = _picked(session, command) if command.name.startswith("UID") else session.view.uids
    if some is None:
        yield from _refused(session, command, b"BAD UID parameters!")
    elif session.read_only:
        yield from _refused(session, command, b"NO [READ-ONLY] Folder is read-only!", some)
    else:
        now, wanted = session.view.now(session.folder), frozenset(some)
        marked = {mail.uid for mail in now if mail.uid in wanted and DELETED in mail.flags}
        gone = tuple(mail.uid for mail in session.folder.remove(marked))
        session.changed(command, gone)
        yield from news(session)
        yield tagged(command, b"OK %b Completed" % command.name.encode())


def transfer(session: Session, command: Command) -> Answer:
    """COPY and MOVE (RFC 6851), by uid or not, with COPYUID (RFC 4315)."""
    moves = command.name.endswith("MOVE")
    picked, name = _picked(session, command), found(session, command.arguments[1:])
    change = b"".join(command.arguments[1:2])
    if picked is None:
        yield from _refused(session, command, b"BAD UID parameters!", change=change)
    elif name is None:
        yield from _refused(session, command, b"NO [TRYCREATE] Folder not exist!", picked, change)
    elif moves and session.read_only:
        yield from _refused(session, command, b"NO [READ-ONLY] Folder is read-only!", picked, change)
    else:
        uids, copies = _transferred(session, picked, name, moves=moves)
        session.changed(command, uids, change)
        if moves and session.fires("move_reply_lost"):
            raise HangUp
        done = b"Completed"
        if uids:
            epoch = session.box.folders[name].uidvalidity
            done = b"[COPYUID %d %b %b] Completed" % (epoch, runs(uids), runs(copies))
        if moves:
            yield b"* OK %b\r\n" % done
            yield from news(session)
            done = b"Completed"
        yield tagged(command, b"OK %b" % done)


def _transferred(
    session: Session, picked: tuple[int, ...], name: str, *, moves: bool
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Copy or move the mails that are still there, and tell their uids here and there; nobody comes between."""
    act = session.box.move if moves else session.box.copy
    with session.box.bell.lock:
        there = {mail.uid for mail in session.view.now(session.folder)}
        uids = tuple(uid for uid in picked if uid in there)
        return uids, act(session.name, uids, name)


def refuse(session: Session, command: Command) -> Answer:
    """Refuse what no poller may ever do, and remember that it was asked."""
    yield from _refused(session, command, b"NO System busy!", change=b" ".join(command.arguments[:1]))


def _wish(command: Command) -> tuple[Callable[[_Flags, _Flags], _Flags] | None, bool, _Flags]:
    """Tell how STORE is to change flags, whether silently, and which flags are given."""
    name = b"".join(command.arguments[1:2]).upper()
    given = (word for argument in command.arguments[2:] for word in words(argument.strip(b"()")))
    flags = frozenset(canonical(flag) for flag in given)
    return _WAYS.get(name.removesuffix(b".SILENT")), name.endswith(b".SILENT"), flags


def _picked(session: Session, command: Command) -> tuple[int, ...] | None:
    """Give the uids of the mails that the command names."""
    sequence, view = b"".join(command.arguments[:1]), session.view
    if command.name.startswith("UID"):
        return session.pick(sequence, view.uids)
    places = session.pick(sequence, range(1, len(view.mails) + 1))
    return None if places is None else tuple(view.uids[place - 1] for place in places)


def _lost(session: Session, flags: _Flags) -> _Flags:
    """Tell which flags the server only says that it keeps."""
    keywords = frozenset(flag for flag in flags if not flag.startswith(b"\\"))
    return keywords if keywords and session.fires("keywords_lost") else frozenset()


def _told(session: Session, command: Command, uids: tuple[int, ...], lost: _Flags) -> Answer:
    wanted = frozenset(uids)
    for mail in session.view.now(session.folder):
        if mail.uid in wanted:
            uid = b" UID %d" % mail.uid if command.name.startswith("UID") else b""
            yield b"* %d FETCH (FLAGS %b%b)\r\n" % (
                session.view.places[mail.uid],
                flag_list(mail.flags | lost),
                uid,
            )


def _refused(
    session: Session, command: Command, text: bytes, uids: tuple[int, ...] = (), change: bytes = b""
) -> Answer:
    session.changed(command, uids, change, done=False)
    yield tagged(command, text)
