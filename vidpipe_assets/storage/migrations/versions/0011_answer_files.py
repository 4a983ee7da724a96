"""What each answer of a provider refers to, so that nobody has to fetch it to know."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table. What older answers refer to is noted when they are read."""
    op.create_table(
        "answer_files",
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("answer", name="pk_answer_files"),
    )
