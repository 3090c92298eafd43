"""What every table has in common: STRICT on SQLite, named constraints, the tenant in each key."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, MetaData
from sqlmodel import Field, SQLModel

from fair_pos.db import types as _types

STRICT = {"sqlite_strict": True}
"""Table argument: refuse a text in a number column."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMES

assert _types is not None, "the STRICT names must be registered with the tables"


class OrgRow(SQLModel):
    """A row of one tenant: its key is (org_id, id), so that it can be spread by org_id."""

    org_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)


def metadata() -> MetaData:
    """Return all tables that were imported so far."""
    return SQLModel.metadata


def refers(table: str, column: str) -> ForeignKeyConstraint:
    """Make a foreign key (org_id, column) to (org_id, id) of another table."""
    return ForeignKeyConstraint(["org_id", column], [f"{table}.org_id", f"{table}.id"])


def one_of(column: str, values: Any) -> CheckConstraint:
    """Make a check that a text column holds one of an enum's values, or nothing."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def big() -> Any:
    """Make a column for đồng: 64 bits on every database."""
    return Column(BigInteger, nullable=False)


def big_or_none() -> Any:
    """Make a column for đồng that may be absent."""
    return Column(BigInteger, nullable=True)
