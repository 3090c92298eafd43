"""Names that SQLite's STRICT tables know, for the column types that SQLModel uses."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Integer, String, Text, Time
from sqlalchemy.ext.compiler import compiles


@compiles(String, "sqlite")
@compiles(Text, "sqlite")
@compiles(DateTime, "sqlite")
@compiles(Date, "sqlite")
@compiles(Time, "sqlite")
def _text(_type: Any, _compiler: Any, **_: Any) -> str:
    """STRICT knows TEXT only."""
    return "TEXT"


@compiles(BigInteger, "sqlite")
@compiles(Integer, "sqlite")
@compiles(Boolean, "sqlite")
def _integer(_type: Any, _compiler: Any, **_: Any) -> str:
    """STRICT knows INTEGER only."""
    return "INTEGER"
