"""Progress: how far the stage at work is, how long stages took before, and the sensor's signs of life."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create three tables."""
    op.create_table(
        "progress",
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("run_id", sa.String(255), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("done", sa.Float, nullable=False),
        sa.Column("total", sa.Float, nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("video_key", name="pk_progress"),
    )
    op.create_index("ix_progress_updated_at", "progress", ["updated_at"])
    op.create_table(
        "stage_times",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("size", sa.Float, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stage_times"),
    )
    op.create_index("ix_stage_times_host_stage", "stage_times", ["host", "stage"])
    op.create_table(
        "life_signs",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_life_signs"),
    )
