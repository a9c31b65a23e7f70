"""A user of a real IMAP server, whichever it is: how we poll it, and what another client does to it meanwhile."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from imaplib import IMAP4, Time2Internaldate
from typing import Protocol

from imapclient import imap_utf7
from listening import HOST

from intake.config import ImapConfig, Secret

CODE = "abcdefghijklmnop"


@dataclass(frozen=True)
class ImapAccount:
    """A user with a mail store that nobody else reads."""

    server: str
    user: str
    plain: int

    def config(self, *folders: str) -> ImapConfig:
        return ImapConfig(
            name=self.server,
            host=HOST,
            port=self.plain,
            user=self.user,
            tls=False,
            folders=folders or ("INBOX",),
            read_timeout=30.0,
        )

    @property
    def secret(self) -> Secret:
        return Secret(CODE)

    @contextmanager
    def another_client(self) -> Iterator[IMAP4]:
        """Log in with the standard library's client, which shares no code with ours."""
        with IMAP4(HOST, self.plain) as client:
            client.login(self.user, CODE)
            yield client

    def append(self, raw: bytes, folder: str = "INBOX", when: datetime | None = None) -> None:
        """Put a mail there by APPEND; the client makes every bare CR or LF a CRLF."""
        with self.another_client() as client:
            moment = Time2Internaldate(when) if when else None
            succeeded(client.append(quoted(folder), "", moment, raw))  # type: ignore[arg-type]  # None: the server's clock

    def create(self, folder: str) -> None:
        with self.another_client() as client:
            succeeded(client.create(quoted(folder)))

    def delete(self, folder: str) -> None:
        with self.another_client() as client:
            succeeded(client.delete(quoted(folder)))


class ImapServer(Protocol):
    """A server that is installed; it runs while the `with` block of `running` lasts, and may run again."""

    def account(self) -> ImapAccount: ...

    def running(self) -> AbstractContextManager[None]: ...


def quoted(folder: str) -> str:
    """Write a folder's name as the protocol has it."""
    escaped = imap_utf7.encode(folder).decode().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def succeeded(answer: tuple[str, list[object]]) -> None:
    status, words = answer
    assert status == "OK", words
