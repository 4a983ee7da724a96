"""The tables, in types that SQLite and PostgreSQL share. Migrations change them; this is what they arrive at."""

import datetime as dt
from decimal import ROUND_UP, Decimal
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(sa.TypeDecorator[dt.datetime]):
    """A moment in UTC, with its zone on the way in and out; SQLite keeps no zone of its own."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """Refuse a moment without a zone: nobody could say later what it meant."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """The same moment in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Exact(sa.TypeDecorator[Decimal]):
    """An amount of money as a whole number of billionths: exact on every database, and exact when summed up there."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        """Billionths; what is finer is rounded up."""
        del dialect
        return None if value is None else int((value * 10**9).to_integral_value(ROUND_UP))

    def process_result_value(self, value: Any | None, dialect: Any) -> Decimal | None:
        """The amount. PostgreSQL gives sums as decimals, SQLite as whole numbers."""
        del dialect
        return None if value is None else Decimal(int(value)).scaleb(-9)


orders = sa.Table(
    "orders",
    metadata,
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("theme", sa.String(40), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("overrides", sa.JSON, nullable=False),
    sa.Column("asked_by", sa.String(100), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("updated_at", Utc, nullable=False),
    sa.Index(None, "theme", "day"),
    sa.Index(None, "state"),
    sa.Index(None, "created_at", "key"),
)

# Requests of other software that may be repeated: the key that it gave, what it asked for, and what it got.
api_requests = sa.Table(
    "api_requests",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("body", sa.String(64), nullable=False),
    sa.Column("videos", sa.JSON, nullable=False),
    sa.Column("made_at", Utc, nullable=False),
)

# Columns are named as the fields of `model.trends.Trend`; hashtags and facts are lists, hence JSON.
trends = sa.Table(
    "trends",
    metadata,
    sa.Column("platform", sa.String(40), primary_key=True),
    sa.Column("external_id", sa.String(200), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("creator", sa.Text, nullable=False),
    sa.Column("hashtags", sa.JSON, nullable=False),
    sa.Column("sound", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float),
    sa.Column("published_at", Utc),
    sa.Column("thumbnail", sa.Text, nullable=False),
    sa.Column("language", sa.String(20), nullable=False),
    sa.Column("region", sa.String(20), nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("first_seen_at", Utc, nullable=False),
    sa.Column("last_seen_at", Utc, nullable=False),
)

observations = sa.Table(
    "observations",
    metadata,
    sa.Column("platform", sa.String(40), primary_key=True),
    sa.Column("external_id", sa.String(200), primary_key=True),
    sa.Column("observed_at", Utc, primary_key=True),
    sa.Column("views", sa.BigInteger),
    sa.Column("likes", sa.BigInteger),
    sa.Column("comments", sa.BigInteger),
    sa.Column("shares", sa.BigInteger),
    sa.ForeignKeyConstraint(["platform", "external_id"], [trends.c.platform, trends.c.external_id]),
)

claims = sa.Table(
    "claims",
    metadata,
    sa.Column("video_key", sa.String(80), primary_key=True),
    sa.Column("theme", sa.String(40), nullable=False),
    sa.Column("opportunity", sa.String(100), nullable=False),
    sa.Column("claimed_on", sa.Date, nullable=False),
    sa.Index(None, "theme", "claimed_on"),
)

# What each video shows, by what it wished for. A wish is a hash of all that was asked; footage is the provider's id.
footage_reservations = sa.Table(
    "footage_reservations",
    metadata,
    sa.Column("video_key", sa.String(80), primary_key=True),
    sa.Column("wish", sa.String(64), primary_key=True),
    sa.Column("theme", sa.String(40), nullable=False),
    sa.Column("provider", sa.String(40), nullable=False),
    sa.Column("footage", sa.Text, nullable=False),
    sa.Column("notes", sa.JSON, nullable=False),
    sa.Column("shown_on", sa.Date, nullable=False),
    sa.Index(None, "theme", "provider", "shown_on"),
)

# One row a question to a provider: what was asked, how it stands, where the answer is.
provider_calls = sa.Table(
    "provider_calls",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
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
    sa.Column("answer", sa.JSON(none_as_null=True)),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("possibly_paid_twice", sa.Boolean, nullable=False),
    sa.Column("error_class", sa.String(60), nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("updated_at", Utc, nullable=False),
    sa.Index(None, "video_key"),
    sa.Index(None, "provider", "operation", "created_at"),
)

# What each answer consists of, by its hash: the hashes of its files.
answer_files = sa.Table(
    "answer_files",
    metadata,
    sa.Column("answer", sa.String(64), primary_key=True),
    sa.Column("files", sa.JSON, nullable=False),
)

# One row a submit, since one question may have to be submitted again: budgets and costs are sums over this table.
charges = sa.Table(
    "charges",
    metadata,
    sa.Column("call_key", sa.String(64), sa.ForeignKey(provider_calls.c.key), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("theme", sa.String(40), nullable=False),
    sa.Column("video_key", sa.String(80), nullable=False),
    sa.Column("stage", sa.String(20), nullable=False),
    sa.Column("provider", sa.String(40), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("remote_id", sa.String(500)),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("estimated", Exact, nullable=False),
    sa.Column("actual", Exact),
    sa.Column("reserved_at", Utc, nullable=False),
    sa.Column("settled_at", Utc),
    sa.Index(None, "video_key"),
    sa.Index(None, "day", "theme"),
    sa.Index(None, "provider", "reserved_at"),
)

# What limits are counted from, by provider account: one row a submit, and one more for each quota that it uses up.
account_uses = sa.Table(
    "account_uses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("quota", sa.String(60), nullable=False),
    sa.Column("units", sa.Integer, nullable=False),
    sa.Column("used_at", Utc, nullable=False),
    sa.Index(None, "account", "used_at"),
)

# Calls in flight, by provider account. A slot ends by itself, since its process may be killed.
account_slots = sa.Table(
    "account_slots",
    metadata,
    sa.Column("account", sa.String(100), primary_key=True),
    sa.Column("call_key", sa.String(64), primary_key=True),
    sa.Column("ends_at", Utc, nullable=False),
)

# Accounts that a provider has told to wait.
account_pauses = sa.Table(
    "account_pauses",
    metadata,
    sa.Column("account", sa.String(100), primary_key=True),
    sa.Column("until", Utc, nullable=False),
    sa.Column("blocked", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

# What people want to be told: one row an event, sent once the receiver has answered that it has it.
notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("noted_at", Utc, nullable=False),
    sa.Column("next_at", Utc, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("sent_at", Utc),
    sa.Column("error", sa.Text, nullable=False),
    sa.Index(None, "sent_at", "next_at"),
)

# What people have decided: retries, rejections, approvals. Rows are never changed.
decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("video_key", sa.String(80), nullable=False),
    sa.Column("stage", sa.String(40), nullable=False),
    sa.Column("word", sa.String(20), nullable=False),
    sa.Column("take", sa.Integer, nullable=False),
    sa.Column("scenes", sa.JSON, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("who", sa.String(100), nullable=False),
    sa.Column("made_at", Utc, nullable=False),
    sa.Column("version", sa.String(64), nullable=False, server_default=""),
    sa.Column("pictures", sa.JSON, nullable=False, server_default="{}"),
    sa.Index(None, "video_key"),
)

# What was read of Dagster's event log; one row an event, identified by Dagster's storage id.
facts = sa.Table(
    "facts",
    metadata,
    sa.Column("storage_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("video_key", sa.String(80), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("stage", sa.String(40), nullable=False),
    sa.Column("run_id", sa.String(255), nullable=False),
    sa.Column("at_s", sa.Float, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("explains", sa.Boolean, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False, server_default="0"),  # of the lease that its run held
    sa.Index(None, "video_key"),
    sa.Index(None, "run_id"),
)

read_marks = sa.Table(
    "read_marks",
    metadata,
    sa.Column("name", sa.String(100), primary_key=True),
    sa.Column("storage_id", sa.BigInteger, nullable=False),
)

# Orders that have got their partition: if it is gone again, a person has deleted it.
placed_partitions = sa.Table("placed_partitions", metadata, sa.Column("key", sa.String(80), primary_key=True))

# One row a run: the process it lives in and, if it makes a video, when it held that video's lease.
leases = sa.Table(
    "leases",
    metadata,
    sa.Column("run_id", sa.String(255), primary_key=True),
    sa.Column("video_key", sa.String(80), nullable=False),
    sa.Column("process", sa.String(300), nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("host", sa.String(255), nullable=False),
    sa.Column("announced_at", Utc, nullable=False),
    sa.Column("taken_at", Utc),
    sa.Column("released_at", Utc),
    sa.Column("died", sa.Boolean, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False, server_default="0"),  # of the lease, once it was taken
    sa.Index(None, "video_key"),
)

# How far the stage is that a video's latest run works on: `done` of `total` units, as scenes or seconds of film.
progress = sa.Table(
    "progress",
    metadata,
    sa.Column("video_key", sa.String(80), primary_key=True),
    sa.Column("run_id", sa.String(255), nullable=False),
    sa.Column("stage", sa.String(40), nullable=False),
    sa.Column("done", sa.Float, nullable=False),
    sa.Column("total", sa.Float, nullable=False),
    sa.Column("unit", sa.String(20), nullable=False),
    sa.Column("began_at", Utc, nullable=False),
    sa.Column("updated_at", Utc, nullable=False),
    sa.Index(None, "updated_at"),
)

# How long stages took on each machine, by the size of what they made: what is left is estimated from the latest.
stage_times = sa.Table(
    "stage_times",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("stage", sa.String(40), nullable=False),
    sa.Column("theme", sa.String(40), nullable=False),
    sa.Column("host", sa.String(255), nullable=False),
    sa.Column("size", sa.Float, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Index(None, "host", "stage"),
)

# Runs that were launched and that no worker has taken yet; `noted_at` is when that was found.
launched_runs = sa.Table(
    "launched_runs",
    metadata,
    sa.Column("run_id", sa.String(255), primary_key=True),
    sa.Column("video_key", sa.String(80), nullable=False),
    sa.Column("launched_at", Utc, nullable=False),
    sa.Column("noted_at", Utc, nullable=False),
    sa.Index(None, "video_key"),
)

# When the sensor last looked: whether anybody is at work can be told without Dagster.
life_signs = sa.Table(
    "life_signs",
    metadata,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("seen_at", Utc, nullable=False),
)

# Raised whenever a lease is taken, or its holder is found dead: what an older holder writes is refused.
lease_numbers = sa.Table(
    "lease_numbers",
    metadata,
    sa.Column("video_key", sa.String(80), primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)

# Sessions of the web that a logout has ended, until they would have ended by themselves: sha256 of the cookie's value.
ended_sessions = sa.Table(
    "ended_sessions",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("ends_at", Utc, nullable=False),
)

# When a backup was put in place of what was here, and when a person said that it may pay again.
restores = sa.Table(
    "restores",
    metadata,
    sa.Column("restored_at", Utc, primary_key=True),
    sa.Column("backup_at", Utc, nullable=False),
    sa.Column("confirmed_at", Utc),
)
