"""Leases have numbers that only grow, and so have the events of the runs that held them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the numbers; who held a lease before has none."""
    op.create_table(
        "lease_numbers",
        sa.Column("video_key", sa.String(80), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("video_key", name="pk_lease_numbers"),
    )
    op.add_column("leases", sa.Column("number", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("facts", sa.Column("number", sa.BigInteger, nullable=False, server_default="0"))
