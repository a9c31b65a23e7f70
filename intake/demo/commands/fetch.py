"""FETCH and UID FETCH (RFC 3501 section 6.4.5); bodies go out as they came in, uncopied."""

import re
from collections.abc import Iterator
from dataclasses import replace

from intake.demo.commands.session import Answer, HangUp, Reset, Session, Stall, flag_list, tagged
from intake.demo.commands.structure import bodystructure, envelope
from intake.demo.letterbox import SEEN, Delivered
from intake.demo.wire import Command, internal_date, items

_STRUCTURES = {b"ENVELOPE": envelope, b"BODYSTRUCTURE": bodystructure}
_PLAIN = {b"UID", b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", *_STRUCTURES}
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
    wanted, mails = _wanted(command, by_uid=by_uid), _picked(session, command, by_uid=by_uid)
    if mails is None or not wanted:
        yield tagged(command, b"BAD UID parameters!" if by_uid else b"BAD Sequence set is inavlid!")
        return
    _see(session, command, mails, wanted)
    yield from _unsolicited(session, mails)
    for mail in _ordered(session, mails):
        line = _fetched(session, mail, wanted)
        if any(section for _, section in wanted):
            yield from _broken_off(session, mail, line)
        yield line
    gone = [mail.uid for mail in mails if session.fires("mails_not_exist", mail.uid)]
    yield tagged(command, b"OK Mails not exist!" if gone else b"OK %b Completed" % command.name.encode())


def _wanted(command: Command, *, by_uid: bool) -> _Items:
    """List the items, the uid among them if the command goes by it; none if there is one that nobody knows."""
    named = items(b" ".join(command.arguments[1:]))
    if by_uid and named and b"UID" not in named:
        named = (b"UID", *named)
    wanted = tuple((item, _SECTION.fullmatch(_SPELLINGS.get(item, item))) for item in named)
    return wanted if all(section or item in _PLAIN for item, section in wanted) else ()


def _picked(session: Session, command: Command, *, by_uid: bool) -> list[Delivered] | None:
    """Find the mails; a sequence number that there is not makes the whole set bad."""
    view, sequence = session.view, b"".join(command.arguments[:1])
    numbers = view.uids if by_uid else range(1, len(view.mails) + 1)
    found = session.pick(sequence, numbers)
    if found is None or not (found or by_uid):
        return None
    picked = frozenset(found)
    mails = view.now(session.folder)
    return [mail for mail in mails if (mail.uid if by_uid else view.places[mail.uid]) in picked]


def _see(session: Session, command: Command, mails: list[Delivered], wanted: _Items) -> None:
    r"""Set \Seen where a body is asked for without PEEK."""
    if any(section and not section["peek"] for _, section in wanted):
        uids = tuple(mail.uid for mail in mails)
        session.changed(command, uids, SEEN, done=not session.read_only)
        if not session.read_only:
            session.folder.mark(uids, lambda flags: flags | {SEEN})


def _unsolicited(session: Session, mails: list[Delivered]) -> Iterator[bytes]:
    """Say what nobody asked for: of another mail, of no new mail, and of one that is not gone at all."""
    view = session.view
    if view.mails and session.fires("unsolicited_fetch"):
        asked = {mail.uid for mail in mails}
        other = next((place for uid, place in view.places.items() if uid not in asked), 1)
        yield b"* %d FETCH (FLAGS (\\Seen))\r\n" % other
    if session.fires("unsolicited_exists"):
        yield b"* %d EXISTS\r\n" % len(view.mails)
    if view.mails and session.fires("unsolicited_expunge"):
        yield b"* %d EXPUNGE\r\n" % len(view.mails)


def _ordered(session: Session, mails: list[Delivered]) -> Iterator[Delivered]:
    """Give the mails that are to be told, in the order and as often as they are."""
    given = [mail for mail in mails if not session.fires("missing", mail.uid)]
    gone = session.box.faults.mails_not_exist
    if session.fires("fetch_reordered"):
        given.reverse()
    twice = session.fires("duplicate_fetch")
    return (mail for mail in given if mail.uid not in gone for _ in range(1 + twice))


def _fetched(session: Session, mail: Delivered, wanted: _Items) -> tuple[bytes, ...]:
    place = session.view.places[mail.uid]
    if session.fires("garbled", mail.uid):
        return (b"* %d FETCH (UID %d RFC822.SIZE)\r\n" % (place, mail.uid),)
    if any(section for _, section in wanted):
        if session.fires("anonymous", mail.uid):
            wanted = tuple(pair for pair in wanted if pair[0] != b"UID")
        if session.fires("wrong_uid", mail.uid):
            mail = replace(mail, uid=mail.uid + 1)
    pieces: list[bytes] = [b"* %d FETCH (" % place]
    for number, (item, section) in enumerate(wanted):
        pieces[-1] += b" " if number else b""
        pieces.extend(_section(session, mail, item, section) if section else _plain(session, mail, item))
    pieces.append(b")\r\n")
    return tuple(pieces)


def _broken_off(session: Session, mail: Delivered, line: tuple[bytes, ...]) -> Answer:
    """Let the connection end in the middle of a mail, in one of the ways that connections end."""
    ends = {
        "bye_mid_fetch": HangUp,
        "eof_mid_fetch": HangUp,
        "rst_mid_fetch": Reset,
        "stall_mid_fetch": HangUp,
    }
    for switch, end in ends.items():
        if session.fires(switch, mail.uid):
            longest = line.index(max(line, key=len))
            yield (*line[:longest], line[longest][: len(line[longest]) // 2])
            if switch == "bye_mid_fetch":
                yield b"\r\n* BYE System busy!\r\n"
            if switch == "stall_mid_fetch":
                yield Stall()
            raise end


def _plain(session: Session, mail: Delivered, item: bytes) -> Iterator[bytes]:
    if item in _STRUCTURES:
        yield item + b" " + _STRUCTURES[item](session, mail)
        return
    faults = session.box.faults
    size = faults.sizes.get(mail.uid, len(mail.raw) + faults.size_lies)
    if item == b"RFC822.SIZE" and size != len(mail.raw):
        session.note("size_lies", f"{mail.uid} {size}")
    if item == b"INTERNALDATE" and mail.uid in faults.dates:
        session.note("dates", mail.uid)
    values = {
        b"UID": b"%d" % mail.uid,
        b"FLAGS": flag_list(mail.flags),
        b"INTERNALDATE": faults.dates.get(mail.uid) or internal_date(mail.received),
        b"RFC822.SIZE": b"%d" % max(size, 0),
    }
    yield item + b" " + values[item]


def _section(session: Session, mail: Delivered, item: bytes, asked: re.Match[bytes]) -> Iterator[bytes]:
    content = _part(mail.raw, asked) if asked["part"] else _body(session, mail)
    origin = b""
    if asked["first"]:
        first = int(asked["first"])
        content, origin = content[first : first + int(asked["most"])], b"<%d>" % first
    name = item if item in _SPELLINGS else b"BODY[%b]%b" % (asked["part"], origin)
    if not asked["part"] and session.fires("body_nil", mail.uid):
        yield name + b" NIL"
        return
    yield b"%b {%d}\r\n" % (name, len(content))
    yield content[: len(content) // 2] if not asked["part"] and session.fires("torn", mail.uid) else content
    yield b""


def _body(session: Session, mail: Delivered) -> bytes:
    """Give the whole mail, or what the server makes of it."""
    if session.bodies == session.box.faults.hang_up_after:
        session.note("hang_up_after", session.bodies)
        raise HangUp
    session.bodies += 1
    raw = mail.raw
    if session.fires("body_empty", mail.uid):
        return b""
    if session.fires("short", mail.uid):
        raw = raw[: len(raw) // 2]
    return raw + b"%d" % session.bodies if session.fires("changing", mail.uid) else raw


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
