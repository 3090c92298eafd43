"""The table of banks: editable reference data."""

from sqlmodel import Field, SQLModel

from fair_pos.db.table import STRICT


class Bank(SQLModel, table=True):
    """A bank that takes VietQR transfers, by its NAPAS BIN."""

    __tablename__ = "bank"
    __table_args__ = (STRICT,)

    bin: str = Field(primary_key=True)
    short_name: str
    name: str
    search_key: str
