"""Files that a command leaves behind: written whole or not at all, and what is said where that fails."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from intake.errors import CannotWrite
from intake.locale import N_


def put_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Put a file down in one step: whoever reads meanwhile sees the old one or the new, and never a part."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def keep(path: Path, content: bytes) -> None:
    """Put a file down for its owner alone, in a folder that is made where there is none.

    Raises CannotWrite where that fails.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        put_whole(path, content)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """Say which file could not be written, and why."""
    return CannotWrite(
        N_("cannot write — {path} — {why} — check the folder's permissions and the free space"),
        path=path,
        why=error.strerror,
    )
