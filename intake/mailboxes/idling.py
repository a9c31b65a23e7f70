"""Waiting for a server to speak first (IDLE, RFC 2177)."""

import time

from imapclient import IMAPClient

_TELLING = {b"EXISTS", b"RECENT", b"EXPUNGE", b"FETCH"}


def idle(client: IMAPClient, seconds: float) -> bool:
    """Idle in the open folder until something in it changes; False where nothing did in `seconds`.

    The server's "still here" lines are no change.
    """
    until = time.monotonic() + seconds
    client.idle()
    told = False
    while not told and (left := until - time.monotonic()) > 0:
        lines = client.idle_check(timeout=left)
        if not lines:
            break  # the time is over, or the line is dead: imapclient tells them apart at the end of IDLE only
        told = any(_TELLING & set(line) for line in lines if isinstance(line, tuple))
    client.idle_done()
    return told
