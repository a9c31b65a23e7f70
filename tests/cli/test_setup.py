from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from rich.cells import cell_len

from intake.cli.app import App
from intake.config import ImapConfig, load
from intake.demo.server import Server, serving

Intake = Callable[..., Result]
CODE = "abcdefghijklmnop"
ADDRESS = "editor@example.cn"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": (b"Subject: a\r\n\r\nb",)}, user=ADDRESS, password=CODE) as running:
        yield running


def answers(server: Server) -> list[str]:
    return ["--address", ADDRESS, "--host", server.host, "--port", str(server.port), "--no-tls"]


def test_an_address_and_a_code_make_a_configuration_that_works(
    intake: Intake, home: Path, server: Server
) -> None:
    done = intake("--lang", "zh_CN", "init", *answers(server), stdin=f"{CODE}\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "登录成功。文件夹：INBOX" in done.stdout
    file = home / ".config" / "intake" / "intake.toml"
    (mailbox,) = load(file, {}).mailboxes
    assert isinstance(mailbox, ImapConfig)
    assert (mailbox.name, mailbox.user, mailbox.host, mailbox.tls) == ("mail", ADDRESS, server.host, False)
    assert mailbox.since is not None
    secret = file.with_name("mail.secret")
    assert mailbox.secret.file == secret
    assert secret.read_text() == f"{CODE}\n"
    assert (secret.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o600, 0o600)
    assert CODE not in file.read_text() + done.stdout + done.stderr
    assert intake("doctor").exit_code == 1  # there is no store yet
    assert server.mutations == []


def test_a_login_that_fails_writes_nothing(intake: Intake, home: Path, server: Server) -> None:
    done = intake("init", *answers(server), stdin="wrong\n")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (77, "", 1)
    assert not (home / ".config").exists()


def test_without_a_test_nothing_is_asked_of_the_server(intake: Intake, home: Path) -> None:
    done = intake(
        "--config", "new/intake.toml", "--store", "sqlite:////data/x.db", "init", "--address", "53489666@qq.com",
        "--since", "2026-10-01", "--no-test", env={"INTAKE_PASSWORD_QQ": CODE},
    )  # fmt: skip
    assert done.exit_code == 0
    config = load(home / "new" / "intake.toml", {})
    (mailbox,) = config.mailboxes
    assert isinstance(mailbox, ImapConfig)
    assert (mailbox.name, mailbox.host, str(mailbox.since)) == ("qq", "imap.qq.com", "2026-10-01")
    assert config.store_url == "sqlite:////data/x.db"
    assert (home / "new" / "qq.secret").read_text() == f"{CODE}\n"


def test_a_configuration_that_is_there_is_not_overwritten(intake: Intake, home: Path) -> None:
    file = home / "intake.toml"
    file.write_text("# mine\n")
    arguments = ["--config", file, "init", "--address", "a@163.com", "--no-test"]
    done = intake(*arguments, stdin="code\n")
    assert (done.exit_code, done.stderr.count("\n")) == (73, 1)
    assert file.read_text() == "# mine\n"
    assert intake(*arguments, "--force", stdin="code\n").exit_code == 0
    assert "a@163.com" in file.read_text()


@pytest.mark.parametrize(
    "arguments", [["--no-test"], ["--address", "a@qq.com"], ["--address", "a@hanzhong.gov.cn"]]
)
def test_what_is_missing_where_nobody_can_be_asked_is_a_usage_error(
    intake: Intake, home: Path, arguments: list[str]
) -> None:
    assert intake("init", *arguments, stdin="").exit_code == 2
    assert not (home / ".config").exists()


def test_on_a_terminal_everything_is_asked_and_the_code_is_not_shown(
    intake: Intake, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "interactive", True)
    done = intake(
        "--lang", "zh_CN", "init", "--no-test", stdin=f"me@hanzhong.gov.cn\nimap.hanzhong.gov.cn\n2026-05-01\n{CODE}\n"
    )  # fmt: skip
    assert done.exit_code == 0
    assert "邮箱地址" in done.output
    assert CODE not in done.output
    (mailbox,) = load(home / ".config" / "intake" / "intake.toml", {}).mailboxes
    assert isinstance(mailbox, ImapConfig)
    assert (mailbox.host, str(mailbox.since)) == ("imap.hanzhong.gov.cn", "2026-05-01")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("a@qq.com", "复制 16 位授权码"),
        ("a@163.com", "复制授权密码"),
        ("a@aliyun.com", "三方客户端安全密码"),
        ("a@gmail.com", "应用专用密码"),
    ],
)
def test_whoever_is_asked_for_the_code_is_told_where_it_comes_from(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, address: str, words: str
) -> None:
    monkeypatch.setattr(App, "interactive", True)
    done = intake("--lang", "zh_CN", "init", "--no-test", "--address", address, stdin=f"2026-05-01\n{CODE}\n")
    assert done.exit_code == 0
    told = done.output.partition("\n授权码：")[0].splitlines()
    assert words.replace(" ", "") in "".join("".join(told).split())  # wherever its lines end
    assert max(map(cell_len, told)) <= 80


