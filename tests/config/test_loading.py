import contextlib
import re
import tomllib
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.config import (
    PROVIDERS,
    FolderConfig,
    ImapConfig,
    Monitoring,
    SecretSource,
    defaults,
    find,
    load,
    usual_places,
)
from intake.config.entries import FOLDER, GENERAL, IMAP, LIMITS
from intake.config.loading import configured
from intake.errors import ConfigError, Exit
from intake.model import Limits, Rules

NOBODY = {"HOME": "/home/nobody"}


def written(folder: Path, text: str) -> Path:
    file = folder / "intake.toml"
    file.write_text(text, encoding="utf-8")
    return file


def mistakes(folder: Path, text: str, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        load(written(folder, text), environ or NOBODY)
    assert caught.value.exit_code is Exit.CONFIG
    return str(caught.value)


def test_an_address_and_a_provider_are_enough_for_a_qq_mailbox(tmp_path: Path) -> None:
    config = load(
        written(tmp_path, '[mailbox.qq]\nprovider = "qq"\nuser = "53489666@qq.com"\nsince = 2026-10-01\n'),
        NOBODY,
    )
    assert config.mailboxes == (
        ImapConfig(
            name="qq",
            host="imap.qq.com",
            port=993,
            user="53489666@qq.com",
            folders=("INBOX", "Junk", "其他文件夹/*"),
            idle=False,
            since=date(2026, 10, 1),
            secret=SecretSource(alone=True),
            authserv_id="mx.qq.com",
        ),
    )


@pytest.mark.parametrize("provider", sorted(set(PROVIDERS) - {"generic"}))
def test_a_provider_presets_host_port_folders_and_auth(tmp_path: Path, provider: str) -> None:
    preset = PROVIDERS[provider]
    token = 'token_command = ["token"]\n' if preset.auth == "xoauth2" else ""
    box = load(
        written(tmp_path, f'[mailbox.a]\nprovider = "{provider}"\nuser = "a@b.c"\n{token}'), NOBODY
    ).mailboxes[0]
    assert isinstance(box, ImapConfig)
    assert (box.host, box.port, box.folders, box.auth) == (
        preset.host,
        993,
        preset.folders,
        preset.auth,
    )
    assert box.tls


def test_a_generic_provider_presets_nothing_but_the_inbox(tmp_path: Path) -> None:
    box = load(
        written(tmp_path, '[mailbox.a]\nprovider = "generic"\nuser = "a@b.c"\nhost = "h"\n'), NOBODY
    ).mailboxes[0]
    assert isinstance(box, ImapConfig)
    assert (box.host, box.port, box.folders, box.auth) == ("h", 993, ("INBOX",), "password")


@pytest.mark.parametrize(
    ("lines", "mistake"),
    [
        ('provider = "generic"', "mailbox.a needs host or provider"),
        ('host = "h"\nauth = "xoauth2"', 'mailbox.a needs token_command for auth = "xoauth2"'),
        ('provider = "outlook"\npassword_file = "x"', 'mailbox.a needs token_command for auth = "xoauth2"'),
        (
            'provider = "qq"\nauth = "password"\ntoken_command = ["t"]',
            'mailbox.a.token_command is for auth = "xoauth2"',
        ),
        ('host = "h"\nport = 143', "mailbox.a.port: 143 begins without TLS (STARTTLS), which is not used"),
        ('host = "h"\nauth = "plain"', "mailbox.a.auth must be one of: password, xoauth2"),
    ],
)
def test_ways_to_log_in_that_do_not_fit_together_are_mistakes(
    tmp_path: Path, lines: str, mistake: str
) -> None:
    assert mistake in mistakes(tmp_path, f'[mailbox.a]\nuser = "a@b.c"\n{lines}\n')


def test_port_143_is_right_where_nothing_is_encrypted(tmp_path: Path) -> None:
    box = load(
        written(tmp_path, '[mailbox.a]\nuser = "a@b.c"\nhost = "localhost"\nport = 143\ntls = false\n'),
        NOBODY,
    ).mailboxes[0]
    assert isinstance(box, ImapConfig)
    assert box.port == 143


def test_a_command_for_tokens_says_how_to_log_in(tmp_path: Path) -> None:
    box = load(
        written(
            tmp_path, '[mailbox.a]\nprovider = "gmail"\nuser = "a@gmail.com"\ntoken_command = ["t", "a b"]\n'
        ),
        NOBODY,
    ).mailboxes[0]
    assert isinstance(box, ImapConfig)
    assert (box.auth, box.secret.token) == ("xoauth2", ("t", "a b"))


@pytest.mark.parametrize(
    "key", ["verify", "insecure", "verify_tls", "ssl_verify", "check_hostname", "starttls", "password"]
)
def test_no_key_switches_verification_off_or_holds_a_code(tmp_path: Path, key: str) -> None:
    said = mistakes(tmp_path, f'[mailbox.a]\nprovider = "qq"\nuser = "a@qq.com"\n{key} = "hush"\n')
    assert f"mailbox.a.{key} is unknown" in said
    assert "hush" not in said


def test_what_the_file_says_wins_over_the_preset(tmp_path: Path) -> None:
    box = load(
        written(
            tmp_path,
            '[mailbox.qq]\nprovider = "qq"\nuser = "a@qq.com"\nhost = "127.0.0.1"\nport = 1993\n'
            'folders = ["INBOX"]\npassword_command = ["pass", "show"]\nconnect_timeout = 2\n',
        ),
        NOBODY,
    ).mailboxes[0]
    assert isinstance(box, ImapConfig)
    assert (box.host, box.port, box.folders, box.connect_timeout) == ("127.0.0.1", 1993, ("INBOX",), 2.0)
    assert box.secret == SecretSource(command=("pass", "show"), alone=True)


def test_relative_paths_start_from_the_folder_of_the_file(tmp_path: Path) -> None:
    config = load(
        written(
            tmp_path,
            'lexicon = "words"\n[store]\nurl = "sqlite:///a.db"\n[mailbox.old]\nkind = "folder"\npath = "mails"\n'
            '[mailbox.qq]\nprovider = "qq"\nuser = "a@qq.com"\npassword_file = "qq.secret"\nca_file = "/etc/ca.pem"\n',
        ),
        NOBODY,
    )
    old, qq = config.mailboxes
    assert config.lexicon == tmp_path / "words"
    assert config.store_url == f"sqlite:///{tmp_path / 'a.db'}"
    assert old == FolderConfig("old", tmp_path / "mails")
    assert isinstance(qq, ImapConfig)
    assert (qq.secret.file, qq.ca_file) == (tmp_path / "qq.secret", Path("/etc/ca.pem"))


@pytest.mark.parametrize(
    "url", ["sqlite:////var/lib/intake.db", "sqlite://", "sqlite:///:memory:", "postgresql+psycopg://u@h/db"]
)
def test_other_store_urls_are_left_as_they_are(tmp_path: Path, url: str) -> None:
    assert load(written(tmp_path, f'[store]\nurl = "{url}"\n'), NOBODY).store_url == url


def test_the_default_store_lies_in_the_data_folder(tmp_path: Path) -> None:
    file = written(tmp_path, "")
    assert load(file, NOBODY).store_url == "sqlite:////home/nobody/.local/share/intake/intake.db"
    assert load(file, {"XDG_DATA_HOME": "/data"}).store_url == "sqlite:////data/intake/intake.db"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        'timezone = "Asia/Tokyo"\n[mailbox.qq]\nprovider = "qq"\nuser = "a@qq.com"\n[limits]\nparts = 5\n',
    )
    config = load(
        file,
        {
            "INTAKE_TIMEZONE": "Asia/Urumqi",
            "INTAKE_LANGUAGE": "zh_CN",
            "INTAKE_STORE_URL": "sqlite://",
            "INTAKE_POLL_BUDGET": "12.5",
            "INTAKE_LIMITS_PARTS": "7",
            "INTAKE_MAILBOX_QQ_USER": "12345",
            "INTAKE_MAILBOX_QQ_FOLDERS": '["INBOX"]',
            "INTAKE_MAILBOX_QQ_SINCE": "2026-01-02",
        },
    )
    box = config.mailboxes[0]
    assert (config.timezone, config.language, config.store_url) == ("Asia/Urumqi", "zh_CN", "sqlite://")
    assert (config.budget, config.limits) == (12.5, Limits(parts=7))
    assert isinstance(box, ImapConfig)
    assert (box.user, box.folders, box.since) == ("12345", ("INBOX",), date(2026, 1, 2))


