"""What becomes of a failure: one line that says what to do, and the exit code of its class."""

import errno
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from intake.cli.app import App
from intake.errors import CannotWrite, Exit, IntakeError, NoSuchRecord
from intake.locale import N_

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


def exit_code_of(run: Callable[[], object], app: App) -> int:
    """Run a command line; give its exit code, whatever happens in it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal of another charset is no reason to fail
    try:
        result = run()
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the last line of defence: nobody is shown a traceback unasked
        return _failed(error, app)
    return result if isinstance(result, int) else Exit.DONE


def not_opened(path: str | Path, error: OSError | ValueError) -> NoSuchRecord:
    """Say that a path given on the command line cannot be read; ValueError: a NUL in it."""
    why = getattr(error, "strerror", None) or str(error)
    return NoSuchRecord(
        N_("cannot open — {path} — {why} — check the name and its permissions"), path=path, why=why
    )


def _failed(error: Exception, app: App) -> int:
    match error:
        case click.ClickException():
            return _misused(error, app)
        case BrokenPipeError():
            return nobody_reads()
        case IntakeError():
            return _expected(error, app)
        case OSError() if error.errno in _FULL:
            return _full(error, app)
        case _:
            return _our_bug(error, app)


def code_of(error: BaseException) -> int:
    """Tell the exit code that an exception leads to."""
    match error:
        case click.ClickException() | IntakeError():
            return error.exit_code
        case click.Abort() | KeyboardInterrupt():
            return Exit.INTERRUPTED
        case SystemExit(code=int(code)):
            return code
        case OSError() if error.errno in _FULL:
            return Exit.CANNOT_WRITE
        case _:
            return Exit.OUR_BUG


def _misused(error: click.ClickException, app: App) -> int:
    """Say a mistake of the command line in our form; click would add how the command is used."""
    if not isinstance(error, click.UsageError) or isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return error.exit_code
    why = " ".join(error.format_message().split())  # a list of choices has lines and tabs
    command = error.ctx.command_path if error.ctx else "intake"
    template = app.say(N_("usage — {why} — see `{command} --help`"))
    app.warn(template.format(why=why.rstrip(".。"), command=command))
    return error.exit_code


def _expected(error: IntakeError, app: App) -> int:
    _trace(app)
    return app.complain(error)


def _trace(app: App) -> None:
    if app.verbose:
        import traceback  # noqa: PLC0415  # as rare as its use

        traceback.print_exc()


def _full(error: OSError, app: App) -> int:
    _leave_stdout()
    return app.complain(
        CannotWrite(
            N_("cannot write — {path} — {why} — make room and run the command again"),
            path=error.filename or "stdout",
            why=error.strerror,
        )
    )


def _our_bug(error: Exception, app: App) -> int:
    """Say that it is our fault, and where its traceback is kept."""
    _trace(app)
    log = _logged(error, app)
    template = (
        N_(
            "unexpected error — {kind}: {what} — this is a bug of intake — its traceback is in {log}; please report it"
        )
        if log
        else N_(
            "unexpected error — {kind}: {what} — this is a bug of intake — run again with -v and report what it says"
        )
    )
    return app.complain(IntakeError(template, kind=type(error).__name__, what=str(error)[:200], log=log))


def _logged(error: Exception, app: App) -> Path | None:
    """Keep a traceback in the log; None where that cannot be done."""
    import logging  # noqa: PLC0415  # for a bug only, like what follows

    from intake.cli.log import file_of  # noqa: PLC0415

    log = file_of(app)
    exception = (type(error), error, error.__traceback__)
    log.emit(logging.LogRecord("intake", logging.ERROR, __file__, 0, "unexpected error", (), exception))
    return log.path if log.written else None


def nobody_reads() -> int:
    """End well where the reader of a pipe is gone: `intake list | head` has seen enough."""
    _leave_stdout()
    return Exit.DONE


def _leave_stdout() -> None:
    """Point stdout at nothing: what is left in its buffer would fail again when the process ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
