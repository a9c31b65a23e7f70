"""Zip archives as Windows makes them for Chinese users: names in GBK, and nothing that says so."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_STAMP: Final = (2026, 1, 1, 0, 0, 0)
_MS_DOS: Final = 0  # `create_system` of the Explorer


def archive(members: Mapping[str, bytes]) -> bytes:
    """Pack members under GBK names with the UTF-8 flag off.

    zipfile turns any name outside ASCII into flagged UTF-8, so a placeholder of the same length is written
    and exchanged in the finished bytes; offsets and checksums do not cover names.
    """
    target = io.BytesIO()
    names = {
        f"\x01{place}".ljust(len(name.encode("gbk")), "\x01"): name for place, name in enumerate(members)
    }
    with zipfile.ZipFile(target, "w") as packed:
        for placeholder, name in names.items():
            entry = zipfile.ZipInfo(placeholder, _STAMP)
            entry.create_system = _MS_DOS
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, members[name])
    content = target.getvalue()
    for placeholder, name in names.items():
        content = content.replace(placeholder.encode(), name.encode("gbk"))
    return content
