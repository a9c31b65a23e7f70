"""Word 97 to 2003 documents (.doc, .dot) and those of WPS Writer (.wps) to blocks: converted to .docx, then walked as one."""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from intake.model import Block, Document, Limits
from intake.reading.documents import docx
from intake.reading.documents.msdoc import Source
from intake.reading.documents.runs import EDGES, clean
from intake.reading.documents.traces import EMBEDDED, MACROS
from intake.reading.unreadable import Unreadable

ENGINE = "msdoc2docx"

#: What the library reports that changes the text or its looks; all else it mends is of no concern to a reader.
_LOST: Final[Mapping[str, str]] = MappingProxyType(
    {
        "MAIN_TEXTBOX_TABLE_MALFORMED": "text_box_moved",
        "STYLE_TABLE_MALFORMED": "styles_lost",
        "NUMBERING_TABLE_MALFORMED": "numbers_lost",
        "LIST_NUMBER_FORMAT_APPROXIMATED": "numbers_lost",
        "BROKEN_LISTNUM_FIELDS_FLATTENED": "numbers_lost",
        "BROKEN_SEQUENCE_FIELDS_FLATTENED": "numbers_lost",
        "MALFORMED_TABLE_FLATTENED": "table_flattened",
        "TABLE_DEPTH_LIMITED": "table_flattened",
        "INVALID_UTF16": "charset_lossy",
        "UNTERMINATED_FIELD": "field_unterminated",
        "OLE_OBJECT_OMITTED": EMBEDDED,
        "OLE_OBJECT_STORAGE_MISSING": EMBEDDED,
        "OLE_OBJECTS_UNANCHORED": EMBEDDED,
        "MACRO_STORY_OMITTED": MACROS,
    }
)

_OBJECT, _REPLACEMENT = "\ufffc", "\ufffd"
_CONTROLS: Final = frozenset({"UNSUPPORTED_CONTROL_CHARACTER"})
_PARAGRAPH_END: Final = re.compile(r"[\r\x07\x0b\x0c]")
_INSTRUCTION: Final = re.compile(r"\x13[^\x13-\x15]*\x14?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\ufffc]")
_HEAD: Final = struct.Struct("<HHHHHH")  # FibBase: wIdent, nFib, unused, lid, pnNext, flags ([MS-DOC] 2.5.2)
_COUNTS: Final = struct.Struct("<8i")  # characters of the text, its notes, headers, macros, comments, boxes
_COUNTS_AT: Final = 76
_MACRO_STORAGES: Final = frozenset({"Macros", "_VBA_PROJECT_CUR", "VBA"})
_CHARACTERS: Final = 600_000
_IDENT: Final = 0xA5EC
_OLD: Final = frozenset({0xA5DB, 0xA5DC, 0xA697, 0xA699})  # Word 2; Word 6 and 95, and those for East Asia
_WORD_97: Final = 0xC0  # nFib; Word 6 and 95 have 101 to 105
_ENCRYPTED: Final = 0x0100


def read(content: bytes, limits: Limits) -> Document:
    """Read a Word 97 document; raises Unreadable: "old_word", "encrypted", "too_long", else "corrupted"."""
    source = Source(_mended(content), limits)
    _refuse_by_head(source.stream("WordDocument"), limits)
    made = source.converted()
    document = docx.read(made.content, limits)
    blocks = (*_without_marks(document.blocks, made.codes), *_boxes(made.boxes))
    macros = () if _MACRO_STORAGES.isdisjoint(source.names()) else (MACROS,)
    warnings = dict.fromkeys((*document.warnings, *_lost(made.codes), *macros))
    return replace(document, blocks=blocks, format="doc", engine=ENGINE, warnings=tuple(warnings))


def _mended(content: bytes) -> bytes:
    """Make the header one that the library takes: WPS Writer puts a class id there. A short last sector it fills up itself."""
    return content[:8] + bytes(16) + content[24:]


def _refuse_by_head(stream: bytes, limits: Limits) -> None:
    """Refuse by its first bytes what must not be converted: older and protected files, and more text than can be meant."""
    if len(stream) < _COUNTS_AT + _COUNTS.size:
        raise Unreadable("corrupted", "the stream WordDocument is cut off")
    ident, version, _, _, _, flags = _HEAD.unpack_from(stream)
    if ident in _OLD or (ident == _IDENT and version < _WORD_97):
        raise Unreadable("old_word", f"wIdent {ident:#x}, nFib {version}")
    if ident != _IDENT:
        raise Unreadable("corrupted", f"wIdent {ident:#x}")
    if flags & _ENCRYPTED:
        raise Unreadable("encrypted", "a password is needed")
    characters = sum(_COUNTS.unpack_from(stream, _COUNTS_AT))
    # Pieces of the text may overlap: a file of some KB could claim gigabytes, and each character costs 400 bytes.
    if characters > min(limits.text, _CHARACTERS):
        raise Unreadable("too_long", f"{characters} characters, converted are {_CHARACTERS}")


def _without_marks(blocks: Iterable[Block], codes: frozenset[str]) -> Iterator[Block]:
    """Take out what the library writes for pictures, for objects and for control characters it does not know."""
    marks = _OBJECT if codes.isdisjoint(_CONTROLS) or "INVALID_UTF16" in codes else _OBJECT + _REPLACEMENT
    for block in blocks:
        text = block.text.translate(dict.fromkeys(map(ord, marks))).strip(EDGES)
        if text:
            yield block if text == block.text else replace(block, text=text)


def _boxes(text: str) -> Iterator[Block]:
    """Give the text of boxes that have no place, a block each paragraph: without instructions of fields and other controls."""
    for line in _PARAGRAPH_END.split(_INSTRUCTION.sub("", text)):
        if said := _CONTROL.sub("", clean(line)).strip(EDGES):
            yield Block(said, kind="box")


def _lost(codes: Iterable[str]) -> Iterator[str]:
    return (_LOST[code] for code in sorted(codes) if code in _LOST)
