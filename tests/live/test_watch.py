"""A watch on servers that push: new mail is fetched as it comes, whatever the interval."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from imap_account import CODE, ImapAccount
from watching import watching

from intake.mailboxes import open_mailbox
from intake.store import Store, open_store
from intake.watch import Listener

pytestmark = pytest.mark.live


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/intake.db", ZoneInfo("Asia/Shanghai")) as opened:
        yield opened


@pytest.mark.parametrize("server", ["dovecot", "cyrus"])
def test_every_mail_is_fetched_as_the_server_tells_of_it(
    server: str, store: Store, request: pytest.FixtureRequest
) -> None:
    account: ImapAccount = request.getfixturevalue(f"{server}_account")
    config = account.config()
    with watching(
        store,
        config,
        {"INTAKE_PASSWORD": CODE, f"INTAKE_PASSWORD_{server.upper()}": CODE},
        lambda told: Listener(lambda: open_mailbox(config, account.secret), told),
    ) as watched:
        assert watched.landings[0].failures == ()
        for number in (1, 2, 3):  # told of by IDLE, or found between the first pass and it
            account.append(b"Subject: %d\r\n\r\n" % number)
            assert watched.next().new == 1
        assert watched.watch.listeners[config.name].alive
