"""Whose word about a mail's sender counts: that of the server of a mailbox it was found in, if the operator trusts it."""

from dataclasses import replace

from intake.cli.app import App
from intake.model import StoredMessage


def judged(app: App, message: StoredMessage) -> StoredMessage:
    """Give a mail with the verdict on its sender: all that its reading tells in other names stays unsaid."""
    servers = {box.name: box.authserv_id.lower() for box in app.config.mailboxes if box.authserv_id}
    trusted = {servers[seen.mailbox] for seen in message.sightings if seen.mailbox in servers}
    told = message.reading.authentication if message.reading else ()
    return replace(message, verdict=next((one.results for one in told if one.server in trusted), ()))
