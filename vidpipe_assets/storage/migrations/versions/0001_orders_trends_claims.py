"""Orders, trends with their observations, claims."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the first tables."""
    _orders()
    _trends()
    op.create_table(
        "claims",
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("opportunity", sa.String(100), nullable=False),
        sa.Column("claimed_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("video_key", name="pk_claims"),
    )
    op.create_index("ix_claims_theme_claimed_on", "claims", ["theme", "claimed_on"])


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("overrides", sa.JSON, nullable=False),
        sa.Column("asked_by", sa.String(100), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_orders"),
    )
    op.create_index("ix_orders_theme_day", "orders", ["theme", "day"])
    op.create_index("ix_orders_state", "orders", ["state"])


def _trends() -> None:
    op.create_table(
        "trends",
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("external_id", sa.String(200), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("creator", sa.Text, nullable=False),
        sa.Column("hashtags", sa.JSON, nullable=False),
        sa.Column("sound", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float),
        sa.Column("published_at", _MOMENT),
        sa.Column("thumbnail", sa.Text, nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("region", sa.String(20), nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("first_seen_at", _MOMENT, nullable=False),
        sa.Column("last_seen_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "external_id", name="pk_trends"),
    )
    op.create_table(
        "observations",
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("external_id", sa.String(200), nullable=False),
        sa.Column("observed_at", _MOMENT, nullable=False),
        sa.Column("views", sa.BigInteger),
        sa.Column("likes", sa.BigInteger),
        sa.Column("comments", sa.BigInteger),
        sa.Column("shares", sa.BigInteger),
        sa.PrimaryKeyConstraint("platform", "external_id", "observed_at", name="pk_observations"),
        sa.ForeignKeyConstraint(
            ["platform", "external_id"], ["trends.platform", "trends.external_id"], name="fk_observations_trends"
        ),
    )
