from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.config import ImapConfig, Secret, SecretSource, fingerprint, is_login

BOX = ImapConfig("qq", "imap.qq.com", "editors@qq.com")
CODE = Secret("abcdefghijklmnop")


def test_a_fingerprint_is_of_the_login_it_was_made_of_and_shows_nothing_of_it() -> None:
    known = fingerprint(BOX, CODE)
    assert is_login(known, BOX, CODE)
    assert "abcdefghijklmnop" not in known
    assert "qq" not in known


def test_a_fingerprint_is_another_one_each_time() -> None:
    assert fingerprint(BOX, CODE) != fingerprint(BOX, CODE)


@pytest.mark.parametrize(
    ("box", "code"),
    [
        (BOX, Secret("abcdefghijklmnoq")),
        (replace(BOX, host="imap.exmail.qq.com"), CODE),
        (replace(BOX, port=994), CODE),
        (replace(BOX, user="editor@qq.com"), CODE),
    ],
)
def test_another_server_user_or_code_is_another_login(box: ImapConfig, code: Secret) -> None:
    assert not is_login(fingerprint(BOX, CODE), box, code)


def test_folders_and_times_do_not_make_another_login() -> None:
    assert is_login(fingerprint(BOX, CODE), replace(BOX, name="q", folders=("Junk",), read_timeout=1.0), CODE)


def test_a_token_is_known_by_the_command_that_gives_it() -> None:
    tokens = replace(BOX, auth="xoauth2", secret=SecretSource(token=("token", "qq")))
    others = replace(tokens, secret=SecretSource(token=("token", "163")))
    known = fingerprint(tokens, Secret("one hour"))
    assert is_login(known, tokens, Secret("another hour"))
    assert not is_login(known, others, Secret("one hour"))


@settings(max_examples=5, deadline=None)  # 50 ms each, by design
@given(st.text())
def test_a_code_of_any_characters_has_a_fingerprint(code: str) -> None:
    assert is_login(fingerprint(BOX, Secret(code)), BOX, Secret(code))
