"""Every leaf of a mail is accounted for: by a walk of the standard library, none is lost, changed or counted twice."""

import email
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from intake.model import Leaf, Limits
from intake.reading.mail import parse
from intake.reading.mail.body import read_body
from intake.reading.mail.leaves import is_body
from intake.reading.mail.structure import Part, structure

DATA = Path(__file__).parents[2] / "data" / "mail"
# Of sample 31 the standard parser loses the document, behind a boundary that the inner multipart took.
SAMPLES = sorted(set(DATA.glob("*.eml")) - set(DATA.glob("31_*")))


def independent(message: Message) -> Iterator[Message]:
    """Give the leaves by the standard library's tree; into mails in the mail, but no other message/ types."""
    if message.get_content_type() == "message/rfc822" or message.get_content_maintype() == "multipart":
        below = message.get_payload()
        if isinstance(below, list):
            for part in below:
                if isinstance(part, Message):
                    yield from independent(part)
            return
    yield message


def content(message: Message) -> bytes | None:
    """Give a leaf's bytes; None where the standard library makes a message of them or trips over a NUL (sample 28)."""
    try:
        payload = None if isinstance(message.get_payload(), list) else message.get_payload(decode=True)
    except ValueError:
        return None
    return payload if isinstance(payload, bytes) else None


def everything(leaves: tuple[Leaf, ...]) -> Iterator[Leaf]:
    for leaf in leaves:
        yield leaf
        yield from everything(leaf.members)


def lowest(top: Part) -> list[Part]:
    return [part for part in top.walk() if not part.children and not part.stray]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_leaf_of_the_standard_library_is_one_of_ours(path: Path) -> None:
    raw = path.read_bytes()
    theirs = [content(one) for one in independent(email.message_from_bytes(raw))]
    ours = [part.content()[0] for part in lowest(structure(raw, Limits()))]
    assert len(ours) == len(theirs)
    assert not Counter(one for one in theirs if one is not None) - Counter(ours)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_leaf_is_text_of_the_mail_or_a_leaf_with_its_bytes(path: Path) -> None:
    raw = path.read_bytes()
    top = structure(raw, Limits())
    listed = {leaf.path: leaf for leaf in everything(parse(raw).leaves)}
    for part in lowest(top):
        if not is_body(part):
            assert listed[part.path].content == part.content()[0]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_path_is_given_twice(path: Path) -> None:
    paths = Counter(leaf.path for leaf in everything(parse(path.read_bytes()).leaves))
    assert set(paths.values()) <= {1}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_mail_in_the_mail_is_cut_from_the_bytes_as_received(path: Path) -> None:
    raw = path.read_bytes()
    parts = [part for part in structure(raw, Limits()).walk() if part.is_message and part.source is raw]
    listed = {leaf.path: leaf for leaf in everything(parse(raw).leaves)}
    for part in parts:
        assert listed[part.path].content == raw[part.start : part.end]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_of_every_body_some_words_are_in_the_text(path: Path) -> None:
    """A part of an alternative may give way to another that says the same; any other body is there."""
    top = structure(path.read_bytes(), Limits())
    whole = "".join(read_body(top, Limits()).text.split())
    for part in of_this_mail(top):
        alone = "".join(read_body(part, Limits()).text.split())
        assert alone in whole


def of_this_mail(part: Part) -> Iterator[Part]:
    """Give the bodies of a mail, and its alternatives each as a whole."""
    if part.type.head == "multipart/alternative" or is_body(part):
        yield part
    elif not part.is_message:
        for child in part.children:
            yield from of_this_mail(child)
