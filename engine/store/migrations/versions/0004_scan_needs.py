"""What a scan needs and how long it takes, found when it is queued, and what it is measured with.

Revision: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the columns; they stay empty for scans that are there already."""
    op.add_column("scans", sa.Column("needs", sa.JSON(), nullable=True))
    op.add_column("scans", sa.Column("duration", sa.Float(), nullable=True))
    op.add_column("scans", sa.Column("described", sa.JSON(), nullable=True))
