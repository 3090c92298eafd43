"""sold labels: which sale's line carries the label of a single pack"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "sold_label",
        sa.Column("org_id", text(), nullable=False),
        sa.Column("sale_id", text(), nullable=False),
        sa.Column("code", text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "sale_id"], ["sale.org_id", "sale.id"], name=op.f("fk_sold_label_org_id")
        ),
        sa.PrimaryKeyConstraint("org_id", "sale_id", "code", name=op.f("pk_sold_label")),
        sqlite_strict=True,
    )
    op.create_index("ix_sold_label_code", "sold_label", ["org_id", "code"])
