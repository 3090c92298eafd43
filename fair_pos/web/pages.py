"""Renders templates: filters, language, what every page of the office needs."""

import functools
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse

from fair_pos import resources
from fair_pos.accounts.queries import Viewer
from fair_pos.core import clock, money, quantity
from fair_pos.web import assets, language, tongues

WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
SHORT_WEEKDAYS = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


class Pages:
    """The templates of one application."""

    def __init__(self) -> None:
        self.words = {name: language.load(name) for name in language.PUBLIC}

    def html(
        self,
        request: Request,
        template: str,
        values: Mapping[str, Any],
        *,
        status: int = 200,
    ) -> HTMLResponse:
        """Render a page in the reader's language."""
        words = self.words[reader_language(request)]
        text = (
            environment()
            .get_template(template)
            .render(
                _=words,
                language=words.language,
                viewer=getattr(request.state, "viewer", None),
                request=request,
                now=request.app.state.store.clock.now(),
                is_demo=request.app.state.store.is_demo,
                **values,
            )
        )
        return HTMLResponse(text, status_code=status)


@functools.cache
def environment() -> Environment:
    """Return the Jinja environment of the process: autoescape, undefined names are errors."""
    made = Environment(
        loader=FileSystemLoader(resources.folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals["static"] = assets.url
    return made


def reader_language(request: Request) -> str:
    """Return the language of the address (`?lang=en`), of the cookie, of the person, or vi.

    A public page has settled it before, among more languages.
    """
    if settled := getattr(request.state, "tongue", ""):
        return str(settled)
    chosen = request.query_params.get("lang") or request.cookies.get("language")
    if chosen in language.LANGUAGES:
        return chosen
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    return viewer.language if viewer else "vi"


def pages(request: Request) -> Pages:
    """Return the templates of the running application."""
    found: Pages = request.app.state.pages
    return found


@pass_context
def weekday(context: Context, day: date) -> str:
    """Write `Thứ Bảy` in the page's language."""
    return WEEKDAYS[context["language"]][day.weekday()]


@pass_context
def short_weekday(context: Context, day: date) -> str:
    """Write `T7` in the page's language."""
    return SHORT_WEEKDAYS[context["language"]][day.weekday()]


def short_date(day: date) -> str:
    """Write `30/01`."""
    return f"{day:%d/%m}"


def number(value: int) -> str:
    """Write a count with points."""
    return money.format_vnd(value)


def phone(text: str) -> str:
    """Write `0900 000 206`."""
    digits = text.replace(" ", "")
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}".strip() if len(digits) == 10 else text  # noqa: PLR2004


def local_time(at: datetime) -> datetime:
    """Return Vietnamese clock time, for strftime in templates."""
    return clock.local(at)


FILTERS: dict[str, Any] = {
    "vnd": money.format_vnd,
    "vnd_unit": money.format_vnd_unit,
    "million": money.format_million,
    "billion": money.format_billion,
    "words": money.amount_in_words,
    "number": number,
    "quantity": quantity.format_quantity,
    "weight": quantity.format_weight,
    "date": clock.format_date,
    "short_date": short_date,
    "weekday": weekday,
    "short_weekday": short_weekday,
    "time": clock.format_time,
    "moment": clock.format_moment,
    "local": local_time,
    "phone": phone,
    **tongues.FILTERS,
}
