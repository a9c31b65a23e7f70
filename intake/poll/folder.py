"""One folder: what of it is new, and landing that, mail by mail."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from intake.errors import CannotWrite, IntakeError, MailboxUnavailable
from intake.locale import N_
from intake.model import Fetched, FolderStatus, Listed, Listing, Sighting, Withheld
from intake.poll import epochs
from intake.poll.settling import settle
from intake.poll.terms import Landing, Tally, Visit
from intake.render.view import size

#: How old a complete listing may be for an unchanged status to prove anything: QQ's UIDNEXT and EXISTS lag behind.
FRESH: Final = timedelta(minutes=60)
#: How many equal answers outweigh the size that a server states: some never state it right.
EQUAL: Final = 3
#: A folder that holds fewer mails than this may well be emptied by hand.
FEW: Final = 20


def land_folder(visit: Visit, folder: str) -> Landing:
    """Store what a folder holds and the store has not seen."""
    tally, halt = Tally(folder), visit.terms.halt
    try:
        _land(visit, tally)
    except IntakeError as failure:
        ended = halt.asked or (halt.now and tally.new + tally.again)
        if not (ended and isinstance(failure, MailboxUnavailable)):  # else we cut it off ourselves
            return tally.landing(visit.mailbox.name, failure)
    return tally.landing(visit.mailbox.name)


def _land(visit: Visit, tally: Tally) -> None:
    folder, terms = tally.folder, visit.terms
    status, known = visit.mailbox.status(folder), visit.listings.get(folder)
    if (
        known is not None
        and not terms.dry_run
        and _proves(status, known)
        and not _has_work(visit, folder, status)
    ):
        tally.seen, tally.listed = status.messages or 0, known
        return
    tally.began = began = visit.store.moment()
    listing = visit.mailbox.listing(folder)
    other = epochs.left(visit, folder, listing)
    missing = _missing(visit, folder, listing, other)
    tally.seen, tally.missing = len(listing.uids), len(missing)
    if terms.dry_run:
        return
    if epochs.begins(visit, folder, listing, other):
        missing = epochs.unrecognised(visit, tally, listing, missing, other)
    wanted = missing if terms.limit is None else missing[max(0, len(missing) - terms.limit) :]
    _fetch(visit, tally, listing, wanted)
    settle(visit, tally, listing)
    if not terms.halt.now and len(wanted) == len(missing):
        _complete(visit, tally, Listed(_certain(listing), began, other), listing)


def _certain(listing: Listing) -> FolderStatus:
    """Give of a status what a later one may be compared with: nothing where EXAMINE and SEARCH disagree, as QQ's do."""
    status = listing.status
    return status if status.messages == len(listing.uids) else FolderStatus(status.uidvalidity)


def _proves(status: FolderStatus, known: Listed) -> bool:
    """Tell whether nothing can have come since a complete listing: all three values told, equal, and not old."""
    told = None not in (status.uidvalidity, status.uidnext, status.messages)
    return told and status == known.status and timedelta() <= datetime.now(UTC) - known.at < FRESH


def _has_work(visit: Visit, folder: str, status: FolderStatus) -> bool:
    """Tell whether a folder with nothing new still has mail to ask for, or to mark."""
    place = (visit.mailbox.name, folder, status.uidvalidity or "")
    asked = (mail for mail in visit.store.outstanding(*place) if not mail.gone)
    if any(mail.why is not Withheld.OVERSIZE or (mail.size or 0) <= visit.terms.largest for mail in asked):
        return True
    return bool(visit.terms.aftermath) and bool(visit.store.unsettled(*place))


def _missing(visit: Visit, folder: str, listing: Listing, other: datetime | None) -> list[str]:
    """Take from a listing what was sighted in this epoch, and what is known to be too large."""
    place = (visit.mailbox.name, folder, listing.uidvalidity)
    sighted = epochs.sighted(visit, folder, listing, other)
    stay = {
        mail.sighting.uid
        for mail in visit.store.outstanding(*place)
        if mail.why is Withheld.OVERSIZE and (mail.size or 0) > visit.terms.largest
    }
    return [uid for uid in listing.uids if uid not in sighted and uid not in stay]


def _fetch(visit: Visit, tally: Tally, listing: Listing, wanted: Sequence[str]) -> None:
    """Land what comes, until the run has to end; what was asked for and did not come is outstanding."""
    if not wanted:
        return
    given = set()
    for mail in visit.mailbox.fetch(tally.folder, wanted, visit.terms.largest):
        _make_sure_of_room(visit)
        _take(visit, tally, epochs.place(visit, tally.folder, listing, mail.uid), mail)
        given.add(mail.uid)
        visit.progress(len(given), len(wanted))
        if visit.terms.halt.now:
            return
    absent = [epochs.place(visit, tally.folder, listing, uid) for uid in wanted if uid not in given]
    tally.absent += len(absent)
    if absent:
        visit.store.withhold(absent, Withheld.ABSENT, since=tally.began)


def _take(visit: Visit, tally: Tally, place: Sighting, mail: Fetched) -> None:
    """Land one mail, unless it is too large, or its bytes are not as many as stated and may yet be."""
    if not mail.raw and (mail.stated or 0) > visit.terms.largest:
        visit.store.withhold([place], Withheld.OVERSIZE, mail.stated, since=tally.began)
        tally.oversize += 1
        return
    if not mail.whole and visit.store.doubt(place, mail, since=tally.began) < EQUAL:
        tally.absent += 1
        return
    archived = (
        visit.terms.since is not None
        and mail.received.astimezone(visit.terms.zone).date() < visit.terms.since
    )
    landed = visit.store.land(place, mail.raw, mail.received, archived=archived, mismatch=not mail.whole)
    tally.new += landed.new
    tally.again += not landed.new
    tally.mismatched += not mail.whole


def _make_sure_of_room(visit: Visit) -> None:
    free, floor = visit.store.room(), visit.terms.floor
    if free is not None and free < floor:
        raise CannotWrite(
            N_(
                "disk nearly full — {store} — {free} free, {floor} needed — the mail stays in the mailbox: make room, or "
                "set poll.disk_floor lower"
            ),
            store=visit.store.address,
            free=size(free),
            floor=size(floor),
        )


def _complete(visit: Visit, tally: Tally, listed: Listed, listing: Listing) -> None:
    """Remember a listing all of whose mails were asked for; tell of a folder that has lost more than half of them."""
    known = visit.listings.get(tally.folder)
    visit.store.missed(visit.mailbox.name, tally.folder, listing.uidvalidity, listing.uids)
    tally.listed = listed
    before = (known.status.messages or 0) if known is not None else 0
    if before >= FEW and len(listing.uids) * 2 < before and not tally.anew:
        tally.warnings.append(
            IntakeError(
                N_(
                    "mails gone from the mailbox — {folder} of {mailbox} — it listed {before}, now {now} — what was stored "
                    "is kept; check that the mail service shows all mail over IMAP (收取选项: 全部)"
                ),
                folder=tally.folder,
                mailbox=visit.mailbox.name,
                before=before,
                now=len(listing.uids),
            )
        )
