"""Tables of people, their sessions, tills and the cards that enrol them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from fair_pos.db.table import STRICT, OrgRow, one_of, refers


class Role(StrEnum):
    """What a person may do; the booth roles hold at one booth only."""

    ADMIN = "admin"
    ORGANISER = "organiser"
    LOCALITY_LEAD = "locality_lead"
    INSPECTOR = "inspector"
    BOOTH_LEADER = "booth_leader"
    CASHIER = "cashier"


ORGANISING_ROLES = (Role.ADMIN, Role.ORGANISER)
OFFICE_ROLES = (Role.ADMIN, Role.ORGANISER, Role.LOCALITY_LEAD, Role.INSPECTOR)
BOOTH_ROLES = (Role.BOOTH_LEADER, Role.CASHIER)


class Person(OrgRow, table=True):
    """Somebody who signs in: with login and password (office) or name and PIN (booth)."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("org_id", "login"),
        one_of("office_role", OFFICE_ROLES),
        STRICT,
    )

    full_name: str
    address_form: str = ""
    """Chị, Anh, Cô …; may be empty."""
    login: str | None = None
    password_hash: str | None = None
    pin_hash: str | None = None
    office_role: str | None = None
    commune_code: str | None = Field(default=None, foreign_key="commune.code")
    """The locality lead's own commune."""
    language: str = "vi"
    active: bool = True
    created_at: datetime


class BoothStaff(OrgRow, table=True):
    """Who sells at which booth, as what."""

    __tablename__ = "booth_staff"
    __table_args__ = (
        refers("booth", "booth_id"),
        refers("person", "person_id"),
        UniqueConstraint("org_id", "booth_id", "person_id"),
        one_of("role", BOOTH_ROLES),
        Index("ix_booth_staff_booth", "org_id", "booth_id"),
        STRICT,
    )

    booth_id: str
    person_id: str
    role: str
    active: bool = True


class OfficeSession(OrgRow, table=True):
    """A signed-in browser of the office. `id` is the SHA-256 of its token."""

    __tablename__ = "office_session"
    __table_args__ = (refers("person", "person_id"), STRICT)

    person_id: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None


class Offline(StrEnum):
    """Whether a till can sell without the server, by its own word."""

    READY = "ready"
    HTTP = "http"
    UNTRUSTED = "untrusted"
    UNSUPPORTED = "unsupported"
    PRIVATE = "private"


class Till(OrgRow, table=True):
    """A device that sells for a booth. Its token is known by its SHA-256 only."""

    __tablename__ = "till"
    __table_args__ = (
        refers("booth", "booth_id"),
        UniqueConstraint("org_id", "booth_id", "series"),
        UniqueConstraint("org_id", "token_hash"),
        STRICT,
    )

    booth_id: str
    series: str
    """Part of its receipt numbers: 1, 2, … per booth; never used again."""
    device_name: str
    token_hash: str
    enrolled_at: datetime
    last_seen_at: datetime | None = None
    last_seq: int = 0
    """Highest number the server has stored."""
    reported_seq: int = 0
    """Highest number the till says it has given; above last_seq something is on its way."""
    waiting: int = 0
    """Facts waiting on the device when it last spoke."""
    oldest_waiting_at: datetime | None = None
    app_version: str = ""
    offline: str = ""
    """Whether it can sell without the server: an Offline value, or empty when not said."""
    persisted: bool | None = None
    """Whether the browser promised to keep its storage; None when not said."""
    clock_skew_s: int | None = None
    """The server's clock less the till's, in seconds."""
    revoked_at: datetime | None = None
    person_id: str | None = None
    """Who signed in by PIN last; None after signing out."""
    person_since: datetime | None = None


class TillCard(OrgRow, table=True):
    """A booth card's code: enrols one device, once; revocable."""

    __tablename__ = "till_card"
    __table_args__ = (
        refers("booth", "booth_id"),
        UniqueConstraint("org_id", "code"),
        Index("ix_till_card_booth", "org_id", "booth_id"),
        STRICT,
    )

    booth_id: str
    code: str
    made_at: datetime
    made_by: str | None = None
    used_at: datetime | None = None
    till_id: str | None = None
    revoked_at: datetime | None = None
    expires_at: datetime | None = None
    """None: a printed card; else a QR shown on a screen."""


class Attempts(SQLModel, table=True):
    """Wrong PINs or passwords in a row and in a day, of a device or a person."""

    __tablename__ = "attempts"
    __table_args__ = (STRICT,)

    org_id: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    """`till:<id>`, `person:<id>` or `login:<name>`."""
    day: date
    in_row: int = 0
    in_day: int = 0
    locked_until: datetime | None = None
