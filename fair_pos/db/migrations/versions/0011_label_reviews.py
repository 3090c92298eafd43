"""label reviews: what the organisers found out about a label in several sales."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    given = ("org_id", "id", "code", "sales", "reason", "reviewed_by")
    op.create_table(
        "label_review",
        *(sa.Column(name, text(), nullable=False) for name in given),
        sa.Column("reviewed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_label_review")),
        sqlite_strict=True,
    )
    op.create_index("ix_label_review_code", "label_review", ["org_id", "code"])
