import pytest

from intake.model import Limits
from intake.reading.mail.structure import Part, structure
from intake.reading.unreadable import Unreadable


def mime(*parts: bytes, mark: bytes = b"b", head: bytes = b"", closed: bool = True) -> bytes:
    lines = [head + b"Content-Type: multipart/mixed; boundary=" + mark, b""]
    for part in parts:
        lines += [b"--" + mark, part]
    return b"\n".join(lines) + (b"\n--" + mark + b"--\n" if closed else b"")


def paths(raw: bytes) -> list[tuple[str, str, bytes]]:
    tree = structure(raw, Limits())
    return [(part.path, part.type.head, part.content()[0]) for part in tree.walk() if not part.children]


def leaf(text: bytes, kind: bytes = b"text/plain") -> bytes:
    return b"Content-Type: " + kind + b"\n\n" + text


def test_a_mail_of_one_part_is_section_1() -> None:
    assert paths(b"Subject: x\n\nhello") == [("1", "text/plain", b"hello")]


def test_paths_are_the_section_numbers_of_imap() -> None:
    inner = mime(leaf(b"a"), leaf(b"b"), mark=b"i")
    forwarded = leaf(mime(leaf(b"c"), mark=b"m"), b"message/rfc822")
    simple = leaf(b"Subject: y\n\nd", b"message/rfc822")
    assert [path for path, _, _ in paths(mime(inner, forwarded, simple))] == ["1.1", "1.2", "2.1", "3.1"]


def test_a_mail_whose_body_is_a_mail_has_its_parts_below_section_1() -> None:
    assert [path for path, _, _ in paths(b"Content-Type: message/rfc822\n\n" + mime(leaf(b"a")))] == ["1.1"]


def test_a_forwarded_mail_is_cut_from_the_bytes_as_received() -> None:
    forwarded = b"Subject:  odd   spacing\nX-Y:z\n\nbody \n"
    tree = structure(mime(b"Content-Type: message/rfc822\n\n" + forwarded), Limits())
    assert tree.children[0].content() == (forwarded, ())


def test_a_forwarded_mail_in_base64_is_opened_all_the_same() -> None:
    part = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeQoKaGk="
    assert paths(mime(part)) == [("1.1", "text/plain", b"hi")]


def test_a_digest_holds_mails_unless_it_says_otherwise() -> None:
    raw = mime(b"\nSubject: y\n\nhi").replace(b"multipart/mixed", b"multipart/digest")
    assert paths(raw) == [("1.1", "text/plain", b"hi")]


@pytest.mark.parametrize("kind", [b"text", b"text/", b"/", b"text/pl ain", b"", b"x/y/z", b"\xb4\xba/x"])
def test_a_senseless_type_is_text(kind: bytes) -> None:
    ((_, found, _),) = paths(b"Content-Type: " + kind + b"\n\nx")
    assert found in ("text/plain", "text/pl")


def test_a_boundary_that_begins_like_another_is_another() -> None:
    inner = mime(leaf(b"a"), leaf(b"b"), mark=b"bb")
    assert [content for _, _, content in paths(mime(inner, leaf(b"c")))] == [b"a", b"b", b"c"]


def test_parts_behind_an_early_end_are_still_parts() -> None:
    inner = mime(leaf(b"a"))  # a multipart of the same boundary as the one around it
    found = paths(mime(inner, leaf(b"c", b"application/pdf")))
    assert (found[-2][2], found[-1][2]) == (b"a", b"c")


def test_text_behind_the_last_part_is_kept() -> None:
    tree = structure(mime(leaf(b"a")) + b"an advertisement\n", Limits())
    assert [(part.path, part.stray, part.content()[0]) for part in tree.children] == [
        ("1", False, b"a"),
        ("2", True, b"an advertisement"),
    ]
    assert tree.children[1].warnings == ("stray_text",)


def test_a_long_preamble_is_kept_and_a_usual_one_is_not() -> None:
    usual = mime(leaf(b"a")).replace(b"\n\n--b", b"\n\nThis is a multi-part message in MIME format.\n--b", 1)
    assert len(structure(usual, Limits()).children) == 1
    long = usual.replace(b"MIME format.", b"MIME format." + b" Words." * 100)
    assert [part.stray for part in structure(long, Limits()).children] == [True, False]


def test_two_delimiters_in_a_row_make_no_part() -> None:
    assert len(structure(mime(leaf(b"a")).replace(b"--b\n", b"--b\n--b  \n", 1), Limits()).children) == 1


