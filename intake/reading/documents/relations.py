"""The relationships in an office package: which part is what to another (ISO/IEC 29500-2, 6.5)."""

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath

from intake.reading.documents.safe_xml import parsed

# What word processors write, and nothing that could be read in two ways: no entity, no comment, nothing outside of
# ASCII, no attribute twice. To parse so little takes five times as long; whatever looks different is parsed.
_VALUE = r"[ !#-%'-;=?-~]*+"
_RELATION = (
    rf'<Relationship Id="{_VALUE}" Type="({_VALUE})" Target="({_VALUE})"(?: TargetMode="({_VALUE})")? ?/>'
)
_QUOTED = r'<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?(?: standalone="yes")? ?\?>'
_APOSTROPHES = _QUOTED.replace('"', "'")
_NAMESPACE = re.escape("http://schemas.openxmlformats.org/package/2006/relationships")
_RELATIONS = rf'<Relationships xmlns="{_NAMESPACE}">(?:{_RELATION})*</Relationships>'
_USUAL = re.compile(rf"(?:{_QUOTED}|{_APOSTROPHES})?[\r\n]*{_RELATIONS}[\r\n]*")
_EACH = re.compile(_RELATION)
_BELOW = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)*")  # without steps up, or back to the root


def relations(data: bytes, name: str) -> Mapping[str, str]:
    """Map the last words of the types of relationships ("styles") to their targets; external ones are never followed.

    Raises Unreadable "corrupted".
    """
    text = data.decode("latin-1")
    if _USUAL.fullmatch(text):
        stated = _EACH.findall(text)
    else:
        stated = [
            [each.get(key, "") for key in ("Type", "Target", "TargetMode")] for each in parsed(data, name)
        ]
    return {kind.rpartition("/")[2]: target for kind, target, mode in stated if mode != "External"}


def resolved(source: str, target: str) -> str:
    """Resolve the target of a relationship as seen from its source, whose name begins with a slash, or the package."""
    if _BELOW.fullmatch(
        target
    ):  # as nearly all are: what makes paths of other shapes takes six times as long
        return f"{source.rpartition('/')[0]}/{target}"
    return normpath(join("/", dirname(source), target.replace("\\", "/")))
