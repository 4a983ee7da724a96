"""Leases: which run works on which video, in which process."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table of leases."""
    op.create_table(
        "leases",
        sa.Column("run_id", sa.String(255), nullable=False),
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("process", sa.String(300), nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("announced_at", _MOMENT, nullable=False),
        sa.Column("taken_at", _MOMENT),
        sa.Column("released_at", _MOMENT),
        sa.Column("died", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_leases"),
    )
    op.create_index("ix_leases_video_key", "leases", ["video_key"])
