"""Tables of places: fair editions and outlets, zones, booths, who stands where, visitors."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from fair_pos.db.table import STRICT, OrgRow, one_of, refers


class VenueKind(StrEnum):
    """A fair edition ends; an outlet does not."""

    FAIR = "fair"
    OUTLET = "outlet"


class BoothKind(StrEnum):
    """Booth kinds; the last two sell nothing."""

    STANDARD = "standard"
    LOCALITY_BLOCK = "locality_block"
    FOOD = "food"
    E_COMMERCE = "e_commerce"
    DISTRIBUTOR = "distributor"
    FOREIGN = "foreign"
    OUTDOOR = "outdoor"
    COUNTER = "counter"
    EXHIBITION = "exhibition"
    INFORMATION = "information"


NOT_SELLING = (BoothKind.EXHIBITION, BoothKind.INFORMATION)


class SponsorKind(StrEnum):
    """Who sends a booth."""

    COMMUNE = "commune"
    PROVINCE = "province"
    COUNTRY = "country"


class RecordMode(StrEnum):
    """How a booth's sales become known: sale by sale on a till, or by a day slip."""

    TILL = "till"
    DECLARED = "declared"


class Venue(OrgRow, table=True):
    """A fair edition or an outlet: the root of everything sold."""

    __tablename__ = "venue"
    __table_args__ = (UniqueConstraint("org_id", "code"), one_of("kind", VenueKind), STRICT)

    code: str
    kind: str
    name: str
    place: str = ""
    commune_code: str | None = Field(default=None, foreign_key="commune.code")
    first_day: date
    last_day: date | None = None
    """None for an outlet."""
    opens_at: time = time(8, 0)
    closes_at: time = time(22, 0)
    theme: str = ""
    directed_by: str = ""
    hosted_by: str = ""
    run_by: str = ""
    help_phone: str = ""
    wifi_name: str = ""
    gates: str = "Cổng 1\nCổng 2"
    """One gate a line."""
    silent_after_min: int = 60
    cashier_discount_percent: int = 20
    leader_discount_percent: int = 50
    compare_with: str | None = Field(default=None, foreign_key="published_fair.code")
    is_demo: bool = False
    closed_at: datetime | None = None
    created_at: datetime
    changed_at: datetime


class ClosedDay(OrgRow, table=True):
    """A day inside a fair on which it does not open."""

    __tablename__ = "closed_day"
    __table_args__ = (
        refers("venue", "venue_id"),
        UniqueConstraint("org_id", "venue_id", "day"),
        STRICT,
    )

    venue_id: str
    day: date
    reason: str = ""


class Zone(OrgRow, table=True):
    """A part of a venue: `Khu 1`."""

    __tablename__ = "zone"
    __table_args__ = (
        refers("venue", "venue_id"),
        UniqueConstraint("org_id", "venue_id", "name"),
        STRICT,
    )

    venue_id: str
    name: str
    title: str = ""
    """What stands there: `Xã, phường, đặc khu Quảng Ninh`."""
    position: int


class Booth(OrgRow, table=True):
    """A booth of a fair or a counter of an outlet."""

    __tablename__ = "booth"
    __table_args__ = (
        refers("venue", "venue_id"),
        refers("zone", "zone_id"),
        refers("printer", "printer_id"),
        UniqueConstraint("org_id", "venue_id", "code"),
        one_of("kind", BoothKind),
        one_of("sponsor_kind", SponsorKind),
        one_of("record_mode", RecordMode),
        Index("ix_booth_zone", "org_id", "zone_id"),
        STRICT,
    )

    venue_id: str
    zone_id: str
    code: str
    kind: str = BoothKind.STANDARD
    record_mode: str = RecordMode.TILL
    sponsor_kind: str
    commune_code: str | None = Field(default=None, foreign_key="commune.code")
    former_district: str = ""
    """Of the commune, or of the part of it that sends the booth."""
    province: str = ""
    country: str = ""
    printer_id: str | None = None
    note: str = ""
    suspended_at: datetime | None = None
    search_key: str
    changed_at: datetime

    @property
    def sells(self) -> bool:
        """Say whether a sale may come from here."""
        return self.kind not in NOT_SELLING


class ReceiptLayout(OrgRow, table=True):
    """How receipts look: a venue's, or what one booth says for itself; the id is the owner's."""

    __tablename__ = "receipt_layout"
    __table_args__ = (refers("venue", "venue_id"), refers("booth", "booth_id"), STRICT)

    venue_id: str
    booth_id: str | None = None
    """None: the venue's own."""
    content: str
    """A `venues.layouts.Layout` as canonical JSON."""
    previous: str
    """What it was before the last save; undoing puts it back."""
    changed_by: str
    changed_at: datetime


class BoothExhibitor(OrgRow, table=True):
    """Which exhibitors stand at a booth; the first one's account takes the VietQR money."""

    __tablename__ = "booth_exhibitor"
    __table_args__ = (
        refers("booth", "booth_id"),
        refers("exhibitor", "exhibitor_id"),
        UniqueConstraint("org_id", "booth_id", "exhibitor_id"),
        Index("ix_booth_exhibitor_exhibitor", "org_id", "exhibitor_id"),
        STRICT,
    )

    booth_id: str
    exhibitor_id: str
    position: int = 0


class VisitorCount(OrgRow, table=True):
    """Visitors of one gate and day; the newest row counts, earlier ones stay."""

    __tablename__ = "visitor_count"
    __table_args__ = (
        refers("venue", "venue_id"),
        Index("ix_visitor_count_day", "org_id", "venue_id", "day"),
        STRICT,
    )

    venue_id: str
    gate: str
    day: date
    visitors: int
    entered_by: str
    entered_at: datetime


class SideResult(OrgRow, table=True):
    """Contracts signed, violations recorded …: counted by hand; the newest row counts."""

    __tablename__ = "side_result"
    __table_args__ = (refers("venue", "venue_id"), STRICT)

    venue_id: str
    kind: str
    """`contracts` or `violations`."""
    number: int
    note: str = ""
    entered_by: str
    entered_at: datetime
