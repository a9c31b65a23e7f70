"""Folders and batches are decided without a connection."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mailboxes.planning import BYTES, LINE, MAILS, SIZES, batches, chunks, numbers, wanted

UIDS = st.lists(st.integers(1, 2**32 - 1), unique=True, max_size=600).map(sorted)
SIZE = st.integers(0, 3 * BYTES)


def _one_by_one(cut: list[tuple[int, ...]], uids: list[int]) -> None:
    """Every uid once, ascending inside a batch, every batch before its elders."""
    assert sorted(uid for batch in cut for uid in batch) == uids
    assert all(list(batch) == sorted(batch) for batch in cut)
    assert all(min(newer) > max(elder) for newer, elder in pairwise(cut))


@given(UIDS, st.data())
def test_a_batch_fits_the_server_and_the_memory(uids: list[int], data: st.DataObject) -> None:
    sizes = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(uids, SIZE)))
    cut = list(batches(uids, sizes))
    _one_by_one(cut, uids)
    for batch in cut:
        assert len(batch) <= MAILS
        assert len(",".join(map(str, batch))) <= LINE
        assert len(batch) == 1 or sum(sizes.get(uid, BYTES) for uid in batch) <= BYTES


@given(UIDS)
def test_sizes_are_asked_in_lines_a_server_reads(uids: list[int]) -> None:
    cut = list(chunks(uids))
    _one_by_one(cut, uids)
    assert all(len(batch) <= SIZES and len(",".join(map(str, batch))) <= LINE for batch in cut)


def test_a_mail_of_unknown_size_goes_alone() -> None:
    assert list(batches([1, 2, 3, 4], {1: 10, 2: 10, 4: 10})) == [(4,), (3,), (1, 2)]


def test_uids_are_read_ascending_and_what_is_no_number_is_left_out() -> None:
    assert numbers(["10", "9", "x", "../9", "²", "٣", "9"]) == (9, 10)


LISTED = ("INBOX", "Junk", "其他文件夹/投稿", "其他文件夹/退信", "其他")


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        (("INBOX",), ("INBOX",)),
        (("inbox", "INBOX"), ("INBOX",)),
        (("其他文件夹/*",), ("其他文件夹/投稿", "其他文件夹/退信")),
        (("Junk", "*"), ("Junk", "INBOX", "其他文件夹/投稿", "其他文件夹/退信", "其他")),
        (("Archive/*",), ()),
        (("Archive",), ("Archive",)),
    ],
)
def test_a_star_takes_what_begins_so_and_a_full_name_is_kept(
    patterns: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert wanted(patterns, LISTED) == names
