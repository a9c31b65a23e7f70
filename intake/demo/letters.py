"""The sample letters, made from letters.toml and texts/: the same bytes for the same day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from functools import partial
from hashlib import sha256
from importlib import resources
from pathlib import PurePath
from string import Template
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from intake.demo import mime
from intake.demo.archive import archive
from intake.demo.clients import CLIENTS, Client
from intake.demo.manuscript import manuscript

#: The editors of an invented city, to whom every letter is addressed.
EDITORS: Final = ("栖岚先锋编辑部", "editors@qilan.example")

_BEIJING = timezone(timedelta(hours=8))
_LINK_LIFE = timedelta(days=30)  # of an oversized attachment at QQ
_OCTETS: Final = "application/octet-stream"
_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".txt": "text/plain",
    }
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A sample mail: its bytes as on the wire, and when it reached the mailbox (aware)."""

    raw: bytes
    received: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    name: str = ""
    source: str = ""
    type: str = ""
    encoding: str = "utf-8"
    members: tuple["_File", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    slug: str
    days: int
    time: time
    client: str
    name: str
    address: str
    subject: str
    body: str = ""
    body_from: str = ""
    form: Literal["plain", "html", "alternative"] = "alternative"
    multipart: str = "mixed"
    headers: tuple[str, ...] = ()
    files: tuple[_File, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    letter: tuple[_Entry, ...]


def letters(now: datetime) -> tuple[Letter, ...]:
    """Make the sample letters, oldest first, all of the ten days before `now` (aware)."""
    sheet = msgspec.toml.decode(_stored("letters.toml"), type=_Sheet)
    made = (_letter(entry, now) for entry in sheet.letter)
    return tuple(sorted(made, key=lambda letter: letter.received))


def _letter(entry: _Entry, now: datetime) -> Letter:
    day = now.astimezone(_BEIJING).date() - timedelta(days=entry.days)
    sent = datetime.combine(day, entry.time, _BEIJING)
    client = CLIENTS[entry.client]
    token = sha256(entry.slug.encode()).hexdigest().upper()
    headers = (
        f"From: {mime.mailbox(entry.name, entry.address, client)}",
        f"To: {mime.mailbox(*EDITORS, client)}",
        f"Subject: {mime.words(entry.subject, client)}",
        f"Date: {sent:%a, %d %b %Y %H:%M:%S %z}",
        f"Message-ID: <{client.message_id.format(token=token)}>",
        *entry.headers,
        *(header.format(token=token) for header in client.headers),
    )
    written = _written(entry, client, token, partial(_dated, sent=sent))
    return Letter(mime.message(headers, written), sent.astimezone(UTC))


def _written(entry: _Entry, client: Client, token: str, dated: Callable[[str], str]) -> mime.Part:
    body = dated(_text(entry.body_from) if entry.body_from else entry.body.strip("\n"))
    plain, html = mime.text("plain", body, client), mime.text("html", mime.page(body, client), client)
    both = mime.multipart("alternative", client.boundary.format(token=token, n=2), (plain, html))
    first = {"plain": plain, "html": html, "alternative": both}[entry.form]
    if not entry.files:
        return first
    files = (
        mime.attachment(_declared(file, client), file.name, _content(file, dated), client)
        for file in entry.files
    )
    return mime.multipart(entry.multipart, client.boundary.format(token=token, n=1), (first, *files))


def _content(file: _File, dated: Callable[[str], str]) -> bytes:
    if file.members:
        return archive({member.name: _content(member, dated) for member in file.members})
    text = dated(_text(file.source))
    if _suffix(file) == ".docx":
        return manuscript(text)
    return text.replace("\n", "\r\n").encode(file.encoding)  # as Notepad saves it


def _declared(file: _File, client: Client) -> str:
    return file.type or (_TYPES[_suffix(file)] if client.types else _OCTETS)


def _suffix(file: _File) -> str:
    return PurePath(file.name).suffix


def _dated(text: str, sent: datetime) -> str:
    days = {"sent": sent, "earlier": sent - timedelta(days=1), "expires": sent + _LINK_LIFE}
    return Template(text).substitute(
        {key: f"{day.year}年{day.month}月{day.day}日" for key, day in days.items()}
    )


def _text(name: str) -> str:
    return _stored(f"texts/{name}").decode().removesuffix("\n")


def _stored(path: str) -> bytes:
    return resources.files("intake").joinpath("demo", *path.split("/")).read_bytes()
