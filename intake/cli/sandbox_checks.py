"""`doctor` on the sandbox: which of its layers this machine does not have, and what that leaves open."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from intake.cli.app import App
from intake.cli.check import Check, State
from intake.config import Config
from intake.errors import IntakeError
from intake.locale import N_
from intake.sandbox import CALLS, FILES, LAYERS, NETWORK, PROCESSES, sandbox_of

_OPEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        FILES: N_(
            "this kernel has no Landlock (Linux 5.13, switched on) — a mail that takes over its reader could read the files of this login, codes among them"
        ),
        CALLS: N_(
            "no filter of system calls (seccomp, on x86_64 and aarch64) — a mail that takes over its reader has more of the kernel to attack"
        ),
        NETWORK: N_(
            "neither network namespaces nor Landlock 4 (Linux 6.7) nor seccomp — a mail that takes over its reader could reach the network"
        ),
        PROCESSES: N_(
            "process namespaces are not allowed here — a program that a mail starts and hides could go on after its reader is ended"
        ),
    }
)


def of_sandbox(app: App, config: Config) -> Iterator[Check]:
    """Name each layer that is missing; limits of time and memory hold on every machine."""
    try:
        with sandbox_of(config) as sandbox:
            there = sandbox.layers()
    except IntakeError as error:
        yield Check("sandbox", "", State.BROKEN, error.say(app.say))
        return
    for layer in LAYERS:
        if layer not in there:
            yield Check("sandbox", layer, State.WARNING, app.say(_OPEN[layer]))
