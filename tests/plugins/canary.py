"""A code that must never be seen again, and everything that a run of the program leaves behind to look for it in."""

import os
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

VAULT = "vault"  # the folder that codes are kept in: the only one that may hold one
PLUGINS = Path(__file__).parent

#: Run as a password_command, a token_command or an editor: notes what a child gets to see, and prints a file.
_PEEK = """
import os, pathlib, sys
notes = pathlib.Path(__file__).with_name("seen")
notes.mkdir(exist_ok=True)
for pid in (os.getpid(), os.getppid()):
    for name in ("cmdline",) if pid == os.getppid() else ("cmdline", "environ"):
        (notes / f"{os.getpid()}-{pid}-{name}").write_bytes(pathlib.Path(f"/proc/{pid}/{name}").read_bytes())
print(pathlib.Path(sys.argv[1]).read_text())
"""


def code(source: str) -> str:
    """Make the code of a source."""
    return f"kanarie-{source}-9f3b7c"


def forms(secret: str) -> Iterator[bytes]:
    """Name what would give a code away: itself, and its base64 at each of the three places it can have in a line."""
    raw = secret.encode()
    yield raw
    yield raw.upper()
    for shift in range(3):
        last = (shift + len(raw)) % 3  # bytes whose base64 depends on what follows
        whole = b64encode(b"\0" * shift + raw[: len(raw) - last])
        yield whole[(4 if shift else 0) :]


@dataclass(frozen=True)
class Trace:
    """What a run said and what its children were given; `where` it is → bytes."""

    exit_code: int
    stdout: str
    stderr: str
    children: Mapping[str, bytes]


@dataclass
class Room:
    """A home with a vault, a configuration and the programs that configurations name."""

    home: Path
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.home / VAULT).mkdir(mode=0o700)
        (self.home / "peek.py").write_text(_PEEK)
        editor = self.home / "editor"
        editor.write_text(f'#!/bin/sh\nexec {sys.executable} {self.home}/peek.py "$1"\n')
        editor.chmod(0o700)

    @property
    def config(self) -> Path:
        return self.home / "intake.toml"

    def keep(self, source: str, text: str | None = None) -> Path:
        """Put a code, or a text that holds one, into the vault."""
        path = self.home / VAULT / source
        path.write_text(text or f"{code(source)}\n")
        path.chmod(0o600)
        return path

    def peeking(self, source: str) -> str:
        """Write a command that prints a code, as an array of TOML."""
        return f'["{sys.executable}", "{self.home}/peek.py", "{self.keep(source)}"]'

    def run(self, *arguments: str, stdin: str = "", program: Sequence[str] = ("-m", "intake")) -> Trace:
        """Run a command line with -v, looking at all of its processes while it does."""
        command = [sys.executable, *program, "--config", str(self.config), "-v", *arguments]
        seen: dict[str, bytes] = {}
        with (
            (self.home / "stdin").open("w+b") as source,
            (self.home / "stdout").open("wb") as out,
            (self.home / "stderr").open("wb") as err,
        ):
            source.write(stdin.encode())
            source.seek(0)
            (self.home / "stdin").unlink()  # it may hold a code, as the pipe that it stands for
            process = subprocess.Popen(
                command, cwd=self.home, env=self._environment(), stdin=source, stdout=out, stderr=err
            )
            while process.poll() is None:
                for place, held in (*_read(process.pid, "cmdline"), *_descendants(process.pid)):
                    if held not in seen.get(place, b""):  # one that has ended has an empty one
                        seen[place] = seen.get(place, b"") + held
                time.sleep(0.02)
        said = [(self.home / name).read_text("utf-8") for name in ("stdout", "stderr")]
        return Trace(process.returncode, said[0], said[1], seen)

    def _environment(self) -> dict[str, str]:
        ours = ("INTAKE_", "LC_", "LANG", "XDG_", "PYTHONPATH", "EDITOR", "VISUAL")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return kept | {
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "EDITOR": str(self.home / "editor"),
            "PYTHONPATH": str(PLUGINS),
            "PYTHON_KEYRING_BACKEND": "keyrings.FileKeyring",
            "INTAKE_TESTS_KEYRING": str(self.home / VAULT / "keyring"),
            **self.environ,
        }

    @contextmanager
    def database_in_use(self) -> Iterator[None]:
        """Keep the database open elsewhere, so that its -wal and -shm stay; reading its file here would unlock it."""
        hold = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM sqlite_master').fetchall()"
        command = [
            sys.executable,
            "-c",
            f"{hold}; print(flush=True); sys.stdin.read()",
            str(self.home / "intake.db"),
        ]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            holder.stdout.readline()
            yield
            holder.communicate()

    def leaks(self, trace: Trace, secrets: Sequence[str]) -> list[str]:
        """Name every place where a form of a code can be found: what was said, given to children, or written."""
        wanted = [form for secret in secrets for form in forms(secret)]
        places = {**trace.children, **dict(self._files())}
        return [f"{place}: {form!r}" for place, held in places.items() for form in wanted if form in held]

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for path in self.home.rglob("*"):
            kept = path.suffix == ".secret" or VAULT in path.resolve().parts
            if path.is_file() and not kept:
                yield str(path.relative_to(self.home)), path.read_bytes()


def _descendants(pid: int) -> Iterator[tuple[str, bytes]]:
    parent = dict(_read(pid, "cmdline")).values()
    for _, children in _read(pid, f"task/{pid}/children"):
        for child in children.split():
            for place, command in _read(int(child), "cmdline"):
                if command not in parent:  # until it runs its program, it has the memory of its parent
                    yield place, command
                    yield from _read(int(child), "environ")
            yield from _descendants(int(child))


def _read(pid: int, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        yield f"/proc/{pid}/{name}", Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it has ended meanwhile
        return
