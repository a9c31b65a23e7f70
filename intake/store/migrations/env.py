"""What Alembic runs for each command; the connection, already in a transaction, comes from `intake.store.schema`."""

from alembic import context

from intake.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
