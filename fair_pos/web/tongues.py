"""Days and amounts as a public page's reader writes them, and links to the page's other tongues.

To an English, Chinese or Korean eye `45.000` is forty-five, and 05/12 may be in May.
"""

from datetime import date, datetime
from urllib.parse import urlencode

from jinja2 import pass_context
from jinja2.runtime import Context
from starlette.requests import Request

from fair_pos.core import clock, money

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
UNITS = {"en": f"{money.NO_BREAK_SPACE}VND", "zh": f"{money.NO_BREAK_SPACE}越南盾", "ko": "동"}


def day_in(language: str, day: date) -> str:
    """Write a day.

    >>> [day_in(language, date(2026, 12, 5)) for language in ("vi", "en", "zh", "ko")]
    ['05/12/2026', '5 Dec 2026', '2026年12月5日', '2026년 12월 5일']
    """
    if language == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.year}년 {day.month}월 {day.day}일" if language == "ko" else clock.format_date(day)


def figure_in(language: str, amount_vnd: int) -> str:
    """Write đồng without a unit.

    >>> figure_in("vi", 1_234_567), figure_in("en", 1_234_567)
    ('1.234.567', '1,234,567')
    """
    written = money.format_vnd(amount_vnd)
    return written.replace(".", ",") if language in UNITS else written


def amount_in(language: str, amount_vnd: int) -> str:
    """Write đồng with the unit.

    >>> amount_in("ko", 45_000)
    '45,000동'
    """
    if language not in UNITS:
        return money.format_vnd_unit(amount_vnd)
    return figure_in(language, amount_vnd) + UNITS[language]


@pass_context
def day(context: Context, value: date) -> str:
    """Write a day in the page's language."""
    return day_in(context["language"], value)


@pass_context
def moment_of(context: Context, at: datetime) -> str:
    """Write day and time in the page's language."""
    return f"{day_in(context['language'], clock.local(at).date())} {clock.format_time(at)}"


@pass_context
def figure(context: Context, amount_vnd: int) -> str:
    """Write đồng without a unit in the page's language."""
    return figure_in(context["language"], amount_vnd)


@pass_context
def amount(context: Context, amount_vnd: int) -> str:
    """Write đồng with the unit in the page's language."""
    return amount_in(context["language"], amount_vnd)


def in_tongue(request: Request, language: str) -> str:
    """Return the query of the same page in another language: lot and expiry of a link stay."""
    return urlencode([*_others(request), ("lang", language)])


def _others(request: Request) -> list[tuple[str, str]]:
    return [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]


FILTERS = {
    "day": day,
    "moment_of": moment_of,
    "figure": figure,
    "amount": amount,
    "in_tongue": in_tongue,
}
