"""ENVELOPE and BODYSTRUCTURE (RFC 3501 section 7.4.2), which a careful client never asks for: here is why."""

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from typing import cast

from intake.demo.commands.session import Session
from intake.demo.letterbox import Delivered
from intake.demo.wire import quoted

_WIRE = compat32.clone(linesep="\r\n")
_FIELD = re.compile(rb"([^:\s]+):[ \t]*([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)\r\n")
_FROM, _TO, _IN_REPLY_TO = 2, 5, 8  # places in an envelope
_STRAY = b'(("sina.com\\" NIL "news" "sina.com"))'  # its quote never closes


def envelope(session: Session, mail: Delivered) -> bytes:
    """Write a mail's envelope, or what QQ makes of it."""
    header = mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n"
    fields = {name.lower(): value.replace(b"\r\n", b"") for name, value in _FIELD.findall(header)}
    sender = _people(fields.get(b"from"))
    told = [
        _string(fields.get(b"date")),
        _string(fields.get(b"subject")),
        sender,
        *(_people(fields.get(name, fields.get(b"from"))) for name in (b"sender", b"reply-to")),
        *(_people(fields.get(name)) for name in (b"to", b"cc", b"bcc")),
        *(_string(fields.get(name)) for name in (b"in-reply-to", b"message-id")),
    ]
    if session.fires("envelope_to_rewritten"):
        told[_TO] = _people(f"QQ <{session.box.user}>".encode())
    if session.fires("envelope_stray_backslash"):
        told[_FROM] = _STRAY
    if session.fires("envelope_9_fields"):
        del told[_IN_REPLY_TO]
    return b"(" + b" ".join(told) + b")"


def bodystructure(session: Session, mail: Delivered) -> bytes:
    """Write a mail's structure; one server breaks its lines inside a string."""
    written = _structure(message_from_bytes(mail.raw))
    return written.replace(b'"', b'"\r\n', 1) if session.fires("bodystructure_crlf") else written


def _structure(part: "Message[str, str]") -> bytes:
    """Write a part with its parts; an attached mail as the bytes that it is."""
    kind, subtype = part.get_content_maintype(), part.get_content_subtype()
    if kind == "multipart" and part.is_multipart():
        parts = cast("Sequence[Message[str, str]]", part.get_payload())
        return b"(" + b"".join(map(_structure, parts)) + b" " + quoted(subtype.upper().encode()) + b")"
    body = part.as_bytes(policy=_WIRE).partition(b"\r\n\r\n")[2]
    told = [
        *(quoted(word.upper().encode()) for word in (kind, subtype)),
        _parameters(part),
        b"NIL",
        b"NIL",
        quoted(part.get("Content-Transfer-Encoding", "7BIT").upper().encode()),
        b"%d" % len(body),
    ]
    if kind == "text":
        told.append(b"%d" % body.count(b"\n"))
    return b"(" + b" ".join(told) + b")"


def _parameters(part: "Message[str, str]") -> bytes:
    pairs = part.get_params(failobj=[])[1:]
    words = [quoted(str(word).encode("ascii", "replace")) for pair in pairs for word in pair]
    return b"(" + b" ".join(words) + b")" if words else b"NIL"


def _people(value: bytes | None) -> bytes:
    people = b"".join(
        _person(*pair) for pair in getaddresses([(value or b"").decode("latin-1")]) if any(pair)
    )
    return b"(" + people + b")" if people else b"NIL"


def _person(name: str, address: str) -> bytes:
    mailbox, _, host = address.rpartition("@")
    told = (_string(part.encode("latin-1")) if part else b"NIL" for part in (name, "", mailbox, host))
    return b"(" + b" ".join(told) + b")"


def _string(value: bytes | None) -> bytes:
    """Write a string as it may stand in a line: what is not ASCII as a literal."""
    if value is None:
        return b"NIL"
    return quoted(value) if value.isascii() else b"{%d}\r\n%b" % (len(value), value)