def test_a_missing_last_delimiter_is_marked_and_costs_nothing() -> None:
    tree = structure(mime(leaf(b"a"), closed=False), Limits())
    assert tree.warnings == ("no_closing_boundary",)
    assert tree.children[0].content()[0] == b"a"


@pytest.mark.parametrize(
    "kind", [b"multipart/mixed; boundary=never", b"multipart/mixed", b'multipart/x; boundary=""']
)
def test_a_multipart_without_parts_is_text(kind: bytes) -> None:
    tree = structure(b"Content-Type: " + kind + b"\n\nwords\n--neverever\n--never--\n", Limits())
    assert (tree.path, tree.type.head, tree.warnings) == ("1", "text/plain", ("boundary_missing",))


def test_what_tools_put_before_the_first_field_is_passed_over() -> None:
    assert paths(b"\xef\xbb\xbf\r\n\r\nContent-Type: text/html\r\n\r\nx") == [("1", "text/html", b"x")]


def test_an_empty_line_before_text_is_an_empty_header() -> None:
    assert paths(b"\nhttps://x.cn\n") == [("1", "text/plain", b"https://x.cn\n")]


def nested(depth: int) -> bytes:
    raw = leaf(b"deep")
    for level in range(depth):
        raw = mime(raw, mark=b"m%d" % level)
    return raw


LIMITS = Limits(mail=4000, lines=250, delimiter_lines=50, depth=10, parts=20, header_block=200)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"A: b\n\n" + b"--\n" * 60, "mime_delimiters"),
        (b"A: b\n\n" + b"--\r" * 60, "mime_delimiters"),
        (b"A: b\n\n" + b"\n" * 300, "mail_lines"),
        (b"A: b\n\n" + b"x" * 5000, "mail_size"),
    ],
)
def test_a_mail_that_would_cost_too_much_to_look_at_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        structure(raw, LIMITS)
    assert refusal.value.code == code


def closed(raw: bytes) -> list[tuple[str, bytes, tuple[str, ...]]]:
    """Give the leaves of a mail that were left closed: type, bytes, warnings."""
    tree = structure(raw, LIMITS)
    parts = [part for part in tree.walk() if not part.children]
    return [(part.type.head, part.content()[0], part.warnings) for part in parts if part.warnings]


def test_parts_nested_too_deep_stay_closed_with_all_their_bytes() -> None:
    outer, inner = nested(12), nested(2)
    ((kind, content, warnings),) = closed(outer)
    assert (kind, warnings) == ("multipart/mixed", ("limit_depth",))
    assert content == inner.partition(b"\n\n")[2]
    assert content in outer


def test_mails_nested_too_deep_stay_closed_with_all_their_bytes() -> None:
    wrapped = b"Content-Type: message/rfc822\n\n"
    assert closed(wrapped * 12 + b"hi") == [("message/rfc822", wrapped + b"hi", ("limit_depth",))]


def test_parts_beyond_the_limit_are_left_together_with_all_their_bytes() -> None:
    raw = mime(*[leaf(b"x%d" % number) for number in range(30)])
    ((kind, content, warnings),) = closed(raw)
    assert (kind, warnings) == ("application/octet-stream", ("limit_parts",))
    assert content == raw[raw.index(b"Content-Type: text/plain\n\nx19") :]
    assert len(paths(raw)) == 30


def test_headers_of_parts_beyond_their_limit_leave_the_rest_together() -> None:
    raw = mime(*[b"A: " + b"x" * 190 + b"\n\n" + b"%d" % number for number in range(10)])
    ((_, content, warnings),) = closed(raw)
    assert (content[-13:], warnings) == (b"xxx\n\n9\n--b--\n", ("limit_parts",))


def test_a_multipart_behind_the_last_part_allowed_stays_closed() -> None:
    raw = mime(*[leaf(b"x")] * 18, mime(leaf(b"y"), mark=b"i"))
    assert closed(raw) == [("multipart/mixed", b"--i\n" + leaf(b"y") + b"\n--i--\n", ("limit_parts",))]


def test_fifty_levels_and_a_thousand_parts_are_within_the_limits() -> None:
    assert [content for _, _, content in paths(nested(50))] == [b"deep"]
    assert len(paths(mime(*[leaf(b"x")] * 999))) == 999


def test_the_encoding_is_read_with_what_stands_behind_it() -> None:
    tree: Part = structure(b"Content-Transfer-Encoding: BASE64 ;x\n\neA==", Limits())
    assert (tree.encoding, tree.content()[0]) == ("base64", b"x")
