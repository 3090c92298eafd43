"""paper: more drivers, old receipts held back, labels, a neighbour that helps out, the drawer."""

import sqlalchemy as sa
from alembic import op

import sqlmodel

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

CHECKS = {
    'printer': {
        'driver': 'virtual network file usb serial cups windows',
    },
    'print_job': {
        'kind': 'receipt report label drawer',
        'state': 'queued held sending sent confirmed unknown failed cancelled',
    },
}


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.add_column('printer', sa.Column('neighbour_id', text(), nullable=True))
    op.add_column(
        'printer',
        sa.Column('has_drawer', sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        'print_job',
        sa.Column('released_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    )
    for table, columns in CHECKS.items():
        for column, values in columns.items():
            _allow(table, column, values.split())


def _allow(table: str, column: str, values: list[str]) -> None:
    listed = ', '.join(f"'{value}'" for value in values)
    name, rule = f'ck_{table}_{column}', f'{column} IN ({listed})'
    if op.get_bind().dialect.name == 'postgresql':
        op.drop_constraint(op.f(name), table, type_='check')
        op.create_check_constraint(op.f(name), table, rule)
        return
    # Rows need no copying for a wider check: https://sqlite.org/lang_altertable.html section 8.
    bind = op.get_bind()
    version = bind.execute(sa.text('PRAGMA schema_version')).scalar_one()
    old = bind.execute(
        sa.text('SELECT sql FROM sqlite_schema WHERE type = \'table\' AND name = :name'),
        {'name': table},
    ).scalar_one()
    start = old.index(f'CONSTRAINT {name} CHECK (')
    end = old.index('))', start) + 2
    bind.execute(sa.text('PRAGMA writable_schema=ON'))
    bind.execute(
        sa.text('UPDATE sqlite_schema SET sql = :sql WHERE type = \'table\' AND name = :name'),
        {'sql': f'{old[:start]}CONSTRAINT {name} CHECK ({rule}){old[end:]}', 'name': table},
    )
    bind.execute(sa.text(f'PRAGMA schema_version={version + 1}'))
    bind.execute(sa.text('PRAGMA writable_schema=OFF'))
