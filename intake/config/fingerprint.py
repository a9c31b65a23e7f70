"""Telling whether a login is the one that was refused, without keeping anything its code could be read from."""

import hashlib
import hmac
import os

from intake.config.values import ImapConfig, Secret

_SALT = 16  # bytes


def fingerprint(box: ImapConfig, secret: Secret) -> str:
    """Give a salted scrypt digest of server, user and code: 50 ms for us, for ever for whoever finds it."""
    salt = os.urandom(_SALT)
    return f"{salt.hex()}:{_digest(box, secret, salt)}"


def is_login(known: str, box: ImapConfig, secret: Secret) -> bool:
    """Tell whether a fingerprint is of this login."""
    salt, _, digest = known.partition(":")
    return hmac.compare_digest(digest, _digest(box, secret, bytes.fromhex(salt)))


def _digest(box: ImapConfig, secret: Secret, salt: bytes) -> str:
    # a token is another one at each login: what is refused is the command's right to one
    code = "\0".join(box.secret.token) if box.auth == "xoauth2" else secret.reveal()
    login = "\0".join((box.host, str(box.port), box.user, code))
    return hashlib.scrypt(login.encode("utf-8", "surrogatepass"), salt=salt, n=2**14, r=8, p=1).hex()
