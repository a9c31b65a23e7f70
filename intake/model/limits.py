"""How much of a stranger's bytes is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's bytes is read; one met is a warning or a problem, never a silent cut.

    Sizes are bytes, except `text` (characters). `seconds` is the clock of one mail, and of one leaf where the mail
    cost a worker; `memory` what reading may take beyond what its process has to begin with. `converting_…` is for an
    office program and one file.
    """

    mail: int = 75 * 2**20  # QQ's MX announces SIZE 73400320
    header_block: int = 256 * 2**10
    header_field: int = 64 * 2**10
    header_fields: int = 2_000
    lines: int = 2_000_000
    delimiter_lines: int = 20_000
    depth: int = 50
    parts: int = 1_000
    attachments: int = 100
    member: int = 50 * 2**20
    archive: int = 200 * 2**20
    ratio: int = 150
    ratio_above: int = 20 * 2**20
    archive_depth: int = 3
    entries: int = 1_000
    pages: int = 500
    text: int = 2_000_000
    seconds: int = 30
    memory: int = 2**30
    converting_seconds: int = 90
    converting_memory: int = 2_560 * 2**20
