"""Which texts are taken for what an author wrote, and which engine is asked next where one is not."""

from collections.abc import Callable

import pytest

from intake.model import Block, Document, Limits
from intake.reading.documents import Unreadable, engines, read
from intake.reading.documents.quality import fault

SPEECH = "今年以来，我们坚持把项目建设作为头号工程，新开工项目36个，完成投资12.5亿元。"


def document(*texts: str, engine: str = "first") -> Document:
    return Document(tuple(map(Block, texts)), "doc", engine)


@pytest.mark.parametrize(
    ("found", "texts"),
    [
        (None, [SPEECH]),
        (None, [SPEECH] * 50),
        (None, ["短"]),
        (None, ["\uf06c"]),
        (None, [f"\uf06c{SPEECH}"] * 5),  # a bullet of Wingdings before each paragraph
        (None, ["序号\t完成投资"] + [f"{number}\t{number}.5" for number in range(300)]),
        (None, ["Café"]),
        ("empty", []),
        ("garbled", ["\ue012\ue345" * 10]),
        ("garbled", [SPEECH + "\ufffd" * 3]),
        ("garbled", [SPEECH + "\x01\x02\x9f"]),
        ("garbled", [SPEECH.encode("gbk").decode("latin-1")] * 3),
        (None, ["䷀" * 100]),  # hexagrams lie among the Han characters, and are no letters
        (None, ["Dear colleagues, please find our programme below. " * 10 + "我们" * 150]),
        ("garbled", ["中" * 80 + "é" * 30]),
        ("few_han", ["Dear colleagues, please find our programme below. " * 10 + "䷀" * 400]),
        ("few_han", ["Dear colleagues, please find our programme below. " * 10]),
        (
            "few_han",
            ["Játszmalap, verseny, világos és sötét minősítés, élő forduló. " * 10],
        ),  # no garbled Chinese
        ("garbled", [SPEECH.encode().decode("cp1252", "replace")] * 3),
    ],
)
def test_a_text_is_judged_by_what_stands_in_it(found: str | None, texts: list[str]) -> None:
    assert fault(document(*texts)) == found


def test_controls_in_a_plain_text_harm_nothing_beside_them() -> None:
    assert fault(Document((Block(SPEECH + "\x1b]52;c"),), "txt", "text/utf-8")) is None
    assert fault(Document((Block(SPEECH + "\ufffd" * 30),), "txt", "text/utf-8")) == "garbled"


def giving(made: Document) -> engines.Engine:
    return lambda _content, _limits: made


def refusing(code: str) -> engines.Engine:
    def read(_content: bytes, _limits: Limits) -> Document:
        raise Unreadable(code)

    return read


GOOD = document(SPEECH, engine="second")
ENGLISH = document("Dear colleagues, please find our programme below. " * 10)


@pytest.mark.parametrize(
    "first",
    [
        giving(document()),
        giving(document("\ufffd" * 9)),
        giving(ENGLISH),
        refusing("corrupted"),
        refusing("old_word"),
    ],
)
def test_the_next_engine_is_asked_where_the_first_is_of_no_use(first: engines.Engine) -> None:
    assert engines.first_good((first, giving(GOOD)), b"", Limits()) == GOOD


@pytest.mark.parametrize("code", ["encrypted", "too_big", "bomb"])
def test_no_other_engine_is_asked_about_what_must_not_be_read(code: str) -> None:
    with pytest.raises(Unreadable, match=code):
        engines.first_good((refusing(code), giving(GOOD)), b"", Limits())


def test_a_text_with_few_han_stays_with_a_warning_where_no_engine_has_a_better_one() -> None:
    kept = engines.first_good((giving(ENGLISH), refusing("corrupted")), b"", Limits())
    assert (kept.blocks, kept.warnings) == (ENGLISH.blocks, ("few_han",))


@pytest.mark.parametrize(
    ("code", "tried"),
    [
        ("garbled", [giving(document("\ufffd" * 9))]),
        ("empty", [giving(document()), refusing("corrupted")]),
        ("old_word", [refusing("old_word"), refusing("corrupted")]),
        ("timeout", [refusing("corrupted"), refusing("timeout")]),  # another attempt may go well
    ],
)
def test_what_the_first_engine_said_is_said(code: str, tried: list[engines.Engine]) -> None:
    with pytest.raises(Unreadable, match=code):
        engines.first_good(tried, b"", Limits())


def converting(docx: Callable[..., bytes], asked: list[str]) -> Callable[[bytes, str], bytes]:
    def convert(_content: bytes, ending: str) -> bytes:
        asked.append(ending)
        return docx(f"<w:p><w:r><w:t>{SPEECH}</w:t></w:r></w:p>")

    return convert


@pytest.mark.parametrize(
    ("type", "ending"),
    [("works", "wps"), ("wordml", "xml"), ("wordperfect", "wpd"), ("doc", "doc"), ("wps", "doc")],
)
def test_what_no_reader_of_ours_reads_is_converted_to_docx(
    docx: Callable[..., bytes],
    type: str,  # noqa: A002  # the word of the contract
    ending: str,
) -> None:
    asked: list[str] = []
    made = read(b"\xd0\xcf\x11\xe0 no such file", type, Limits(), converting(docx, asked))
    assert (made.text, made.format, made.engine, asked) == (SPEECH, type, "soffice", [ending])


def test_what_our_readers_read_is_not_converted(docx: Callable[..., bytes]) -> None:
    asked: list[str] = []
    read(docx(f"<w:p><w:r><w:t>{SPEECH}</w:t></w:r></w:p>"), "docx", Limits(), converting(docx, asked))
    with pytest.raises(Unreadable, match="unsupported"):
        read(b"PK", "xlsx", Limits(), converting(docx, asked))
    assert asked == []
