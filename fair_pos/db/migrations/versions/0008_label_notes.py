"""label notes: what inspectors found at labels and goods."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = ("right", "fake", "price", "expired", "other", "settled")
OWNERS = (
    ("venue", "venue_id"), ("product", "product_id"), ("booth", "booth_id"),
    ("label_note", "about_id"),
)  # fmt: skip


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    given = ("org_id", "id", "venue_id", "code", "place", "kind", "text", "photos", "written_by")
    listed = ", ".join(f"'{kind}'" for kind in KINDS)
    op.create_table(
        "label_note",
        *(sa.Column(name, text(), nullable=False) for name in given),
        *(
            sa.Column(name, text(), nullable=True)
            for name in ("product_id", "booth_id", "about_id")
        ),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(f"kind IN ({listed})", name=op.f("ck_label_note_kind")),
        *(
            sa.ForeignKeyConstraint(
                ["org_id", column],
                [f"{table}.org_id", f"{table}.id"],
                name=op.f(f"fk_label_note_org_id_{column}_{table}"),
            )
            for table, column in OWNERS
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_label_note")),
        sa.UniqueConstraint("org_id", "about_id", name="uq_label_note_about_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_label_note_venue", "label_note", ["org_id", "venue_id"])
