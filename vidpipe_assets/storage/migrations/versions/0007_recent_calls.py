"""Answers that others got to the same request not long ago are found at once."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index."""
    op.create_index(
        "ix_provider_calls_provider_operation_created_at", "provider_calls", ["provider", "operation", "created_at"]
    )
