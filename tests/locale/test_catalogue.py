"""The catalogue holds every message of the source, and no other; the words are those of a Chinese newsroom."""

import string
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from intake.locale import LANGUAGES, catalogue, language_of

OURS = {"N_": None, "_": None}
CLICKS = {"_": None, "ngettext": (1, 2)}


def messages_in(folder: Path, keywords: Mapping[str, tuple[int, int] | None]) -> set[str]:
    found = extract_from_dir(folder, method_map=[("**.py", "python")], keywords=keywords)
    return {entry[2] if isinstance(entry[2], str) else entry[2][0] for entry in found}


def chinese() -> Catalog:
    with (resources.files("intake") / "locale" / "zh_CN" / "LC_MESSAGES" / "intake.po").open("rb") as file:
        return read_po(file)


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


OF_INTAKE = messages_in(Path(str(resources.files("intake"))), OURS)
OF_CLICK = messages_in(Path(click.__file__).parent, CLICKS)


def test_no_message_of_ours_is_missing() -> None:
    assert sorted(OF_INTAKE - {key(message) for message in chinese() if message.string}) == []


def test_no_message_is_fuzzy_empty_or_obsolete() -> None:
    catalogue = chinese()
    assert [
        key(message) for message in catalogue if message.id and (message.fuzzy or not message.string)
    ] == []
    assert list(catalogue.obsolete) == []


def test_every_message_is_asked_for_by_us_or_by_click() -> None:
    assert {key(message) for message in chinese() if message.id} - OF_INTAKE - OF_CLICK == set()


@pytest.mark.parametrize(
    "said",
    ["Usage:", "Options", "Commands", "Show this message and exit.", "Error: {message}", "Missing command."],
)
def test_what_click_says_itself_is_translated(said: str) -> None:
    assert said in OF_CLICK
    assert catalogue("zh_CN").gettext(said) != said


def test_a_translation_has_no_field_that_its_template_lacks() -> None:
    for message in chinese():
        if message.id:
            templates = [message.id] if isinstance(message.id, str) else message.id
            texts = [message.string] if isinstance(message.string, str) else message.string or ()
            known = set().union(*(fields(template) for template in templates))
            assert set().union(*(fields(text) for text in texts)) <= known, message.id


def test_english_is_the_source_itself() -> None:
    assert catalogue("en").gettext("pending") == "pending"
    assert set(LANGUAGES) == {"en", "zh_CN"}


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh_CN"),
        ({"LANG": "C", "LANGUAGE": "zh_CN"}, "en"),
        ({"LANG": "", "LC_ALL": ""}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environ: dict[str, str], language: str) -> None:
    assert language_of(environ) == language
