"""Half-width punctuation between Chinese characters."""

import re
from collections.abc import Iterator
from typing import Final

from intake.checks.copy import Copy
from intake.model import Finding

_HAN: Final = "一-龥"
_SIGN: Final = re.compile(
    f"(?<=[{_HAN}”’》）】])[,;:!?](?=[{_HAN}“‘《（【 \\n]|$)"
    f'|(?<=[{_HAN}”》）"])\\.(?=[{_HAN}\\n]|$)'
    f"|[()](?=[{_HAN}])|(?<=[{_HAN}])[()]"
    f'|(?<=[{_HAN}])"|"(?=[{_HAN}])',
    re.MULTILINE,
)
_MARKER: Final = re.compile(r"[ \t\u3000]{0,40}[（(]?[一二三四五六七八九十\d]{1,3}[.)）]")

SLUGS: Final = frozenset({"half_width"})


def half_width(copy: Copy) -> Iterator[Finding]:
    """Find all of them at once: where one stands, there are mostly many."""
    spans: list[tuple[int, int]] = []
    for start, line in copy.lines:
        marker = _MARKER.match(line)  # 一. and (1) number a heading
        begun = marker.end() if marker else 0
        spans += [(start + match.start(), start + match.end()) for match in _SIGN.finditer(line, begun)]
    if spans:
        yield copy.finding("half_width", *spans)