def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    assert "$INTAKE_POLL_BUDGET must be a number" in mistakes(
        tmp_path, "", NOBODY | {"INTAKE_POLL_BUDGET": "soon"}
    )


def test_all_mistakes_are_reported_in_one_line(tmp_path: Path) -> None:
    said = mistakes(
        tmp_path,
        'timezon = "Asia/Shanghai"\nlanguage = "fr"\ntimezone = "Mars/Base"\ngarbage = 1\n'
        '[poll]\nbudget = -1\n[limits]\nparts = true\n'
        '[mailbox.qq]\nuser = ""\ntls = "no"\nport = 70000\npasswort_file = "x"\nfolders = []\nsince = "soon"\n'
        '[mailbox.old]\nkind = "folder"\n[mailbox.new]\nkind = "pop3"\n[mailbox."公众号"]\n'
        '[mailbox.bare]\n',
    )  # fmt: skip
    assert "\n" not in said
    for part in (
        "timezon is unknown, did you mean timezone?",
        "language must be one of: auto, en, zh_CN",
        "timezone must be a time zone",
        "garbage is unknown",
        "poll.budget must be a number of seconds",
        "limits.parts must be a whole number",
        "mailbox.qq.user must be a text",
        "mailbox.qq.port must be a port, 1 to 65535",
        "mailbox.qq.tls must be true or false",
        "mailbox.qq.passwort_file is unknown, did you mean mailbox.qq.password_file?",
        "mailbox.qq.folders must be a list of texts",
        "mailbox.qq.since must be a date",
        "mailbox.old needs path",
        "mailbox.new.kind must be one of: imap, folder",
        "mailbox.公众号: a name consists of letters",
        "mailbox.bare needs host or provider",
        "mailbox.bare needs user",
    ):
        assert part in said


