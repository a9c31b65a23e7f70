from dataclasses import replace
from itertools import count

from intake.config import ImapConfig, Secret, SecretSource, fingerprint, is_login

BOX = ImapConfig("a", "h", "u")


def test_a_fingerprint_is_of_one_login_and_shows_nothing_of_its_code() -> None:
    known = fingerprint(BOX, Secret("hush"))
    assert "hush" not in known
    assert is_login(known, BOX, Secret("hush"))
    assert not is_login(known, BOX, Secret("other"))
    assert not is_login(known, replace(BOX, user="v"), Secret("hush"))


def test_a_login_with_tokens_is_known_by_its_command_though_each_token_is_another() -> None:
    tokens = count()
    secret = Secret(lambda: str(next(tokens)))
    box = replace(BOX, auth="xoauth2", secret=SecretSource(token=("t", "a")))
    known = fingerprint(box, secret)
    assert is_login(known, box, secret)
    assert not is_login(known, replace(box, secret=SecretSource(token=("t", "b"))), secret)
    assert next(tokens) == 0  # nobody asked for one
