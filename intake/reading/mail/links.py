"""Material that waits outside the mail: oversized attachments of QQ and NetEase, pans, shared documents.

QQ and NetEase put no MIME part for these, only a line "NAME (128.03M, 2026年12月22日 21:59 到期)" and an address;
the page behind it is an application, so the link is recorded and never followed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from html import unescape
from itertools import islice

from intake.model import Link

_PROVIDERS: Mapping[str, re.Pattern[str]] = {
    provider: re.compile(pattern, re.IGNORECASE)
    for provider, pattern in {
        "qq_ftn": r"(?:[a-z0-9-]+\.)*(?:mail\.qq\.com|exmail\.qq\.com)/(?:cgi-bin/ftn|ftn/download)|"
        r"(?:[a-z0-9-]+\.)*ftn\.qq\.com/",
        "netease_cloud": r"(?:[a-z0-9-]+\.)*(?:163|126|yeah)\.(?:com|net)/(?:large-attachment-download/|"
        r"html/cloud-attachment-download|fs/download)|edisk\.qiye\.163\.com/",
        "tencent_docs": r"docs\.qq\.com/[a-z]+/\w",
        "baidu_pan": r"(?:pan|yun)\.baidu\.com/(?:s/|share/|wap/)",
        "kdocs": r"(?:www\.)?kdocs\.cn/(?:[a-z]+/)*\w",
        "wenshushu": r"(?:www\.)?(?:wenshushu\.cn|wss\.ink|ws\d+\.cn|f\.ws\d+\.cn)/(?:f|k|box|t)/",
        "aliyun_pan": r"(?:www\.)?(?:aliyundrive|alipan)\.com/(?:s|t)/",
        "123pan": r"(?:www\.)?123(?:pan|684|865|912|592)\.(?:com|cn)/s/",
        "weiyun": r"share\.weiyun\.com/\w",
        "tianyi_cloud": r"cloud\.189\.cn/(?:t/|web/share)|download\.cloud\.189\.cn/",
        "quark_pan": r"pan\.quark\.cn/s/",
        "xunlei_pan": r"pan\.xunlei\.com/s/",
        "lanzou": r"(?:[a-z0-9-]+\.)*lanzou[a-z]?\.com/\w",
        "caiyun": r"(?:caiyun|yun)\.(?:139|feixin\.10086)\.(?:com|cn)/\w",
        "jianguoyun": r"(?:www\.)?jianguoyun\.com/p/",
        "feishu": r"(?:[a-z0-9-]+\.)+feishu\.cn/(?:docx|docs|file|wiki|sheets|drive|minutes)/",
        "shimo": r"shimo\.im/(?:docs|docx|file|sheets)/",
    }.items()
}
_URL = re.compile(r"https?://([A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{4,2000})")
# [^<>] and not [^>]: a page of "<a <a <a" would otherwise be read to its end from each of them.
_ANCHOR = re.compile(r"<a\b[^<>]*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?\s*([^\"'\s>]+)", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/?div|/?p|/?tr|/?li|/?table|/?h\d|hr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_DETAIL = re.compile(
    r"(?P<name>[^\n\x02\x03]{1,300}?)[ \t\x03]*[(（]\s*(?P<size>\d[\d.]*\s*[KMGT]?i?B?)\s*"
    r"(?:[,，;；]\s*(?P<until>[^()（）\n]{0,60}))?[)）]",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?P<year>20\d\d)[年/.-](?P<month>\d{1,2})[月/.-](?P<day>\d{1,2})日?(?:\s*(?P<hour>\d{1,2})[:：](?P<minute>\d\d))?"
)
_CODE = re.compile(
    r"(?:提取码|提取碼|访问码|提取密码|密码|pwd|口令)\s*(?:为|是)?\s*[:：=]?\s*([A-Za-z0-9]{4,8})(?![A-Za-z0-9])"
)
_CODE_IN_URL = re.compile(r"[?&](?:pwd|password)=([A-Za-z0-9]{4,8})")
_TITLE = re.compile(
    r"(?:分享的文件|分享文件|文件名)\s*[:：]\s*([^\n\x02\x03]{1,200})|【(?:腾讯文档|金山文档|WPS云文档)】\s*([^\n\x02\x03]{1,200})"
)
_BLANKS = re.compile(r"[ \t\xa0]+")
_CHINA = timezone(timedelta(hours=8))
MOST = 200
_LOOK_AHEAD = 120
_LOOK_BACK = 400


def links(texts: Iterable[str], pages: Iterable[str]) -> tuple[Link, ...]:
    """Collect the links of texts and HTML pages, at most MOST, one an address with all that any place says of it."""
    found: dict[str, Link] = {}
    for flat in (*texts, *pages):
        for link in islice(_in(flat), MOST):
            found[link.url] = _merge(found.get(link.url), link)
    return tuple(islice(found.values(), MOST))


def flatten(page: str) -> str:
    r"""Turn HTML into lines of text with each address before the words it stands behind, as "\x02URL\x03"."""
    text = page.replace("\x02", "").replace("\x03", "")
    text = _BREAK.sub("\n", _ANCHOR.sub(_address, text))
    return _BLANKS.sub(" ", unescape(_TAG.sub("", text)))


def _address(anchor: re.Match[str]) -> str:
    href = _HREF.search(anchor[0])
    return f"\x02{href[1]}\x03" if href else ""


def _in(text: str) -> Iterable[Link]:
    addresses = [
        (url.start(), url.end(), url[0], provider)
        for url in _URL.finditer(text)
        if (provider := _provider(url[1]))
    ]
    for position, (start, end, url, provider) in enumerate(addresses):
        before = addresses[position - 1][1] if position else 0
        after = addresses[position + 1][0] if position + 1 < len(addresses) else len(text)
        behind = text[end : min(after, end + _LOOK_AHEAD + _LOOK_BACK)]
        ahead = text[max(before, start - _LOOK_BACK) : start]
        yield _describe(Link(provider, url.rstrip(".,;:!?)]'")), ahead, behind)


def _provider(address: str) -> str | None:
    return next((provider for provider, pattern in _PROVIDERS.items() if pattern.match(address)), None)


def _describe(link: Link, ahead: str, behind: str) -> Link:
    r"""Add name, size, time limit and code from the words around an address.

    In HTML the words follow their address (behind "\x03"); in plain text they stand before it.
    """
    linked = behind.startswith("\x03")
    detail = _DETAIL.match(behind, 1) if linked else _last(_DETAIL, ahead)
    if detail is not None:
        link = replace(
            link,
            name=_name(detail["name"]),
            size=detail["size"].replace(" ", ""),
            expires=_when(detail["until"]),
        )
    title = _last(_TITLE, ahead)
    if link.name is None and title is not None:
        link = replace(link, name=_name(title[1] or title[2]))
    code = _CODE_IN_URL.search(link.url) or _CODE.search(behind[:_LOOK_AHEAD])
    return replace(link, code=code[1]) if code else link


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)


def _name(text: str) -> str | None:
    return text.strip(" \t\xa0\x03·•*>|-") or None


def _when(text: str | None) -> datetime | None:
    """Read a time limit; the pages of these providers show China's time, and a day alone ends as it begins."""
    found = _WHEN.search(text or "")
    if found is None:
        return None
    try:
        return datetime(
            int(found["year"]),
            int(found["month"]),
            int(found["day"]),
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            tzinfo=_CHINA,
        )
    except ValueError:
        return None


def _merge(elder: Link | None, link: Link) -> Link:
    if elder is None:
        return link
    return replace(
        elder,
        name=elder.name or link.name,
        size=elder.size or link.size,
        code=elder.code or link.code,
        expires=elder.expires or link.expires,
    )
