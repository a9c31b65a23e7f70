"""Every pattern of recognition and of the checks is linear: each of its repeats has an end.

A search that fails at one place begins anew at the next. With a repeat that has no end it reads the rest of the text
at each of them: 100,000 dashes took minutes. What may repeat without an end is named here, and why.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import ModuleType

import pytest

import intake.checks
import intake.reading.speeches
from intake.checks.copy import Copy
from intake.checks.figures import disagreeing
from intake.model import Lexicon, Standard
from intake.reading.speeches.grammar import Grammar

#: A run of one set of characters, or signs around such runs, which end where another sign stands; and patterns that
#: only ever match at one place of a line of 80 characters.
ENDLESS = {
    "_WRAPPED": "fullmatch of a byline, 80 characters at most",
    "_BRACKETED_POST": "fullmatch of a byline, 80 characters at most",
    "_STRETCH": "a run of one set: found at its first character",
    "_HAN": "a run of one set: found at its first character",
}
_ESCAPED = re.compile(r"\\.")
_SET = re.compile(r"\[\^?\]?[^\]]*\]")
_ENDLESS = re.compile(r"(?<!\()[*+]|\{\d+,\}")


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def patterns(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Find the compiled patterns in a value, under the name of what holds them."""
    if isinstance(value, re.Pattern):
        yield name, value.pattern
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from patterns(name, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from patterns(name, inner)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from patterns(name, getattr(value, field.name))


def endless(pattern: str) -> bool:
    return bool(_ENDLESS.search(_SET.sub("s", _ESCAPED.sub("e", pattern))))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a*", True),
        ("[ab]+c", True),
        ("(?:x){2,}", True),
        ("a{0,3}", False),
        (r"\*[*+]\+", False),
        ("[^]*]x?", False),
    ],
)
def test_an_endless_repeat_is_told_from_a_sign(pattern: str, expected: bool) -> None:  # noqa: FBT001  # a column of the table
    assert endless(pattern) == expected


def test_every_repeat_of_every_pattern_has_an_end(grammar: Grammar) -> None:
    of_grammar = [
        one for field in fields(grammar) for one in patterns(field.name, getattr(grammar, field.name))
    ]
    of_code = [
        one
        for package in (intake.reading.speeches, intake.checks)
        for module in modules(package)
        for name, value in vars(module).items()
        for one in patterns(name, value)
    ]
    assert min(len(of_grammar), len(of_code)) > 50
    assert {name for name, pattern in (*of_grammar, *of_code) if endless(pattern)} == set(ENDLESS)


def test_what_others_build_of_the_lexicon_has_an_end_too(lexicon: Lexicon) -> None:
    from intake.checks import figures, words  # noqa: PLC0415  # their caches, once filled

    list(disagreeing(Copy("", None, Standard(lexicon), 2026)))
    rules = figures._rules(*figures._lists(lexicon))  # noqa: SLF001  # no other way to what they built
    listed = words._pattern(tuple(words._words(lexicon)))  # noqa: SLF001  # as above
    corrections = lexicon.tables["corrections"]["words"]
    assert isinstance(corrections, list)
    built = [
        *patterns("rules", rules),
        *patterns("words", listed),
        *(("corrections", one) for one in corrections),
    ]
    assert len(built) > 5
    assert [name for name, pattern in built if endless(pattern)] == []
