from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dovecot_server import CODE, Account

from intake.cli import application

Intake = Callable[..., Result]


@pytest.fixture
def program(dovecot_account: Account, tmp_path: Path) -> Intake:
    """The program with a configuration for this Dovecot and a database of its own; extra variables by `env`."""
    account = dovecot_account
    config = tmp_path / "intake.toml"
    config.write_text(
        f'[store]\nurl = "sqlite:///{tmp_path}/intake.db"\n'
        f'[mailbox.tougao]\nkind = "imap"\nhost = "127.0.0.1"\nport = {account.tls}\n'
        f'user = "{account.user}"\nca_file = "{account.ca_file}"\nfolders = ["INBOX"]\n',
        encoding="utf-8",
    )

    def run(*arguments: object, lang: str = "en", **env: str) -> Result:
        words = ["--config", str(config), "--lang", lang, *map(str, arguments)]
        return CliRunner().invoke(application, words, env={"INTAKE_PASSWORD": CODE, "COLUMNS": "80"} | env)

    return run
