"""Pure decisions about places: days of a fair, codes, exhibitors' numbers as people type them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fair_pos.core.clock import format_date
from fair_pos.core.errors import FieldError
from fair_pos.core.text import clean

FAIR_DAYS_MAX = 60
_VENUE_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_BOOTH_CODE = re.compile(r"[^\W_]+([-./][^\W_]+)*")
CODE_MAX = 24
BOOTH_CODE_MAX = 12


class VenueCodeError(FieldError):
    """A code that cannot stand in an address."""

    code, field = "venue_code", "code"
    vi = "Mã chỉ gồm chữ không dấu, số và dấu nối, tối đa 24 ký tự, ví dụ XUAN-2027."
    en = "A code has plain letters, digits and hyphens, at most 24, e.g. XUAN-2027."


class BoothCodeError(FieldError):
    """A booth number of another form."""

    code, field = "booth_code", "code"
    vi = "Số gian chỉ gồm chữ và số, tối đa 12 ký tự, ví dụ A01."
    en = "A booth number has up to 12 letters and digits, e.g. A01."


class LastDayError(FieldError):
    """The fair ends before it begins."""

    code, field = "last_day", "last_day"
    vi = "Ngày kết thúc phải sau ngày bắt đầu ({detail})."
    en = "The last day must follow the first ({detail})."


class TooManyDaysError(FieldError):
    """Most likely a wrong year."""

    code, field = "too_many_days", "last_day"
    vi = "Hội chợ dài {detail} ngày, tối đa 60. Kiểm tra lại năm. Nơi bán quanh năm là điểm bán."
    en = "The fair has {detail} days, at most 60. Check the year. A shop is an outlet."


class ClosedDayError(FieldError):
    """A closed day outside the fair."""

    code, field = "closed_day", "closed_days"
    vi = "Ngày nghỉ {detail} không nằm trong kỳ hội chợ. Xóa hoặc sửa ngày đó."
    en = "The closed day {detail} is not inside the fair. Delete or correct it."


class NoOpenDayError(FieldError):
    """Every day is closed."""

    code, field = "no_open_day", "closed_days"
    vi = "Mọi ngày đều là ngày nghỉ. Xóa bớt ngày nghỉ."
    en = "Every day is closed. Remove some."


class FormerDistrictError(FieldError):
    """A former district that gave no part to the commune."""

    code, field = "former_district", "former_district"
    vi = "{detail} không có phần nào thuộc huyện, thị xã, thành phố cũ này. Chọn lại."
    en = "{detail} has no part of this former district. Choose again."


def venue_code(text: str) -> str:
    """Return a venue's code in capitals.

    Raises:
        VenueCodeError: it cannot stand in an address.
    """
    code = clean(text).upper()
    if not _VENUE_CODE.fullmatch(code) or len(code) > CODE_MAX:
        raise VenueCodeError
    return code


def booth_code(text: str) -> str:
    """Return a booth's number in capitals, without spaces.

    Raises:
        BoothCodeError: it has other signs or is too long.

    >>> booth_code(" a 01")
    'A01'
    """
    code = clean(text).upper().replace(" ", "")
    if not _BOOTH_CODE.fullmatch(code) or len(code) > BOOTH_CODE_MAX:
        raise BoothCodeError
    return code


def check_days(first: date, last: date | None, closed: Collection[date]) -> None:
    """Refuse days that make no fair; an outlet has no last day and no closed ones.

    Raises:
        LastDayError, TooManyDaysError, ClosedDayError, NoOpenDayError: what is wrong first.
    """
    if last is None:
        return
    if last < first:
        raise LastDayError(format_date(first))
    length = (last - first).days + 1
    if length > FAIR_DAYS_MAX:
        raise TooManyDaysError(str(length))
    outside = [day for day in sorted(closed) if not first <= day <= last]
    if outside:
        raise ClosedDayError(format_date(outside[0]))
    if len(set(closed)) == length:
        raise NoOpenDayError


def open_days(first: date, last: date, closed: Collection[date]) -> tuple[date, ...]:
    """Return the days on which a fair opens, oldest first.

    >>> open_days(date(2026, 2, 14), date(2026, 2, 16), {date(2026, 2, 15)})
    (datetime.date(2026, 2, 14), datetime.date(2026, 2, 16))
    """
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in every if day not in closed)


class Stage(StrEnum):
    """Where a fair stands in time."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED_DAY = "closed_day"
    AFTER = "after"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Today:
    """What today is to a venue: the n-th open day, or days left until it opens."""

    stage: Stage
    number: int = 0
    days: int = 0
    until: int = 0


def today_at(opened: tuple[date, ...], today: date) -> Today:
    """Say what a day is to a fair with these open days; none at all means an outlet.

    >>> today_at((date(2027, 1, 26), date(2027, 1, 28)), date(2027, 1, 28)).number
    2
    """
    if not opened:
        return Today(Stage.ALWAYS)
    if today < opened[0]:
        return Today(Stage.BEFORE, days=len(opened), until=(opened[0] - today).days)
    if today > opened[-1]:
        return Today(Stage.AFTER, days=len(opened))
    if today not in opened:
        return Today(Stage.CLOSED_DAY, days=len(opened))
    return Today(Stage.OPEN, number=opened.index(today) + 1, days=len(opened))
