"""The files of a mail, cut again from its bytes: attachments are not stored twice."""

from collections.abc import Iterable, Iterator

from intake.model import Leaf, Limits
from intake.reading import documents, mail
from intake.reading.leaves import Budget, budget_of, contents
from intake.reading.unreadable import Unreadable


def cut(raw: bytes, paths: Iterable[str], limits: Limits) -> Iterator[Leaf]:
    """Give the leaves of a mail that have these paths, members of archives and of attached mails among them.

    One that cannot be cut out any more is left out; raises Unreadable where the mail itself cannot be taken apart.
    """
    wanted, budget = frozenset(paths), budget_of(limits)
    for leaf in mail.parse(raw, limits).leaves:
        yield from _within(leaf, wanted, limits, budget)


def _within(leaf: Leaf, wanted: frozenset[str], limits: Limits, budget: Budget) -> Iterator[Leaf]:
    if leaf.path in wanted:
        yield leaf
    if any(path.startswith((f"{leaf.path}/", f"{leaf.path}.")) for path in wanted):
        for member in _members(leaf, limits, budget):
            yield from _within(member, wanted, limits, budget)


def _members(leaf: Leaf, limits: Limits, budget: Budget) -> tuple[Leaf, ...]:
    try:
        return contents(leaf, documents.sniff(leaf.content, leaf.name), limits, budget)[1]
    except Unreadable:
        return leaf.members
