"""The criteria of SEARCH (RFC 3501 section 6.4.4): words become predicates over a mail and its sequence number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from typing import Final

from intake.demo.commands.session import Session
from intake.demo.letterbox import Delivered, canonical
from intake.demo.wire import chosen, day, words

Test = Callable[[int, Delivered], bool]  # sequence number, mail
TEXTUAL: Final = frozenset({"BCC", "BODY", "CC", "FROM", "HEADER", "SUBJECT", "TEXT", "TO"})
DATED: Final = frozenset({"BEFORE", "ON", "SINCE"})


class Invalid(Exception):
    """The criteria are none."""


@dataclass(slots=True)
class Criteria:
    """The words of a SEARCH, taken one after the other."""

    left: list[bytes]
    session: Session
    keys: set[str] = field(default_factory=set)  # those met so far, in capitals

    def word(self) -> bytes:
        """Take the next word."""
        if not self.left:
            raise Invalid
        return self.left.pop(0)

    def test(self) -> Test:
        """Take the next criterion with what belongs to it."""
        word = self.word()
        if word.startswith(b"("):
            return Criteria(list(words(word[1:-1])), self.session, self.keys).tests()
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
        """Give the test for the mails of a sequence set."""
        view = self.session.view
        picked = chosen(sequence, view.uids if by_uid else range(1, len(view.mails) + 1))
        if picked is None:
            raise Invalid
        wanted = frozenset(picked)
        return lambda place, mail: (mail.uid if by_uid else place) in wanted

    def day(self) -> date:
        """Take the next word as a date."""
        found = day(self.word())
        if found is None:
            raise Invalid
        return found


def _flagged(flag: bytes, *, there: bool = True) -> Callable[[Criteria], Test]:
    return lambda _criteria: lambda _place, mail: (flag in mail.flags) == there


def _keyword(*, there: bool) -> Callable[[Criteria], Test]:
    return lambda criteria: _flagged(canonical(criteria.word()), there=there)(criteria)


def _header(name: str) -> Callable[[Criteria], Test]:
    return lambda criteria: _holding(name, criteria.word())


def _named_header(criteria: Criteria) -> Test:
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


def _text(*, body_only: bool) -> Callable[[Criteria], Test]:
    def make(criteria: Criteria) -> Test:
        needle = criteria.word().lower()
        return lambda _place, mail: (
            needle in (mail.raw.partition(b"\r\n\r\n")[2] if body_only else mail.raw).lower()
        )

    return make


def _dated(passes: Callable[[date, date], bool]) -> Callable[[Criteria], Test]:
    def make(criteria: Criteria) -> Test:
        limit = criteria.day()
        return lambda _place, mail: passes(mail.received.date(), limit)

    return make


def _since(criteria: Criteria) -> Test:
    limit, slack = criteria.day(), criteria.session.box.faults.search_since_slack_days
    if slack:
        criteria.session.note("search_since_slack_days", slack)
    return lambda _place, mail: mail.received.date() >= limit - timedelta(days=slack)


def _sized(*, above: bool) -> Callable[[Criteria], Test]:
    def make(criteria: Criteria) -> Test:
        word = criteria.word()
        if not word.isdigit():
            raise Invalid
        limit = int(word)
        return lambda _place, mail: len(mail.raw) > limit if above else len(mail.raw) < limit

    return make


def _either(criteria: Criteria) -> Test:
    one, other = criteria.test(), criteria.test()
    return lambda place, mail: one(place, mail) or other(place, mail)


def _not(criteria: Criteria) -> Test:
    test = criteria.test()
    return lambda place, mail: not test(place, mail)


def _always(_criteria: Criteria) -> Test:
    return lambda _place, _mail: True


def _never(_criteria: Criteria) -> Test:
    return lambda _place, _mail: False


_FLAG_KEYS = (b"ANSWERED", b"DELETED", b"DRAFT", b"FLAGGED", b"SEEN")
_KEYS: Mapping[bytes, Callable[[Criteria], Test]] = {
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
