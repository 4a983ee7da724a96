"""Which version of the review a person has approved."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; earlier approvals are of no version that anybody knows."""
    op.add_column("decisions", sa.Column("version", sa.String(64), nullable=False, server_default=""))
