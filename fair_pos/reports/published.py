"""Earlier editions as published: how many days a figure stands for, and in whose words."""

import re
from datetime import date
from functools import cache

from fair_pos.core.money import format_billion
from fair_pos.programme.models import PublishedFair
from fair_pos.programme.reference import rows
from fair_pos.reports import rules
from fair_pos.reports.figures import Comparison

_FILE = re.compile(r"\bseed (\d{3})_\w+\.txt")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@cache
def words() -> dict[str, dict[str, str]]:
    """Return short name, note and days of the published figures by edition."""
    return {row["code"]: row for row in rows("fair_edition_words")}


def comparison(fair: PublishedFair) -> Comparison:
    """Return an edition ready to be compared with, per day where its days are known."""
    said = words().get(fair.code, {})
    days = days_of(fair)
    revenue_days = _number(said.get("revenue_days")) or days
    visitors_days = _number(said.get("visitors_days")) or days
    return Comparison(
        code=fair.code,
        name=fair.name,
        short_name=said.get("short_name") or fair.name,
        days=days,
        revenue_vnd=fair.revenue_vnd,
        revenue_per_day_vnd=_per_day(fair.revenue_vnd, revenue_days),
        visitors=fair.visitors,
        visitors_per_day=_per_day(fair.visitors, visitors_days),
        note=said.get("note_vi") or fair.note,
        source=local_dates(fair.source),
    )


def days_of(fair: PublishedFair) -> int | None:
    """Return the number of open days, or None where the dates were not published."""
    if fair.first_day is None or fair.last_day is None:
        return None
    return len(rules.open_days(fair.first_day, fair.last_day, closed(fair.closed_days)))


def closed(text: str) -> frozenset[date]:
    """Read closed days: `2026-02-17..2026-02-19`, or days joined by commas.

    >>> sorted(day.day for day in closed("2026-02-17..2026-02-19"))
    [17, 18, 19]
    """
    days: set[date] = set()
    for part in filter(None, text.split(",")):
        first, _, last = part.strip().partition("..")
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        days.update(rules.open_days(start, end, frozenset()))
    return frozenset(days)


def billion(amount_vnd: int) -> str:
    """Write a published amount as tỷ, as short as it was printed.

    >>> billion(17_400_000_000), billion(9_000_000_000)
    ('17,4', '9')
    """
    return format_billion(amount_vnd).rstrip("0").rstrip(",")


def local_dates(source: str) -> str:
    """Write a source as people here read it: its dates, and papers known by a file name.

    >>> local_dates("Báo Quảng Ninh 2023-05-03")
    'Báo Quảng Ninh 03/05/2023'
    """
    return _FILE.sub(r"tư liệu chương trình số \1", _ISO_DATE.sub(r"\3/\2/\1", source))


def _per_day(total: int | None, days: int | None) -> int | None:
    return rules.per_day(total, days) if total is not None and days else None


def _number(text: str | None) -> int | None:
    return int(text) if text else None
