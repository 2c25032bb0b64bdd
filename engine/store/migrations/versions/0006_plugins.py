"""Drivers of the laboratory that an engine loaded, and those it left out.

Revision: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the column."""
    op.add_column("engines", sa.Column("plugins", sa.JSON(), nullable=True))
