"""IDLE on servers that push: a client that waits is told of a new mail without asking (RFC 2177)."""

import pytest
from imap_account import CODE, ImapAccount
from imapclient import IMAPClient
from listening import HOST

pytestmark = pytest.mark.live

PATIENCE = 30  # seconds; without a push Dovecot says "Still here" after 120, Cyrus looks by itself after 60


@pytest.mark.parametrize("server", ["dovecot", "cyrus"])
def test_a_client_that_waits_in_a_folder_opened_read_only_is_told_of_every_new_mail(
    server: str, request: pytest.FixtureRequest
) -> None:
    account: ImapAccount = request.getfixturevalue(f"{server}_account")
    with IMAPClient(HOST, account.plain, ssl=False, timeout=PATIENCE) as client:
        client.login(account.user, CODE)
        client.select_folder("INBOX", readonly=True)
        client.idle()
        for number in (1, 2):
            account.append(b"Subject: %d\r\n\r\n" % number)
            assert (number, b"EXISTS") in heard(client, b"EXISTS")
        client.idle_done()
        assert client.search("ALL") == [1, 2]


def heard(client: IMAPClient, word: bytes) -> list[tuple[object, ...]]:
    """Listen until the word falls, or nothing is said for too long."""
    said: list[tuple[object, ...]] = []
    while not any(word in line for line in said):
        more = client.idle_check(timeout=PATIENCE)
        assert more, f"nothing was pushed after {said}"
        said += more
    return said
