"""Which folders to poll and which mails to ask for together: decided without a connection."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

MAILS = 50  # of one command: what imap.qq.com is known to answer
LINE = 1_500  # bytes of its uids: QQ drops a command line of 6 KB without a word
BYTES = 8 * 2**20  # by RFC822.SIZE: what one answer may cost in memory
LARGEST = 2**63  # bytes of a mail, where no limit is given
SIZES = 200  # uids of a command that asks for sizes only


def wanted(patterns: Sequence[str], listed: Sequence[str]) -> tuple[str, ...]:
    """Name the folders of a configuration; a trailing "*" takes every listed folder that begins so.

    A folder named in full is kept even when it is not listed: that it is missing has to be noticed.
    """
    names: dict[str, None] = {}
    for pattern in patterns:
        if pattern.endswith("*"):
            names.update((name, None) for name in listed if name.startswith(pattern[:-1]))
        else:
            names["INBOX" if pattern.upper() == "INBOX" else pattern] = None  # RFC 3501 section 5.1
    return tuple(names)


def numbers(uids: Iterable[str]) -> tuple[int, ...]:
    """Read uids, ascending; what is no number cannot be a uid and is left out."""
    return tuple(sorted({int(uid) for uid in uids if uid.isascii() and uid.isdecimal()}))


def chunks(uids: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Cut ascending uids into commands that ask for sizes: newest chunk first, ascending inside."""
    return _cut(uids, {}, SIZES)


def batches(uids: Sequence[int], sizes: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    """Cut ascending uids into commands that ask for bodies; a mail that is large or of unknown size goes alone."""
    return _cut(uids, {uid: sizes.get(uid, BYTES) for uid in uids}, MAILS)


def blocks(uids: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Cut ascending uids into commands that ask for header blocks: newest first, ascending inside."""
    return _cut(uids, {}, MAILS)


def _cut(uids: Sequence[int], sizes: Mapping[int, int], most: int) -> Iterator[tuple[int, ...]]:
    batch: list[int] = []
    line = total = 0
    for uid in reversed(uids):
        width, size = len(str(uid)) + 1, sizes.get(uid, 0)
        if batch and (len(batch) == most or line + width > LINE or total + size > BYTES):
            yield tuple(reversed(batch))
            batch, line, total = [], 0, 0
        batch.append(uid)
        line, total = line + width, total + size
    if batch:
        yield tuple(reversed(batch))