@pytest.mark.parametrize("zone", ["", "/etc/passwd", "../etc", "Asia", "a\0b"])
def test_what_is_no_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(ConfigError, match="timezone must be"):
        configured({"timezone": zone}, None, NOBODY)


@pytest.mark.parametrize(("key", "value"), [("lexicon", "a\0b"), ("lexicon", "~no-such-login-here/x")])
def test_what_is_no_path_is_refused(key: str, value: str) -> None:
    with pytest.raises(ConfigError, match="lexicon must be a path"):
        configured({key: value}, None, NOBODY)


def test_a_mailbox_that_is_no_table_is_a_mistake(tmp_path: Path) -> None:
    assert "mailbox must be tables" in mistakes(tmp_path, 'mailbox = "qq"\n')
    assert "mailbox must be tables" in mistakes(tmp_path, '[mailbox]\nuser = "a@qq.com"\n')


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    said = mistakes(tmp_path, '[mailbox.qq]\nprovider = "qq"\nuser = "a@qq.com"\npassword = "abcdefgh"\n')
    assert "mailbox.qq.password is unknown" in said
    assert "abcdefgh" not in said


def test_what_tells_the_operator_is_configured(tmp_path: Path) -> None:
    text = '[poll]\nalarm_after = 600\n[log]\nfile = "a.log"\nlevel = "info"\n[metrics]\nfile = "/x/a.prom"\n'
    loaded = load(written(tmp_path, text), NOBODY | {"INTAKE_PING_URL": "https://hc.example/3f2a"})
    assert loaded.monitoring == Monitoring(
        tmp_path / "a.log", "info", Path("/x/a.prom"), "https://hc.example/3f2a", 600.0
    )
    assert load(written(tmp_path, ""), NOBODY).monitoring == Monitoring()


