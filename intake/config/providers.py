"""What is known of the mail services Chinese offices use, so that an address and a code are enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from intake.locale import N_


@dataclass(frozen=True, slots=True)
class Provider:
    """The server of a mail service; port is that of IMAP over TLS.

    A folder that ends in "*" need not be there: what mail ends up in junk under depends on the service, and on the
    language of the account. `idle` is False for servers that never tell of new mail: QQ's answers "+ idling" and falls
    silent, NetEase's refuses the command. `authserv_id` is the name its border server writes into
    Authentication-Results, where that is known. `code` tells where IMAP is switched on and where the code comes from.
    """

    host: str = ""
    domains: tuple[str, ...] = ()
    folders: tuple[str, ...] = ("INBOX",)
    port: int = 993
    auth: str = "password"
    idle: bool = True
    authserv_id: str | None = None
    code: str = N_(
        "Ask whoever runs the mail server whether IMAP is on, and whether it wants the password of the web page or a "
        "code of its own."
    )


_NETEASE = N_(
    "On the web: 设置 → POP3/SMTP/IMAP → switch on IMAP/SMTP服务, confirm on the phone, copy the 授权密码 (shown once). "
    "On the same page let IMAP collect all mail, not the last 30 days."
)
#: Coremail's names, as LIST of 163.com gives them; contributions are found among advertisements, too
_NETEASE_FOLDERS = ("INBOX", "垃圾邮件*", "广告邮件*")

PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        # QQ sorts contributions into Junk, and its own rules move them below 其他文件夹
        "qq": Provider(
            "imap.qq.com",
            ("qq.com", "vip.qq.com", "foxmail.com"),
            ("INBOX", "Junk", "其他文件夹/*"),
            idle=False,
            authserv_id="mx.qq.com",
            code=N_(
                "On the web: 设置 → 账号与安全 → POP3/IMAP/SMTP 服务 → 开启, confirm on the phone, copy the 16 letters of "
                "the 授权码 (shown once). On the same page set 收取选项 to 全部 and include 我的文件夹."
            ),
        ),
        "exmail": Provider(
            "imap.exmail.qq.com",
            ("exmail.qq.com",),
            ("INBOX", "Junk*", "其他文件夹/*"),
            idle=False,
            code=N_(
                "The administrator of 腾讯企业邮箱 allows IMAP for the account; then on the web: 设置 → 收发信设置 → "
                "switch on IMAP/SMTP服务, 设置 → 邮箱绑定 → switch on 安全登录 and make a 客户端专用密码."
            ),
        ),
        "163": Provider("imap.163.com", ("163.com",), _NETEASE_FOLDERS, idle=False, code=_NETEASE),
        "126": Provider("imap.126.com", ("126.com",), _NETEASE_FOLDERS, idle=False, code=_NETEASE),
        "yeah": Provider("imap.yeah.net", ("yeah.net",), _NETEASE_FOLDERS, idle=False, code=_NETEASE),
        "aliyun": Provider(
            "imap.aliyun.com",
            ("aliyun.com",),
            ("INBOX", "垃圾邮件*"),
            code=N_(
                "On the web: 设置 → 账户与安全 → 账户安全 → 三方客户端安全密码 → 生成新密码, copy it (shown once); for an "
                "address of your own domain add --host imap.qiye.aliyun.com."
            ),
        ),
        "gmail": Provider(
            "imap.gmail.com",
            ("gmail.com", "googlemail.com"),
            ("INBOX", "[Gmail]/Spam*", "[Gmail]/垃圾邮件*"),
            code=N_(
                "In the Google account: Security → 2-Step Verification on → App passwords → make one of 16 letters. Where "
                "an organisation forbids them, give --token-command."
            ),
        ),
        "outlook": Provider(  # passwords are refused since 2024
            "outlook.office365.com",
            ("outlook.com", "hotmail.com", "live.com", "live.cn", "msn.com"),
            ("INBOX", "Junk*", "垃圾邮件*"),
            auth="xoauth2",
            code=N_(
                "Microsoft takes no password over IMAP: a program that keeps an OAuth 2.0 login (scope "
                "IMAP.AccessAsUser.All) has to print an access token; name it with --token-command."
            ),
        ),
        "generic": Provider(),
    }
)


def provider_of(address: str) -> str | None:
    """Tell the provider of a mail address by its domain; None where only the operator knows the server."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((name for name, provider in PROVIDERS.items() if domain in provider.domains), None)
