"""The grammar of the loop-back server."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient import imap_utf7

from intake.demo.wire import (
    chosen,
    day,
    folder_called,
    folder_name,
    internal_date,
    items,
    literal_ahead,
    parse,
    quoted,
    runs,
)


@pytest.mark.parametrize(
    ("pieces", "name", "arguments"),
    [
        ([b"a1 noop"], "NOOP", ()),
        ([b'a1 LOGIN me "p\\"w\\\\d"'], "LOGIN", (b"me", b'p"w\\d')),
        ([b"a1 LOGIN {2}", b"me", b" {3+}", b'p"w', b""], "LOGIN", (b"me", b'p"w')),
        ([b'a1 LIST "" "*"'], "LIST", (b"", b"*")),
        ([b"a1 uid fetch 1:3,9 (UID BODY.PEEK[])"], "UID FETCH", (b"1:3,9", b"(UID BODY.PEEK[])")),
        ([b"a1"], "", ()),
        ([b""], "", ()),
    ],
)
def test_a_command_is_taken_apart(pieces: list[bytes], name: str, arguments: tuple[bytes, ...]) -> None:
    command = parse(pieces)
    assert (command.name, command.arguments) == (name, arguments)


def test_a_literal_says_whether_its_sender_waits() -> None:
    assert literal_ahead(b"a1 LOGIN {16}") == (16, True)
    assert literal_ahead(b"a1 LOGIN {16+}") == (16, False)
    assert literal_ahead(b"a1 NOOP") is None


@pytest.mark.parametrize(
    ("sequence", "uids"),
    [
        (b"3", (3,)),
        (b"1:4,9", (1, 3, 4, 9)),
        (b"9,1", (1, 9)),
        (b"4:*", (4, 9)),
        (b"100:*", (9,)),
        (b"*", (9,)),
        (b"2", ()),
        (b"4:1", (1, 3, 4)),
        (b"*:4", (4, 9)),
        (b"x", None),
        (b"", None),
        (b"1,,3", None),
    ],
)
def test_a_sequence_set_picks_uids(sequence: bytes, uids: tuple[int, ...] | None) -> None:
    assert chosen(sequence, (1, 3, 4, 9)) == uids


def test_a_strict_server_takes_no_descending_range() -> None:
    assert chosen(b"4:1", (1, 3, 4, 9), strict=True) is None
    assert chosen(b"100:*", (1, 3, 4, 9), strict=True) == (9,)


@given(st.sets(st.integers(1, 99)))
def test_a_sequence_set_is_written_as_it_is_read(numbers: set[int]) -> None:
    uids = tuple(sorted(numbers))
    assert chosen(runs(uids), tuple(range(1, 100))) == (uids or None)


def test_an_empty_folder_has_nothing_to_pick() -> None:
    assert chosen(b"1:*", ()) == ()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_folder_name_is_what_clients_decode(name: str) -> None:
    assert imap_utf7.decode(folder_name(name)) == folder_called(folder_name(name)) == name


@pytest.mark.parametrize("spelling", [b"&bad", b"&a-", "垃圾".encode("gbk"), b"&2D0-"])
def test_what_is_no_folder_name_has_none(spelling: bytes) -> None:
    assert folder_called(spelling) is None


def test_qq_s_folder_is_written_as_qq_writes_it() -> None:
    assert folder_name("其他文件夹") == b"&UXZO1mWHTvZZOQ-"


def test_small_things_are_written_as_the_grammar_has_them() -> None:
    assert quoted(b'a"b\\') == b'"a\\"b\\\\"'
    assert items(b"(uid BODY.PEEK[] rfc822.size)") == (b"UID", b"BODY.PEEK[]", b"RFC822.SIZE")
    assert items(b"BODY[HEADER.FIELDS (To)]<0.9> UID") == (b"BODY[HEADER.FIELDS (TO)]<0.9>", b"UID")
    assert day(b"4-jan-2015") == date(2015, 1, 4)
    assert [day(text) for text in (b"4-Foo-2015", b"31-Feb-2015", b"today")] == [None] * 3
    shanghai = timezone(timedelta(hours=8))
    assert internal_date(datetime(2015, 1, 4, 10, 20, 30, tzinfo=shanghai)) == b'" 4-Jan-2015 10:20:30 +0800"'
