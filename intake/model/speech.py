"""The structured speech, and why each of its fields holds what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

#: A confidence from which on an editor need not look again; and one below which a value is only a guess: it is
#: shown to nobody as a value, but offered.
RECOGNISED: Final = 0.9
DOUBTFUL: Final = 0.6


@dataclass(frozen=True, slots=True)
class Title:
    """A title in its parts; a main title of two lines is joined by one space."""

    kicker: str | None = None
    issue: str | None = None
    main: str | None = None
    subtitle: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, with the unit and post the byline gives this person."""

    name: str
    unit: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """The path of administrative divisions that the byline states."""

    city: str | None = None
    district: str | None = None
    town: str | None = None
    village: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """一是 …: its marker, its first sentence without the full stop, and the rest."""

    marker: str | None
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """一、…: heading without its marker, the second line of a couplet, points, and paragraphs that are no points."""

    marker: str | None = None
    heading: str | None = None
    subheading: str | None = None
    points: tuple[Point, ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask about a contribution."""

    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field holds what it holds.

    `source` is where the value stands: "stated", "inferred", "filename", "mail", or "edited"; `block` is the index
    of the document's block it was read from; `alternatives` are the values that lost; `spans` are where its words
    stand in the text, from and to, in characters; `agrees` is what file name, subject or the speaker's own words
    say to it, None: nothing.
    """

    confidence: float
    rule: str
    source: str = "stated"
    block: int | None = None
    alternatives: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class SpeechRecord:
    """One structured speech; its JSON is fixed by the machine contract (see `intake.render.contract`)."""

    title: Title = Title()
    speakers: tuple[Speaker, ...] = ()
    unit: str | None = None
    post: str | None = None
    other_posts: tuple[str, ...] = ()
    region: Region = Region()
    occasion: str | None = None
    speech_type: str | None = None
    date: str | None = None  # ISO 8601; XXXX-11-18 where the year is not stated
    editor_note: str | None = None
    salutation: str | None = None
    lead: str | None = None
    sections: tuple[Section, ...] = ()
    closing: str | None = None
    figures: tuple[str, ...] = ()
    contact: Contact | None = None
    contributors: tuple[str, ...] = ()
    credits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    word_count: int = 0
    evidence: Mapping[str, Evidence] = field(
        default_factory=dict
    )  # keys as in the scorer: "title.main", "speaker"

    def withheld(self, name: str) -> bool:
        """Tell whether what a field holds is only a guess: no screen shows it as its value."""
        found = self.evidence.get(name)
        return found is not None and found.confidence < DOUBTFUL
