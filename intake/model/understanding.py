"""Between a reader and whoever has it read: how a mail is to be gone through, and what comes of it beside a Reading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from intake import __version__
from intake.model.document import Disclosure
from intake.model.lexicon import Lexicon
from intake.model.speech import SpeechRecord

#: Why a reader was lost, and not what it read: the next attempt may go well.
TIMEOUT, MEMORY, CRASHED = "timeout", "memory", "crashed"
TRANSIENT = frozenset({TIMEOUT, MEMORY, CRASHED})


def version_of(lexicon: Lexicon) -> str:
    """Name what a reading is made with: the program and the lexicon."""
    return f"{__version__}+{lexicon.version}"


@dataclass(frozen=True, slots=True)
class Unread:
    """A file in an archive that was not read: its name, its sniffed type, and the slugs that say why."""

    name: str
    type: str
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """What was understood of one file; `problem` is (code, detail) when it could not be read.

    `unread` are the files in an archive of which that is so; `engine` says how the text was obtained, "" for that of
    several files.
    """

    type: str
    records: tuple[SpeechRecord, ...] = ()
    text: str = ""
    warnings: tuple[str, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    problem: tuple[str, str] | None = None
    unread: tuple[Unread, ...] = ()
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a mail is called and who sent it, as far as its header says so."""

    subject: str = ""
    from_name: str = ""
    from_address: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a mail or a file was not read at all: a slug, and what is known in English; `trace` is for the log alone.

    `heading` is what could be told of a mail all the same.
    """

    code: str
    detail: str = ""
    trace: str = ""
    heading: Heading = Heading()


#: Makes a .docx of a file, given its bytes and the ending that tells its format ("wps"); raises what its reader raises.
Convert = Callable[[bytes, str], bytes]


def _unheard(_path: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Course:
    """How to go through a mail: `begin` is told the path of each leaf before it is touched.

    `spared` are leaves that are not touched, by path, and the slug that says why: they cost a reader before.
    `convert` is asked for what no reader of ours can read; None where no program does that.
    """

    begin: Callable[[str], object] = _unheard
    spared: Mapping[str, str] = field(default_factory=dict)
    convert: Convert | None = None
