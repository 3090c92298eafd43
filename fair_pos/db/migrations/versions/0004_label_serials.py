"""label serials: the key and the database's life of each run, its lot and dates; who looked."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    for name in ("key_id", "epoch", "lot"):
        op.add_column(
            "label_print_line", sa.Column(name, text(), nullable=False, server_default="")
        )
    for name in ("made_on", "use_by"):
        op.add_column("label_print_line", sa.Column(name, sa.Date(), nullable=True))
    op.create_index("ix_label_print_line_serial", "label_print_line", ["org_id", "last_serial"])
    op.create_table(
        "label_scan",
        sa.Column("org_id", text(), nullable=False),
        sa.Column("id", text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visitor", text(), nullable=False),
        sa.Column("network", text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_label_scan")),
        sa.UniqueConstraint(
            "org_id", "serial", "day", "visitor", name="uq_label_scan_serial_day_visitor"
        ),
        sqlite_strict=True,
    )
