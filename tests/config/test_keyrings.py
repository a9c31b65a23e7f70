import json
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest
from keyrings import FILE, FileKeyring

from intake.config import ImapConfig, SecretSource, secret_of
from intake.errors import ConfigError

BOX = ImapConfig("qq", "h", "a@qq.com", secret=SecretSource(keyring="intake"))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    before = keyring.get_keyring()
    file = tmp_path / "keyring.json"
    monkeypatch.setenv(FILE, str(file))
    keyring.set_keyring(FileKeyring())
    yield file
    keyring.set_keyring(before)


def test_the_keyring_gives_the_code_of_the_user(kept: Path) -> None:
    kept.write_text(json.dumps({"intake a@qq.com": " code \nnote", "intake b@qq.com": "other"}))
    assert secret_of(BOX, {}).reveal() == "code"


def test_the_environment_wins_over_the_keyring(kept: Path) -> None:
    kept.write_text(json.dumps({"intake a@qq.com": "code"}))
    assert secret_of(BOX, {"INTAKE_PASSWORD_QQ": "own"}).reveal() == "own"


@pytest.mark.parametrize("content", [{}, {"intake b@qq.com": "x"}, {"intake a@qq.com": ""}])
def test_a_keyring_without_the_code_says_how_to_store_it(kept: Path, content: dict[str, str]) -> None:
    kept.write_text(json.dumps(content))
    with pytest.raises(ConfigError, match=r"run: keyring set intake a@qq\.com"):
        secret_of(BOX, {})


def test_a_locked_keyring_says_so_on_one_line(kept: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"keyring not usable — intake — Failed to unlock the collection! —"
    ):
        secret_of(BOX, {})
    assert not kept.exists()


def test_a_machine_without_a_keyring_says_so(kept: Path) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]  # the library's own
    with pytest.raises(ConfigError, match=r"keyring not usable — intake — No recommended backend") as caught:
        secret_of(BOX, {})
    assert "\n" not in str(caught.value)
    assert not kept.exists()


def test_a_keyring_that_breaks_shows_nothing_of_what_it_gave(kept: Path) -> None:
    kept.write_text('{"intake a@qq.com": "hush", "x" "intake"')
    with pytest.raises(ConfigError, match="keyring not usable") as caught:
        secret_of(BOX, {})
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert "hush" not in str(caught.value)


def test_without_the_extra_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)  # what an import finds where it is not installed
    with pytest.raises(ConfigError, match=r"lacks the extra `keyring` .*speech-intake\[keyring\]"):
        secret_of(BOX, {})
