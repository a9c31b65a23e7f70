"""The lexicon compiled: sets and patterns made once for each lexicon."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from intake.model import Lexicon
from intake.signs import any_of, longest_first

_FROM: Final = re.compile(r"\{from (.)\}")
_PERSON: Final = frozenset({"name", "unit", "post"})
_SIGNS: Final = 10  # signs of a row such as ①②③

Pattern = re.Pattern[str]
Weights = Mapping[str, Mapping[str, float]]
Links = tuple[
    tuple[tuple[int, float], ...], ...
]  # for each label: labels beside it, by number, and the score
_START, _END = "start", "end"
# a type that no list has: 上的研讨发言
_ANY_TYPE: Final = (
    r"(?<=的)[^\W\d_和与及暨的]{1,6}(?:发言|讲话|汇报|报告|致辞|演讲|讲稿)(?:材料|稿|提纲|摘要)?"
)
# …上的讲话精神, …上的发言顺序: not the speech itself
_NO_MORE: Final = "(?!(?:材料|稿|提纲|摘要)?(?:的|精神|要求|顺序|安排|情况|通知|时间|名单|须知|会场))"
_NEVER: Final = -1000.0
_NO_END: Final = -3.0  # what it costs to end with a label that no document ends with


@dataclass(frozen=True, slots=True)
class Family:
    """A family of markers: how it is written, how deep it stands, what it is when nothing else decides."""

    name: str
    rank: int
    role: str
    inline: bool
    pattern: Pattern
    words: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that speaks for a kind of document, where it is looked for, and how often it counts."""

    pattern: Pattern
    weight: float
    most: int


@dataclass(frozen=True, slots=True)
class LineCue:
    """A cue of wording: its pattern, where it must stand ("line", "whole", "start", "anywhere"), the longest line."""

    name: str
    pattern: Pattern
    at: str
    longest: int


@dataclass(frozen=True, slots=True)
class Need:
    """The cues of which a label wants at least one, and what it scores without."""

    cues: frozenset[str]
    otherwise: float


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: what its first lines and its text hold, and what the program measures."""

    name: str
    base: float
    title: tuple[Cue, ...]
    text: tuple[Cue, ...]
    structure: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything the rules ask the lexicon for, ready to match on plain views."""

    post: Pattern
    outside: Pattern
    offices: Pattern  # bodies that are the organisation itself right behind a place: 办事处
    ends: Mapping[str, frozenset[str]]  # unit suffixes by level: town, village, body
    counties: tuple[str, ...]
    short_counties: Mapping[str, str]
    cities: tuple[str, ...]
    not_counties: tuple[str, ...]
    not_units: tuple[str, ...]
    slogans: tuple[str, ...]
    sayings: Pattern  # verbs of a title that ends as units do
    national: Pattern  # what stands in front of a place in a branch's name: 中国某银行某县支行
    not_divisions: tuple[str, ...]
    places: tuple[str, ...]  # endings that name an organisation only in front of a post
    settlements: tuple[str, ...]  # those of hamlets, lanes, estates
    whole_words: tuple[str, ...]  # words that no cut may part
    no_institutions: tuple[str, ...]  # endings of organisations whose parts are organisations too
    department: Pattern
    department_head: Pattern
    mass_bodies: tuple[str, ...]  # bodies that every organisation has: 工会, 妇联
    party: Pattern  # a party body at the start of a post
    chief: Pattern  # posts that stand behind an organisation only
    told: Pattern  # words that no organisation's name holds
    no_fronts: tuple[str, ...]  # how what stands in front of a post must not end
    surnames: frozenset[str]
    compound: frozenset[str]
    not_names: frozenset[str]
    other_names: Pattern  # names without a surname, made of known parts
    families: tuple[Family, ...]
    labels: Mapping[str, str]  # 发言人 → name
    label: Pattern
    person_label: Pattern  # 发言人 张三: only a blank parts label and value
    patterns: Mapping[str, Pattern]
    occasion: Pattern
    genre: Pattern
    meeting: Pattern
    meeting_stops: Pattern
    credits: Pattern
    figure: Pattern
    line_cues: tuple[LineCue, ...]
    zones: tuple[str, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]  # cue → labels by number
    opening: tuple[float, ...]
    ending: tuple[float, ...]
    incoming: Links
    outgoing: Links
    needs: tuple[tuple[int, Need], ...]
    kinds: tuple[Kind, ...]
    chances: Mapping[str, float]


