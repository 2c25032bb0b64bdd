"""Priority, earliest start and hold of waiting scans; loop and most scans at once of queues.

Revision: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the columns."""
    op.add_column("scans", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("scans", sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
    op.add_column("scans", sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("queues", sa.Column("loop", sa.String(length=12), nullable=True))
    op.add_column("queues", sa.Column("parallel", sa.Integer(), nullable=True))
    op.add_column("queues", sa.Column("pass_number", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("queues", sa.Column("pass_began", sa.DateTime(timezone=True), nullable=True))
