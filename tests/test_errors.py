import pytest

from intake import errors
from intake.errors import ConfigError, Exit, IntakeError, Items, Spoken, Word
from intake.locale import REASONS, catalogue

CODES = {
    "ActionRefused": 65,
    "NothingUnderstood": 65,
    "NoSuchRecord": 66,
    "CannotWrite": 73,
    "MailboxUnavailable": 75,
    "Overlap": 75,
    "StoreBusy": 75,
    "SandboxUnavailable": 75,
    "MailboxRefused": 77,
    "NotPermitted": 77,
    "ConfigError": 78,
    "SchemaError": 78,
}


def test_the_exit_codes_are_those_operators_know() -> None:
    classes = {cls.__name__: int(cls.exit_code) for cls in IntakeError.__subclasses__()}
    assert classes == CODES
    assert IntakeError.exit_code == 70


def test_the_docstring_shows_the_same_table() -> None:
    for name, code in CODES.items():
        assert f"{name} " in str(errors.__doc__)
        assert str(code) in str(errors.__doc__)


def test_an_error_is_said_in_english_by_itself() -> None:
    assert str(ConfigError("{a} — {b}", a=1, b="{c}")) == "1 — {c}"


def test_an_error_within_an_error_is_translated_too() -> None:
    chinese = {"{key} {why}": "{key}:{why}", "empty": "为空", "bad — {list}": "有误——{list}", "; ": "；"}
    inner = tuple(ConfigError("{key} {why}", key=key, why=ConfigError("empty")) for key in "ab")
    outer = ConfigError("bad — {list}", list=inner)
    assert outer.say(lambda message: chinese[message]) == "有误——a:为空；b:为空"
    assert str(outer) == "bad — a empty; b empty"


def test_what_is_listed_is_joined_and_told_as_the_language_does() -> None:
    chinese = {"one of {list}": "可用：{list}", ", ": "、", "held": "留用"}
    listed = Items((1, Word("held"), Spoken(lambda say: f"hold {say('held')}")))
    error = ConfigError("one of {list}", list=listed)
    assert error.say(lambda message: chinese[message]) == "可用：1、留用、hold 留用"
    assert str(error) == "one of 1, held, hold held"


@pytest.mark.parametrize("code", list(Exit))
def test_every_code_fits_a_shell(code: Exit) -> None:
    assert 0 <= code <= 255


@pytest.mark.parametrize("reason", [*REASONS, "no reason of the list", ""])
def test_the_reasons_of_the_system_are_words_of_the_catalogue(reason: str) -> None:
    chinese = catalogue("zh_CN").gettext
    said = ConfigError("{why}", why=reason).say(chinese)
    assert (said != reason) == (reason in REASONS)
    assert ConfigError("{path}", path=reason).say(chinese) == reason