def test_a_service_that_takes_no_code_is_given_a_command_for_tokens(
    intake: Intake, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "interactive", True)
    done = intake(
        "init", "--no-test", "--address", "a@outlook.com", stdin="oauth2 token 'my box'\n2026-05-01\n"
    )  # fmt: skip
    assert done.exit_code == 0
    assert done.output.index("Microsoft takes no password") < done.output.index("Command that prints")
    folder = home / ".config" / "intake"
    (mailbox,) = load(folder / "intake.toml", {}).mailboxes
    assert isinstance(mailbox, ImapConfig)
    assert (mailbox.auth, mailbox.secret.token) == ("xoauth2", ("oauth2", "token", "my box"))
    assert [file.name for file in folder.iterdir()] == ["intake.toml"]


def test_the_login_is_tested_with_a_token(intake: Intake, home: Path, server: Server) -> None:
    server.box.token = CODE
    done = intake("init", *answers(server), "--token-command", f"echo {CODE}")
    assert (done.exit_code, done.stderr) == (0, "")
    assert any(b"AUTHENTICATE XOAUTH2" in line for line in server.wire)
    assert not list((home / ".config" / "intake").glob("*.secret"))


@pytest.mark.parametrize(
    "arguments", [["--address", "a@outlook.com"], ["--address", "a@qq.com", "--token-command", "'"]]
)
def test_a_command_for_tokens_that_is_missing_or_no_command_is_a_usage_error(
    intake: Intake, home: Path, arguments: list[str]
) -> None:
    done = intake("init", "--no-test", *arguments, stdin="")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "--token-command" in done.stderr
    assert not (home / ".config").exists()


@pytest.mark.parametrize("name", ["a b", "公众号", 'x"]\n[y', "../x"])
def test_a_name_that_no_table_can_have_is_refused(intake: Intake, home: Path, name: str) -> None:
    done = intake("init", "--address", "a@qq.com", "--no-test", "--name", name, stdin="code\n")
    assert (done.exit_code, done.stderr.count("\n")) == (78, 1)
    assert not (home / ".config").exists()


def test_a_place_that_cannot_be_written_is_73(intake: Intake, home: Path) -> None:
    (home / "file").write_text("")
    done = intake(
        "--config", "file/intake.toml", "init", "--address", "a@qq.com", "--no-test", stdin="code\n"
    )
    assert (done.exit_code, done.stderr.count("\n")) == (73, 1)


def test_a_place_that_cannot_be_looked_at_is_no_bug_of_ours(intake: Intake) -> None:
    place = f"{'x' * 300}/intake.toml"
    told = intake("list", env={"XDG_CONFIG_HOME": "x" * 300})
    assert told.exit_code == 78
    assert "configuration not readable — " in told.stderr
    assert "File name too long" in told.stderr
    words = ("--config", place, "init", "--address", "a@qq.com", "--no-test")
    made = intake(*words, env={"INTAKE_PASSWORD": "abcd"})
    assert made.exit_code == 73
    assert "File name too long" in made.stderr
