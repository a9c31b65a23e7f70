"""A converter: has an office program make a .docx of one file; the parent starts it as a program of its own.

It needs what a reader must not have, programs and files to write, and so has a confinement of its own: a process
namespace that ends with it, no network, nothing but an empty /tmp to write to, and of files only programs to read.
Where the kernel refuses any of that nothing is converted.
"""

import os
import resource
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

from intake.model import TIMEOUT, Failure
from intake.sandbox import confinement, landlock
from intake.sandbox.channel import LARGEST_FILE, NOT_CONVERTED, Commission, Converted, receive, send

_FILES: Final = 512  # descriptors
_LARGEST: Final = 200 * 2**20  # bytes of a file it writes
_ROOM: Final = "size=512m,mode=0700,nr_inodes=20k"
_TMP: Final = Path("/tmp")  # noqa: S108  # the office program looks nowhere else; nobody but it sees this one
_ENVIRON: Final = {
    "HOME": str(_TMP),
    "TMPDIR": str(_TMP),
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "SAL_USE_VCLPLUGIN": "svp",  # no display
}


def main() -> None:
    """Serve the parent whose process id and descriptor stand on the command line, once."""
    parent, descriptor = map(int, sys.argv[1:3])
    confinement.tie_to(parent)
    apart = confinement.seclude(descriptor, _TMP, _ROOM)
    with socket.socket(fileno=descriptor) as channel:
        os.set_inheritable(descriptor, False)  # noqa: FBT003  # its name says what False means
        order = receive(channel, Commission)
        send(
            channel,
            _answer(order)
            if apart
            else Converted(failure=Failure(NOT_CONVERTED, "namespaces are not allowed")),
        )


def _answer(order: Commission) -> Converted:
    try:
        _restrain(order)
        return _converted(order)
    except subprocess.TimeoutExpired:
        return Converted(failure=Failure(TIMEOUT, f"not converted after {order.seconds} s"))
    except OSError as error:
        return Converted(failure=Failure(NOT_CONVERTED, str(error)))


def _restrain(order: Commission) -> None:
    """Give up what no office program needs."""
    confinement.give_up(
        {
            resource.RLIMIT_AS: order.memory,
            resource.RLIMIT_FSIZE: _LARGEST,
            resource.RLIMIT_NOFILE: _FILES,
            resource.RLIMIT_CPU: order.seconds + 1,
        }
    )
    if not landlock.close_all_but_programs(str(_home(Path(order.program))), str(_TMP)):
        raise PermissionError("the kernel has no Landlock: all files could be read")


def _home(program: Path) -> Path:
    """Find the folder of an office program's own files: `program` is a folder in it, others have only their own."""
    return program.parent.parent if program.parent.name == "program" else program.parent


def _converted(order: Commission) -> Converted:
    """Run the program in a folder that nobody else sees."""
    source, made = _TMP / f"draft.{order.draft.ending}", _TMP / "made"
    source.write_bytes(order.draft.content)
    done = subprocess.run(  # noqa: S603  # the operator's program
        [
            order.program, "--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard",
            f"-env:UserInstallation=file://{_TMP}/profile", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(made), str(source),
        ],
        env=_ENVIRON, cwd=_TMP, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        timeout=order.seconds, check=False,
    )  # fmt: skip
    try:
        descriptor = os.open(made / "draft.docx", os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return Converted(failure=Failure("corrupted", f"nothing was made of it, exit code {done.returncode}"))
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        return Converted(failure=Failure("too_big", f"more than {LARGEST_FILE} bytes were made of it"))
    return Converted(content)
