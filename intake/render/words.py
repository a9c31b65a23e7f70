"""What slugs are called on the screen; the English ones are templates of the catalogue."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from intake.locale import N_
from intake.model import DOUBTFUL, RECOGNISED, MailKind, Outcome
from intake.workflow import STATUS_LABELS

STATUSES: Final = STATUS_LABELS

KINDS: Final[Mapping[MailKind, str]] = MappingProxyType(
    {
        MailKind.SUBMISSION: N_("submission"),
        MailKind.NOT_SPEECH: N_("not a speech"),
        MailKind.EXTERNAL_LINK: N_("link"),
        MailKind.AUTO_REPLY: N_("auto-reply"),
        MailKind.BOUNCE: N_("bounce"),
        MailKind.RECALL: N_("recall"),
        MailKind.OWN_COPY: N_("own copy"),
        MailKind.NOISE: N_("noise"),
        MailKind.EMPTY: N_("empty mail"),
    }
)

OUTCOMES: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.READ: N_("read"),
        Outcome.OPENED: N_("opened"),
        Outcome.SKIPPED: N_("skipped"),
        Outcome.UNSUPPORTED: N_("no reader for this type"),
        Outcome.UNREADABLE: N_("not readable"),
    }
)

#: Where material waits outside the mail, by the slugs of its links.
PROVIDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "qq_ftn": N_("QQ Mail large attachment"),
        "netease_cloud": N_("NetEase large attachment"),
        "tencent_docs": N_("Tencent Docs"),
        "baidu_pan": N_("Baidu Pan"),
        "kdocs": N_("Kingsoft Docs"),
        "wenshushu": N_("Wenshushu"),
        "aliyun_pan": N_("Aliyun Drive"),
        "123pan": N_("123 Pan"),
        "weiyun": N_("Weiyun"),
        "tianyi_cloud": N_("Tianyi Cloud"),
        "quark_pan": N_("Quark Pan"),
        "xunlei_pan": N_("Xunlei Pan"),
        "lanzou": N_("Lanzou Cloud"),
        "caiyun": N_("China Mobile Cloud"),
        "jianguoyun": N_("Jianguoyun"),
        "feishu": N_("Feishu"),
        "shimo": N_("Shimo"),
    }
)

#: The engines that made another file of a file before it was read, and what they are called.
CONVERTERS: Final[Mapping[str, str]] = MappingProxyType(
    {"msdoc2docx": "msdoc2docx", "soffice": "LibreOffice"}
)


def confidence(value: float) -> str:
    """Say in a word how far a recognised value can be trusted."""
    if value >= RECOGNISED:
        return N_("recognised")
    return N_("please check") if value >= DOUBTFUL else N_("not recognised")


#: Where a value stands, by the slugs of its evidence.
SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "stated": N_("stated"),
        "inferred": N_("inferred"),
        "filename": N_("in the file name"),
        "mail": N_("in the subject"),
        "edited": N_("an editor's"),
    }
)

#: The fields of a record that a page shows, by the names its evidence has for them.
FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title.kicker": N_("Column"),
        "title.issue": N_("Issue"),
        "title.main": N_("Title"),
        "title.subtitle": N_("Subtitle"),
        "speaker": N_("Speaker"),
        "unit": N_("Unit"),
        "post": N_("Post"),
        "other_posts": N_("Other posts"),
        "region": N_("Region"),
        "occasion": N_("Occasion"),
        "date": N_("Date"),
        "editor_note": N_("Editor's note"),
        "lead": N_("Lead"),
        "closing": N_("Closing"),
    }
)
