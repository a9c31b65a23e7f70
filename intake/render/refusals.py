"""What is said of one file: why it was not read, in the words of its type, and what its name pretends."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from intake.locale import N_
from intake.render.remarks import remark
from intake.render.safe import one_line
from intake.render.view import View


@dataclass(frozen=True, slots=True)
class File:
    """A file as far as words about it depend on it: the name it was given, and its sniffed type."""

    name: str = ""
    type: str = ""


NO_FILE: Final = File()

#: Why a file of a type that has no reader is not read.
REFUSALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "xls": N_("a spreadsheet: it is not read"),
        "xlsx": N_("a spreadsheet: it is not read"),
        "ods": N_("a spreadsheet: it is not read"),
        "ppt": N_("a presentation: it is not read"),
        "pptx": N_("a presentation: it is not read"),
        "odp": N_("a presentation: it is not read"),
        "ofd": N_("an OFD document: there is no reader for it"),
        "xps": N_("an XPS document: there is no reader for it"),
        "rar": N_("a RAR archive: it cannot be unpacked here"),
        "7z": N_("a 7z archive: it cannot be unpacked here"),
        "archive": N_("an archive of a kind that cannot be unpacked here"),
        "msg": N_("a mail saved by Outlook: there is no reader for it"),
        "tnef": N_("a mail packed by Outlook (winmail.dat): it cannot be unpacked"),
        "works": N_("a document of Microsoft Works: there is no reader for it"),
        "wordml": N_("a Word document saved as XML: there is no reader for it"),
        "word95": N_("a document of Word 95 or older: there is no reader for it"),
        "wordperfect": N_("a document of WordPerfect: there is no reader for it"),
        "epub": N_("a book (EPUB): it is not read"),
        "iwork": N_("a document of Pages, Numbers or Keynote: there is no reader for it"),
        "xml": N_("XML of no kind that is known here"),
        "executable": N_("a program or script: never read"),
        "unknown": N_("of no type that is known here"),
    }
)

#: Types that people call otherwise than by their slugs.
_CALLED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "image": N_("a picture"),
        "audio": N_("sound"),
        "video": N_("a film"),
        "html": N_("a web page"),
        "mht": N_("a saved web page"),
        "txt": N_("plain text"),
        "zip": N_("an archive"),
        "archive": N_("an archive"),
        "eml": N_("a mail"),
        "executable": N_("a program"),
        "unknown": N_("of an unknown type"),
    }
)

#: Types whose slug is no extension that people know.
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "image": N_("image"),
        "audio": N_("audio"),
        "video": N_("video"),
        "archive": N_("archive"),
        "executable": N_("program"),
        "unknown": N_("unknown type"),
        "empty": N_("empty file"),
        "encrypted": N_("protected file"),
    }
)


def called(kind: str, view: View) -> str:
    """Name a type as a list of files does: by its extension, or in a word where it has none."""
    return view.say(_WORDS[kind]) if kind in _WORDS else one_line(kind)


def said(slug: str, file: File, view: View) -> str:
    """Say the slug of a warning or a problem of a file in words."""
    if slug == "unsupported" and file.type in REFUSALS:
        return view.say(REFUSALS[file.type])
    if slug in {"picture", "needs_ocr"} and file.type in ("audio", "video"):
        return view.say(_CALLED[file.type])
    extension = one_line(file.name).rpartition(".")[2]
    if slug == "type_mismatch" and file.type and extension != one_line(file.name):
        called = view.say(_CALLED[file.type]) if file.type in _CALLED else file.type
        return view.say(N_("named .{extension}, but its content is {type}")).format(
            extension=extension, type=called
        )
    return remark(slug, view)
