"""Which OCOP stars a product may show on a day, and why not; the forms of its code. Pure."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from fair_pos.core.clock import format_date

VALID_MONTHS = 36
"""A certificate holds 36 months. Source: QĐ 26/2026/QĐ-TTg, Điều 4 khoản 3."""

_CODE = re.compile(r"^(?P<province>\d{2})(-(?P<district>\d{3}))?-(?P<commune>\d{5})"
                   r"-(?P<number>\d{1,3})-(?P<year>20\d{2})$")  # fmt: skip


class CertificateFacts(Protocol):
    """What a certificate says; the table's row has these columns."""

    @property
    def stars(self) -> int:
        """Return 3, 4 or 5."""

    @property
    def decision_no(self) -> str:
        """Return the decision's number."""

    @property
    def issued_on(self) -> date:
        """Return the day of the decision."""

    @property
    def expires_on(self) -> date:
        """Return the last day on which the stars may be shown."""

    @property
    def state(self) -> str:
        """Return `valid`, `extended`, `revoked` or `regrading`."""

    @property
    def state_on(self) -> date | None:
        """Return the day of the decision about the state."""

    @property
    def state_decision(self) -> str:
        """Return the number of the decision about the state."""


C = TypeVar("C", bound=CertificateFacts)


class NoStars(StrEnum):
    """Why no stars are shown."""

    NO_CERTIFICATE = "no_certificate"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class StarsOnDay:
    """The stars to show on a day, or the reason for none, in both languages."""

    stars: int | None
    decision_no: str = ""
    expires_on: date | None = None
    reason: NoStars | None = None
    vi: str = ""
    en: str = ""


def add_months(day: date, months: int) -> date:
    """Return the same day some months later; the last day of a month stays inside it.

    >>> add_months(date(2024, 2, 29), 12), add_months(date(2023, 12, 20), 36)
    (datetime.date(2025, 2, 28), datetime.date(2026, 12, 20))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def expiry(issued_on: date) -> date:
    """Return the last day of a certificate that was neither extended nor revoked."""
    return add_months(issued_on, VALID_MONTHS)


def stars_on(certificates: Iterable[CertificateFacts], day: date) -> StarsOnDay:
    """Return the stars a product may show on a day.

    Of several certificates in force the one decided last counts. Without one in force, the
    newest says why. A certificate being graded again holds until its own end.
    """
    newest_first = sorted(certificates, key=lambda one: (one.issued_on, one.stars), reverse=True)
    for one in newest_first:
        if _no_stars(one, day) is None:
            return StarsOnDay(one.stars, one.decision_no, _last_day(one))
    if not newest_first:
        return StarsOnDay(
            None, reason=NoStars.NO_CERTIFICATE, vi="chưa có giấy chứng nhận", en="no certificate"
        )
    return _refusal(newest_first[0], day)


def by_decision(certificates: Iterable[C], decision_no: str) -> C | None:
    """Return a product's certificate of a decision."""
    return next((one for one in certificates if one.decision_no == decision_no), None)


def _last_day(one: CertificateFacts) -> date:
    """Return the last day; a revocation that is dated ahead ends the stars the day before."""
    if one.state == "revoked" and one.state_on:
        return min(one.expires_on, one.state_on - timedelta(1))
    return one.expires_on


def _no_stars(one: CertificateFacts, day: date) -> NoStars | None:
    """Say why a certificate gives no stars on a day; before its revocation it still did."""
    if one.state == "revoked" and (one.state_on is None or one.state_on <= day):
        return NoStars.REVOKED
    if day < one.issued_on:
        return NoStars.NOT_YET
    return NoStars.EXPIRED if day > one.expires_on else None


def _refusal(one: CertificateFacts, day: date) -> StarsOnDay:
    reason = _no_stars(one, day)
    assert reason is not None, "a certificate in force was found above"
    vi, en = _words(one, reason)
    return StarsOnDay(None, one.decision_no, one.expires_on, reason, vi, en)


def _words(one: CertificateFacts, reason: NoStars) -> tuple[str, str]:
    if reason is NoStars.REVOKED:
        by = f" {one.state_decision}" if one.state_decision else ""
        on = f", {format_date(one.state_on)}" if one.state_on else ""
        return (
            f"đã thu hồi theo quyết định{by}{on}" if by else f"đã thu hồi{on}",
            f"revoked by decision{by}{on}" if by else f"revoked{on}",
        )
    if reason is NoStars.NOT_YET:
        day = format_date(one.issued_on)
        return (f"có hiệu lực từ {day}", f"valid from {day}")
    day = format_date(one.expires_on)
    return (f"hết hạn ngày {day}", f"expired on {day}")


@dataclass(frozen=True, slots=True)
class ProductCode:
    """An OCOP product code's parts; `district` is empty in the form used since 2026."""

    text: str
    province: str
    district: str
    commune: str
    number: int
    year: int


def parse_product_code(text: str) -> ProductCode | None:
    """Read a code of the old form (five parts) or the new one (four), or None.

    Source: 26/2026/QĐ-TTg drops the district: `22-06994-1-2026`; before: `30-288-10507-1-2021`.
    """
    match = _CODE.match(re.sub(r"\s*[-–]\s*", "-", text.strip()))
    if match is None:
        return None
    return ProductCode(
        match[0],
        match["province"],
        match["district"] or "",
        match["commune"],
        int(match["number"]),
        int(match["year"]),
    )
