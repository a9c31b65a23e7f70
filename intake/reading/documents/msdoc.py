"""Word 97 to 2003 documents to .docx by msdoc2docx, in memory: a worker may write no file, and the library knows only files."""

import importlib.util
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from types import MappingProxyType, ModuleType, SimpleNamespace
from typing import Any, Final, Self

from intake.model import Limits
from intake.reading.documents.word_runs import runs
from intake.reading.unreadable import Unreadable

_BOXES: Final = "TEXT_OF_BOXES"  # our own code in the library's report
#: What no reader of the text needs, by the functions that read it: looks of pages, headers, places of fields and comments.
_NEEDLESS: Final = MappingProxyType(
    {
        "read_sections": ("size",),
        "read_field_table": ("size",),
        "read_shape_anchors": ("size",),
        "read_comments": ("bookmark_tags_size", "bookmark_starts_size", "bookmark_ends_size"),
        "read_header_textboxes": (
            "ccp_header_textboxes",
            "spa_size",
            "text_size",
            "field_size",
            "break_size",
        ),
    }
)
_RUNS: Final = 30_000  # of characters and paragraphs: more than a book has; these take ten seconds
_ENTRIES: Final = 20_000  # in the directory of an OLE2 file; an office document has some dozens


@dataclass(frozen=True, slots=True)
class Converted:
    """A .docx, and the library's codes for what it had to leave out or mend ("STYLE_TABLE_MALFORMED").

    `boxes` is the text of text boxes for which it found no place, with the control characters that Word has in it.
    """

    content: bytes
    codes: frozenset[str]
    boxes: str = ""


class Source:
    """An OLE2 file whose streams can be read, and that can be converted."""

    suffix = ".doc"

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Open it; raises Unreadable "corrupted"."""
        from doc2docx.cfb import CompoundFile, CompoundFileLimits  # noqa: PLC0415  # only where a .doc comes

        most = CompoundFileLimits(
            max_input_bytes=max(1, len(content)),
            max_stream_bytes=limits.member,
            max_directory_entries=_ENTRIES,
        )
        try:
            self.compound = CompoundFile(content, limits=most)
        except Exception as error:
            raise _refusal(error) from error

    def stream(self, name: str) -> bytes:
        """Read a stream of the root; raises Unreadable "corrupted"."""
        try:
            return bytes(self.compound.open_stream(name))
        except Exception as error:
            raise _refusal(error) from error

    def names(self) -> frozenset[str]:
        """Name the streams and storages in the root."""
        return frozenset(entry.path for entry in self.compound.entries if "/" not in entry.path)

    def converted(self) -> Converted:
        """Convert it; raises Unreadable: "encrypted", "too_long", else "corrupted" for whatever the library stumbles over."""
        target = _Target()
        try:
            report = _converter().convert(self, target).report
        except Exception as error:
            raise _refusal(error) from error
        codes = {each.code: each.message for each in report.warnings}
        return Converted(target.held.getvalue(), frozenset(codes), codes.get(_BOXES, ""))

    def resolve(self) -> Self:
        """Be no other file than this one."""
        return self


class _Target:
    """A file to be, its folder and its temporary neighbour in one: as much of a path as the library asks for."""

    name, suffix = "text.docx", ".docx"

    def __init__(self) -> None:
        self.held = BytesIO()

    @property
    def parent(self) -> Self:
        return self

    def resolve(self) -> Self:
        return self

    def mkdir(self, **_options: bool) -> None:
        return

    def exists(self) -> bool:
        return False


@cache
def _converter() -> ModuleType:
    """Load instances of the library's modules for us alone, and give these other files than those on a disk.

    What they make is not validated again: we parse it anyway.
    """
    package, converter = _instance("doc2docx.ooxml.package"), _instance("doc2docx.converter")
    given = {
        "Path": lambda file: file,
        "CompoundFile": SimpleNamespace(from_path=lambda source, limits: source.compound),  # noqa: ARG005  # their names
        "tempfile": SimpleNamespace(
            NamedTemporaryFile=lambda **about: nullcontext(SimpleNamespace(name=about["dir"]))
        ),
        "os": SimpleNamespace(chmod=_nothing, replace=_nothing),
        "read_main_textboxes": _boxes_or_text(converter.read_main_textboxes),
        "read_formatting": _unless_too_long(converter.read_formatting),
        "write_docx": lambda document, target: package.write_docx(document, target.held),
        "validate_docx": _nothing,
        **{
            name: _or_without(getattr(converter, name), needless, converter.InvalidWordDocument)
            for name, needless in _NEEDLESS.items()
        },
    }
    vars(package)["Path"] = given["Path"]
    vars(converter).update(given)
    return converter


def _boxes_or_text(read: Callable[..., object]) -> Callable[..., object]:
    """Have the text of boxes reported where the tables around it are not what the library expects (LibreOffice 7.4)."""

    def reading(table: bytes, pieces: Any, **about: Any) -> object:  # noqa: ANN401  # the library ships no types
        try:
            return read(table, pieces, **about)
        except Exception:
            first, report = about["textbox_cp_start"], about["report"]
            found = pieces.extract_characters(
                first, first + about["ccp_textboxes"], report, story="textboxes"
            )
            report.warning(_BOXES, "".join(each.text for each in found))
            raise

    return reading


def _or_without(
    read: Callable[..., object], needless: Iterable[str], refusal: type[Exception]
) -> Callable[..., object]:
    """Have read without what is needless where the library takes exception to it: old programs wrote it wrongly."""

    def reading(*where: object, **about: object) -> object:
        try:
            return read(*where, **about)
        except refusal:
            return read(*where, **{**about, **dict.fromkeys(needless, 0)})

    return reading


def _unless_too_long(read: Callable[..., object]) -> Callable[..., object]:
    """Refuse more runs than the library gets through in time: each is looked for among all."""

    def reading(table: bytes, word: bytes, pieces: Any, **about: Any) -> object:  # noqa: ANN401  # as above
        places = [(about[f"fc_plcf_bte_{kind}"], about[f"lcb_plcf_bte_{kind}"]) for kind in ("chpx", "papx")]
        count = runs(word, table, places, pieces.pieces)
        if count > _RUNS:
            raise Unreadable("too_long", f"{count} runs, read are {_RUNS}")
        return read(table, word, pieces, **about)

    return reading


def _instance(name: str) -> ModuleType:
    """Load a module once more than `import` does: what is changed in it nobody else sees."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _nothing(*_arguments: object) -> None:
    return


def _refusal(error: Exception) -> Unreadable:
    from doc2docx.errors import EncryptedDocumentError  # noqa: PLC0415  # as above

    if isinstance(error, MemoryError):
        raise error
    if isinstance(error, Unreadable):
        return error
    code = "encrypted" if isinstance(error, EncryptedDocumentError) else "corrupted"
    return Unreadable(code, f"{type(error).__name__}: {error}")
