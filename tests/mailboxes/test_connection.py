"""How a connection logs in, and that nothing of the code comes back out of it."""

import logging
import traceback
from base64 import b64encode
from collections.abc import Callable
from itertools import count

import pytest

from intake.config import ImapConfig, Secret
from intake.demo.faults import Faults
from intake.demo.server import Server, serving
from intake.errors import ConfigError, IntakeError, MailboxRefused
from intake.mailboxes.connection import Connection

CODE = "a1b2c3d4e5f6g7h8"
NO_LOGIN = b"IMAP4rev1 LOGINDISABLED AUTH=PLAIN"
RESPONSES = {
    "PLAIN": b64encode(f"\0editor@example.cn\0{CODE}".encode()),
    "XOAUTH2": b64encode(f"user=editor@example.cn\1auth=Bearer {CODE}\1\1".encode()),
}


def _log_in(server: Server, secret: Secret, auth: str = "password") -> None:
    config = ImapConfig("a", server.host, server.box.user, port=server.port, tls=False, auth=auth)
    connection = Connection(config, secret)
    try:
        connection.open()
    finally:
        connection.close()


def _talk(server: Server) -> list[bytes]:
    """What the client said, without tags: a line of SASL has none."""
    said = (line.removeprefix(b"C: ") for line in server.wire if line.startswith(b"C: "))
    return [line.split(b" ", 1)[-1] for line in said]


def _refused(faults: Faults | None, secret: Secret, auth: str, why: str) -> tuple[IntakeError, list[bytes]]:
    with serving({"INBOX": ()}, password=CODE, faults=faults) as server:
        with pytest.raises(MailboxRefused, match=why) as caught:
            _log_in(server, secret, auth)
        return caught.value, _talk(server)


def test_login_is_the_default_though_plain_is_offered() -> None:
    with serving({"INBOX": ()}, password=CODE) as server:
        _log_in(server, Secret(CODE))
    assert [line.split(b" ")[0] for line in _talk(server)[:2]] == [b"CAPABILITY", b"LOGIN"]


def test_a_server_that_switches_login_off_gets_plain() -> None:
    with serving({"INBOX": ()}, password=CODE, faults=Faults(capabilities=NO_LOGIN)) as server:
        _log_in(server, Secret(CODE))
    assert _talk(server)[:3] == [b"CAPABILITY", b"AUTHENTICATE PLAIN", b"***"]


def test_a_code_beyond_ascii_goes_by_plain() -> None:
    with serving({"INBOX": ()}, password="密码 é") as server:
        _log_in(server, Secret("密码 é"))
    assert _talk(server)[1] == b"AUTHENTICATE PLAIN"


def test_a_server_that_takes_no_password_at_all_is_sent_none() -> None:
    _, talk = _refused(
        Faults(capabilities=b"IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2"),
        Secret(CODE),
        "password",
        "the server does not offer PLAIN",
    )
    assert talk == [b"CAPABILITY"]


def test_a_token_goes_by_xoauth2() -> None:
    with serving({"INBOX": ()}, password=CODE) as server:
        server.box.token = CODE
        _log_in(server, Secret(CODE), "xoauth2")
    assert _talk(server)[:4] == [b"CAPABILITY", b"AUTHENTICATE XOAUTH2", b"***", b"CAPABILITY"]


def test_a_refused_token_is_said_once_and_the_reason_is_heard() -> None:
    failure, talk = _refused(None, Secret("expired"), "xoauth2", "the access token is expired")
    assert talk[1:4] == [b"AUTHENTICATE XOAUTH2", b"***", b"***"]
    assert "expired-token" not in str(failure)


def test_a_server_without_xoauth2_is_sent_no_token() -> None:
    _, talk = _refused(
        Faults(capabilities=b"IMAP4rev1 AUTH=PLAIN"),
        Secret(CODE),
        "xoauth2",
        "the server does not offer XOAUTH2",
    )
    assert not any(b"AUTHENTICATE" in line for line in talk)


def test_each_login_has_a_fresh_token() -> None:
    tokens = (f"token{number}" for number in count(1))
    secret = Secret(lambda: next(tokens))
    for token in ("token1", "token2"):
        with serving({"INBOX": ()}) as server:
            server.box.token = token
            _log_in(server, secret, "xoauth2")


def test_where_no_token_is_to_be_had_nobody_is_called() -> None:
    def fail() -> str:
        raise ConfigError("no token")

    with serving({"INBOX": ()}) as server, pytest.raises(ConfigError):
        _log_in(server, Secret(fail), "xoauth2")
    assert server.wire == []


ECHOES = (
    ("LOGIN", f'a1 LOGIN editor@example.cn "{CODE}"'.encode()),
    ("LOGIN", b"x" * 290 + b" " + CODE.encode()),  # where a long text is cut
    ("PLAIN", b"cannot take " + RESPONSES["PLAIN"]),
    ("XOAUTH2", b"cannot take " + RESPONSES["XOAUTH2"]),
)


@pytest.mark.parametrize(("mechanism", "echo"), ECHOES)
def test_a_server_that_repeats_the_command_gets_nothing_of_the_code_into_a_traceback(
    mechanism: str, echo: bytes
) -> None:
    faults = Faults(no={"LOGIN": echo, "AUTHENTICATE": echo})
    if mechanism == "PLAIN":
        faults.capabilities = NO_LOGIN
    auth = "xoauth2" if mechanism == "XOAUTH2" else "password"
    failure, _ = _refused(faults, Secret(CODE), auth, "login refused")
    shown = "".join(traceback.format_exception(failure))
    assert "login refused" in shown
    for form in (CODE, CODE[:8], *(response.decode() for response in RESPONSES.values())):
        assert form not in shown


def test_a_server_that_repeats_the_code_later_is_not_believed_either() -> None:
    with serving({"INBOX": ()}, password=CODE, faults=Faults(no={"LIST": CODE.encode()})) as server:
        config = ImapConfig("a", server.host, server.box.user, port=server.port, tls=False)
        connection = Connection(config, Secret(CODE))
        connection.open()
        with pytest.raises(MailboxRefused) as caught, connection.translating(_refusal) as client:
            client.list_folders()
        connection.close()
    assert "***" in str(caught.value)
    assert CODE not in "".join(traceback.format_exception(caught.value))


def _refusal(error: Exception) -> IntakeError:
    return MailboxRefused("refused — {why}", why=str(error))


@pytest.mark.parametrize("auth", ["password", "xoauth2"])
def test_the_libraries_log_no_code_though_asked_for_everything(
    auth: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("imaplib.Debug", 5)
    caplog.set_level(logging.DEBUG)
    for capabilities in (b"", NO_LOGIN + b" AUTH=XOAUTH2"):
        with serving({"INBOX": ()}, password=CODE, faults=Faults(capabilities=capabilities)) as server:
            server.box.token = CODE
            _log_in(server, Secret(CODE), auth)
    out, err = capfd.readouterr()
    for form in (CODE, *(response.decode() for response in RESPONSES.values())):
        assert form not in caplog.text + out + err
    assert "Connected to host" in caplog.text


def test_a_connection_shows_nothing_of_its_code() -> None:
    config = ImapConfig("a", "127.0.0.1", "u", tls=False)
    connection = Connection(config, Secret(CODE))
    members: list[Callable[[object], str]] = [repr, str, lambda thing: repr(vars(thing))]
    assert not any(CODE in show(connection) for show in members)
