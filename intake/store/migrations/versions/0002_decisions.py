"""Editors decide: a log that only grows, and what relates submissions to one another."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFUSAL = "a decision is never changed or removed"


def upgrade() -> None:
    """Add the log, and columns to what is there."""
    _decision()
    _submission()
    _known()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", ID, nullable=False),
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("status_from", sa.Text(), nullable=False),
        sa.Column("status_to", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("undoes", ID),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_decision_submission_id"),
        sa.ForeignKeyConstraint(["undoes"], ["decision.id"], name="fk_decision_undoes"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_submission_id_id", "decision", ["submission_id", "id"])


def _submission() -> None:
    op.add_column("submission", sa.Column("sender", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("submission", sa.Column("file", sa.Text(), nullable=False, server_default=sa.text("''")))
    for name in ("correction", "edited"):
        op.add_column(
            "submission", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))
        )
    op.add_column("submission", sa.Column("assignee", sa.Text()))
    op.add_column("submission", sa.Column("until", sa.Date()))
    for name in ("duplicate_of", "revision_of"):
        _add_reference(name)
    op.add_column("content", sa.Column("edits", sa.Text()))
    for name in ("sender", "file", "fingerprint"):
        op.create_index(f"ix_submission_{name}", "submission", [name])


def _add_reference(name: str) -> None:
    """Add a reference to another submission in one statement: Alembic would copy SQLite's whole table for it."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE submission ADD COLUMN {name} {kind} "
        f"CONSTRAINT fk_submission_{name} REFERENCES submission (id)"
    )


def _known() -> None:
    """Fill in what the readings say already; a text too short to tell it by has told nothing since."""
    op.execute(
        "UPDATE submission SET sender = (SELECT substr(lower(trim(from_address)), 1, 320) FROM reading"
        " WHERE reading.message_id = submission.message_id)"
    )
    op.execute(
        "UPDATE submission SET file = coalesce((SELECT max(sha256) FROM attachment"
        " WHERE attachment.message_id = submission.message_id AND attachment.path = submission.source"
        " AND attachment.size > 0), '')"
    )
    op.execute(
        "UPDATE submission SET fingerprint = ''"
        " WHERE (SELECT length(text) FROM content WHERE submission_id = submission.id) < 50"
    )


def _guard_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decision_no_{change.lower()} BEFORE {change} ON decision"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION decision_kept() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER decision_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON decision"
        " FOR EACH STATEMENT EXECUTE FUNCTION decision_kept()"
    )
