import struct
from dataclasses import replace

import pytest

from intake.model import Leaf, Limits
from intake.reading.mail.leaves import leaves
from intake.reading.mail.structure import structure


def of(raw: bytes) -> tuple[Leaf, ...]:
    return leaves(structure(raw, Limits()), Limits())


def mixed(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    return b"Content-Type: multipart/%b; boundary=b\n\n--b\n" % kind + b"\n--b\n".join(parts) + b"\n--b--\n"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (b"application/octet-stream", "part-1.bin"),
        (b"application/pdf", "part-1.pdf"),
        (b"image/gif", "part-1.gif"),
        (b"image/svg+xml", "part-1.bin"),
        (b"message/delivery-status", "part-1.bin"),
    ],
)
def test_a_part_without_any_name_is_kept_under_an_invented_one(kind: bytes, name: str) -> None:
    (leaf,) = of(mixed(b"Content-Type: " + kind + b"\n\n\x00\xff\x01"))
    assert (leaf.name, leaf.content, leaf.aliases) == (name, b"\x00\xff\x01", ())


def test_names_given_twice_are_told_apart_by_path() -> None:
    part = b"Content-Type: application/pdf; name=a.pdf\n\nx"
    assert [(leaf.path, leaf.name) for leaf in of(mixed(part, part))] == [("1", "a.pdf"), ("2", "a.pdf")]


def test_a_text_with_a_name_or_declared_an_attachment_is_a_leaf() -> None:
    named = b"Content-Type: text/plain; name=a.txt\n\nx"
    attached = b"Content-Disposition: attachment\n\ny"
    assert [leaf.name for leaf in of(mixed(named, attached, b"\nbody"))] == ["a.txt", "part-2.txt"]


PICTURE = b"Content-Type: image/png; name=%b\nContent-ID: <%b>\n\nx"


def test_only_a_picture_that_the_page_shows_is_inline() -> None:
    page = b'Content-Type: text/html\n\n<img src="cid:one@x">'
    found = of(
        mixed(
            page,
            PICTURE % (b"1.png", b"one@x"),
            PICTURE % (b"2.png", b"two@x"),
            b"Content-Type: image/png\n\nx",
        )
    )
    assert [(leaf.name, leaf.inline) for leaf in found] == [
        ("1.png", True),
        ("2.png", False),
        ("part-4.png", False),
    ]


def test_a_document_with_a_content_id_is_no_picture() -> None:
    page = b'Content-Type: text/html\n\n<a href="cid:one@x">'
    document = (PICTURE % (b"1.doc", b"one@x")).replace(b"image/png", b"application/msword")
    assert [leaf.inline for leaf in of(mixed(page, document))] == [False]


def test_the_parts_of_a_delivery_report_belong_to_the_page() -> None:
    status = b"Content-Type: message/delivery-status\n\nAction: failed"
    assert [leaf.inline for leaf in of(mixed(b"\ntext", status, kind=b"report"))] == [True]


def test_text_that_belongs_to_no_part_is_kept_apart() -> None:
    (leaf,) = of(mixed(b"\nbody") + b"advertisement\n")
    assert (leaf.name, leaf.inline, leaf.warnings) == ("part-2.txt", True, ("stray_text",))


def test_damage_is_told_on_the_leaf() -> None:
    (leaf,) = of(mixed(b"Content-Type: a/b\nContent-Transfer-Encoding: base64\n\nQUJDR"))
    assert (leaf.content, leaf.warnings) == (b"QUJDR", ("encoding_damaged",))


def test_mails_in_mails_are_members_down_to_the_last() -> None:
    pdf = b"Content-Type: application/pdf; name=a.pdf\n\nx"
    inner = b"Content-Type: message/rfc822\n\nSubject: y\n" + mixed(pdf).replace(b"=b", b"=c").replace(
        b"--b", b"--c"
    )
    outer = b"Content-Type: message/rfc822\n\nSubject: z\n" + mixed(inner).replace(b"=b", b"=d").replace(
        b"--b", b"--d"
    )
    (leaf,) = of(mixed(outer))
    assert (leaf.name, leaf.path) == ("part-1.eml", "1")
    (member,) = leaf.members
    assert [found.path for found in (member, *member.members)] == ["1.1", "1.1.1"]
    assert member.content in leaf.content


def test_mails_nested_too_deep_stay_closed_and_say_so() -> None:
    raw = b"Content-Type: message/rfc822\n\n" * 6 + b"Subject: innermost\n\nx"
    (leaf,) = of(raw)
    for _ in range(3):
        (leaf,) = leaf.members
    assert (leaf.members, leaf.warnings) == ((), ("limit_depth",))
    assert b"innermost" in leaf.content


def test_files_of_winmail_dats_beyond_the_limit_are_left_in_them_with_a_warning() -> None:
    named = (b"", 0x00069002), (b"a", 0x00018010)
    file = b"".join(b"\2" + struct.pack("<II", kind, len(data)) + data + b"\0\0" for data, kind in named)
    part = b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22\1\0" + file * 3
    cut = leaves(structure(mixed(part, part, part), Limits()), replace(Limits(), entries=5))
    assert [len(one.members) for one in cut] == [3, 2, 0]
    assert [one.warnings for one in cut] == [(), ("limit_parts",), ("limit_parts",)]
