"""The contributor's own words apart from the mails quoted below them.

Marks as QQ, Foxmail, NetEase, Outlook, Apple Mail and Gmail write them in Chinese and English. A speech may say
"写道：" or "主题：" itself, so a sentence needs an address or a time in it and a block of fields needs three fields.
"""

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"\s*(?:[-—_=*]{2,}\s*(?:回复的)?(?:原始邮件|原邮件|邮件原件|转发邮件信息|转发的?邮件|被转发的?邮件|原始郵件|"
    r"original(?: (?:message|e-?mail))?|forwarded message)\s*[-—_=*]*|"
    r"(?:begin forwarded message|开始转发的邮件|以下是(?:被)?转发的邮件|下面是被转发的邮件)\s*[:：])\s*\Z",
    re.IGNORECASE,
)
_WROTE = re.compile(r".{6,300}(?:写道|寫道|wrote)\s*[:：]\s*\Z", re.IGNORECASE | re.DOTALL)
_WHEN_OR_WHO = re.compile(r"\d{1,2}[:：]\d{2}|[\w.+-]+@[\w.-]+")
_FROM = re.compile(r"[\s|>*]*(?:发件人|寄件者|寄件人|From)[\s*|]*[:：|][\s*|]*(?P<who>.*)", re.IGNORECASE)
_FIELD = re.compile(
    r"[\s|>*]*(?P<name>发送时间|发送日期|日期|时间|收件人|抄送|主题|寄件日期|收件者|副本|主旨|"
    r"sent|date|to|cc|subject)[\s*|]*[:：|]",
    re.IGNORECASE,
)
_FIELDS_NEEDED = 2
_FIELDS_WITHIN = 8
_RULE = re.compile(r"\s*[-—_=*]{3,}\s*\Z")
_FOOTER = re.compile(
    r"\s*(?:(?:发自|来自|發自)我的.{1,20}|从我的.{1,20}发送|发自.{0,10}(?:手机|邮箱|邮箱大师|客户端)|"
    r"(?:来自|使用).{0,12}(?:邮箱|客户端|邮箱大师|手机)(?:版|发送)?|sent from .{1,40}|get outlook for .{1,20}|"
    r"获取 ?outlook.{0,20})[。.]?\s*\Z",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"""["'“”\s]*(?P<name>[^<\[("'“”;；]*?)["'“”\s]*(?:[<\[(](?:mailto:)?(?P<address>[^>\])\s]+).*)?\Z"""
)
_SAID = re.compile(r"(?P<name>[^\s,，\"“”<>]{1,30})[\"”]?\s*<[^<>\s]+@[^<>\s]+>")
_LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class Split:
    """The contributor's own words, what is quoted below them, and whom the first quotation is from."""

    own: str
    quoted: str = ""
    author: str | None = None


def split(text: str, sender: str = "") -> Split:
    """Split a body at its first quotation; a signature of the sender's name above it belongs to neither."""
    lines = text.split("\n")
    at = _first_mark(lines)
    if at is None:
        return Split(_without_footer(lines))
    own = lines[:at]
    while own and (not own[-1].strip() or _RULE.match(own[-1])):
        own.pop()
    quoted = lines[at:]
    return Split(_without_footer(_unsigned(own, sender)), "\n".join(quoted).strip(), _author(quoted))


def forwarded(quoted: str) -> str:
    """Give what the first quoted mail says, without its fields and what it quotes itself."""
    lines = quoted.split("\n")
    start = 0
    while start < len(lines) and (not lines[start].strip() or _is_head(lines[start])):
        start += 1
    return split("\n".join(lines[start:])).own


def _is_head(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_MARK, _RULE, _FROM, _FIELD)) or bool(
        len(line) <= _LONGEST_SENTENCE and _WROTE.match(line) and _WHEN_OR_WHO.search(line)
    )


def _first_mark(lines: list[str]) -> int | None:
    trailing = _trailing_quotation(lines)
    for at, line in enumerate(lines[:trailing]):
        if line.strip() and (_MARK.match(line) or _is_sentence(lines, at) or _is_fields(lines, at)):
            return at
    return trailing if trailing < len(lines) else None


def _trailing_quotation(lines: list[str]) -> int:
    """Find where the "> " lines begin that the body ends with; the number of lines where it does not."""
    start = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].lstrip().startswith(">"):
            start = at
        elif lines[at].strip():
            break
    return start


def _is_sentence(lines: list[str], at: int) -> bool:
    """Tell "在 2026年11月20日 10:00，张三 <a@b> 写道：", which may be broken over two lines."""
    for sentence in (lines[at], "\n".join(lines[at : at + 2])):
        if len(sentence) <= _LONGEST_SENTENCE and _WROTE.match(sentence) and _WHEN_OR_WHO.search(sentence):
            return True
    return False


def _is_fields(lines: list[str], at: int) -> bool:
    if not _FROM.match(lines[at]):
        return False
    following = (_FIELD.match(line) for line in lines[at + 1 : at + 1 + _FIELDS_WITHIN])
    return len({found["name"].lower() for found in following if found}) >= _FIELDS_NEEDED


def _author(quoted: list[str]) -> str | None:
    for line in quoted[:_FIELDS_WITHIN]:
        if (found := _FROM.match(line)) is not None:
            who = _WHO.match(found["who"].strip(" |*;；")[:300])
            return ((who["name"].strip() or who["address"]) if who else found["who"].strip()) or None
    said = _SAID.search("\n".join(quoted[:2])[:_LONGEST_SENTENCE])
    return said["name"] if said else None


def _unsigned(lines: list[str], sender: str) -> list[str]:
    """Cut the signature over a quotation: below "-- " (RFC 3676 §4.3), or the sender's name after a gap."""
    for at, line in enumerate(lines):
        if line == "-- " or (
            at
            and sender
            and line.strip() == sender
            and not lines[at - 1].strip()
            and not _is_long(lines[at:])
        ):
            return lines[:at]
    return lines


def _is_long(lines: list[str]) -> bool:
    return len("".join(lines)) > _LONGEST_SENTENCE


def _without_footer(lines: list[str]) -> str:
    """Leave out what a phone adds; where nothing else was written it stays, so that the mail is not empty."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _FOOTER.match(lines[end - 1][:80])):
        end -= 1
    return "\n".join(lines[:end] if end else lines).strip()
