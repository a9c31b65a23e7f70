"""Authentication-Results (RFC 8601): what the server that received a mail found out about its sender.

Anybody can write such a field into a mail. So only those count that stand where none but the receiving server could
put them: above every Received; or, behind hops within its own house, above the topmost Received that names it. A
sender can forge both where a border server's Received has another name, so that there a field counts only where the
mail has no other of its name. QQ's server puts its field below its Received (seen from 2023 to 2026): there it counts,
too, only where it is the only one, below a Received of QQ's border servers and above the next one.
Whether a server is to be believed at all, the operator says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from intake.model import Authentication
from intake.reading.mail.fields import Block, Field
from intake.reading.mail.headers import clean

METHODS: Final = ("spf", "dkim", "dmarc")

_RESULTS: Final = frozenset(
    {"pass", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror"}
)
#: What names the domain that a method vouches for, the surest first (RFC 8601 §2.7).
_DOMAINS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "spf": ("smtp.mailfrom", "smtp.helo"),
        "dkim": ("header.d", "header.i"),
        "dmarc": ("header.from",),
    }
)
#: Servers that write below their own Received, and how that begins; mail within QQ comes by other servers.
_BELOW: Final[Mapping[str, re.Pattern[bytes]]] = MappingProxyType(
    {"mx.qq.com": re.compile(rb"from\s[^;]*?\sby\s+[a-z0-9.-]+\.qq\.com\s+\(NewMX\)", re.IGNORECASE)}
)
_MOST: Final = 20  # fields looked at
_LONGEST: Final = 8_000  # bytes of one

_QUOTED = r'"(?:[^"\\]|\\.|\\\Z)*(?:"|\Z)'
_OUTSIDE = re.compile(rf'{_QUOTED}|\(|[^"(]+', re.DOTALL)
_INSIDE = re.compile(r"\\.|[()]|[^\\()]+|\\", re.DOTALL)
_SEGMENT = re.compile(rf'(?:{_QUOTED}|[^";])+', re.DOTALL)
_IDENTITY = re.compile(rf'\s*({_QUOTED}|[^\s"=;]+)(?:\s+\d+)?\s*', re.DOTALL)
_METHOD = re.compile(r"\s*([a-z0-9-]{1,40})\s*(?:/\s*\d+\s*)?=\s*([a-z]{1,40})(?=\s|\Z)", re.IGNORECASE)
# QQ folds its field in the middle of a domain: a word behind a tab that is followed by no "=" goes on with the last.
_PROPERTY = re.compile(
    rf"([a-z][a-z0-9-]{{0,40}}\s{{0,9}}\.\s{{0,9}}[a-z0-9-]{{1,40}})\s{{0,9}}=\s{{0,9}}"
    rf"({_QUOTED}|[^\s=]+(?:[ ]?\t\s{{0,9}}[^\s=]+(?=\s+[^\s=]|\s*\Z))?)",
    re.IGNORECASE | re.DOTALL,
)
_BY = re.compile(rb"\bby\s+([a-z0-9.-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Finding:
    """One result of one method; `domain` is what it is about, "" where the field does not say."""

    method: str
    result: str
    domain: str


def authentication(block: Block, address: str) -> tuple[Authentication, ...]:
    """List what servers that could only be receivers say of a mail from this address; never raises.

    Each is under the name that its server has there; of several fields of one name the topmost says more.
    """
    told: dict[str, list[_Finding]] = {}
    for identity, findings in _counting(block):
        told.setdefault(identity, []).extend(findings)
    domain = address.rpartition("@")[2].strip().lower()
    return tuple(
        Authentication(identity, _slugs(findings, domain)) for identity, findings in told.items() if findings
    )


def _counting(block: Block) -> Iterator[tuple[str, list[_Finding]]]:
    """Give the fields that stand where only a receiving server could put them."""
    told = [index for index, each in enumerate(block.fields) if each.name == "authentication-results"][:_MOST]
    hops = _hops(block) if told else {}
    read = [(index, *_read(block.fields[index])) for index in told]
    names = [identity for _, identity, _ in read]
    for index, identity, findings in read:
        alone = names.count(identity) == 1
        if identity in _BELOW:
            counts = alone and _is_below(hops, index, _BELOW[identity])
        else:
            counts = index < next(iter(hops), -1) or (alone and _is_above(hops, index, identity))
        if counts:
            yield identity, findings


def _hops(block: Block) -> dict[int, bytes]:
    """Give the places of the Received fields and what they say, the last hop first."""
    return {index: each.value for index, each in enumerate(block.fields) if each.name == "received"}


def _is_above(hops: dict[int, bytes], index: int, identity: str) -> bool:
    """Tell whether a field stands above the topmost Received of the server it names."""
    by = (
        at
        for at, value in hops.items()
        if (found := _BY.search(value)) and found[1].lower() == identity.encode()
    )
    return index < next(by, -1)


def _is_below(hops: dict[int, bytes], index: int, border: re.Pattern[bytes]) -> bool:
    """Tell whether a field stands between a border server's own Received and the one before it."""
    top, *others = hops or (index,)
    return top < index < next(iter(others), index + 1) and border.match(hops[top]) is not None


