"""Lists go by arrival: the first poll of an old mailbox lands its newest mails first, and numbers follow landing."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WAITING = "lower(status) IN ('pending', 'second_review', 'final_review', 'needs_material')"
PLACE = ["arrived", "year", "serial"]


def upgrade() -> None:
    """Make the indexes of lists and of unread mails follow arrival, and find corrections by it."""
    op.drop_index("ix_message_unread", "message")
    _partial("ix_message_unread", "message", ["received", "id"], "unread IS {true}")
    op.drop_index("ix_submission_waiting", "submission")
    _partial("ix_submission_waiting", "submission", PLACE, f"{WAITING} AND archived IS {{false}}")
    op.drop_index("ix_submission_status", "submission")
    op.create_index("ix_submission_status", "submission", ["status", "archived", *PLACE])
    op.create_index("ix_submission_arrived", "submission", PLACE)
    _partial("ix_submission_correction", "submission", ["arrived"], "correction IS {true}")


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    """Make an index of some rows; SQLite proves that it fits only where the query says 1 and 0 as well."""
    op.create_index(
        name,
        table,
        columns,
        sqlite_where=sa.text(condition.format(true=1, false=0)),
        postgresql_where=sa.text(condition.format(true="true", false="false")),
    )
