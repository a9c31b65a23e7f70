"""When a problem is tried again, and which version of the readers met it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add columns; a problem of before was met by no version that is known, and so is tried again once."""
    op.add_column("problem", sa.Column("version", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("problem", sa.Column("next_at", sa.DateTime(timezone=True)))
