"""What a poll has to remember between runs: mail that did not come, listings, refused logins."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add tables and columns; what is there stays as it is."""
    op.add_column("message", sa.Column("head", sa.Text()))
    op.add_column(
        "message", sa.Column("mismatch", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.add_column("sighting", sa.Column("settled", sa.Text()))
    op.add_column("run", sa.Column("listings", sa.Text()))
    _outstanding()
    _backoff()


def _outstanding() -> None:
    op.create_table(
        "outstanding",
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("digest", sa.Text()),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", "folder", "uidvalidity", "uid", name="pk_outstanding"),
    )


def _backoff() -> None:
    op.create_table(
        "backoff",
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name="pk_backoff"),
    )
