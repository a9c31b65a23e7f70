"""How the mail programs of Chinese senders write: their charsets and labels, headers, and ways with file names."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Client:
    """The habits of one mail program.

    In `headers`, `message_id` and `boundary`, {token} is hexadecimal and the same for the same letter; {n} in a
    boundary tells apart the multiparts of a mail. `label` is the charset it claims, `encoding` the one it uses.
    """

    encoding: str
    label: str
    headers: tuple[str, ...]
    message_id: str
    boundary: str
    html_line: str = "<div>{}</div>"
    names: Literal["words", "rfc2231"] = "words"
    word: int = 1000  # characters in one encoded-word
    quoted: bool = False  # puts encoded-words in quotes, against RFC 2047 §5
    types: bool = False  # knows what an attachment is; the others call everything octets


CLIENTS: Final[Mapping[str, Client]] = MappingProxyType(
    {
        "qq": Client(
            encoding="gb18030",
            label="gb18030",
            headers=(
                "X-QQ-mid: webmail{token:.10}t1",
                "X-QQ-MIME: TCMime 1.0 by Tencent",
                "X-Mailer: QQMail 2.x",
                "X-QQ-Mailer: QQMail 2.x",
                "X-QQ-STYLE: ",
                "X-HAS-ATTACH: no",
                "X-Priority: 3",
            ),
            message_id="tencent_{token:.32}@qq.com",
            boundary="----=_NextPart_{token:.8}_0A1B2C3D_{n:08X}",
            quoted=True,
        ),
        "foxmail": Client(
            encoding="gb18030",
            label="GB2312",
            headers=(
                "X-Priority: 3",
                "X-GUID: {token:.8}-{token:.4}-{token:.4}-{token:.4}-{token:.12}",
                "X-Has-Attach: yes",
                "X-Mailer: Foxmail 7.2.25.179[cn]",
            ),
            message_id="{token:.18}@foxmail.example",
            boundary="----=_001_NextPart{n:03d}{token:.9}_=----",
            word=18,
        ),
        "coremail": Client(
            encoding="gb18030",
            label="GBK",
            headers=(
                "X-Priority: 3",
                "X-Mailer: Coremail Webmail Server Version XT5.0.14 build 20260601(a1b2c3d4)",
                "X-CM-TRANSID: {token:.24}",
            ),
            message_id="{token:.8}.4f2a.19{token:.9}.Coremail.user@163.com",
            boundary="----=_Part_{n}_{token:.9}.1763800000000",
            html_line='<div style="margin:0;">{}</div>',
            word=14,
        ),
        "outlook": Client(
            encoding="utf-8",
            label="utf-8",
            headers=(
                "X-Mailer: Microsoft Outlook 16.0",
                "Thread-Index: {token:.30}==",
                "Content-Language: zh-cn",
            ),
            message_id="000001dc5b21${token:.8}${token:.8}$@qilan.example",
            boundary="----=_NextPart_000_{n:04X}_01DC5B21.{token:.8}",
            html_line="<p class=MsoNormal>{}<o:p></o:p></p>",
            word=16,
            types=True,
        ),
        "richmail": Client(  # says gb2312 and writes characters outside it: the norm rather than the exception
            encoding="gbk",
            label="gb2312",
            headers=("X-Priority: 3", "X-Mailer: Richmail_Webapp(V2.4.32)"),
            message_id="{token:.16}-00013.Richmail.00001@139.com",
            boundary="----=_Part_{n}_{token:.12}.Richmail",
        ),
        "iphone": Client(
            encoding="utf-8",
            label="utf-8",
            headers=("X-Mailer: iPhone Mail (22G86)",),
            message_id="{token:.8}-{token:.4}-{token:.4}-{token:.4}-{token:.12}@qq.com",
            boundary="Apple-Mail-{token:.8}-{n:04d}",
            word=15,
            types=True,
        ),
        "thunderbird": Client(
            encoding="utf-8",
            label="UTF-8",
            headers=("User-Agent: Mozilla Thunderbird", "Content-Language: zh-CN"),
            message_id="{token:.8}-{token:.4}-{token:.4}-{token:.4}-{token:.12}@shuili.example",
            boundary="------------{token:.20}{n:04d}",
            names="rfc2231",
            word=15,
            types=True,
        ),
        "postmaster": Client(
            encoding="gb18030",
            label="gb18030",
            headers=("X-QQ-mid: bounce{token:.10}t1",),
            message_id="tencent_{token:.32}@qq.com",
            boundary="----=_NextPart_{token:.8}_{n:08X}",
        ),
    }
)
