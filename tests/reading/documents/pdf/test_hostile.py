"""Files that are locked, broken or made to harm: read or refused, and nothing of them stays open."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_writer import Sheet, Typesetter, assembled, deflated, pdf, prose, text
from pypdfium2.internal import bases

from intake.model import Document, Limits
from intake.reading.documents import Unreadable, read, sniff

DATA = Path(__file__).parents[3] / "data" / "documents" / "printed"
SAMPLES = [path.read_bytes() for path in sorted(DATA.glob("*.pdf"))]
SPEECH = Typesetter().set(*[prose(60, number) for number in range(12)]).sheets()

Refused = Callable[..., Unreadable]


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    """Look after each test whether anything of pdfium is still there."""
    yield
    assert not [held for held in bases.ObjectTracker.values() if held]


def test_a_pdf_is_told_by_its_head_wherever_that_is() -> None:
    assert sniff(pdf(*SPEECH), "发言.doc") == "pdf"
    assert read(b"\n" * 900 + pdf(*SPEECH), "pdf", Limits()).blocks


def test_a_password_is_asked_for_and_permissions_are_none(refused: Refused) -> None:
    assert refused(pdf(*SPEECH, password=b"secret")).code == "encrypted"
    assert read(pdf(*SPEECH, password=b""), "pdf", Limits()) == read(pdf(*SPEECH), "pdf", Limits())


def test_an_unknown_protection_is_one(refused: Refused) -> None:
    strange = b"/Encrypt << /Filter /Foreign /V 9 >> /ID [<00> <00>]"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]
    assert refused(assembled(objects, strange)).code == "encrypted"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4", b"%PDF-1.7\n%%EOF", b"%PDF-" + b"\0" * 5_000, pdf(*SPEECH)[:200]]
)
def test_what_has_no_pages_is_corrupted(refused: Refused, content: bytes) -> None:
    assert refused(content).code == "corrupted"


def test_a_broken_table_is_done_without(refused: Refused) -> None:
    whole = pdf(*SPEECH)
    assert (
        read(whole.replace(b"startxref\n", b"startxref\n9"), "pdf", Limits()).text
        == read(whole, "pdf", Limits()).text
    )
    assert refused(whole.replace(b"/Pages 2 0 R", b"/Pages 99 0 R")).code == "corrupted"


def test_a_file_that_is_cut_off_says_so() -> None:
    cut = pdf(*SPEECH)
    document = read(cut[: cut.rindex(b"startxref")], "pdf", Limits())
    assert document.warnings == ("truncated",)
    assert document.blocks


def test_a_broken_page_costs_only_itself() -> None:
    whole = pdf("".join(text((90, 100 + 28 * at), prose(24, at)) for at in range(3)), *SPEECH)
    broken = whole.replace(b"[9 0 R", b"[1 0 R")
    assert read(broken, "pdf", Limits()).warnings == ("broken_pages:1",)


@pytest.mark.parametrize(
    "pages",
    [
        b"<< /Type /Pages /Count 3 /Kids [2 0 R] >>",
        b"<< /Type /Pages /Count 3 /Kids [3 0 R] >>",
        b"<< /Type /Pages /Count 999999999 /Kids [] >>",
        b"<< /Type /Pages /Count -5 /Kids [3 0 R 3 0 R] /Parent 2 0 R >>",
    ],
)
def test_page_trees_that_loop_or_lie_are_refused(refused: Refused, pages: bytes) -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        pages,
        b"<< /Type /Pages /Count 3 /Kids [2 0 R] /Parent 2 0 R >>",
    ]
    assert refused(assembled(objects)).code in {"corrupted", "empty"}


def test_a_form_that_draws_itself_ends() -> None:
    """Forms within themselves, and a page of 20,000 lines, which is a drawing."""
    whole = pdf(text((90, 100), prose(24, 1)) + "0 0 m 9 9 l S " * 20_000 + "/Im1 Do")
    looped = whole.replace(b"/Subtype /Image", b"/Subtype /Form /Resources << /XObject << /Im1 8 0 R >> >>")
    with suppress(Unreadable):
        assert read(looped, "pdf", Limits()).text == prose(24, 1)


def test_more_pages_than_the_limit_are_cut_and_said() -> None:
    document = read(
        pdf(*[text((90, 100), prose(20, number)) for number in range(30)]), "pdf", Limits(pages=7)
    )
    assert document.warnings == ("truncated",)
    assert document.text.replace("\n", "") == "".join(prose(20, number) for number in range(7))


def test_ten_thousand_pages_are_cut_at_five_hundred() -> None:
    whole = pdf(*[text((90, 100), f"第{number}页的文字") for number in range(2)])
    kids = b" ".join([b"9 0 R", b"11 0 R"] * 5_000)
    many = whole.replace(b"/Count 2 /Kids [9 0 R 11 0 R]", b"/Count 10000 /Kids [" + kids + b"]")
    document = read(many, "pdf", Limits())
    assert "truncated" in document.warnings
    assert len(document.blocks) == 500


def test_a_text_that_ends_at_the_limit_is_whole_and_one_more_page_is_not() -> None:
    first, second = text((90, 100), prose(20, 1)), text((90, 100), prose(20, 2))
    assert read(pdf(first), "pdf", Limits(text=20)).warnings == ()
    assert read(pdf(first, second), "pdf", Limits(text=20)).warnings == ("truncated",)


def test_remarks_and_attached_files_are_said() -> None:
    remark = b"/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (x) >>] /Contents"
    assert read(pdf(*SPEECH).replace(b"/Contents", remark, 1), "pdf", Limits()).warnings == ("comments",)
    link = remark.replace(b"/Subtype /Text", b"/Subtype /Link")
    assert read(pdf(*SPEECH).replace(b"/Contents", link, 1), "pdf", Limits()).warnings == ()
    inside = b"/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) /EF << /F 8 0 R >> >>] >> >> /Pages"
    assert read(pdf(*SPEECH).replace(b"/Pages", inside, 1), "pdf", Limits()).warnings == ("embedded_part",)


def test_more_text_than_the_limit_is_cut_and_said() -> None:
    document = read(pdf(*SPEECH, *SPEECH), "pdf", Limits(text=500))
    assert document.warnings == ("truncated",)
    assert 400 < len(document.text.replace("\n", "")) <= 500


# ── bombs ─────────────────────────────────────────────────────────────────────────────────────────


def packed(content: bytes, filters: bytes) -> bytes:
    """Make a file whose only page has such a content stream."""
    stream = b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters, content)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    tree = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    elsewhere = b"[/FlateDecode/FlateDecode]"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, stream, elsewhere])


@pytest.mark.parametrize(
    ("content", "filters"),
    [
        (zlib.compress(deflated(1024)), b"[/FlateDecode /FlateDecode]"),
        (zlib.compress(deflated(1024)), b"[ /Fl/Fl ]"),
        (deflated(128), b"/FlateDecode"),
        (zlib.compress(deflated(1024)), b"5 0 R"),
    ],
)
def test_a_stream_that_unpacks_to_gigabytes_is_refused_before_it_does(
    refused: Refused, content: bytes, filters: bytes
) -> None:
    assert refused(packed(content, filters)).code == "bomb"


def test_much_in_all_is_too_much(refused: Refused) -> None:
    stream = zlib.compress(b"q Q " * 30_000)
    assert refused(packed(stream, b"/FlateDecode"), limits=Limits(archive=100_000)).code == "too_big"


def test_pictures_are_not_unpacked() -> None:
    picture = deflated(128)
    whole = pdf(*SPEECH).replace(
        b"<< /Length 1 /Type", b"<< /Length %d /Filter /FlateDecode /Type" % len(picture)
    ).replace(b"\x80\nendstream", picture + b"\nendstream")  # fmt: skip
    assert read(whole, "pdf", Limits()).text == read(pdf(*SPEECH), "pdf", Limits()).text


# ── anything ──────────────────────────────────────────────────────────────────────────────────────


def read_or_refused(content: bytes) -> Document | None:
    try:
        made = read(content, "pdf", Limits())
    except Unreadable:
        return None
    made.text.encode()
    return made


@settings(deadline=None)
@given(st.sampled_from([pdf(*SPEECH, pack=False), *SAMPLES]), st.data())
def test_a_mutated_file_is_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_or_refused(bytes(content))


@settings(deadline=None)
@given(st.sampled_from([pdf(*SPEECH, pack=False), *SAMPLES]), st.floats(0, 1))
def test_a_truncated_file_is_read_or_refused(whole: bytes, part: float) -> None:
    read_or_refused(whole[: int(part * len(whole))])


OPERATORS = ["q", "Q", "BT", "ET", "Tj", "TJ", "Tm", "Td", "Tf", "Tr", "Tz", "Ts", "cm", "re", "m", "l", "S", "f", "Do", "/F1", "/F4",
             "/Im1", "<4e00 4e8c>", "(x)", "[<4e00> -900 (y)]"]  # fmt: skip
NUMBERS = st.sampled_from(["0", "1", "-1", "16", "1e9", "-1e30", "99999999999", "0.0001", "90", "700"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(OPERATORS), NUMBERS, NUMBERS), max_size=80))
def test_operators_in_any_order_are_read_or_refused(operators: list[str]) -> None:
    sheet = Sheet(text((90, 100), prose(24, 1)) + " ".join(operators))
    made = read_or_refused(pdf(sheet, sheet, pack=False))
    assert made is None or made.blocks
