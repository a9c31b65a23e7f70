"""What a mail is for, judged from the mail alone and in doubt for the contributor.

Whatever carries a document stays a submission, and words that a mail merely quotes decide nothing: subjects are
matched from their beginning, bodies by the sender's own words.
"""

import re
from dataclasses import dataclass

from intake.model import Leaf, Link, MailKind
from intake.reading.mail.fields import Block

_FORWARD = re.compile(r"\s*(?:转发|轉發|转寄|轉寄|fwd?|fw)\s*[:：]", re.IGNORECASE)
_REPLY = re.compile(r"\s*(?:回复|回覆|答复|答覆|re)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_AUTO_SUBJECT = re.compile(
    r"\s*(?:(?:假期)?自动(?:回复|答复)|自動(?:回覆|回復|答覆)|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|"
    r"out of (?:the )?office|外出(?:自动回复)?)\s*[:：]",
    re.IGNORECASE,
)
_AUTO_BODY = re.compile(
    r"\s*(?:这是来自.{1,12}的?(?:假期)?自动回复邮件|(?:此|本)(?:邮件|信)为(?:系统)?自动回复)"
)
_BOUNCE_SUBJECT = re.compile(
    r"\s*(?:来自.{1,40}的退信|系统退信|退信通知|邮件被退回|undeliver|delivery status notification|returned mail|"
    r"mail delivery (?:failed|failure|subsystem)|failure notice|delivery failure)",
    re.IGNORECASE,
)
_BOUNCE_BODY = re.compile(r"退信|被退回|无法送达|投递失败|undeliver|could not be delivered", re.IGNORECASE)
_DAEMON = re.compile(r"(?:postmaster|mailer-daemon|mail-daemon)@", re.IGNORECASE)
_RECALL_SUBJECT = re.compile(
    r"\s*(?:发信方|发件人|发件方)已?(?:撤回|撤销)了?(?:该|此|一封)?邮件", re.IGNORECASE
)
_RECALL_SOFT = re.compile(r"\s*(?:撤回|召回|recall)\s*[:：]", re.IGNORECASE)
_RECALL_BODY = re.compile(
    r"(?:将|想要?)撤回(?:邮件|此邮件)|would like to recall|邮件已经?被.{0,6}撤回", re.IGNORECASE
)
_PROSE = 300  # characters beside links that make a text a contribution of its own
_ADDRESSES = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the judgement rests on: header fields, and what the other modules found."""

    block: Block
    type: str
    report: str  # report-type of a multipart/report
    subject: str
    address: str
    own: str
    full: str
    original: bool  # a quoted or an attached mail is in it
    leaves: tuple[Leaf, ...]
    links: tuple[Link, ...]

    @property
    def documents(self) -> tuple[Leaf, ...]:
        """Give the leaves that somebody attached: neither pictures of the page nor parts of a report."""
        return tuple(leaf for leaf in self.leaves if not leaf.inline)

    def says(self, name: str) -> str:
        """Give a header field in lower case, "" where it is missing."""
        return (self.block.first(name) or b"").decode("ascii", "replace").strip().lower()


def judge(evidence: Evidence) -> MailKind:
    """Tell the kind of a mail: submission unless something is sure."""
    if not evidence.full.strip() and not evidence.leaves:
        return MailKind.EMPTY
    if _is_bounce(evidence):
        return MailKind.BOUNCE
    if evidence.documents:
        return MailKind.SUBMISSION
    for kind, holds in _BY_WORD:
        if holds(evidence):
            return kind
    return MailKind.SUBMISSION


def traits(evidence: Evidence, kind: MailKind) -> tuple[str, ...]:
    """Tell "forward" (an original is in it), "reply", and "body_only" of a submission without attachments."""
    found = []
    if evidence.original and _FORWARD.match(evidence.subject):
        found.append("forward")
    elif _REPLY.match(evidence.subject) or (evidence.original and evidence.says("in-reply-to")):
        found.append("reply")
    if kind is MailKind.SUBMISSION and not evidence.documents:
        found.append("body_only")
    return tuple(found)


def _is_bounce(evidence: Evidence) -> bool:
    if evidence.type == "multipart/report" and evidence.report == "delivery-status":
        return True
    told = _BOUNCE_SUBJECT.match(evidence.subject)
    if _DAEMON.match(evidence.address):
        return bool(told or _BOUNCE_BODY.search(evidence.own[:2000]))
    return bool(told and not evidence.documents and evidence.says("return-path") == "<>")


def _is_recall(evidence: Evidence) -> bool:
    if _RECALL_SUBJECT.match(evidence.subject):
        return True
    return bool(_RECALL_SOFT.match(evidence.subject) and _RECALL_BODY.search(evidence.own[:500]))


def _is_auto_reply(evidence: Evidence) -> bool:
    return bool(
        evidence.says("auto-submitted").startswith("auto-replied")
        or evidence.says("x-autoreply") in ("yes", "true", "1")
        or evidence.says("precedence") == "auto_reply"
        or (evidence.type == "multipart/report" and evidence.report == "disposition-notification")
        or _AUTO_SUBJECT.match(evidence.subject)
        or _AUTO_BODY.match(evidence.own)
    )


def _is_link(evidence: Evidence) -> bool:
    return bool(evidence.links) and len("".join(_ADDRESSES.sub("", evidence.own).split())) < _PROSE


def _is_noise(evidence: Evidence) -> bool:
    """Tell newsletters, by the fields that only mass senders write (RFC 2369, RFC 2919)."""
    listed = evidence.block.first("list-unsubscribe", "list-id") is not None
    return listed and evidence.says("precedence") in ("bulk", "list", "junk")


_BY_WORD = (
    (MailKind.RECALL, _is_recall),
    (MailKind.AUTO_REPLY, _is_auto_reply),
    (MailKind.EXTERNAL_LINK, _is_link),
    (MailKind.NOISE, _is_noise),
)
