"""Folders that are numbered anew: which messages their new uids can mean, told by header block, size and arrival."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from intake.model import Head
from intake.store import runs
from intake.store.landing import head
from intake.store.tables import message, sighting

#: What tells a mail apart without its body: the digest of its header block, its size in bytes, when it arrived.
#: The header block alone holds the marks of every server on the way; size and arrival guard against a forged copy.
HeadKey = tuple[str, int, datetime]


def key_of(given: Head) -> HeadKey | None:
    """Give what a mail can be known by; None for one without any header."""
    digest = head(given.header)
    return None if digest is None else (digest, given.size, given.received)


def known_heads(connection: Connection, mailbox: str, folder: str) -> Mapping[HeadKey, int]:
    """Give the messages ever seen in a folder by what tells them apart; those that share it are left out."""
    statement = (
        select(message.c.id, message.c.head, message.c.size, message.c.received)
        .join(sighting, sighting.c.message_id == message.c.id)
        .where(sighting.c.mailbox == mailbox, sighting.c.folder == folder, message.c.head.is_not(None))
        .distinct()
    )
    rows = [(row.id, (row.head, row.size, row.received)) for row in connection.execute(statement)]
    shared = Counter(key for _, key in rows)
    return {key: message_id for message_id, key in rows if shared[key] == 1}


def renewed(connection: Connection, since: datetime) -> list[tuple[str, str, datetime]]:
    """Name the folders whose newest epoch is not their first one and began later than `since`: mailbox, folder, when."""
    began: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    statement = select(sighting.c.mailbox, sighting.c.folder, func.min(sighting.c.seen_at).label("began"))
    statement = statement.where(sighting.c.uidvalidity != "")  # uids that do not last make no epoch
    for row in connection.execute(
        statement.group_by(sighting.c.mailbox, sighting.c.folder, sighting.c.uidvalidity)
    ):
        began[row.mailbox, row.folder].append(row.began)
    return [
        (*place, max(moments))
        for place, moments in began.items()
        if len(moments) > 1 and max(moments) > since
    ]


def seen_otherwise(connection: Connection, mailbox: str, folder: str, uidvalidity: str) -> datetime | None:
    """Tell when a mail of a folder was last seen in another epoch; None if none was."""
    epoch = sighting.c.uidvalidity
    moment: datetime | None = connection.scalar(
        select(func.max(sighting.c.seen_at)).where(
            sighting.c.mailbox == mailbox,
            sighting.c.folder == folder,
            or_(epoch < uidvalidity, epoch > uidvalidity),  # by the index: != looks at the whole folder
        )
    )
    return moment


def horizon(connection: Connection, mailbox: str) -> datetime | None:
    """Tell when anything was last seen, or listed in a mailbox: it may be later than now, by a clock that was put back."""
    seen: datetime | None = connection.scalar(select(func.max(sighting.c.seen_at)))
    moments = [entry.at for entry in runs.listings(connection, mailbox).values()]
    return max([*moments, *([] if seen is None else [seen])], default=None)
