"""paper low: a printer says that its roll ends soon."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "printer", sa.Column("paper_low", sa.Boolean(), nullable=False, server_default=sa.false())
    )
