"""After the commit: marking or moving stored mails on the server, where the configuration asks for it."""

from intake.errors import IntakeError
from intake.locale import N_
from intake.model import Listing, Settled
from intake.poll import epochs
from intake.poll.terms import Tally, Visit

DONE, UNPROVEN = "done", "unproven"
_NO_EPOCH = "the server tells no UIDVALIDITY"  # so that a uid may mean another mail when the folder is opened for marking


def settle(visit: Visit, tally: Tally, listing: Listing) -> None:
    """Mark or move every mail of a listing that is stored and was not settled yet.

    What the server accepts and then does not show is told, and not tried again; what it refuses is tried next time.
    """
    wish = visit.terms.aftermath
    if not wish or visit.terms.halt.now or tally.folder == wish.move_to:
        return
    waiting = visit.store.unsettled(visit.mailbox.name, tally.folder, listing.uidvalidity)
    if not waiting:
        return
    if listing.status.uidvalidity is None:
        tally.warnings.extend(_warnings(visit, tally.folder, Settled(refused=_NO_EPOCH)))
    other = epochs.left(visit, tally.folder, listing)  # asked anew: another poller may have met another epoch
    waiting &= epochs.sighted(
        visit, tally.folder, listing, other
    )  # of one that came back, what was seen again
    uids = [uid for uid in listing.uids if uid in waiting]
    if not uids:
        return
    settled = visit.mailbox.settle(tally.folder, uids, wish)
    for outcome, done in ((DONE, settled.proven), (UNPROVEN, settled.unproven)):
        visit.store.settle([epochs.place(visit, tally.folder, listing, uid) for uid in done], outcome)
    tally.settled += len(settled.proven)
    tally.warnings.extend(_warnings(visit, tally.folder, settled))


def _warnings(visit: Visit, folder: str, settled: Settled) -> list[IntakeError]:
    place = {"folder": folder, "mailbox": visit.mailbox.name}
    if settled.refused is not None:
        return [
            IntakeError(
                N_(
                    "mails not marked — {folder} of {mailbox} — {why} — they are stored; the next poll tries again, or take "
                    "mark_seen, keyword and move_to out of the configuration"
                ),
                **place,
                why=settled.refused,
            )
        ]
    if settled.unproven:
        return [
            IntakeError(
                N_(
                    "mails not marked — {folder} of {mailbox} — the server said yes to {count} and does not show it — they "
                    "are stored; this mail service may keep no keywords"
                ),
                **place,
                count=len(settled.unproven),
            )
        ]
    return []
