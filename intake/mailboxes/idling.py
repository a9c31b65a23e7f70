"""Waiting for a server to speak first (IDLE, RFC 2177)."""

import ssl
import time
from contextlib import suppress

from imapclient import IMAPClient

_TELLING = {b"EXISTS", b"RECENT", b"EXPUNGE", b"FETCH"}


def idle(client: IMAPClient, seconds: float) -> bool:
    """Idle in the open folder until something in it changes; False where nothing did in `seconds`.

    The server's "still here" lines are no change. idle_check keeps to itself that the line is dead, and gives nothing
    at once: idle_done then says so.
    """
    until = time.monotonic() + seconds
    client.idle()
    told, lines = _said_more(client), [()]
    while lines and not told and (left := until - time.monotonic()) > 0:
        lines = client.idle_check(timeout=left)
        told = any(_TELLING & set(line) for line in lines)
    client.idle_done()
    return told


def _said_more(client: IMAPClient) -> bool:
    """Tell whether more than the "+" was read: idle_check looks at the socket, where that will not be seen again."""
    sock = client.socket()
    patience = sock.gettimeout()
    sock.settimeout(0)
    try:
        with suppress(ssl.SSLWantReadError):
            return bool(client._imap.file.peek(1))  # noqa: SLF001  # imaplib reads through a buffer of its own
    finally:
        sock.settimeout(patience)
    return False
