"""Launched runs: what no worker has taken yet."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "launched_runs",
        sa.Column("run_id", sa.String(255), nullable=False),
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("launched_at", _MOMENT, nullable=False),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_launched_runs"),
    )
    op.create_index("ix_launched_runs_video_key", "launched_runs", ["video_key"])
