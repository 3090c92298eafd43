"""Alembic's entry: uses the connection it is given, and every part's tables."""

from alembic import context

from fair_pos.db.tables import all_tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=all_tables(),
    render_as_batch=True,
    compare_type=False,
)
context.run_migrations()
