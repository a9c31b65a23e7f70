"""An attachment or a body as ordered blocks of text with style cues."""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "row", "box", "note"]
Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Block:
    r"""A paragraph, a table row (cells joined by tabs), a text box or a footnote, in reading order.

    The text is as accepted (insertions in, deletions out), with its automatic number in front ("一、提高认识");
    `label` repeats that number alone. A line break inside a paragraph stays as "\n".
    Style cues are None or empty where the format has none (plain text).
    """

    text: str
    kind: BlockKind = "paragraph"
    label: str | None = None
    level: int | None = None  # outline level 1-9
    align: Align | None = None
    size: float | None = None  # points, of most of its characters
    font: str | None = None  # East Asian font of most of its characters
    bold: bool = False  # more than half of its characters
    bold_head: int = 0  # characters of `text` before the first that is not bold


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What whoever forwards a document should know of: a slug, how often it is there, and a little of it to show."""

    code: str
    count: int = 1
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An attachment or a body as ordered blocks; `format` is the sniffed type, `engine` says how text was got.

    `disclosures` are what the file holds beside the text that is seen: revisions, comments, names of authors, pictures.
    """

    blocks: tuple[Block, ...]
    format: str
    engine: str
    warnings: tuple[str, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()

    @property
    def text(self) -> str:
        """Every block on lines of its own."""
        return "\n".join(block.text for block in self.blocks)
