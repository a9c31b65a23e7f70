"""`read`: what would be understood of files; stores nothing."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

from intake.cli.app import App
from intake.cli.failure import not_opened
from intake.cli.language import command, option
from intake.errors import Exit, Items, NothingUnderstood
from intake.locale import N_
from intake.model import DocumentReading, Failure, Reading
from intake.render import contract
from intake.render.attachments import obtained
from intake.render.document import document_page
from intake.render.mail import reading_page
from intake.render.words import CONVERTERS
from intake.sandbox import Sandbox, sandbox_of


@dataclass(frozen=True, slots=True)
class _Terms:
    """How every file of one run is read."""

    sandbox: Sandbox
    largest: int  # bytes
    as_json: bool


@command("read", help=N_("Show what would be understood of PATHs, documents or mails; store nothing."))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@option("--json", "as_json", is_flag=True, help=N_("Write JSON, one line a file."))
@click.pass_obj
def read_command(app: App, /, *, paths: tuple[str, ...], as_json: bool) -> int:
    """Read files; one that cannot be opened or understood does not stop the others."""
    config = app.config_or_defaults
    with sandbox_of(config) as sandbox:
        terms = _Terms(sandbox, config.limits.mail, as_json)
        codes = [_one(app, path, terms) for path in paths]
    if Exit.NO_SUCH_RECORD in codes:
        return Exit.NO_SUCH_RECORD
    if Exit.DONE not in codes:
        raise NothingUnderstood(
            N_("nothing understood — {paths} — no text could be read — see what is said of each above"),
            paths=Items(paths),
        )
    return Exit.DONE


def _one(app: App, path: str, terms: _Terms) -> int:
    try:
        with Path(path).open("rb") as file:
            content = file.read(terms.largest + 1)
    except (OSError, ValueError) as error:
        failure = not_opened(path, error)
        problem = ("not_opened", str(failure.values["why"]))
        _put_document(app, path, DocumentReading("unknown", problem=problem), terms)
        return app.complain(failure)
    found = _read(path, content, terms)
    if isinstance(found, Reading):
        _put_mail(app, path, content, found, terms)
        return Exit.DONE
    _put_document(app, path, found, terms)
    return Exit.REFUSED if found.problem else Exit.DONE


def _read(path: str, content: bytes, terms: _Terms) -> Reading | DocumentReading:
    if len(content) > terms.largest:
        return DocumentReading("unknown", problem=("too_big", f"more than {terms.largest} bytes"))
    found = terms.sandbox.read_file(content, Path(path).name)
    if isinstance(found, Failure):
        return DocumentReading("unknown", problem=(found.code, found.detail))
    return found


def _put_document(app: App, path: str, found: DocumentReading, terms: _Terms) -> None:
    if terms.as_json:
        app.put_lines([contract.document_line(path, found.records, found.warnings, found.problem)])
    else:
        said = (
            path,
            found.type,
            *((obtained(found.engine, app.view),) if found.engine in CONVERTERS else ()),
        )
        app.put_page(
            document_page("  ".join(said), found.records, (*found.warnings,), found.problem, app.view)
        )


def _put_mail(app: App, path: str, content: bytes, reading: Reading, terms: _Terms) -> None:
    if terms.as_json:
        digest = sha256(content).hexdigest()
        app.put_lines([contract.mail_line(reading, file=path, sha256=digest, zone=app.zone)])
    else:
        app.put_page(reading_page(reading, path, app.view))
