"""Which footage each video shows."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of reserved footage."""
    op.create_table(
        "footage_reservations",
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("wish", sa.String(64), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("footage", sa.Text, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("shown_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("video_key", "wish", name="pk_footage_reservations"),
    )
    op.create_index(
        "ix_footage_reservations_theme_provider_shown_on", "footage_reservations", ["theme", "provider", "shown_on"]
    )
