"""offline tills: what tills say of themselves, facts that happened, conflicts looked at."""

import sqlalchemy as sa
from alembic import op

import sqlmodel

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    for table in ('shift', 'cash_move', 'shift_count', 'shift_close'):
        op.add_column(table, _text('flags'))
    op.add_column('till', _text('app_version'))
    op.add_column('till', _text('offline'))
    op.add_column('till', sa.Column('persisted', sa.Boolean(), nullable=True))
    op.add_column('till', sa.Column('clock_skew_s', sa.Integer(), nullable=True))
    op.add_column('till', sa.Column('oldest_waiting_at', moment(), nullable=True))
    op.add_column('till_card', sa.Column('expires_at', moment(), nullable=True))
    op.add_column('sale_conflict', sa.Column('looked_at', moment(), nullable=True))
    op.add_column(
        'sale_conflict',
        sa.Column('looked_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    )


def _text(name: str) -> sa.Column[str]:
    text = sqlmodel.sql.sqltypes.AutoString()
    return sa.Column(name, text, nullable=False, server_default='')
