"""Folders whose uids mean other mails than before: UIDVALIDITY changed, or the server tells none (RFC 3501 section 2.3.1.1).

QQ numbers a mailbox anew when its service is opened again or its authorisation code is renewed, and in another order.
Header blocks tell most mails again; only what they do not tell is fetched.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from intake.model import Head, Listed, Listing, Sighting
from intake.poll.terms import Tally, Visit
from intake.store import HeadKey, key_of

_TOGETHER = 50  # sightings of one transaction


def place(visit: Visit, folder: str, listing: Listing, uid: str) -> Sighting:
    """Name where a mail of a listing is."""
    return Sighting(visit.mailbox.name, folder, listing.uidvalidity, uid)


def sighted(visit: Visit, folder: str, listing: Listing, other: datetime | None) -> frozenset[str]:
    """Give the uids of a listing that are known to mean stored messages; none where uids do not last.

    Where another epoch was seen since, an epoch that came back is trusted only as far as it was seen again, for ever:
    a uid that no listing has named yet may have had another mail. `other` is when: see `left`. What is outstanding
    was asked for since it was sighted, and may be another mail, too.
    """
    if listing.status.uidvalidity is None:
        return frozenset()
    here = (visit.mailbox.name, folder, listing.uidvalidity)
    asked = {mail.sighting.uid for mail in visit.store.outstanding(*here)}
    return visit.store.sighted(*here, other) - asked


def begins(visit: Visit, folder: str, listing: Listing, other: datetime | None) -> bool:
    """Tell whether a listing is of an epoch that was not listed completely since another one was seen."""
    if listing.status.uidvalidity is None:
        return True
    known = visit.listings.get(folder)
    listed = known.at if known is not None and _same(known, listing) else None
    return other is not None and (listed is None or listed < other)


def left(visit: Visit, folder: str, listing: Listing) -> datetime | None:
    """Tell when an epoch other than a listing's was last seen, were it without a mail; None if there was none."""
    known = visit.listings.get(folder)
    moments = [visit.store.seen_otherwise(visit.mailbox.name, folder, listing.uidvalidity)]
    if known is not None:
        moments.append(known.since if _same(known, listing) else known.at)
    return max((moment for moment in moments if moment is not None), default=None)


def _same(known: Listed, listing: Listing) -> bool:
    return known.status.uidvalidity == listing.status.uidvalidity


def unrecognised(
    visit: Visit, tally: Tally, listing: Listing, missing: Sequence[str], other: datetime | None
) -> list[str]:
    """Sight the mails that their header blocks tell, and give the uids of the others; Landing.again counts the first."""
    tally.anew = listing.status.uidvalidity is not None
    known = visit.store.known_heads(visit.mailbox.name, tally.folder)
    if not known:
        return list(missing)
    found: dict[str, int] = {}
    try:
        _compare(visit, visit.mailbox.heads(tally.folder, missing), known, found)
    finally:
        _sight(visit, tally, listing, found, other)
    return [uid for uid in missing if uid not in found]


def _compare(
    visit: Visit, heads: Iterable[Head], known: Mapping[HeadKey, int], found: dict[str, int]
) -> None:
    """Find messages by their heads, until the run has to end; of two mails alike the bodies have to tell."""
    told: dict[HeadKey, str] = {}
    for head in heads:
        key = key_of(head)
        if key is not None and key in told:
            found.pop(told[key], None)
        elif key is not None and key in known:
            told[key] = head.uid
            found[head.uid] = known[key]
        if visit.terms.halt.now:
            return


def _sight(
    visit: Visit, tally: Tally, listing: Listing, found: dict[str, int], other: datetime | None
) -> None:
    seen = [(place(visit, tally.folder, listing, uid), message_id) for uid, message_id in found.items()]
    since = other if listing.uidvalidity else None
    for start in range(0, len(seen), _TOGETHER):
        visit.store.sight(seen[start : start + _TOGETHER], since)
    tally.again += len(seen)
