"""Every command, and every way a poll fails, with a code in every kind of source: it is seen nowhere again."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from canary import Room, Trace, code, forms
from certificates import Authority

from intake.cli import application
from intake.cli.application import COMMANDS
from intake.cli.check import State
from intake.demo.faults import Faults
from intake.demo.letters import letters
from intake.demo.server import Server, serving
from intake.errors import Exit
from intake.mailboxes.sasl import plain, xoauth2

SOURCES = ("file", "command", "environment", "keyring", "token")
USER = "editors@qilan.example"
CODES = [code(source) for source in SOURCES]

#: Arguments of every command, those of groups under both words; a command that is not here fails a test below.
RUNS: Mapping[str, tuple[str, ...]] = {
    "init": ("--force", "--address", USER, "--host", "127.0.0.1", "--no-tls", "--port", "PORT"),
    "poll": (),
    "watch": ("--passes", "1"),
    "import": ("letter.eml",),
    "read": ("letter.eml", "--json"),
    "list": ("--all",),
    "show": ("1",),
    "text": ("1",),
    "open": ("1", "--to", "opened"),
    "check": ("1",),
    "log": ("1",),
    "accept": ("1",),
    "return": ("2",),
    "reject": ("3", "--reason", "thin"),
    "hold": ("4",),
    "need": ("5",),
    "dismiss": ("6",),
    "withdraw": ("7",),
    "duplicate": ("8", "--of", "9"),
    "publish": ("1",),
    "reopen": ("2",),
    "undo": ("4",),
    "assign": ("12", "甲"),
    "note": ("12", "等照片"),
    "edit": ("12", "--title", "新标题"),
    "adopt": ("21",),
    "mail list": (),
    "mail show": ("1",),
    "contributors list": (),
    "contributors show": ("luwan@weize.example",),
    "problems list": (),
    "problems show": ("23",),
    "problems retry": ("--all",),
    "problems export": ("--all",),
    "stats": (),
    "export": ("--json",),
    "reread": ("--all",),
    "doctor": (),
    "migrate": (),
    "demo": (),
}


def every_command() -> set[str]:
    found = set()
    for name in COMMANDS:
        command = application.get_command(click.Context(application), name)
        inner = list(command.commands) if isinstance(command, click.Group) else []
        found |= {f"{name} {one}" for one in inner} or {name}
    return found


#: Everything that a poll writes; the log keeps what the libraries say of themselves, too.
_KEPT = """
[store]
url = "sqlite:///intake.db"
[log]
file = "log.jsonl"
level = "debug"
[metrics]
file = "intake.prom"
"""


def configuration(room: Room, servers: Mapping[str, Server], **extra: str) -> str:
    """Write a mailbox for each kind of source, and put its code where it belongs."""
    room.keep("keyring", json.dumps({f"intake {USER}": code("keyring")}))
    room.environ["INTAKE_PASSWORD_ENVIRONMENT"] = code("environment")
    keys = {
        "file": f'password_file = "{room.keep("file")}"',
        "command": f"password_command = {room.peeking('command')}",
        "environment": "",
        "keyring": 'password_keyring = "intake"',
        "token": f"token_command = {room.peeking('token')}",
    }
    lines = [_KEPT]
    for source, server in servers.items():
        lines.append(
            f'[mailbox.{source}]\nuser = "{USER}"\nhost = "{server.host}"\nport = {server.port}\n{keys[source]}'
        )
        lines.append(extra.get(source, "tls = false"))
    return "\n".join(lines) + "\n"


_AT_A_TERMINAL = """
from intake.cli import main
from intake.cli.app import App
App.interactive = True
main()
"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, Server]]:
    """Poll a mailbox for each source, and keep the database open, so that its -wal and -shm stay."""
    room = Room(tmp_path_factory.mktemp("newsroom"))
    with ExitStack() as stack:
        servers = {
            source: stack.enter_context(serving({"INBOX": ()}, user=USER, password=code(source)))
            for source in SOURCES
        }
        servers["token"].box.token = code("token")
        for letter in letters(datetime.now(UTC)):
            for server in servers.values():
                server.folders["INBOX"].deliver(letter.raw, letter.received)
        servers["file"].folders["INBOX"].deliver(
            b"Subject: x\r\n\r\n" + b"--\r\n" * 20_001, datetime.now(UTC)
        )
        (room.home / "letter.eml").write_bytes(next(iter(letters(datetime.now(UTC)))).raw)
        room.config.write_text(configuration(room, servers), "utf-8")
        first = room.run("poll")
        assert (first.exit_code, first.stderr) == (Exit.DONE, "")
        assert room.leaks(first, CODES) == []
        stack.enter_context(room.database_in_use())
        yield room, servers["file"]


def test_every_command_is_looked_at() -> None:
    assert set(RUNS) == every_command()


