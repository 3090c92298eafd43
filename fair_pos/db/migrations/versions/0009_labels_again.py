"""what a printing of labels looked like, so that it can be drawn again."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    for table in ("label_print", "label_print_line"):
        op.add_column(table, sa.Column("paper", text(), nullable=False, server_default=""))
