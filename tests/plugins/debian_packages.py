"""Debian packages unpacked into a folder: for a program that may not be installed beside another one."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from subprocess import CalledProcessError

from live import missing

_DOWNLOAD = ("apt-get", "-o", "Acquire::Retries=3", "-o", "Acquire::http::Timeout=20", "download")


def unpack(packages: Sequence[str], folder: Path) -> None:
    """Unpack packages and the libraries this machine lacks for them; skip where apt or the network is not there.

    What has been downloaded is kept in the user's cache folder; apt checks it, so the next time needs no network.
    """
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        missing(f"no {packages[0]}: it is unpacked from Debian's packages, and there is no apt-get or dpkg")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "intake-tests"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs of the tests share the cache
        try:
            for archive in _downloaded(packages, cache):
                _said("dpkg", "-x", str(archive), str(folder))
        except CalledProcessError as error:
            why = error.stderr.strip().rpartition("\n")[2]
            missing(f"no {packages[0]}: apt-get update, then again with a network — {why}")


def _downloaded(packages: Sequence[str], cache: Path) -> list[Path]:
    names = [*packages, *_lacking(_libraries(packages))]
    # apt leaves out of its list what lies in the folder where it runs
    files = [
        line.split()[1] for line in _said("apt-get", "--print-uris", "download", *names, folder=Path("/"))
    ]
    _said(*_DOWNLOAD, *names, folder=cache)
    return [cache / name for name in files]


def _libraries(packages: Sequence[str]) -> list[str]:
    """Name what they depend on, but for all that is no library: a mail server, perl, a system user."""
    lines = _said("apt-cache", "depends", *packages)
    names = (line.rpartition("Depends: ")[2] for line in lines if "Depends: " in line)
    return sorted({name for name in names if name.startswith("lib")})


def _lacking(libraries: Sequence[str]) -> list[str]:
    """Have apt tell what it would newly install: "Inst NAME (…"; "Inst NAME [version] (…" is there already."""
    lines = _said("apt-get", "--simulate", "--no-install-recommends", "install", *libraries)
    return [words[1] for line in lines if (words := line.split())[:1] == ["Inst"] and words[2][0] == "("]


def _said(*command: str, folder: Path | None = None) -> list[str]:
    # what is read of them must be English, and in C.UTF-8 a LANGUAGE that a test of the screens left wins
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder, env=environment)
    return done.stdout.splitlines()