@pytest.mark.parametrize("name", RUNS)
def test_no_command_shows_or_keeps_a_code(newsroom: tuple[Room, Server], name: str) -> None:
    room, server = newsroom
    arguments = [str(server.port) if word == "PORT" else word for word in RUNS[name]]
    before = room.config.read_text("utf-8")
    trace = room.run(*name.split(), *arguments, stdin=f"{code('file')}\n")
    room.config.write_text(before, "utf-8")  # `init` has written another
    warned = name == "doctor"  # of the mail that cannot be read
    assert trace.exit_code == (State.WARNING if warned else Exit.DONE), trace.stderr
    assert room.leaks(trace, CODES) == []


def test_the_text_editor_is_given_no_code(newsroom: tuple[Room, Server]) -> None:
    room, _ = newsroom
    before = set((room.home / "seen").iterdir())
    trace = room.run("edit", "13", program=("-c", _AT_A_TERMINAL))
    after = set((room.home / "seen").iterdir())
    assert trace.exit_code == Exit.DONE, trace.stderr
    assert any(path.name.endswith("-environ") for path in after - before)
    assert room.leaks(trace, CODES) == []


def test_log_metrics_and_the_database_with_its_journal_are_looked_at(newsroom: tuple[Room, Server]) -> None:
    room, _ = newsroom
    kept = {"intake.db", "intake.db-wal", "intake.db-shm", "log.jsonl", "intake.prom"}
    assert kept <= {path.name for path in room.home.iterdir()}


def test_what_the_programs_were_given_was_noted(newsroom: tuple[Room, Server]) -> None:
    room, _ = newsroom
    noted = {path.name.rpartition("-")[2] for path in (room.home / "seen").iterdir()}
    assert noted == {"cmdline", "environ"}
    assert b"PYTHON_KEYRING_BACKEND" in b"".join(path.read_bytes() for path in (room.home / "seen").iterdir())


@pytest.mark.parametrize("name", ["stdout", "log", "intake.db-wal"])
@pytest.mark.parametrize(
    "form", [code("file").encode(), *(b64encode(say("u", code("file"))) for say in (plain, xoauth2))]
)
def test_a_code_that_gets_out_is_found(tmp_path: Path, name: str, form: bytes) -> None:
    room = Room(tmp_path)
    (tmp_path / name).write_bytes(b"before " + form + b" after")
    assert room.leaks(Trace(0, "", "", {}), CODES) != []
    assert any(one in form for one in forms(code("file")))


# ── a poll that fails ─────────────────────────────────────────────────────────────────────────────


def echo(source: str) -> bytes:
    """Repeat what was said, as some servers do."""
    said = [code(source).encode(), *(b64encode(say(USER, code(source))) for say in (plain, xoauth2))]
    return b"what is that: " + b" ".join(said)


def failing(room: Room, source: str, faults: Faults, *program: str, tls: str = "tls = false") -> Trace:
    """Poll one mailbox of a server with faults."""
    with serving(
        {"INBOX": (b"Subject: a\r\n\r\nb",)}, user=USER, password=code(source), faults=faults
    ) as server:
        server.box.token = code(source)
        room.config.write_text(configuration(room, {source: server}, **{source: tls}), "utf-8")
        return room.run("poll", program=program or ("-m", "intake"))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.mark.parametrize("source", SOURCES)
def test_a_server_that_repeats_the_command_it_refuses(room: Room, source: str) -> None:
    trace = failing(room, source, Faults(no={"LOGIN": echo(source), "AUTHENTICATE": echo(source)}))
    assert trace.exit_code == Exit.NO_PERMISSION
    assert "what is that: *** *** ***" in trace.stderr
    assert room.leaks(trace, CODES) == []


def test_a_traceback_of_a_login_that_is_refused_and_repeated(room: Room) -> None:
    faults = Faults(no={"LOGIN": echo("file")})
    with serving({"INBOX": ()}, user=USER, password=code("file"), faults=faults) as server:
        arguments = [str(server.port) if word == "PORT" else word for word in RUNS["init"]]
        trace = room.run("init", *arguments, stdin=f"{code('file')}\n")
    assert trace.exit_code == Exit.NO_PERMISSION
    assert "Traceback" in trace.stderr
    assert "what is that: *** *** ***" in trace.stderr
    assert room.leaks(trace, CODES) == []


def test_a_server_that_takes_plain_only_and_repeats_it(room: Room) -> None:
    faults = Faults(capabilities=b"IMAP4rev1 LOGINDISABLED AUTH=PLAIN", no={"AUTHENTICATE": echo("file")})
    trace = failing(room, "file", faults)
    assert "what is that: *** *** ***" in trace.stderr
    assert room.leaks(trace, CODES) == []


@pytest.mark.parametrize("source", ["file", "token"])
def test_a_server_that_repeats_the_code_at_every_later_command(room: Room, source: str) -> None:
    commands = ("ID", "LIST", "EXAMINE", "UID SEARCH", "UID FETCH")
    trace = failing(room, source, Faults(no=dict.fromkeys(commands, echo(source))))
    assert trace.exit_code != Exit.DONE
    assert room.leaks(trace, CODES) == []


