"""The tables, in types that SQLite and PostgreSQL share. Migrations change them; this is what they arrive at."""

import datetime as dt
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
