"""What is known of the mail services Chinese offices use, so that an address and a code are enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Provider:
    """The server of a mail service; port is that of IMAP over TLS."""

    host: str
    domains: tuple[str, ...]
    folders: tuple[str, ...] = ("INBOX",)
    port: int = 993


PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        # QQ sorts contributions into Junk, and its own rules move them below 其他文件夹
        "qq": Provider(
            "imap.qq.com", ("qq.com", "vip.qq.com", "foxmail.com"), ("INBOX", "Junk", "其他文件夹/*")
        ),
        "exmail": Provider("imap.exmail.qq.com", ("exmail.qq.com",)),
        "163": Provider("imap.163.com", ("163.com",)),
        "126": Provider("imap.126.com", ("126.com",)),
    }
)


def provider_of(address: str) -> str | None:
    """Tell the provider of a mail address by its domain; None where only the operator knows the server."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((name for name, provider in PROVIDERS.items() if domain in provider.domains), None)
