"""Tables of the OCOP programme: reference facts with their source, exhibitors, plans."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from fair_pos.db.table import STRICT, OrgRow, big, big_or_none, one_of


class ExhibitorKind(StrEnum):
    """The four kinds of chủ thể."""

    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    COOPERATIVE_GROUP = "cooperative_group"
    HOUSEHOLD = "household"


class Commune(SQLModel, table=True):
    """A commune-level unit of Quảng Ninh since 01/07/2025."""

    __tablename__ = "commune"
    __table_args__ = (STRICT,)

    code: str = Field(primary_key=True)
    level: str
    """Phường, Xã or Đặc khu."""
    name: str
    former_district_code: str
    former_district: str
    also_from_former_districts: str = ""
    merged_from: str = ""
    search_key: str

    @property
    def full_name(self) -> str:
        """Level and name: `Phường Hạ Long`."""
        return f"{self.level} {self.name}"


class ProductSet(SQLModel, table=True):
    """One of the 26 product sets of a criteria version."""

    __tablename__ = "product_set"
    __table_args__ = (STRICT,)

    criteria: str = Field(primary_key=True)
    set_no: int = Field(primary_key=True)
    group_no: str
    group_name: str
    subgroup: str
    set_name: str
    managing_ministry: str


class Exhibitor(OrgRow, table=True):
    """A chủ thể: makes or sells goods, at any number of booths."""

    __tablename__ = "exhibitor"
    __table_args__ = (one_of("kind", ExhibitorKind), STRICT)

    name: str
    kind: str
    tax_code: str = ""
    phone: str = ""
    address: str = ""
    commune_code: str | None = Field(default=None, foreign_key="commune.code")
    province: str = ""
    """Outside Quảng Ninh: the province's name."""
    country: str = ""
    """Abroad: ISO 3166 alpha-2."""
    bank_bin: str = ""
    account_number: str = ""
    account_name: str = ""
    """As the bank writes it; shown to the customer."""
    women_led: bool = False
    ethnic_minority: bool = False
    search_key: str = Field(index=True)
    created_at: datetime
    changed_at: datetime


class PlanFigure(OrgRow, table=True):
    """A planned figure somebody typed in, with where it comes from."""

    __tablename__ = "plan_figure"
    __table_args__ = (STRICT,)

    year: int
    indicator: str
    """`revenue`, `fairs`, `products_starred` …"""
    value: int = Field(sa_column=big())
    unit: str
    source: str
    entered_by: str
    entered_at: datetime
    withdrawn_at: datetime | None = None


class PublishedFigure(SQLModel, table=True):
    """A figure somebody published about the programme; they contradict each other."""

    __tablename__ = "published_figure"
    __table_args__ = (STRICT,)

    no: int = Field(primary_key=True)
    as_of: str
    scope: str
    indicator: str
    value: str
    """As published: may be a range."""
    unit: str
    definition: str
    source: str


class PublishedFair(SQLModel, table=True):
    """What was published about an earlier fair edition; None is not published."""

    __tablename__ = "published_fair"
    __table_args__ = (STRICT,)

    code: str = Field(primary_key=True)
    name: str
    first_day: date | None = None
    last_day: date | None = None
    closed_days: str = ""
    booths: int | None = None
    booths_local: int | None = None
    booths_other: int | None = None
    zones: int | None = None
    visitors: int | None = None
    revenue_vnd: int | None = Field(default=None, sa_column=big_or_none())
    ocop_revenue_vnd: int | None = Field(default=None, sa_column=big_or_none())
    note: str = ""
    source: str


class PublishedFairLocality(SQLModel, table=True):
    """Published revenue of one locality at an earlier edition."""

    __tablename__ = "published_fair_locality"
    __table_args__ = (STRICT,)

    fair_code: str = Field(primary_key=True, foreign_key="published_fair.code")
    locality: str = Field(primary_key=True)
    locality_kind: str
    revenue_vnd: int = Field(sa_column=big())
    source: str