@pytest.mark.parametrize("source", ["file", "token"])
def test_a_server_that_never_answers(room: Room, source: str) -> None:
    faults = Faults(silent={"LOGIN", "AUTHENTICATE"})
    trace = failing(room, source, faults, tls="tls = false\nread_timeout = 0.3")
    assert trace.exit_code == Exit.TRY_LATER
    assert room.leaks(trace, CODES) == []


def test_a_certificate_that_nobody_trusts(room: Room, authority: Authority) -> None:
    context = authority.certificate("canary").context()
    with serving({"INBOX": ()}, user=USER, password=code("file"), tls=context) as server:
        room.config.write_text(configuration(room, {"file": server}, file=""), "utf-8")
        trace = room.run("poll")
    assert trace.exit_code == Exit.NO_PERMISSION
    assert room.leaks(trace, CODES) == []


_CRASH = """
from intake.cli import main
from intake.mailboxes.imap import ImapMailbox
def folders(self): raise RuntimeError(f"{self!r} {vars(self)!r}")
ImapMailbox.folders = folders
main()
"""
_DEBUG = """
import imaplib, logging
imaplib.Debug = 5
for name in ("imapclient", "imapclient.imaplib", "intake", "keyring"): logging.getLogger(name).setLevel(logging.DEBUG)
from intake.cli import main
main()
"""


@pytest.mark.parametrize("source", ["file", "token"])
def test_a_bug_in_the_middle_of_a_poll(room: Room, source: str) -> None:
    trace = failing(room, source, Faults(), "-c", _CRASH)
    assert trace.exit_code == Exit.OUR_BUG
    assert "RuntimeError: <intake.mailboxes.imap.ImapMailbox" in trace.stderr
    assert "Traceback" in (room.home / "log.jsonl").read_text("utf-8")
    assert room.leaks(trace, CODES) == []


@pytest.mark.parametrize("source", ["file", "token"])
def test_libraries_that_are_asked_to_log_everything(room: Room, source: str) -> None:
    trace = failing(room, source, Faults(), "-c", _DEBUG)
    assert trace.exit_code == Exit.DONE
    assert "new IMAP4 connection" in trace.stderr
    assert room.leaks(trace, CODES) == []


@pytest.mark.parametrize(
    "line",
    [
        f'password = "{code("file")}"',
        f"password = {code('file')}",
        f'password_file = ["{code("file")}"]',
        f'passwort_file = "{code("file")}"',
        f'user = "b"\npassword_file = "{code("file")}',
    ],
)
def test_a_code_in_the_wrong_place_of_the_configuration(room: Room, line: str) -> None:
    config = f'[mailbox.file]\nhost = "127.0.0.1"\nuser = "a"\n{line}\n'
    room.config.symlink_to(room.keep("intake.toml", config))
    trace = room.run("poll")
    assert trace.exit_code == Exit.CONFIG
    assert room.leaks(trace, CODES) == []


def _others_may_read(room: Room) -> None:
    room.keep("file").chmod(0o644)


def _no_text(room: Room) -> None:
    room.keep("file").write_bytes(code("file").encode() + b"\xff\n")


@pytest.mark.parametrize("damage", [_others_may_read, _no_text])
def test_a_file_that_is_refused(room: Room, damage: object) -> None:
    with serving({"INBOX": ()}) as server:
        room.config.write_text(configuration(room, {"file": server}), "utf-8")
    assert callable(damage)
    damage(room)
    trace = room.run("poll")
    assert trace.exit_code == Exit.CONFIG
    assert room.leaks(trace, CODES) == []


@pytest.mark.parametrize("source", ["command", "token"])
def test_a_command_that_prints_the_code_and_fails(room: Room, source: str) -> None:
    peek = room.home / "peek.py"
    peek.write_text(peek.read_text("utf-8") + "raise SystemExit(3)\n", "utf-8")
    trace = failing(room, source, Faults())
    assert trace.exit_code == Exit.CONFIG
    assert "exit code 3" in trace.stderr
    assert room.leaks(trace, CODES) == []


def test_a_keyring_that_breaks(room: Room) -> None:
    with serving({"INBOX": ()}) as server:
        room.config.write_text(configuration(room, {"keyring": server}), "utf-8")
    room.keep("keyring", f'{{"intake {USER}": "{code("keyring")}",')
    trace = room.run("poll")
    assert trace.exit_code == Exit.CONFIG
    assert room.leaks(trace, CODES) == []


def test_no_program_inherits_the_codes_of_the_environment(room: Room) -> None:
    room.environ["INTAKE_PASSWORD"] = code("environment")
    trace = failing(room, "token", Faults())
    environs = [path.read_bytes() for path in (room.home / "seen").glob("*-environ")]
    assert trace.exit_code == Exit.DONE
    assert environs
    assert all(b"HOME=" in environ and b"INTAKE_PASSWORD" not in environ for environ in environs)
