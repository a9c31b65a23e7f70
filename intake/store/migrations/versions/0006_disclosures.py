"""What whoever forwards a document should know of."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add a column; what is there says nothing until it is read again."""
    op.add_column("content", sa.Column("disclosures", sa.Text()))
