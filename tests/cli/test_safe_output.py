"""Over all sample mails and all hostile names, nothing that a terminal obeys or hides leaves the program."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hostile_mails import CHARSETS, HEAD, NAMES, PARAMETERS

Intake = Callable[..., Result]

DATA = Path(__file__).parents[1] / "data" / "mail"
# Controls but the line end and the tab of a table in a pipe; bidi, zero-width, tags, separators (UTS #36, UTR #53).
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
POISON = "\x1b[2J\x1b]52;c;eA==\x07\x9b31m\u202egpj\u2066\u200b\u200d\ufeff\u2028\U000e0041\x7f\r\b发言"
POISONED = (
    HEAD
    + f"Subject: {POISON}\r\nFrom: {POISON} <{POISON}@x.example>\r\nMessage-ID: <{POISON}@x>\r\n".encode().replace(
        b"\r\b", b""
    )
    + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
    + f"{POISON}\nhttps://pan.baidu.com/s/1\u202eabc 提取码: 1234\n一、{POISON}\n".encode()
)
TABLES = (("list", "--all"), ("mail", "list"))


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out every sample and what is hostile by its words as a folder of mails."""
    folder = tmp_path_factory.mktemp("mails")
    for path in DATA.glob("*.eml"):
        (folder / path.name).write_bytes(path.read_bytes())
    for number, shape in enumerate([*NAMES.values(), *CHARSETS.values(), *PARAMETERS.values()]):
        (folder / f"h{number:03}.eml").write_bytes(shape())
    (folder / "poisoned.eml").write_bytes(POISONED.replace(HEAD, HEAD[HEAD.index(b"Date") :]))
    return folder


def hidden(done: Result) -> list[str]:
    """Find what should not be there; a CSV for a pipe begins with a mark for Excel."""
    assert done.exit_code == 0, done.output
    return HIDDEN.findall(done.stdout.removeprefix("\ufeff")) + HIDDEN.findall(done.stderr)


def test_nothing_that_a_terminal_obeys_or_hides_is_in_any_output(
    intake: Intake, mails: Path, tmp_path: Path, screen: dict[str, str]
) -> None:
    config = tmp_path / "intake.toml"
    config.write_text(
        '[store]\nurl = "sqlite:///intake.db"\n[log]\nfile = "intake.log"\nlevel = "debug"\n'
        f'[mailbox.hostile]\nkind = "folder"\npath = "{mails}"\n',
        "utf-8",
    )
    store = ("--config", config)
    assert hidden(intake(*store, "poll")) == []

    for words in TABLES:
        for form in ((), ("--json",), ("--csv",)):
            assert hidden(intake(*store, *words, "--limit", "1000", *form)) == []
        assert hidden(intake(*store, "--lang", "zh_CN", *words, "--limit", "1000", env=screen)) == []
    assert hidden(intake(*store, "export", "--json")) == []
    assert HIDDEN.findall((tmp_path / "intake.log").read_text("utf-8")) == []

    count = len(list(mails.iterdir()))
    for number in range(1, count + 1):
        assert hidden(intake(*store, "mail", "show", number, env=screen)) == []


def test_a_submission_shows_and_tells_nothing_hidden(
    intake: Intake, mails: Path, tmp_path: Path, screen: dict[str, str]
) -> None:
    store = ("--store", f"sqlite:///{tmp_path / 'intake.db'}")
    intake(*store, "import", mails)
    numbers = re.findall(
        r"^20\d\d-\d+", intake(*store, "list", "--all", "--limit", "1000").stdout, re.MULTILINE
    )
    assert numbers
    for number in numbers:
        assert hidden(intake(*store, "show", number, env=screen)) == []
        assert hidden(intake(*store, "text", number)) == []
    assert any(r"\u{202E}" in intake(*store, "show", number).stdout for number in numbers)
