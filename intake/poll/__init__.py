"""Mailbox → store: one pass that lands bytes and parses nothing.

What is new is the set difference between the mailbox's listing and the sightings of its epoch: a high-water mark
would lose mail that appears late or out of order, and QQ rebuilds its UIDs when the service is re-opened.
Each message is committed on its own with its sighting, so a run may die anywhere and the next one goes on.
"""

from dataclasses import replace
from functools import reduce

from intake.errors import IntakeError, LoginPutOff, MailboxRefused, MailboxUnavailable
from intake.poll.folder import land_folder
from intake.poll.terms import Landing, Progress, Terms, Visit

__all__ = ["Landing", "Progress", "Terms", "Visit", "land", "visit"]


def visit(place: Visit) -> Landing:
    """Open a mailbox and land what it holds; a connection that is lost is made again once."""
    folders: dict[str, Landing] = {}
    if place.terms.halt.now:
        return Landing(place.mailbox.name)
    failure = _connected(place, folders)
    lost = isinstance(failure, MailboxUnavailable) and not isinstance(failure, LoginPutOff)
    if lost and not place.terms.halt.wait(place.terms.pause):
        failure = _connected(place, folders)
    return _total(place.mailbox.name, folders, failure)


def _connected(place: Visit, folders: dict[str, Landing]) -> IntakeError | None:
    """Make one connection, and land over it what is not done yet; give what ended it before it was done."""
    halt, mailbox = place.terms.halt, place.mailbox
    try:
        with halt.cutting(mailbox.cut), mailbox:
            return land(place, folders)
    except (MailboxRefused, MailboxUnavailable) as failure:
        return None if halt.asked else failure


def land(place: Visit, folders: dict[str, Landing]) -> IntakeError | None:
    """Store what an open mailbox holds and the store has not seen, folder by folder.

    A folder that is refused is reported and the others go on. Whatever is gone as a whole, the connection or the
    disk, ends the pass: that is given. What had landed stays, and is counted.
    """
    for folder in place.mailbox.folders():
        if place.terms.halt.now:
            break
        if folder in folders and not folders[folder].cut_short:
            continue
        folders[folder] = land_folder(place, folder).after(folders.get(folder))
        if folders[folder].cut_short:
            return folders[folder].failures[-1]
    return None


def _total(name: str, folders: dict[str, Landing], failure: IntakeError | None) -> Landing:
    """Add up the folders; of the connections that were lost, the last is told."""
    total = reduce(Landing.plus, folders.values(), Landing(name))
    kept = [known for known in total.failures if not isinstance(known, MailboxUnavailable)]
    if failure is not None and failure not in kept:
        kept.append(failure)
    return replace(total, failures=tuple(kept), entered=bool(folders))
