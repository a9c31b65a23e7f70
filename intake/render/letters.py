"""A few lines to send back when a file cannot be used: what is wrong with it, and what to send instead.

They are in Chinese whatever the screen speaks, for that is what contributors read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from intake.locale import N_
from intake.model import Attachment, Link, Outcome
from intake.render.page import Line, Part, short
from intake.render.refusals import File
from intake.render.safe import one_line
from intake.render.view import View

_NAME: Final = 60  # characters of a name in a letter
_AS_WORD: Final = "另存为 Word 文档（.docx）后重新发送。"

#: What is asked for, by the slug that stands in the way; of several slugs the first here counts.
REQUESTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "encrypted": "“{name}”设有密码，我们无法打开。请取消密码后重新发送。",
        "cut_off": "“{name}”不完整，可能是上传时中断了。请打开原文件确认无误后重新发送。",
        "corrupted": "“{name}”已损坏，我们无法打开。请打开原文件确认无误，" + _AS_WORD,
        "bomb": "“{name}”解压后异常庞大，我们无法处理。请不要压缩，直接发送 Word 文档（.docx）。",
        "too_big": "“{name}”过大，我们无法处理。请去掉其中的图片、音视频，只发送文字稿（.docx）。",
        "too_deep": "“{name}”是多层压缩包，我们无法逐层解开。请解压后直接发送 Word 文档（.docx）。",
        "needs_ocr": "“{name}”是扫描件或图片，我们无法提取文字。请发送可以编辑的 Word 文档（.docx）。",
        "garbled": "“{name}”打开后是乱码。请打开原文件确认无误，" + _AS_WORD,
        "old_word": "“{name}”是 Word 95 或更早的格式，我们无法读取。请用 Word 或 WPS 打开，" + _AS_WORD,
        "empty": "“{name}”里没有文字。请确认是否发错了文件，并重新发送。",
        "macros": "“{name}”含有宏，为安全起见，请另存为不含宏的 Word 文档（.docx）后重新发送。",
    }
)

#: What is asked for instead of a file that has no reader, by its sniffed type.
INSTEAD: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("xls", "xlsx", "ods"), "“{name}”是电子表格。发言稿请用 Word 文档（.docx）发送。"),
        **dict.fromkeys(("ppt", "pptx", "odp"), "“{name}”是演示文稿。发言稿请用 Word 文档（.docx）发送。"),
        "ofd": "“{name}”是 OFD 文件，我们无法提取文字。请在原文件中" + _AS_WORD,
        "xps": "“{name}”是 XPS 文件，我们无法提取文字。请在原文件中" + _AS_WORD,
        "rar": "“{name}”是 RAR 压缩包，我们无法解开。请解压后直接发送 Word 文档（.docx），或改用 ZIP 压缩。",
        "7z": "“{name}”是 7z 压缩包，我们无法解开。请解压后直接发送 Word 文档（.docx），或改用 ZIP 压缩。",
        "archive": "“{name}”这种压缩包我们无法解开。请解压后直接发送 Word 文档（.docx），或改用 ZIP 压缩。",
        "msg": "“{name}”是 Outlook 保存的邮件。请把其中的稿件另存出来，作为附件直接发送。",
        "tnef": "“{name}”是 Outlook 特有的格式，附件包在其中。请把邮件格式改为 HTML 或纯文本后重新发送。",
        "iwork": "“{name}”是苹果电脑的文稿格式。请导出为 Word 文档（.docx）后重新发送。",
        "epub": "“{name}”是电子书。发言稿请用 Word 文档（.docx）发送。",
        "audio": "“{name}”是录音。请发送文字稿（Word 文档，.docx）。",
        "video": "“{name}”是视频。请发送文字稿（Word 文档，.docx）。",
        "executable": "“{name}”是程序文件，为安全起见我们不会打开。发言稿请用 Word 文档（.docx）发送。",
        "unknown": "“{name}”的格式无法识别。请用 Word 或 WPS 打开原文件，" + _AS_WORD,
    }
)

_OTHER_FORMAT = "“{name}”的格式较旧或较少见，我们无法读取。请用 Word 或 WPS 打开，" + _AS_WORD
_EXPIRED = "“{name}”的下载链接已经过期。请重新上传，或把 Word 文档（.docx）作为附件直接发送。"
_LETTER = "您好！来稿收悉。{requests}谢谢！"


def request(slugs: Collection[str], file: File) -> str:
    """Ask the sender of a file for what would help, in Chinese; "" where nothing stands in the way."""
    name = short(one_line(file.name) or "附件", _NAME)
    if file.type in ("audio", "video") and "needs_ocr" in slugs:  # neither has a text, as pictures have none
        return INSTEAD[file.type].format(name=name)
    for slug, template in REQUESTS.items():
        if slug in slugs:
            return template.format(name=name)
    return INSTEAD.get(file.type, _OTHER_FORMAT).format(name=name) if "unsupported" in slugs else ""


def requests_of(attachments: Iterable[Attachment]) -> Iterator[str]:
    """Ask for what would help with each file of a mail; pictures beside documents are wanted as they are."""
    for one in (inner for attachment in attachments for inner in attachment.walk()):
        failed = one.outcome in {Outcome.UNREADABLE, Outcome.UNSUPPORTED} or one.detail == "too_deep"
        slugs = {*one.warnings, *((one.detail,) if failed and one.detail else ())}
        if asked := request(slugs, File(one.name, one.type)):
            yield asked


def expired(links: Iterable[Link], view: View) -> Iterator[str]:
    """Ask for what lay behind links that are no longer valid."""
    for link in links:
        if link.expires is not None and link.expires <= view.now:
            yield _EXPIRED.format(name=short(one_line(link.name or link.url), _NAME))


def letter(asked: Iterable[str], view: View) -> tuple[Part, ...]:
    """Lay out a letter, ready to be pasted, as a part of its own; none where nothing is asked for."""
    said = "".join(dict.fromkeys(asked))
    if not said:
        return ()
    return (Part(view.say(N_("Letter to the sender")), (Line("", _LETTER.format(requests=said)),)),)
