"""SEARCH (RFC 3501 section 6.4.4): criteria become predicates over a mail and its sequence number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser

from intake.demo.commands.session import Answer, Session, tagged
from intake.demo.letterbox import Delivered, canonical
from intake.demo.wire import Command, chosen, day, words

Test = Callable[[int, Delivered], bool]  # sequence number, mail


class _Invalid(Exception):
    """The criteria are none."""


@dataclass(slots=True)
class _Criteria:
    """The words of a SEARCH, taken one after the other."""

    left: list[bytes]
    session: Session
    keys: set[str] = field(default_factory=set)  # those met so far, in capitals

    def word(self) -> bytes:
        if not self.left:
            raise _Invalid
        return self.left.pop(0)

    def test(self) -> Test:
        word = self.word()
        if word.startswith(b"("):
            return _Criteria(list(words(word[1:-1])), self.session, self.keys).tests()
        make = _KEYS.get(word.upper())
        if make is None:
            return self.among(word, by_uid=False)
        key = word.upper().decode()
        self.keys.add(key)
        test = make(self)
        return _always(self) if self.session.fires("search_ignores", key) else test

    def tests(self) -> Test:
        """Give the test that all criteria pass."""
        every: list[Test] = []
        while self.left:
            every.append(self.test())
        return lambda place, mail: all(test(place, mail) for test in every)

    def among(self, sequence: bytes, *, by_uid: bool) -> Test:
        view = self.session.view
        picked = chosen(sequence, view.uids if by_uid else range(1, len(view.mails) + 1))
        if picked is None:
            raise _Invalid
        wanted = frozenset(picked)
        return lambda place, mail: (mail.uid if by_uid else place) in wanted

    def day(self) -> date:
        found = day(self.word())
        if found is None:
            raise _Invalid
        return found


def search(session: Session, command: Command) -> Answer:
    """SEARCH and UID SEARCH."""
    arguments = list(command.arguments)
    if arguments[:1] and arguments[0].upper() == b"CHARSET":
        del arguments[:2]
    criteria = _Criteria(arguments, session)
    try:
        test = criteria.tests() if arguments else None
    except _Invalid:
        test = None
    if test is None or (criteria.keys & _TEXTUAL and session.fires("search_bad_text")):
        yield tagged(command, b"BAD %b invalid argument" % command.name.encode())
        return
    found = [] if _fails(session, command, criteria.keys) else _found(session, test, criteria.keys)
    if not session.fires("search_untold"):
        by_uid = command.name.startswith("UID")
        numbers = _bent(session, found if by_uid else [session.view.places.get(uid, 0) for uid in found])
        yield b" ".join((b"* SEARCH", *(b"%d" % number for number in numbers))) + b"\r\n"
    yield tagged(command, b"OK SEARCH completed")


def _found(session: Session, test: Test, keys: set[str]) -> list[int]:
    """Name the uids of the mails that pass; under a lag also those that are not given yet."""
    places, mails = session.view.places, session.view.now(session.folder)
    if session.box.faults.fetch_lag:
        mails = tuple(mail for mail in session.folder.mails if mail.uid not in session.hidden)
        for mail in mails:
            session.folder.listed.setdefault(mail.uid, session.folder.openings)
    found = [mail.uid for mail in mails if test(places.get(mail.uid, 0), mail)]
    last = mails[-1].uid if mails else 0
    if "UNSEEN" in keys and last not in found and mails and session.fires("unseen_returns_last"):
        found.append(last)
    return found


def _fails(session: Session, command: Command, keys: set[str]) -> bool:
    """Tell whether the server finds nothing, whatever there is."""
    textual, dated = keys & _TEXTUAL, keys & _DATED
    beyond = not all(argument.isascii() for argument in command.arguments)
    return (
        (bool(textual) and session.fires("search_text_empty"))
        or (beyond and session.fires("search_nonascii_empty"))
        or (bool(textual and dated) and session.fires("search_combo_empty"))
        or session.fires("search_empty")
    )


def _bent(session: Session, numbers: list[int]) -> list[int]:
    """Leave out, repeat and invent numbers."""
    faults = session.box.faults
    if 0 < faults.search_truncates_at < len(numbers):
        session.note("search_truncates_at", faults.search_truncates_at)
        numbers = numbers[: faults.search_truncates_at]
    if faults.search_foreign:
        session.note("search_foreign", sorted(faults.search_foreign))
        numbers = [*numbers, *sorted(faults.search_foreign)]
    return numbers * 2 if session.fires("search_repeats") else numbers


def _flagged(flag: bytes, *, there: bool = True) -> Callable[[_Criteria], Test]:
    return lambda _criteria: lambda _place, mail: (flag in mail.flags) == there


def _keyword(*, there: bool) -> Callable[[_Criteria], Test]:
    return lambda criteria: _flagged(canonical(criteria.word()), there=there)(criteria)


def _header(name: str) -> Callable[[_Criteria], Test]:
    return lambda criteria: _holding(name, criteria.word())


def _named_header(criteria: _Criteria) -> Test:
    name = criteria.word().decode("latin-1")
    return _holding(name, criteria.word())


def _holding(name: str, needle: bytes) -> Test:
    wanted = needle.decode("utf-8", "replace").lower()
    return lambda _place, mail: any(wanted in value.lower() for value in _values(mail.raw, name))


def _values(raw: bytes, name: str) -> list[str]:
    values = [str(value) for value in BytesHeaderParser().parsebytes(raw).get_all(name, [])]
    return [_readable(value) for value in values]


def _readable(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value


def _text(*, body_only: bool) -> Callable[[_Criteria], Test]:
    def make(criteria: _Criteria) -> Test:
        needle = criteria.word().lower()
        return lambda _place, mail: (
            needle in (mail.raw.partition(b"\r\n\r\n")[2] if body_only else mail.raw).lower()
        )

    return make


def _dated(passes: Callable[[date, date], bool]) -> Callable[[_Criteria], Test]:
    def make(criteria: _Criteria) -> Test:
        limit = criteria.day()
        return lambda _place, mail: passes(mail.received.date(), limit)

    return make


def _since(criteria: _Criteria) -> Test:
    limit, slack = criteria.day(), criteria.session.box.faults.search_since_slack_days
    if slack:
        criteria.session.note("search_since_slack_days", slack)
    return lambda _place, mail: mail.received.date() >= limit - timedelta(days=slack)


def _sized(*, above: bool) -> Callable[[_Criteria], Test]:
    def make(criteria: _Criteria) -> Test:
        word = criteria.word()
        if not word.isdigit():
            raise _Invalid
        limit = int(word)
        return lambda _place, mail: len(mail.raw) > limit if above else len(mail.raw) < limit

    return make


def _either(criteria: _Criteria) -> Test:
    one, other = criteria.test(), criteria.test()
    return lambda place, mail: one(place, mail) or other(place, mail)


def _not(criteria: _Criteria) -> Test:
    test = criteria.test()
    return lambda place, mail: not test(place, mail)


def _always(_criteria: _Criteria) -> Test:
    return lambda _place, _mail: True


def _never(_criteria: _Criteria) -> Test:
    return lambda _place, _mail: False


_TEXTUAL = {"BCC", "BODY", "CC", "FROM", "HEADER", "SUBJECT", "TEXT", "TO"}
_DATED = {"BEFORE", "ON", "SINCE"}
_FLAG_KEYS = (b"ANSWERED", b"DELETED", b"DRAFT", b"FLAGGED", b"SEEN")
_KEYS: Mapping[bytes, Callable[[_Criteria], Test]] = {
    b"ALL": _always,
    b"OLD": _always,
    b"NEW": _never,  # nothing is \Recent here
    b"RECENT": _never,
    **{key: _flagged(canonical(b"\\" + key)) for key in _FLAG_KEYS},
    **{b"UN" + key: _flagged(canonical(b"\\" + key), there=False) for key in _FLAG_KEYS},
    b"KEYWORD": _keyword(there=True),
    b"UNKEYWORD": _keyword(there=False),
    **{name.upper().encode(): _header(name) for name in ("Bcc", "Cc", "From", "Subject", "To")},
    b"HEADER": _named_header,
    b"BODY": _text(body_only=True),
    b"TEXT": _text(body_only=False),
    b"BEFORE": _dated(lambda arrived, limit: arrived < limit),
    b"ON": _dated(lambda arrived, limit: arrived == limit),
    b"SINCE": _since,
    b"LARGER": _sized(above=True),
    b"SMALLER": _sized(above=False),
    b"UID": lambda criteria: criteria.among(criteria.word(), by_uid=True),
    b"NOT": _not,
    b"OR": _either,
}
