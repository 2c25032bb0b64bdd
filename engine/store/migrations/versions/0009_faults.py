"""The fault for which a scan holds.

Revision: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds the column; it is empty for scans that are there already."""
    op.add_column("scans", sa.Column("fault", sa.JSON(), nullable=True))