@pytest.mark.parametrize(
    "url",
    [
        "https://hc.example/a",
        "https://hc.example:8443/a?create=1",
        "http://127.0.0.1/a",
        "http://[::1]:8000",
        "http://localhost:1",
    ],
)
def test_a_health_check_is_told_over_tls_or_on_this_machine(tmp_path: Path, url: str) -> None:
    assert load(written(tmp_path, f'[ping]\nurl = "{url}"\n'), NOBODY).monitoring.ping_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://hc.example/a",
        "http://localhost.example/a",
        "https://",
        "https:///a",
        "https://me:secret@hc.example/",
        "https://hc.example:0/",
        "https://hc.example:99999/",
        "https://[::1/",
        "https://hc.example/a b",
        "https://hc.example/\\u0007",
        "https://健康.example/",
        "ftp://127.0.0.1/",
        "hc.example/a",
    ],
)
def test_no_other_address_is_a_health_check(tmp_path: Path, url: str) -> None:
    said = mistakes(tmp_path, f'[ping]\nurl = "{url}"\n')
    assert "ping.url must be an address: https://…" in said
    assert "secret" not in said


def test_bad_toml_names_file_and_line(tmp_path: Path) -> None:
    said = mistakes(tmp_path, "timezone = \n")
    assert "not TOML" in said
    assert "line 1" in said
    assert str(tmp_path / "intake.toml") in said


def test_bytes_that_are_no_text_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "intake.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not TOML"):
        load(tmp_path / "intake.toml", NOBODY)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "intake.toml").write_bytes(b'\xef\xbb\xbftimezone = "Asia/Tokyo"\n')
    assert load(tmp_path / "intake.toml", NOBODY).timezone == "Asia/Tokyo"


def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="intake init"):
        load(tmp_path / "none.toml", NOBODY)


def test_no_configuration_at_all_names_the_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        ConfigError, match=r"no configuration .*/home/nobody/\.config/intake/intake\.toml.*intake init"
    ):
        load(None, NOBODY)


def test_the_search_goes_from_flag_to_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environ = {"HOME": str(tmp_path / "home")}
    here, home = usual_places(environ)
    assert find(None, environ) is None
    for place in (home, here):
        place.parent.mkdir(parents=True)
        place.write_text('language = "en"\n')
        assert find(None, environ) == place
    assert find(None, environ | {"INTAKE_CONFIG": "/x.toml"}) == Path("/x.toml")
    assert find(Path("/y.toml"), environ | {"INTAKE_CONFIG": "/x.toml"}) == Path("/y.toml")


def test_a_sample_in_the_working_folder_hides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environ = {"HOME": str(tmp_path / "home")}
    here, home = usual_places(environ)
    here.parent.mkdir()
    here.write_text(sample(), encoding="utf-8")
    assert find(None, environ) is None
    home.parent.mkdir(parents=True)
    home.write_text('language = "en"\n')
    assert find(None, environ) == home
    here.write_text("not = toml = at all\n")
    assert find(None, environ) == here


def test_without_a_file_the_defaults_hold() -> None:
    config = defaults(NOBODY | {"INTAKE_LANGUAGE": "en"})
    assert (config.source, config.mailboxes, config.language, config.limits) == (None, (), "en", Limits())


def test_a_mistake_without_a_file_is_the_environments() -> None:
    with pytest.raises(ConfigError, match=r"environment — .INTAKE_LANGUAGE must be one of"):
        defaults(NOBODY | {"INTAKE_LANGUAGE": "fr"})


def sample() -> str:
    return (resources.files("intake") / "defaults" / "intake.toml").read_text(encoding="utf-8")


def test_the_sample_can_be_used_as_it_is(tmp_path: Path) -> None:
    assert load(written(tmp_path, sample()), NOBODY).mailboxes == ()


