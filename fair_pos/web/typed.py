"""Days, times and counts as people type them, parsed into precise values. Pure."""

import re
from collections.abc import Callable
from datetime import date, time

from fair_pos.core import money
from fair_pos.core.errors import FairPosError
from fair_pos.labels.formats import millimetres

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MEASURE = re.compile(r"([-−]?)\s*([0-9]{1,4})(?:[.,]([0-9]))?\s*(?:mm)?")
TIME = re.compile(r"([01]?\d|2[0-3])[:hg.]([0-5]\d)")


class BadDayError(FairPosError):
    """A text that is no day."""

    vi = "Ngày phải ghi ngày/tháng/năm, ví dụ 26/01/2027. Đã ghi “{detail}”."
    en = "Write the day as day/month/year, e.g. 26/01/2027. Written: “{detail}”."


class BadTimeError(FairPosError):
    """A text that is no time of day."""

    vi = "Giờ phải ghi giờ:phút, ví dụ 08:00. Đã ghi “{detail}”."
    en = "Write the time as hour:minute, e.g. 08:00. Written: “{detail}”."


class BadNumberError(FairPosError):
    """Not a whole number within the limits."""

    vi = "Ghi một số nguyên từ {low} đến {high}. Đã ghi “{detail}”."
    en = "Write a whole number from {low} to {high}. Written: “{detail}”."


class BadMeasureError(FairPosError):
    """A text that is no length within the limits."""

    vi = "Ghi số mm từ {low} đến {high}, ví dụ 38,1. Đã ghi “{detail}”."
    en = "Write millimetres from {low} to {high}, e.g. 38,1. Written: “{detail}”."


def tenths(low: int, high: int) -> Callable[[str], int]:
    """Return a parser of millimetres with one place behind the comma or point, as tenths.

    >>> tenths(-50, 1000)("38,1"), tenths(-50, 1000)("−0.5"), tenths(0, 9)("0,5")
    (381, -5, 5)
    """

    def parse(text: str) -> int:
        found = _MEASURE.fullmatch(text.strip())
        value = int(found[2]) * 10 + int(found[3] or 0) if found else 0
        value = -value if found and found[1] else value
        if not found or not low <= value <= high:
            raise BadMeasureError(text, low=millimetres(low), high=millimetres(high))
        return value

    return parse


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a parser of whole numbers from `low` to `high`; points may group thousands."""

    def parse(text: str) -> int:
        digits = re.sub(r"(?<=\d)[. \u00a0](?=\d{3}(\D|$))", "", text)
        if not re.fullmatch(r"[0-9]{1,9}", digits) or not low <= int(digits) <= high:
            raise BadNumberError(text, low=money.format_vnd(low), high=money.format_vnd(high))
        return int(digits)

    return parse


def parse_day(text: str) -> date:
    """Read `26/1/27`, `26/01/2027` or the picker's `2027-01-26`.

    Raises:
        BadDayError: no such day.
    """
    text = text.strip()
    typed, picked = _DAY.fullmatch(text), _ISO_DAY.fullmatch(text)
    try:
        if typed:
            year = int(typed[3]) + (2000 if len(typed[3]) == 2 else 0)  # noqa: PLR2004
            return date(year, int(typed[2]), int(typed[1]))
        if picked:
            return date(int(picked[1]), int(picked[2]), int(picked[3]))
    except ValueError as error:
        raise BadDayError(text) from error
    raise BadDayError(text)


def parse_time(text: str) -> time:
    """Read `8:00`, `08:00` or `8h00`.

    Raises:
        BadTimeError: no time of day.
    """
    match = TIME.fullmatch(text.strip())
    if match is None:
        raise BadTimeError(text)
    return time(int(match[1]), int(match[2]))
