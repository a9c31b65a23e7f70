"""The engines of a type in their order: the next is tried where one refuses, or where its text cannot be right."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from intake.model import TRANSIENT, Convert, Document, Limits
from intake.reading.documents import docx
from intake.reading.documents.quality import HARD, fault
from intake.reading.unreadable import Unreadable

Engine = Callable[[bytes, Limits], Document]

CONVERTER: Final = "soffice"

#: What an office program opens that no engine of ours reads whole, and the ending by which it knows how.
CONVERTIBLE: Final[Mapping[str, str]] = MappingProxyType(
    {"doc": "doc", "wps": "doc", "word95": "doc", "works": "wps", "wordml": "xml", "wordperfect": "wpd"}
)

#: Refusals that another engine must not be asked about.
_FINAL: Final = frozenset({"encrypted", "bomb", "too_big"})


def engines_of(type: str, own: Engine | None, convert: Convert | None) -> tuple[Engine, ...]:  # noqa: A002  # the word of the contract
    """Give the engines of a type: our own first, then an office program where there is one."""
    engines = () if own is None else (own,)
    if convert is None or type not in CONVERTIBLE:
        return engines
    return (*engines, _converting(convert, CONVERTIBLE[type]))


def _converting(convert: Convert, ending: str) -> Engine:
    """Read a file by having it converted to .docx: to no other format, for those show what was deleted."""

    def read(content: bytes, limits: Limits) -> Document:
        return replace(docx.read(convert(content, ending), limits), engine=CONVERTER)

    return read


def first_good(engines: Iterable[Engine], content: bytes, limits: Limits) -> Document:
    """Give the first text without a fault, else the first that is one at all; raises Unreadable where none is."""
    kept: list[Document] = []
    refusals: list[Unreadable] = []
    for engine in engines:
        try:
            document = engine(content, limits)
        except Unreadable as refusal:
            refusals.append(refusal)
            if refusal.code in _FINAL:
                break
            continue
        found = fault(document)
        if found is None:
            return document
        if found in HARD:
            refusals.append(Unreadable(found, document.engine))
        else:
            kept.append(replace(document, warnings=(*document.warnings, found)))
    if kept:
        return kept[0]
    raise _worst(refusals)


def _worst(refusals: Sequence[Unreadable]) -> Unreadable:
    """Choose what to say: that another attempt may go well, else what the first engine said."""
    return next((each for each in refusals if each.code in TRANSIENT), refusals[0])
