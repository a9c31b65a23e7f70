"""Who sent a mail: in the form in which addresses are compared, what servers found out, and of unread mails, too."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_NAME, _ADDRESS = 300, 320  # characters


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
        sa.column("from_name", sa.Text()),
        sa.column("from_address", sa.Text()),
        sa.column("sender", sa.Text()),
    )
    connection = op.get_bind()
    # as readers cut them now: PostgreSQL takes no longer ones into an index
    long = sa.func.length(reading.c.from_name) > _NAME
    connection.execute(
        sa.update(reading).where(long).values(from_name=sa.func.substr(reading.c.from_name, 1, _NAME))
    )
    told = connection.execute(sa.select(reading.c.message_id, reading.c.from_address)).all()
    # SQLite's lower() knows ASCII alone, so it is done here; each by its key, for no index has the addresses
    senders = [{"of": row.message_id, "address": row.from_address.strip().lower()[:_ADDRESS]} for row in told]
    if senders:
        found = sa.update(reading).where(reading.c.message_id == sa.bindparam("of"))
        connection.execute(found.values(sender=sa.bindparam("address")), senders)
    op.create_index("ix_reading_sender", "reading", ["sender", "from_name", "message_id"])
