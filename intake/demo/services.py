"""How the mail services of China greet, and what they say they can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Service:
    """The words of one service; `mechanisms` are among its capabilities until the login."""

    greeting: bytes
    capabilities: bytes
    mechanisms: bytes = b""


_QQ_GREETING = (
    b"* OK [CAPABILITY IMAP4 IMAP4rev1 ID AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2 NAMESPACE] "
    b"QQMail XMIMAP4Server ready\r\n"
)
_QQ = b"IMAP4 IMAP4rev1 XLIST MOVE IDLE XAPPLEPUSHSERVICE NAMESPACE CHILDREN ID UIDPLUS"
_QQ_MECHANISMS = b" AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2"

# QQ of 2026 offers COMPRESS=DEFLATE, too: left out, since this server does not speak it
SERVICES: Final[Mapping[str, Service]] = MappingProxyType(
    {
        "qq2026": Service(_QQ_GREETING, _QQ + b" SASL-IR", _QQ_MECHANISMS),
        "qq2023": Service(_QQ_GREETING, _QQ, _QQ_MECHANISMS),
        "coremail": Service(
            b"* OK Coremail System IMap Server Ready(163com[b3c2a1])\r\n",
            b"IMAP4rev1 XLIST SPECIAL-USE ID LITERAL+ XAPPLEPUSHSERVICE UIDPLUS X-CM-EXT-1 "
            b"APPENDLIMIT=71680000 SASL-IR AUTH=XOAUTH2",
        ),
        "sina": Service(b"* OK IMAP4 ready\r\n", b"IMAP4rev1 ID UIDPLUS IDLE"),
    }
)
