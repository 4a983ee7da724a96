"""What was read of Dagster's event log, and which orders have got their partition."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the history's tables."""
    op.create_table(
        "facts",
        sa.Column("storage_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("run_id", sa.String(255), nullable=False),
        sa.Column("at_s", sa.Float, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("explains", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("storage_id", name="pk_facts"),
    )
    op.create_index("ix_facts_video_key", "facts", ["video_key"])
    op.create_index("ix_facts_run_id", "facts", ["run_id"])
    op.create_table(
        "read_marks",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("storage_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_read_marks"),
    )
    op.create_table(
        "placed_partitions",
        sa.Column("key", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_placed_partitions"),
    )
