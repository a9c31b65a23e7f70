"""A walk through an RTF file in reading order, as a reader sees it who accepts all changes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from intake.model import Block
from intake.reading.documents.equation import MOST as INSTRUCTED
from intake.reading.documents.equation import drawn
from intake.reading.documents.rtf import words
from intake.reading.documents.rtf.flow import Flow
from intake.reading.documents.rtf.letters import Letters
from intake.reading.documents.rtf.lists import Lists
from intake.reading.documents.rtf.sheet import ALIGNS, Font, Sheet, State
from intake.reading.documents.rtf.tokens import Kind, tokens
from intake.reading.documents.runs import MOST, PLAIN, TRUNCATED, Frame, Run
from intake.reading.documents.traces import HIDDEN, SYMBOLS, TRACKED, Traces
from intake.reading.unreadable import Unreadable

_DEEPEST = 100_000  # groups in groups: each costs half a kilobyte
_MOST = 3_000_000  # words and groups that are read: LibreOffice takes three to a Chinese character
_PARAGRAPH = 10  # the effort of ending a paragraph or a cell, be there text in it or not
_NAME = 500  # characters of a number, or of the name of a style or a font
TEXT, LABEL, FONTS, STYLES, PERSONS, NOWHERE, LISTS, OVERRIDES, PATTERN, INSTRUCTION = range(
    10
)  # where what is read goes: "into" of a state
_LEVELS = range(9)  # outline levels count from 0, and 9 means body text


@dataclass(slots=True)
class Walk:
    """Where the walk stands, and what has to be remembered on the way; `acts` are what control words do to it."""

    acts: Mapping[str, Callable[["Walk", str, int], None]]
    text: int  # characters still to be read
    effort: int = _MOST  # words and groups still to be read
    left: int = MOST  # blocks, those in cells among them
    warnings: list[str] = field(default_factory=list)
    traces: Traces = field(default_factory=Traces)
    unseen: str = ""  # why what was just read is not seen as it stands
    body: Flow = field(default_factory=Flow)
    sheet: Sheet = field(default_factory=Sheet)
    lists: Lists = field(default_factory=Lists)
    letters: Letters = field(default_factory=Letters)
    flow: Flow = field(init=False)
    state: State = field(default_factory=dict)
    stack: list[tuple[State, Flow]] = field(default_factory=list)  # of the groups around the present one
    skipping: int = 0  # groups open since one began that holds no text
    starred: bool = False  # \* was read: the next word names a destination that may be skipped
    fallback: int = 0  # characters to leave out: they repeat a \u for old readers
    font: Font = field(default_factory=Font)  # the one that the font table is telling about
    name: str = ""  # of the style that the style sheet is telling about
    instruction: str = ""  # of the field being read
    cells: int = 0  # of the row
    merged: set[int] = field(default_factory=set)  # those that only widen the one before them
    merging: bool = False
    notes: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin in the body."""
        self.flow = self.body

    def blocks(self, text: str) -> Iterator[Block]:
        """Give the blocks of a file decoded as Latin-1, its notes last; headers and footers are no part of it."""
        for kind, value, number in tokens(text):
            if min(self.text, self.effort, self.left) < 0:
                break
            if kind == "open":
                self.open()
            elif kind == "close":
                self.close()
                if not self.stack:
                    break
            elif not self.skipping:
                self.effort -= 1
                self.inside(kind, value, number)
            if self.body.blocks:
                yield from self.body.taken()
        yield from self.rest()

    def inside(self, kind: Kind, value: str, number: int | None) -> None:
        """Read what stands in a group."""
        if kind == "characters":
            self.hear(value)
        elif kind == "word":
            self.word(value, number)
        else:
            self.symbol(value)

    def rest(self) -> Iterator[Block]:
        """Give what a file leaves unfinished that is cut off, or where a limit was met; and the notes."""
        if self.stack:
            self.warnings.append(TRUNCATED)
            self.skipping = 0
        while self.stack:
            self.close()
        self.body.close()
        yield from self.body.taken()
        yield from self.notes

    def open(self) -> None:
        """Begin a group, which inherits all that holds."""
        if self.skipping:
            self.skipping += 1
            return
        self.cut()
        self.effort -= 1
        self.fallback = 0
        self.starred = False
        if len(self.stack) >= _DEEPEST:
            raise Unreadable("bomb", f"groups nested more than {_DEEPEST} deep")
        # \upr tells the same twice, first for readers without Unicode.
        self.skipping = self.state.pop("upr", 0)
        self.stack.append((self.state, self.flow))
        self.state = self.state.copy()

    def close(self) -> None:
        """End a group: what held before it holds again."""
        if self.skipping > 1:
            self.skipping -= 1
            return
        state, flow = self.stack.pop() if self.stack else (self.state, self.flow)
        if not self.skipping:
            self.cut()
            self.fallback = 0
            if (self.flow is not flow or not self.stack) and self.flow.runs:
                self.end_paragraph()
            self.conclude(state)
        self.skipping = 0
        inner, self.flow, self.state = self.flow, flow, state
        if inner is not flow:
            inner.close()
            (self.notes if inner.kind == "note" and flow.kind != "note" else flow.boxes).extend(inner.blocks)

    def conclude(self, outer: State) -> None:
        """Take in what a group told, now that it ends: a style, or a field whose text only its instruction has."""
        into = self.state.get("into")
        if into == STYLES == outer.get("into"):
            self.sheet.keep(self.state, self.name)
            self.name = ""
        elif into == INSTRUCTION != outer.get("into"):
            text, self.instruction = drawn(self.instruction), ""
            if text and outer.get("into", TEXT) == TEXT:
                self.keep(text)
                outer["drawn"] = 1

    def skip(self) -> None:
        """Skip the group that has begun."""
        self.cut()
        self.skipping = 1

    def hear(self, data: str) -> None:
        """Take bytes, but for those that only repeat a character."""
        if self.fallback:
            left_out = min(self.fallback, len(data))
            self.fallback -= left_out
            data = data[left_out:]
        self.letters.hear(data)

    def symbol(self, sign: str) -> None:
        r"""Read a control symbol; \\, \{ and \} are bytes and may be the second half of a character."""
        if sign == "*":
            self.starred = True
        elif sign in "\r\n":
            self.word("par", None)
        elif sign in "\\{}":
            self.hear(sign)
        elif self.fallback:
            self.fallback -= 1
        elif sign in words.SYMBOLS:
            self.say(words.SYMBOLS[sign])

    def word(self, word: str, number: int | None) -> None:
        """Read a control word."""
        starred, self.starred = self.starred, False
        if word in words.FLOWING and self.state.get("into") == INSTRUCTION:
            return
        act = self.acts.get(word)
        if (starred and word not in words.READ) or (act is None and words.math_property(word)):
            self.skip()
        elif act is not None:
            if word not in words.SIGNS:
                self.fallback = 0
            act(self, word, 1 if number is None else number)

    def say(self, text: str) -> None:
        """Add characters that need no decoding."""
        self.letters.say(text, self.sheet.font(self.state))

    def cut(self) -> None:
        """Finish the characters of one look, and put them where they belong."""
        into = self.state.get("into", TEXT)
        text = self.letters.take(self.font.named if into == FONTS else self.sheet.font(self.state))
        if not text:
            return
        if into == TEXT:
            self.keep(text)
        elif into == LABEL:
            self.flow.label = (self.flow.label + text)[:_NAME]
        elif into == INSTRUCTION:
            if not self.gone():
                self.instruction = (self.instruction + text)[:INSTRUCTED]
        else:
            self.tell(into, text)

    def tell(self, into: int, text: str) -> None:
        """Take in what is told about the text."""
        if into == STYLES:
            self.name = (self.name + text)[:_NAME]
        elif into == PERSONS:
            self.traces.name(text)
        elif into == PATTERN:
            self.lists.text = (self.lists.text + text)[:_NAME]
        elif into == FONTS:
            self.font.name = (self.font.name + text)[:_NAME].partition(";")[0].strip()

    def keep(self, text: str) -> None:
        """Add text to the paragraph, unless it was deleted or is hidden."""
        if self.letters.unknown:
            self.letters.unknown = False
            self.warnings.append(SYMBOLS)
        gone, hidden = self.gone(), bool(self.sheet.said(self.state, "v"))
        changed = gone or self.state.get("revised") or self.state.get("mvt")
        self.explain(TRACKED if changed else HIDDEN if hidden and text.strip() else "", text)
        if gone:
            return
        self.text -= len(text)
        if not hidden:
            self.flow.runs.append(Run(text, self.sheet.look(self.state)))

    def explain(self, why: str, text: str = "") -> None:
        """Note why something is not seen as it stands, once for all runs of it that follow each other."""
        if why and why != self.unseen:
            self.note(why, text if why == HIDDEN else "")
        self.unseen = why

    def note(self, code: str, shown: str = "") -> None:
        """Warn of something that is not seen, and keep a little of it."""
        self.warnings.append(code)
        self.traces.add(code, shown)

    def gone(self) -> bool:
        """Tell whether what stands here was deleted or moved away."""
        return bool(self.state.get("deleted") or self.state.get("mvf"))

    def end_paragraph(self, least: int = 0) -> None:
        """End a paragraph, at least so deep in tables; a deleted mark joins it to the next."""
        self.say("")
        self.cut()
        if self.gone() and not least:
            self.explain(TRACKED)
            self.flow.label = ""
            return
        self.effort -= _PARAGRAPH
        depth, number = max(least, self.depth()), self.number()
        if not self.flow.runs and not self.flow.repeated:
            self.flow.end_paragraph(PLAIN, depth, indented=False)
            return
        self.left -= 1
        indents = (self.sheet.said(self.state, name) or 0 for name in ("fi", "cufi"))
        self.flow.end_paragraph(self.frame(number), depth, indented=max(indents) > 0)

    def number(self) -> str | None:
        r"""Give the paragraph's number: as it is written, or counted where it only names its list."""
        if self.flow.label:
            return self.flow.number()
        named = self.sheet.said(self.state, "ls")
        return self.lists.label(named, self.sheet.said(self.state, "ilvl") or 0) if named else None

    def frame(self, number: str | None) -> Frame:
        """Give what the paragraph has as a whole."""
        level, align = self.sheet.said(self.state, "outlinelevel"), self.sheet.said(self.state, "align")
        return Frame(
            self.flow.kind,
            number,
            level + 1 if level in _LEVELS and level is not None else None,
            ALIGNS[align or 0],
        )

    def depth(self) -> int:
        r"""Tell how deep in tables the paragraph stands; \intbl alone is a table of its own."""
        return max(self.state.get("itap", 0), self.state.get("intbl", 0))
