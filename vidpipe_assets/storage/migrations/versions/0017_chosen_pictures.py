"""A rejection may say which of the found pictures is wanted instead."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; no decision of before has chosen one."""
    op.add_column("decisions", sa.Column("pictures", sa.JSON, nullable=False, server_default="{}"))
