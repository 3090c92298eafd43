"""label formats as rows, and how far each printer moves its labels."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    measures = (
        "page_width", "width", "height", "columns", "rows", "left", "top", "gap_x", "gap_y",
    )  # fmt: skip
    op.create_table(
        "label_format",
        sa.Column("org_id", text(), nullable=False),
        sa.Column("id", text(), nullable=False),
        sa.Column("title", text(), nullable=False),
        sa.Column("medium", text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in measures),
        sa.Column("cut_lines", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("before", text(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("medium IN ('sheet', 'roll')", name=op.f("ck_label_format_medium")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_label_format")),
        sqlite_strict=True,
    )
    for name in ("offset_x_tenths", "offset_y_tenths"):
        op.add_column("printer", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
