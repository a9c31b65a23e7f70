"""A text that somebody changes in a text editor: nothing typed is lost, whatever becomes of it."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import click

from intake.cli.app import App
from intake.errors import ActionRefused, ConfigError
from intake.locale import N_


@dataclass(frozen=True, slots=True)
class Draft:
    """A file for its owner alone, and the text that it began with."""

    path: Path
    first: str

    @classmethod
    def of(cls, name: str, text: str) -> Self:
        """Begin a file of this name in a new folder."""
        path = Path(tempfile.mkdtemp(prefix="intake-"), name)
        path.write_bytes(text.encode())
        return cls(path, text)

    def revised(self, app: App) -> str:
        """Have the file changed in the text editor and give its text.

        Raises ConfigError where there is no text editor that runs, ActionRefused where its file is no text.
        """
        editor = app.environ.get("VISUAL") or app.environ.get("EDITOR") or "vi"
        try:
            click.edit(filename=str(self.path))
            content = self.path.read_bytes()
        except (click.ClickException, OSError) as error:
            raise ConfigError(
                N_(
                    "nothing was edited — {editor} — it does not start or ended with an error — name a text editor in $EDITOR, or give the values as options"
                ),
                editor=editor,
            ) from error
        return _decoded(content, self.path)

    def keep(self, app: App) -> None:
        """Say where the text is, if anything was typed."""
        if self.path.exists() and self.path.read_bytes() != self.first.encode():
            app.warn(app.say(N_("what you typed is kept in {path}")).format(path=self.path))
        else:
            self.drop()

    def drop(self) -> None:
        """Remove the file and its folder."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def _decoded(content: bytes, path: Path) -> str:
    """Decode what was saved; text editors of a Chinese Windows save in its own charset."""
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    raise ActionRefused(
        N_("not understood — {path} — it is neither UTF-8 nor GB 18030 — save it as UTF-8"), path=path
    )
