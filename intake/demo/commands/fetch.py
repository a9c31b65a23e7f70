"""FETCH and UID FETCH (RFC 3501 section 6.4.5); bodies go out as they came in, uncopied."""

import re
from collections.abc import Iterator

from intake.demo.commands.session import Answer, HangUp, Line, Session, flag_list, tagged
from intake.demo.faults import spend
from intake.demo.letterbox import SEEN, Delivered
from intake.demo.wire import Command, chosen, internal_date, items

_PLAIN = {b"UID", b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE"}
_SPELLINGS = {b"RFC822": b"BODY[]", b"RFC822.HEADER": b"BODY.PEEK[HEADER]", b"RFC822.TEXT": b"BODY[TEXT]"}
_SECTION = re.compile(
    rb"BODY(?P<peek>\.PEEK)?\[(?P<part>|HEADER|TEXT|HEADER\.FIELDS(?P<no>\.NOT)? \((?P<names>[^()]+)\)) ?\]"
    rb"(?:<(?P<first>\d+)\.(?P<most>\d+)>)?"
)
_FIELD = re.compile(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*")


_Items = tuple[
    tuple[bytes, re.Match[bytes] | None], ...
]  # each as it is spelled, and what of the body it means


def fetch(session: Session, command: Command) -> Answer:
    """FETCH and UID FETCH."""
    by_uid = command.name.startswith("UID")
    wanted, view = _wanted(command, by_uid=by_uid), session.view
    sequence, numbers = (
        b"".join(command.arguments[:1]),
        view.uids if by_uid else range(1, len(view.mails) + 1),
    )
    found = chosen(sequence, numbers, strict=True)
    if found is None or not wanted:
        yield tagged(command, b"BAD UID parameters!" if by_uid else b"BAD Sequence set is inavlid!")
        return
    picked = frozenset(found)
    mails = [
        mail for mail in view.now(session.folder) if (mail.uid if by_uid else view.places[mail.uid]) in picked
    ]
    _see(session, command, mails, wanted)
    for mail in mails:
        if mail.uid not in session.box.faults.missing:
            yield _fetched(session, mail, wanted)
    yield tagged(command, b"OK %b Completed" % command.name.encode())


def _wanted(command: Command, *, by_uid: bool) -> _Items:
    """List the items, the uid among them if the command goes by it; none if there is one that nobody knows."""
    named = items(b" ".join(command.arguments[1:]))
    if by_uid and named and b"UID" not in named:
        named = (b"UID", *named)
    wanted = tuple((item, _SECTION.fullmatch(_SPELLINGS.get(item, item))) for item in named)
    return wanted if all(section or item in _PLAIN for item, section in wanted) else ()


def _see(session: Session, command: Command, mails: list[Delivered], wanted: _Items) -> None:
    r"""Set \Seen where a body is asked for without PEEK."""
    if any(section and not section["peek"] for _, section in wanted):
        uids = tuple(mail.uid for mail in mails)
        session.changed(command, uids, SEEN, done=not session.read_only)
        if not session.read_only:
            session.folder.mark(uids, lambda flags: flags | {SEEN})


def _fetched(session: Session, mail: Delivered, wanted: _Items) -> Line:
    faults, place = session.box.faults, session.view.places[mail.uid]
    if spend(faults.garbled, mail.uid):
        return b"* %d FETCH (UID %d RFC822.SIZE)\r\n" % (place, mail.uid)
    if any(section for _, section in wanted) and spend(faults.anonymous, mail.uid):
        wanted = tuple(pair for pair in wanted if pair[0] != b"UID")
    pieces: list[bytes] = [b"* %d FETCH (" % place]
    for number, (item, section) in enumerate(wanted):
        pieces[-1] += b" " if number else b""
        pieces.extend(_section(session, mail, item, section) if section else _plain(session, mail, item))
    pieces.append(b")\r\n")
    return tuple(pieces)


def _plain(session: Session, mail: Delivered, item: bytes) -> Iterator[bytes]:
    faults = session.box.faults
    values = {
        b"UID": b"%d" % mail.uid,
        b"FLAGS": flag_list(mail.flags),
        b"INTERNALDATE": faults.dates.get(mail.uid) or internal_date(mail.received),
        b"RFC822.SIZE": b"%d" % faults.sizes.get(mail.uid, len(mail.raw)),
    }
    yield item + b" " + values[item]


def _section(session: Session, mail: Delivered, item: bytes, asked: re.Match[bytes]) -> Iterator[bytes]:
    content = _part(mail.raw, asked) if asked["part"] else _body(session, mail)
    origin = b""
    if asked["first"]:
        first = int(asked["first"])
        content, origin = content[first : first + int(asked["most"])], b"<%d>" % first
    name = item if item in _SPELLINGS else b"BODY[%b]%b" % (asked["part"], origin)
    yield b"%b {%d}\r\n" % (name, len(content))
    yield content
    yield b""


def _part(raw: bytes, asked: re.Match[bytes]) -> bytes:
    head, gap, text = raw.partition(b"\r\n\r\n")
    if asked["part"] == b"TEXT":
        return text
    header = head + gap
    if not asked["names"]:
        return header
    names = frozenset(asked["names"].upper().split())
    fields = (field[0] for field in _FIELD.finditer(header))
    excluded = asked["no"] is not None
    return b"".join(f for f in fields if (f.partition(b":")[0].upper() in names) != excluded) + b"\r\n"


def _body(session: Session, mail: Delivered) -> bytes:
    faults = session.box.faults
    if session.bodies == faults.hang_up_after:
        raise HangUp
    session.bodies += 1
    raw = mail.raw[: len(mail.raw) // 2] if spend(faults.short, mail.uid) else mail.raw
    return raw + b"%d" % session.bodies if mail.uid in faults.changing else raw