class _Tables:
    """Typed access to the tables of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._tables = lexicon.tables

    def words(self, table: str, key: str) -> list[str]:
        return [str(word) for word in cast("list[object]", self._tables[table][key])]

    def text(self, table: str, key: str) -> str:
        return str(self._tables[table][key])

    def section(self, table: str, key: str) -> dict[str, object]:
        return cast("dict[str, object]", self._tables[table].get(key, {}))


@lru_cache(maxsize=4)
def _compiled(key: "_Key") -> Grammar:
    return _build(_Tables(key.lexicon))


class _Key:
    """A lexicon as a key of the cache: its version is a digest of its content."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __hash__(self) -> int:
        return hash(self.lexicon.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.lexicon.version == self.lexicon.version


def compiled(lexicon: Lexicon) -> Grammar:
    """Compile a lexicon, once for each version; KeyError names a table or key that it lacks."""
    return _compiled(_Key(lexicon))


def _spaced(words: Iterable[str]) -> str:
    """Write words as alternatives whose characters may stand apart: 发 言 人."""
    return "|".join(
        " {0,8}".join(re.escape(character) for character in word if character != " ")
        for word in longest_first(words)
    )


def _build(tables: _Tables) -> Grammar:
    labels = {
        word: name
        for name, words in tables.section("speech", "labels").items()
        for word in cast("list[str]", words)
    }
    types = tables.words("speech", "types")
    meetings, no_meetings = tables.words("speech", "meetings"), tables.words("speech", "not_meetings")
    transitions = cast("Weights", tables.section("zones", "transitions"))
    zones = tuple(zone for zone in transitions if zone != _START)
    return Grammar(
        post=_post(tables),
        outside=re.compile(f"(?:{any_of(tables.words('posts', 'outside'))})$"),
        offices=re.compile(f"(?:{any_of(tables.words('posts', 'offices'))})"),
        ends={
            "town": frozenset(tables.words("units", "towns")),
            "village": frozenset(tables.words("units", "villages")),
            "body": frozenset(tables.words("units", "bodies")),
        },
        counties=tuple(tables.words("gazetteer", "counties")),
        short_counties=cast("dict[str, str]", tables.section("gazetteer", "short")),
        cities=tuple(tables.words("gazetteer", "cities")),
        not_counties=tuple(tables.words("units", "not_counties")),
        not_units=tuple(tables.words("units", "not_units")),
        slogans=tuple(tables.words("units", "slogans")),
        sayings=re.compile(any_of(tables.words("units", "sayings"))),
        national=re.compile(any_of(tables.words("units", "national"))),
        not_divisions=tuple(tables.words("units", "not_divisions")),
        places=tuple(tables.words("units", "places")),
        settlements=tuple(tables.words("units", "settlements")),
        whole_words=tuple(tables.words("units", "whole_words")),
        no_institutions=tuple(tables.words("units", "no_institutions")),
        department=_department(tables),
        department_head=re.compile(
            f"(?:{any_of(tables.words('posts', 'ranks'))})?(?:{any_of(tables.words('posts', 'department_heads'))})"
        ),
        mass_bodies=tuple(tables.words("units", "mass_bodies")),
        party=re.compile(any_of(tables.words("posts", "party"))),
        chief=re.compile(
            f"(?:{any_of(tables.words('posts', 'ranks'))})?(?:{any_of(tables.words('posts', 'chiefs'))})"
        ),
        told=re.compile(any_of(tables.words("units", "told"))),
        no_fronts=tuple(tables.words("units", "no_fronts")),
        surnames=frozenset("".join(tables.text("surnames", "single").split())),
        compound=frozenset(tables.words("surnames", "compound")),
        not_names=frozenset(tables.words("surnames", "not_names")),
        other_names=re.compile(f"(?:{any_of(tables.words('surnames', 'parts'))}){{2,3}}"),
        families=_families(tables),
        labels=labels,
        label=re.compile(f"(?P<label>{_spaced(labels)}) ?[:|】\\]] ?"),
        person_label=re.compile(
            f"[(\\[]?(?P<label>{_spaced(word for word, name in labels.items() if name in _PERSON)})(?: {{1,6}}| ?/ ?)"
            r"(?P<value>[^ ,。;:!?]{2,30}(?: {1,3}[^ ,。;:!?]{1,30}){0,3})$"
        ),
        patterns=_patterns(tables),
        occasion=re.compile(
            f"在(?P<occasion>[^。;!?]{{2,60}}?)(?:上|期间|中|(?:闭幕|开幕|结束|召开)?时(?=的))的?(?:所?作的)?(?P<type>{_ANY_TYPE}|{any_of(types)}){_NO_MORE}"
        ),
        genre=re.compile(f"(?P<type>{any_of(tables.words('speech', 'genre_titles'))})$"),
        meeting=re.compile(
            f"(?:{any_of(meetings)})" + "".join(f"(?<!{re.escape(word)})" for word in no_meetings)
        ),
        meeting_stops=re.compile(f"(?:{any_of(tables.words('speech', 'meeting_stops'))})"),
        credits=_credits(tables),
        figure=_figure(tables),
        line_cues=_line_cues(tables),
        zones=zones,
        weights={
            cue: tuple((zones.index(zone), float(weight)) for zone, weight in row.items())
            for cue, row in cast("Weights", tables.section("zones", "weights")).items()
        },
        opening=tuple(transitions[_START].get(zone, _NEVER) for zone in zones),
        ending=tuple(transitions[zone].get(_END, _NO_END) for zone in zones),
        incoming=_links(zones, transitions, forward=True),
        outgoing=_links(zones, transitions, forward=False),
        needs=tuple((zones.index(zone), need) for zone, need in _needs(tables).items()),
        kinds=_kinds(tables),
        chances=cast("dict[str, float]", tables.section("confidence", "chances")),
    )


def _post(tables: _Tables) -> Pattern:
    bodies, ranks = any_of(tables.words("posts", "bodies")), any_of(tables.words("posts", "ranks"))
    heads, titles = any_of(tables.words("posts", "heads")), any_of(tables.words("posts", "rank_titles"))
    return re.compile(
        f"(?:原?(?:{bodies})?(?:{ranks})?(?:{ranks})?(?:{heads})(?:候选人|(?:拟任|提名|建议)?人选)?|(?:{titles}))(?:\\((?:{titles}|挂职|兼|主持工作)\\))?"
    )


def _department(tables: _Tables) -> Pattern:
    """Write what a part of an organisation is called; not what was sent into it, nor an organisation by itself."""
    ends = any_of(tables.words("units", "departments"))
    whole = "".join(f"(?<!{re.escape(word)})" for word in tables.words("units", "no_departments"))
    return re.compile(f"(?!派?驻|巡察|督导)[一-龥]{{0,8}}(?:\\(\\d{{1,2}}\\))?(?:{ends}){whole}")


def _patterns(tables: _Tables) -> dict[str, Pattern]:
    patterns = {name: re.compile(str(text)) for name, text in tables.section("speech", "patterns").items()}
    words = cast("list[str]", tables.section("speech", "filename")["noise"])
    return patterns | {
        "salutation": re.compile(tables.text("speech", "salutation")),
        "salutation_start": re.compile(tables.text("speech", "salutation_start")),
        "greeting": re.compile(tables.text("speech", "greeting")),
        "noise": re.compile(any_of(words)),
    }


def _template(text: str, order: int, words: Mapping[str, int]) -> str:
    """Make the pattern of a marker's template; the group's name says how its ordinal is read."""
    text = text.replace("{cn}", f"(?P<cn{order}>[一二三四五六七八九十]{{1,3}})")
    text = text.replace("{capital}", f"(?P<cn{order}>[壹贰叁肆伍陆柒捌玖拾]{{1,3}})")
    text = text.replace("{num}", f"(?P<num{order}>\\d{{1,2}})")
    text = text.replace("{bullet}", f"(?P<bullet{order}>[●◆■★▲▶►◎○□☆※◇△▪•])")
    text = text.replace("{dash}", f"(?P<bullet{order}>—{{1,2}})")
    text = text.replace("{word}", f"(?P<word{order}>{any_of(words)})")
    return _FROM.sub(lambda match: _signs(match[1], order), text)


def _signs(first: str, order: int) -> str:
    return f"(?P<from{ord(first)}_{order}>[{first}-{chr(ord(first) + _SIGNS - 1)}])"


def _families(tables: _Tables) -> tuple[Family, ...]:
    families = []
    for name, entry in tables.section("markers", "families").items():
        fields = cast("dict[str, object]", entry)
        words = {
            word: number
            for number, group in enumerate(cast("list[list[str]]", fields.get("words", [])), 1)
            for word in group
        }
        texts = [
            _template(text, order, words) for order, text in enumerate(cast("list[str]", fields["templates"]))
        ]
        pattern = re.compile("|".join(f"(?:{text})" for text in texts))
        rank, role = int(cast("int", fields["rank"])), str(fields["role"])
        families.append(Family(name, rank, role, bool(fields.get("inline")), pattern, words))
    return tuple(sorted(families, key=lambda family: family.rank))


def _credits(tables: _Tables) -> Pattern:
    roles = any_of(cast("list[str]", tables.section("speech", "credits")["roles"]))
    chain = f"(?:{roles})(?: ?[|/、&·] ?(?:{roles})){{0,3}}"
    return re.compile(
        f"(?P<roles>{chain}) ?[:|] ?(?P<names>[^:|]{{2,60}}?)(?=$|[ ,;]{{1,4}}(?:{roles}) ?[:|/、])"
    )


def _figure(tables: _Tables) -> Pattern:
    units, big = any_of(tables.words("figures", "units")), any_of(tables.words("figures", "magnitudes"))
    about = any_of(tables.words("figures", "approximations"))
    ordinals = "".join(f"(?<!{re.escape(word)})" for word in tables.words("figures", "ordinals"))
    number = r"(?<![\d.A-Za-z])\d{1,12}(?:,\d{3}(?!\d)){0,4}(?:\.\d{1,6})?"
    return re.compile(
        f"{ordinals}{number}(?:(?:{about})?(?:{big})?(?:{about})?(?:{units})|(?:{about})?(?:{big}))"
    )


def _line_cues(tables: _Tables) -> tuple[LineCue, ...]:
    return tuple(
        LineCue(
            name,
            re.compile(str(cast("dict[str, object]", entry)["pattern"])),
            str(cast("dict[str, object]", entry)["at"]),
            int(cast("int", cast("dict[str, object]", entry)["longest"])),
        )
        for name, entry in tables.section("zones", "cues").items()
    )


def _links(zones: tuple[str, ...], transitions: Weights, *, forward: bool) -> Links:
    """For every label, those that may stand beside it on the side a walk comes from, with the transition's score."""
    links: list[list[tuple[int, float]]] = [[] for _ in zones]
    for origin in zones:
        for zone in transitions[origin].keys() - {_END}:
            here, there = (zone, origin) if forward else (origin, zone)
            links[zones.index(here)].append((zones.index(there), transitions[origin][zone]))
    return tuple(tuple(sorted(link)) or ((number, _NEVER),) for number, link in enumerate(links))


def _needs(tables: _Tables) -> dict[str, Need]:
    needs = {}
    for zone, entry in tables.section("zones", "needs").items():
        fields = cast("dict[str, object]", entry)
        cues = frozenset(str(cue) for cue in cast("list[object]", fields["cues"]))
        needs[zone] = Need(cues, float(cast("float", fields["otherwise"])))
    return needs


def _cues(entries: object) -> tuple[Cue, ...]:
    return tuple(
        Cue(
            re.compile(str(entry["pattern"])),
            float(cast("float", entry["weight"])),
            int(cast("int", entry.get("most", 1))),
        )
        for entry in cast("list[dict[str, object]]", entries)
    )


def _kinds(tables: _Tables) -> tuple[Kind, ...]:
    sections = {"speech": tables.section("classes", "speech")}
    sections |= cast("dict[str, dict[str, object]]", tables.section("classes", "kinds"))
    return tuple(
        Kind(
            name,
            float(cast("float", section.get("base", 0))),
            _cues(section["title"]),
            _cues(section["text"]),
            cast("dict[str, float]", section.get("structure", {})),
        )
        for name, section in sections.items()
    )
