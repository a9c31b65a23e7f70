"""Who sent a mail: in the form in which addresses are compared, what servers found out, and of unread mails, too."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add columns; an address is written as in `submission.sender`, what servers said is known after a reread."""
    for name in ("subject", "from_name", "from_address"):
        op.add_column("problem", sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("reading", sa.Column("sender", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column(
        "reading", sa.Column("authentication", sa.Text(), nullable=False, server_default=sa.text("'[]'"))
    )
    reading = sa.table(
        "reading",
        sa.column("message_id"),
        sa.column("from_address", sa.Text()),
        sa.column("sender", sa.Text()),
    )
    connection = op.get_bind()
    # SQLite's lower() knows ASCII alone, so it is done here
    for address in list(connection.scalars(sa.select(reading.c.from_address).distinct())):
        found = sa.update(reading).where(reading.c.from_address == address)
        connection.execute(found.values(sender=address.strip().lower()))
    op.create_index("ix_reading_sender", "reading", ["sender", "from_name", "message_id"])
