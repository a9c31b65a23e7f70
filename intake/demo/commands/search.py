"""SEARCH and UID SEARCH, and the ways in which their answers lie."""

from intake.demo.commands.criteria import DATED, TEXTUAL, Criteria, Invalid, Test
from intake.demo.commands.session import Answer, Session, tagged
from intake.demo.wire import Command


def search(session: Session, command: Command) -> Answer:
    """SEARCH and UID SEARCH."""
    arguments = list(command.arguments)
    if arguments[:1] and arguments[0].upper() == b"CHARSET":
        del arguments[:2]
    criteria = Criteria(arguments, session)
    try:
        test = criteria.tests() if arguments else None
    except Invalid:
        test = None
    if test is None or (criteria.keys & TEXTUAL and session.fires("search_bad_text")):
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
    textual, dated = keys & TEXTUAL, keys & DATED
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
