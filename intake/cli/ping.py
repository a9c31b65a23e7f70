"""The health check: a service that raises an alarm when it is not told in time that a poll went well.

The protocol is that of healthchecks.io and its like: the address itself means success, /start and /fail what they
say. Nothing of a mail is ever told, only that a poll began and with which exit code it ended.
"""

import logging
import ssl
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from intake import __version__
from intake.cli.log import note

LIMIT = 5.0  # seconds a poll waits at most


def ping(url: str, signal: str = "", body: str = "") -> None:
    """Tell a health check, GET or with a body POST; what goes wrong is a warning in the log and nothing more.

    A thread asks: the time-out of a socket bounds neither a name server nor an answer that comes byte by byte.
    """
    wrong: list[str] = []

    def ask() -> None:
        wrong.append(_asked(url, signal, body))

    asking = threading.Thread(target=ask, name="ping", daemon=True)
    asking.start()
    asking.join(LIMIT)
    why = wrong[0] if wrong else f"no answer in {LIMIT:.0f} s"
    if why:  # of the address only the host: the rest is a password to whoever knows it
        note(logging.WARNING, "ping_failed", host=urlsplit(url).hostname, signal=signal or "/", why=why)


def _asked(url: str, signal: str, body: str) -> str:
    """Ask, and give what was wrong with the answer; a redirection is not followed, as it may lead off TLS."""
    parts = urlsplit(url)
    target = parts.path.rstrip("/") + signal
    if parts.query:
        target += f"?{parts.query}"
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        headers = {"User-Agent": f"intake/{__version__}"}
        connection.request("POST" if body else "GET", target or "/", body or None, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    return "" if 200 <= status < 300 else f"status {status}"  # noqa: PLR2004  # RFC 9110 §15.3: success


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "http":  # the configuration accepts it for loop-back only
        return HTTPConnection(host, port, timeout=LIMIT)
    return HTTPSConnection(host, port, timeout=LIMIT, context=ssl.create_default_context())
