"""Where mails lie on disk: a tree of .eml files, a Maildir, an mbox file; bytes are read, nothing is changed."""

import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from zlib import crc32

from intake.mailboxes.moments import sensible

_SEPARATOR = re.compile(
    rb"From (.*\d\d?:\d\d.*)?\r?\n?\Z"
)  # with asctime's date, or bare as Thunderbird writes it
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_FLAGS = re.compile(r"[:;!]2,.*\Z")  # ":" cannot stand in a file name everywhere
_RECEIVED = re.compile(rb"^Received:((?:[^\n]|\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_ZONED = re.compile(
    r"[+-]\d{4}|\b(GMT|UTC?)\b"
)  # "CST" alone would be read as US Central: eight hours are six before
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_HEADERS = 256 * 2**10  # bytes searched for a Received field


@dataclass(frozen=True, slots=True)
class Place:
    """A mail's bytes: a whole file, or from `start` to `end` in an mbox."""

    path: Path
    start: int = 0
    end: int | None = None

    def read(self, now: datetime) -> tuple[bytes, datetime] | None:
        """Read the mail and when it came (aware, not after `now`); None when it is not here any more."""
        with suppress(OSError), self.path.open("rb") as file:
            file.seek(self.start)
            raw = file.read() if self.end is None else file.read(self.end - self.start)
            changed = sensible(datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC), now) or now
            return (
                (raw, _received(raw, now) or changed) if self.end is None else _out_of_mbox(raw, changed, now)
            )
        return None

    def size(self) -> int | None:
        """Tell how many bytes it has; None when it is not here any more."""
        if self.end is not None:
            return self.end - self.start
        with suppress(OSError):
            return self.path.stat().st_size
        return None


Places = Mapping[str, Place]  # by uid, oldest first


def sources(root: Path) -> Mapping[str, Callable[[], Places]]:
    """Name the folders under a path, each with a function that looks up its mails now.

    A Maildir is "INBOX", its subfolders (".Name", Maildir++) go by their names. Elsewhere all .eml files together
    are the folder "."; every Maildir and every mbox file below is a folder named by its path. Raises OSError where
    the path cannot be read.
    """
    if _is_maildir(root):
        below = sorted(path for path in root.iterdir() if path.name.startswith(".") and _is_maildir(path))
        folders = {"INBOX": root, **{_name(path.name[1:]): path for path in below}}
        return {name: partial(maildir, path) for name, path in folders.items()}
    found = {_name(_relative(path, root)): look for path in _below(root) if (look := _look(path))}
    if root.is_dir() or root.suffix.lower() == ".eml":
        return {".": partial(eml_files, root), **found}
    if not found:
        raise OSError(errno.EINVAL, "neither a folder nor an .eml or mbox file")
    return found


def _look(path: Path) -> Callable[[], Places] | None:
    if _is_maildir(path):
        return partial(maildir, path)
    return partial(mbox, path) if _is_mbox(path) else None


def eml_files(root: Path) -> Places:
    """Find .eml files in a folder and everything below it, by path; their uid is that path and the size.

    A file that is still being written when it is polled grows into another uid, so the whole mail is taken, too.
    """
    found = (path for path in _below(root) if path.suffix.lower() == ".eml" and path.is_file())
    return {f"{_name(_relative(path, root))}:{_size(path)}": Place(path) for path in found}


def _size(path: Path) -> int:
    with suppress(OSError):  # gone since it was found: fetching it yields nothing
        return path.stat().st_size
    return 0


def maildir(root: Path) -> Places:
    """Find a Maildir's mails, by the delivery time in their names; the uid is the name without its flags."""
    entries = [path for part in ("new", "cur") for path in (root / part).iterdir() if path.name[0] != "."]
    return {_name(_FLAGS.sub("", path.name)): Place(path) for path in sorted(entries, key=_delivered)}


def mbox(path: Path) -> Places:
    """Find the mails of an mbox by one pass over its lines (RFC 4155).

    The uid is the offset of the "From " line, the mail's length, and that line's CRC-32: another mail stands at the
    same offset once the file was rotated or compacted, and the last mail may still be growing.
    """
    starts: list[tuple[int, int]] = []
    offset, after_blank = 0, True
    with path.open("rb") as file:
        for line in file:
            if after_blank and line.startswith(b"From ") and _SEPARATOR.match(line):
                starts.append((offset, crc32(line)))
            after_blank = line in (b"\n", b"\r\n")
            offset += len(line)
    ends = [*(start for start, _ in starts[1:]), offset]
    return {
        f"{start}:{end - start}:{check:08x}": Place(path, start, end)
        for (start, check), end in zip(starts, ends, strict=False)
    }


def _out_of_mbox(raw: bytes, changed: datetime, now: datetime) -> tuple[bytes, datetime] | None:
    """Take off what mbox adds: the "From " line, the blank line at the end, one layer of quoting."""
    separator, _, mail = raw.partition(b"\n")
    if not separator.startswith(b"From "):
        return None
    for blank in (b"\r\n", b"\n"):
        if mail.endswith((b"\n" + blank, b"\r" + blank)):
            mail = mail.removesuffix(blank)
            break
    if b">From " in mail:  # ten times faster than the pattern alone
        mail = _QUOTED.sub(rb"\1", mail)
    stated = _date(separator.decode("ascii", "replace").split(" ", 2)[-1] + " +0000", now)  # RFC 4155: in UTC
    return mail, _received(mail, now) or stated or changed


def _received(raw: bytes, now: datetime) -> datetime | None:
    """Read when the last server took the mail: the topmost Received field, after its last semicolon."""
    found = _RECEIVED.search(header_block(raw[:_HEADERS]).replace(b"\r\n", b"\n"))
    return _date(found[1].decode("ascii", "replace").rpartition(";")[2], now) if found else None


def header_block(raw: bytes) -> bytes:
    """Give what stands in front of the first blank line."""
    blank = _BLANK_LINE.search(raw)
    return raw[: blank.start()] if blank else raw


def _date(text: str, now: datetime) -> datetime | None:
    if not _ZONED.search(text):
        return None
    with suppress(ValueError, TypeError, IndexError, OverflowError):  # what parsedate_to_datetime raises
        return sensible(parsedate_to_datetime(" ".join(text.split())), now)
    return None


def _below(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
    else:
        next(
            root.iterdir(), None
        )  # says so where the folder is missing or closed: rglob finds nothing in silence
        yield from sorted(root.rglob("*"))


def _is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _is_mbox(path: Path) -> bool:
    if path.suffix.lower() == ".eml" or path.parent.name in {"cur", "new", "tmp"} or not path.is_file():
        return False
    with suppress(OSError), path.open("rb") as file:
        start = file.read(5)
        return start == b"From " or (not start and path.suffix.lower() in {"", ".mbox", ".mbx"})
    return False


def _delivered(path: Path) -> tuple[int, str]:
    seconds = path.name.partition(".")[0]
    return (int(seconds) if seconds.isdecimal() else 0, path.name)


def _relative(path: Path, root: Path) -> str:
    return path.name if path == root else path.relative_to(root).as_posix()


def _name(text: str) -> str:
    """Write a file's name as text that any store can keep: bytes that are no UTF-8 are escaped."""
    return os.fsencode(text).decode("utf-8", "backslashreplace")
