"""The baseline: every table as vidpipe 0.1.0 left it.

It bears the number of the last of the eleven steps that led there, none of which was ever released by itself: so a
database that 0.1.0 has made is at home in it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create all tables."""
    _orders()
    _trends()
    _claims()
    _calls()
    _charges()
    _accounts()
    _events()
    _leases()
    _decisions()


def _orders() -> None:
    """Create orders, and the requests of the API that may be repeated."""
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
    op.create_table(
        "api_requests",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("body", sa.String(64), nullable=False),
        sa.Column("videos", sa.JSON, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_api_requests"),
    )
    op.create_index("ix_orders_created_at_key", "orders", ["created_at", "key"])


def _trends() -> None:
    """Create trends and what was observed of them."""
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


def _claims() -> None:
    """Create stories and footage that videos have reserved."""
    op.create_table(
        "claims",
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("opportunity", sa.String(100), nullable=False),
        sa.Column("claimed_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("video_key", name="pk_claims"),
    )
    op.create_index("ix_claims_theme_claimed_on", "claims", ["theme", "claimed_on"])
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


def _calls() -> None:
    """Create the ledger: calls, and what their answers consist of."""
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
    op.create_index(
        "ix_provider_calls_provider_operation_created_at", "provider_calls", ["provider", "operation", "created_at"]
    )
    op.create_table(
        "answer_files",
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("answer", name="pk_answer_files"),
    )


def _charges() -> None:
    """Create the ledger: what was reserved and paid."""
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
    """Create the ledger: limits of provider accounts."""
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


def _events() -> None:
    """Create what was read of Dagster's event log, and the partitions that are known."""
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


def _leases() -> None:
    """Create which run works on which video."""
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


def _decisions() -> None:
    """Create what people have decided, and notices."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("word", sa.String(20), nullable=False),
        sa.Column("take", sa.Integer, nullable=False),
        sa.Column("scenes", sa.JSON, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("version", sa.String(64), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_video_key", "decisions", ["video_key"])
    op.create_table(
        "notices",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("sent_at", _MOMENT),
        sa.Column("error", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("ix_notices_sent_at_next_at", "notices", ["sent_at", "next_at"])
