"""`doctor` on the sandbox: which of its layers this machine does not have, what that leaves open, and who converts."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from intake.cli.app import App
from intake.cli.check import Check, State
from intake.config import AUTO, OFF, Config
from intake.errors import IntakeError
from intake.locale import N_
from intake.sandbox import CALLS, FILES, LAYERS, NETWORK, PROCESSES, converter_of, is_confined, sandbox_of

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
    yield _converter(app, config)


def _converter(app: App, config: Config) -> Check:
    """Say what is done with files that no reader of ours can read; an office program is nothing one has to have."""
    if config.converter == OFF:
        return Check("converter", "", State.OK, app.say(N_("switched off")))
    program = converter_of(config)
    if program is not None and is_confined():
        said = N_("converts Word files that intake cannot read itself, Works, WordPerfect, Word 2003 XML")
        return Check("converter", str(program), State.OK, app.say(said))
    if program is not None:
        said = N_(
            "not used: user namespaces or Landlock are missing here, and without them it could not be shut in — "
            "allow them, or set `converter` to off"
        )
        return Check("converter", str(program), State.WARNING, app.say(said))
    if config.converter != AUTO:
        said = N_("no such program — correct `converter`, or set it to auto or off")
        return Check("converter", config.converter, State.WARNING, app.say(said))
    said = N_("no soffice: old or broken Word files, Works and WordPerfect stay unread")
    return Check("converter", "", State.OK, app.say(said))
