"""receipt layouts of venues and booths; logos."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "logo",
        sa.Column("org_id", text(), nullable=False),
        sa.Column("id", text(), nullable=False),
        sa.Column("png", text(), nullable=False),
        sa.Column("added_by", text(), nullable=False),
        sa.Column("added_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_logo")),
        sqlite_strict=True,
    )
    op.create_table(
        "receipt_layout",
        sa.Column("org_id", text(), nullable=False),
        sa.Column("id", text(), nullable=False),
        sa.Column("venue_id", text(), nullable=False),
        sa.Column("booth_id", text(), nullable=True),
        sa.Column("content", text(), nullable=False),
        sa.Column("previous", text(), nullable=False),
        sa.Column("changed_by", text(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "venue_id"],
            ["venue.org_id", "venue.id"],
            name=op.f("fk_receipt_layout_org_id_venue_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "booth_id"],
            ["booth.org_id", "booth.id"],
            name=op.f("fk_receipt_layout_org_id_booth_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_receipt_layout")),
        sqlite_strict=True,
    )