def test_the_newsroom_says_how_it_reviews_and_who_its_editors_are(tmp_path: Path) -> None:
    config = load(
        written(
            tmp_path,
            'logins = { zhang = " 责编甲 " }\n[workflow]\nreviews = 3\nseparation = "enforce"\n'
            '[editors]\nnames = ["责编甲", "总编乙"]\n',
        ),
        NOBODY,
    )
    assert config.rules == Rules(3, "enforce")
    assert config.editors == ("责编甲", "总编乙")
    assert config.logins == {"zhang": "责编甲"}


def test_nobody_who_says_nothing_is_kept_from_deciding(tmp_path: Path) -> None:
    config = load(written(tmp_path, ""), NOBODY | {"INTAKE_WORKFLOW_REVIEWS": "2"})
    assert (config.rules, config.editors, config.logins) == (Rules(2, "off"), (), {})


@pytest.mark.parametrize(
    "text",
    [
        "[workflow]\nreviews = 4",
        "[workflow]\nreviews = true",
        '[workflow]\nseparation = "maybe"',
        "[editors]\nnames = []",
        'logins = ["a"]',
        "logins = { a = 1 }",
        'logins = { a = " " }',
    ],
)
def test_what_the_newsroom_cannot_mean_is_a_mistake(tmp_path: Path, text: str) -> None:
    assert "must be" in mistakes(tmp_path, text)


def test_the_sample_shows_every_key() -> None:
    shown = set(re.findall(r"^#? ?(\w+) = ", sample(), re.MULTILINE))
    assert shown == {entry.name.rpartition(".")[2] for entry in (*GENERAL, *LIMITS, *IMAP, *FOLDER)}


def test_the_sample_is_right_where_its_comments_are_taken_away(tmp_path: Path) -> None:
    lines = [re.sub(r"^# (?=\w+ = |\[)", "", line) for line in sample().splitlines()]
    lines = [line for line in lines if not line.startswith('url = "postgresql')]
    config = load(written(tmp_path, "\n".join(lines)), NOBODY)
    assert [box.name for box in config.mailboxes] == ["qq", "office", "other", "archive"]
    assert config.limits == Limits()


_KEYS = st.sampled_from(
    [entry.name.rpartition(".")[2] for entry in (*GENERAL, *IMAP, *FOLDER)]
    + ["store", "limits", "mailbox", "qq", "x"]
)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.sampled_from(["imap", "folder", "qq", "sqlite:///x", "~a/b", "Asia/Shanghai", "INBOX"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(_KEYS, _VALUES),
    st.dictionaries(st.sampled_from(["INTAKE_TIMEZONE", "INTAKE_LIMITS_MAIL"]), st.text()),
)
def test_no_table_and_no_environment_crashes(table: dict[str, object], environ: dict[str, str]) -> None:
    with contextlib.suppress(ConfigError):
        configured(table, None, NOBODY | environ)


@given(st.text())
def test_no_text_crashes(text: str) -> None:
    with contextlib.suppress(ConfigError, tomllib.TOMLDecodeError):
        configured(tomllib.loads(text), None, NOBODY)


def test_a_mailbox_knows_whether_it_alone_logs_in(tmp_path: Path) -> None:
    one = '[mailbox.a]\nhost = "h"\nuser = "u"\n[mailbox.disk]\nkind = "folder"\npath = "p"\n'
    two = one + '[mailbox.b]\nhost = "h"\nuser = "u"\n'
    for text, alone in ((one, True), (two, False)):
        boxes = load(written(tmp_path, text), NOBODY).mailboxes
        assert {box.secret.alone for box in boxes if isinstance(box, ImapConfig)} == {alone}


def test_the_name_of_the_server_that_is_believed_is_the_operators(tmp_path: Path) -> None:
    boxes = """
        [mailbox.qq]\nprovider = "qq"\nuser = "e@qq.com"\nauthserv_id = "mx.other.example"
        [mailbox.own]\nhost = "imap.example.org"\nuser = "e@example.org"
        [mailbox.disk]\nkind = "folder"\npath = "mail"\nauthserv_id = "mx.example.org"
    """
    config = load(written(tmp_path, boxes), NOBODY)
    assert [box.authserv_id for box in config.mailboxes] == ["mx.other.example", None, "mx.example.org"]