def _read(field: Field) -> tuple[str, list[_Finding]]:
    """Read one field: the name of its server in lower case, "" where it names none, and what it found."""
    text = _uncommented(clean(field.value[:_LONGEST].decode("utf-8", "replace")))
    first, *rest = _SEGMENT.findall(text) or [""]
    identity = _IDENTITY.fullmatch(first)
    if identity is None:  # Exchange names no server: whose word it is cannot be told
        return "", []
    return _unquoted(identity[1]).lower(), [found for each in rest if (found := _finding(each)) is not None]


def _uncommented(text: str) -> str:
    """Put a space for each comment; they nest, and a quote in one is a mere character (RFC 5322 §3.2.2)."""
    kept, depth, at = [], 0, 0
    while found := (_INSIDE if depth else _OUTSIDE).match(text, at):
        at = found.end()
        if found[0] == "(":
            depth += 1
        elif depth and found[0] == ")":
            depth -= 1
            kept.append(" " if depth == 0 else "")
        elif depth == 0:
            kept.append(found[0])
    return "".join(kept)


def _finding(segment: str) -> _Finding | None:
    found = _METHOD.match(segment)
    if found is None:  # "none", or nothing that the grammar knows
        return None
    method, result = found[1].lower(), found[2].lower()
    if method not in METHODS or result not in _RESULTS:
        return None
    properties = {
        "".join(each[1].split()).lower(): _unquoted(each[2])
        for each in _PROPERTY.finditer(segment, found.end())
    }
    values = (properties[name] for name in _DOMAINS[method] if properties.get(name))
    return _Finding(method, result, _domain(next(values, "")))


def _domain(value: str) -> str:
    """Give the domain of an address or a domain; QQ folds its fields in the middle of one."""
    return "".join(value.split()).strip("<>").rpartition("@")[2].strip(".").lower()


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if len(text) > 1 and text[0] == text[-1] == '"' else text


def _slugs(findings: list[_Finding], domain: str) -> tuple[str, ...]:
    """Sum up each method: one signature that is good is enough, and best is one of the sender's own domain."""
    slugs: list[str] = []
    for method in METHODS:
        of_method = [_slug(each, domain) for each in findings if each.method == method]
        best = [f"{method}_pass", f"{method}_unaligned"]
        slugs += ([each for each in best if each in of_method] or of_method)[:1]
    return tuple(slugs)


def _slug(finding: _Finding, domain: str) -> str:
    """Tell a pass for another domain apart: it says nothing of the sender who is shown (RFC 7489 §3.1)."""
    aligned = not finding.domain or _related(finding.domain, domain)
    return f"{finding.method}_{finding.result if aligned or finding.result != 'pass' else 'unaligned'}"


def _related(one: str, other: str) -> bool:
    """Take a domain and what lies below it for one; without a list of public suffixes no more can be told."""
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or ("." in shorter and longer.endswith(f".{shorter}"))
