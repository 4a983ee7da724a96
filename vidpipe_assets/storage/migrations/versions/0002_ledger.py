"""The ledger: provider calls, what they cost, and the limits of provider accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the ledger's tables."""
    _calls()
    _charges()
    _accounts()


def _calls() -> None:
    op.create_table(
        "provider_calls",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("scene", sa.String(100), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("operation", sa.String(60), nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("take", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("remote_id", sa.String(500)),
        sa.Column("answer", sa.JSON),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("possibly_paid_twice", sa.Boolean, nullable=False),
        sa.Column("error_class", sa.String(60), nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_provider_calls"),
    )
    op.create_index("ix_provider_calls_video_key", "provider_calls", ["video_key"])


def _charges() -> None:
    op.create_table(
        "charges",
        sa.Column("call_key", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("remote_id", sa.String(500)),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("estimated", sa.BigInteger, nullable=False),
        sa.Column("actual", sa.BigInteger),
        sa.Column("reserved_at", _MOMENT, nullable=False),
        sa.Column("settled_at", _MOMENT),
        sa.PrimaryKeyConstraint("call_key", "number", name="pk_charges"),
        sa.ForeignKeyConstraint(["call_key"], ["provider_calls.key"], name="fk_charges_provider_calls"),
    )
    op.create_index("ix_charges_video_key", "charges", ["video_key"])
    op.create_index("ix_charges_day_theme", "charges", ["day", "theme"])
    op.create_index("ix_charges_provider_reserved_at", "charges", ["provider", "reserved_at"])


def _accounts() -> None:
    op.create_table(
        "account_uses",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("quota", sa.String(60), nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_uses"),
    )
    op.create_index("ix_account_uses_account_used_at", "account_uses", ["account", "used_at"])
    op.create_table(
        "account_slots",
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("call_key", sa.String(64), nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("account", "call_key", name="pk_account_slots"),
    )
    op.create_table(
        "account_pauses",
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("blocked", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_account_pauses"),
    )
