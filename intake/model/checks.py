"""What is checked before print: against what, and what was found."""

from dataclasses import dataclass
from typing import Final

from intake.model.lexicon import Lexicon

#: What a speech may be expected to have, by the names that records and configuration share.
PARTS: Final = (
    "title",
    "speaker",
    "unit",
    "post",
    "occasion",
    "date",
    "salutation",
    "lead",
    "closing",
    "contact",
)


@dataclass(frozen=True, slots=True)
class Office:
    """A line of the roster: who holds which post in which unit."""

    unit: str
    post: str
    name: str


@dataclass(frozen=True, slots=True)
class Demands:
    """What a newsroom asks of a speech: the parts it should have, and its length; None asks nothing."""

    parts: tuple[str, ...] = ("title", "speaker", "unit", "post")
    title_most: int | None = 64  # characters: what the editor of a WeChat account takes
    words_least: int | None = None
    words_most: int | None = 5_000


@dataclass(frozen=True, slots=True)
class Standard:
    """What a text is held against: word lists, the roster, and what the newsroom asks for."""

    lexicon: Lexicon
    roster: tuple[Office, ...] = ()
    demands: Demands = Demands()


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody should look at before print: a slug, where in the text, and what stands there.

    `advice` is what should stand there instead, as far as that is known; "" where nothing can be said. The spans are
    in characters, from and to; what is missing stands nowhere.
    """

    slug: str
    quote: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    advice: str = ""
