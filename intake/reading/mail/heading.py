"""Who sent a mail and what it is called, of a mail whose rest cannot be read."""

from intake.model import Heading, Limits
from intake.reading.mail import headers
from intake.reading.mail.fields import first_line, split_fields


def heading(raw: bytes, limits: Limits) -> Heading:
    """Read the header block alone, which can be all that there is of `raw`; never raises."""
    block = split_fields(raw, first_line(raw), len(raw), limits)
    sender, _ = headers.sender(block)
    return Heading(headers.header_text(block.first("subject"))[0], sender.name, sender.address)
