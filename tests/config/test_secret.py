import copy
import logging
import os
import pickle
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from intake.config import Config, ImapConfig, Secret, SecretSource, secret_of
from intake.config import secret as module
from intake.errors import ConfigError


def mailbox(file: Path | None = None, command: tuple[str, ...] = ()) -> ImapConfig:
    return ImapConfig("my-box", "h", "u", secret=SecretSource(file, command))


def kept(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "secret"
    file.write_text(text)
    file.chmod(mode)
    return file


def test_a_secret_never_shows_itself(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret("hunter2")
    logging.getLogger().warning("%s %r", secret, secret)
    assert "hunter2" not in f"{secret} {secret!r} {[secret]} {caplog.text}"
    assert f"{secret}" == "***"
    assert secret.reveal() == "hunter2"


def test_a_secret_is_not_pickled_and_a_copy_of_it_is_itself() -> None:
    secret = Secret("hunter2")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError):
            pickle.dumps(secret, protocol)
    assert copy.deepcopy({"a": secret})["a"] is secret


def test_a_configuration_names_its_sources_and_never_holds_a_code(tmp_path: Path) -> None:
    source = SecretSource(kept(tmp_path, "hunter2"), ("echo", "hunter2"), "service", ("echo", "hunter2"))
    box = ImapConfig("my-box", "h", "u", secret=source)
    config = Config(None, "sqlite://", (box,))
    secret_of(box, {"INTAKE_PASSWORD_MY_BOX": "hunter2"})
    assert "hunter2" not in f"{source!r} {box!r} {config!r}"
    bare = replace(config, mailboxes=(replace(box, secret=SecretSource(source.file, keyring="service")),))
    assert b"hunter2" not in pickle.dumps(bare) + str(asdict(bare)).encode()


def test_the_environment_wins_and_the_mailboxs_own_variable_first(tmp_path: Path) -> None:
    box = mailbox(file=kept(tmp_path, "from file"))
    box = replace(box, secret=replace(box.secret, alone=True))
    assert secret_of(box, {"INTAKE_PASSWORD": "any"}).reveal() == "any"
    assert secret_of(box, {"INTAKE_PASSWORD": "any", "INTAKE_PASSWORD_MY_BOX": "own"}).reveal() == "own"
    assert secret_of(box, {}).reveal() == "from file"


def test_a_variable_that_names_no_mailbox_is_for_none_of_several(tmp_path: Path) -> None:
    box = mailbox(file=kept(tmp_path, "from file"))
    assert secret_of(box, {"INTAKE_PASSWORD": "any"}).reveal() == "from file"
    assert secret_of(box, {"INTAKE_PASSWORD": "any", "INTAKE_PASSWORD_MY_BOX": "own"}).reveal() == "own"


def test_the_first_line_of_the_file_counts(tmp_path: Path) -> None:
    assert secret_of(mailbox(file=kept(tmp_path, " code \nnote\n")), {}).reveal() == "code"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigError, match="chmod 600"):
        secret_of(mailbox(file=kept(tmp_path, "code", mode)), {})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_file_of_another_user_is_refused(tmp_path: Path) -> None:
    file = kept(tmp_path, "code")
    os.chown(file, 65534, -1)
    with pytest.raises(ConfigError, match=r"belongs to another user \(uid 65534\)"):
        secret_of(mailbox(file=file), {})


def test_a_link_is_judged_by_what_it_leads_to(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(kept(tmp_path, "code"))
    assert secret_of(mailbox(file=link), {}).reveal() == "code"
    kept(tmp_path, "code", 0o644)
    with pytest.raises(ConfigError, match=r"link — others may read it \(mode 0644\)"):
        secret_of(mailbox(file=link), {})


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="empty"):
        secret_of(mailbox(file=kept(tmp_path, "\n")), {})


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"not readable .* No such file"):
        secret_of(mailbox(file=tmp_path / "none"), {})


def test_a_file_that_is_no_text_says_so_without_its_content(tmp_path: Path) -> None:
    file = kept(tmp_path, "")
    file.write_bytes(b"\xffcode")
    with pytest.raises(ConfigError, match=r"not readable .* it is not UTF-8 ") as caught:
        secret_of(mailbox(file=file), {})
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_no_source_at_all_names_the_variable() -> None:
    with pytest.raises(ConfigError, match=r"mailbox my-box .*\$INTAKE_PASSWORD_MY_BOX"):
        secret_of(mailbox(), {})


def script(code: str) -> tuple[str, ...]:
    return sys.executable, "-c", code


def test_the_first_line_of_the_command_counts() -> None:
    assert secret_of(mailbox(command=script("print('code'); print('note')")), {}).reveal() == "code"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (script("print('hush'); raise SystemExit(3)"), "exit code 3"),
        (script(""), "first line is empty"),
        (script(r"import sys; sys.stdout.buffer.write(b'\xff')"), "not UTF-8"),
        (("/nowhere/pass",), "No such file"),
        (("a\0b",), "password_command"),
    ],
)
def test_a_command_that_fails_says_why_and_not_what_it_printed(command: tuple[str, ...], why: str) -> None:
    with pytest.raises(ConfigError, match=why) as caught:
        secret_of(mailbox(command=command), {})
    assert "hush" not in str(caught.value)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_command_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMAND_TIMEOUT", 0.2)
    with pytest.raises(ConfigError, match="no answer"):
        secret_of(mailbox(command=script("import time; time.sleep(60)")), {})


def test_a_token_is_fetched_each_time_it_is_needed_and_from_nowhere_else(tmp_path: Path) -> None:
    count = tmp_path / "count"
    code = f"import pathlib; p = pathlib.Path({str(count)!r}); p.open('a').write('x'); print('t%d' % len(p.read_text()))"
    box = replace(mailbox(file=kept(tmp_path, "code")), auth="xoauth2")
    box = replace(box, secret=replace(box.secret, token=script(code), alone=True))
    secret = secret_of(box, {"INTAKE_PASSWORD": "any", "INTAKE_PASSWORD_MY_BOX": "own"})
    assert not count.exists()
    assert (secret.reveal(), secret.reveal()) == ("t1", "t2")


def test_a_token_that_is_not_given_names_its_key() -> None:
    box = replace(mailbox(), auth="xoauth2", secret=SecretSource(token=script("raise SystemExit(3)")))
    with pytest.raises(ConfigError, match=r"token_command .*exit code 3"):
        secret_of(box, {}).reveal()
