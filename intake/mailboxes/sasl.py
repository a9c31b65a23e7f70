"""What is said of a code to a server, and how it is kept out of what the server says back; no connection."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator

_HUSHED = "***"


def plain(user: str, code: str) -> bytes:
    """Write the response of PLAIN (RFC 4616), which carries any character but NUL."""
    return f"\0{user}\0{code}".encode()


def xoauth2(user: str, token: str) -> bytes:
    """Write the response of XOAUTH2, as Google and Microsoft define it."""
    return f"user={user}\1auth=Bearer {token}\1\1".encode()


def once(response: bytes) -> Callable[[bytes], bytes]:
    """Answer the first challenge with a response and every other with nothing.

    A token that is refused is answered by another challenge, the reason in JSON; only an empty line gets the NO.
    """
    responses = iter((response,))
    return lambda _challenge: next(responses, b"")


def hushing(user: str, code: str) -> Callable[[BaseException], None]:
    """Make what takes a code out of an exception and all that it came from: some servers repeat the command."""
    if not code:
        return lambda _error: None
    quoted = re.sub(r'(["\\])', r"\\\1", code)  # as LOGIN carries it
    responses = (b64encode(response(user, code)) for response in (plain, xoauth2))
    forms = {code.encode(), quoted.encode(), *responses}
    shown = {
        repr(form)[2:-1].encode() for form in forms
    }  # as imaplib shows the line that it did not understand
    found = re.compile(b"|".join(map(re.escape, sorted(forms | shown, key=len, reverse=True))), re.IGNORECASE)

    def hush(error: BaseException) -> None:
        for layer in _chain(error):
            layer.args = tuple(_hushed(found, value) for value in layer.args)

    return hush


def _hushed(found: re.Pattern[bytes], value: object) -> object:
    if isinstance(value, bytes):
        return found.sub(_HUSHED.encode(), value)
    if isinstance(value, str):
        return found.sub(_HUSHED.encode(), value.encode("utf-8", "surrogateescape")).decode(
            "utf-8", "surrogateescape"
        )
    return value


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Name an exception and all that a traceback of it would show."""
    waiting, seen = [error], set[int]()
    while waiting:
        layer = waiting.pop()
        if id(layer) not in seen:
            seen.add(id(layer))
            waiting += filter(None, (layer.__cause__, layer.__context__))
            yield layer
