"""When anything was last seen, whatever the clock says now: asked at the beginning of every pass."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Index sightings by their moment."""
    op.create_index("ix_sighting_seen_at", "sighting", ["seen_at"])
