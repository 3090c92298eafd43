"""A table of a report as values: one form for screen, Excel and paper. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fair_pos.core.clock import format_date
from fair_pos.core.money import format_million, format_vnd, format_vnd_unit
from fair_pos.core.quantity import format_quantity
from fair_pos.reports import rules
from fair_pos.reports.rules import Amount

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of the report in both languages."""

    vi: str
    en: str

    def say(self, language: str) -> str:
        """Return the text in a language."""
        return self.vi if language == "vi" else self.en


class Form(StrEnum):
    """How a column's values are written."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    """Đồng; on screen and paper as triệu with one decimal."""
    SUM = "sum"
    """Money of both kinds together: bold."""
    SHARE = "share"
    CHANGE = "change"
    DAY = "day"
    QUANTITY = "quantity"
    BAR = "bar"
    """An Amount drawn as a bar on the table's scale; left out of Excel."""


Value = str | int | date | Phrase | Amount | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `opens` says where its figures lead: `sales` or `declared`."""

    head: Phrase
    form: Form = Form.TEXT
    opens: str = ""

    @property
    def is_figure(self) -> bool:
        """Say whether the column stands right."""
        return self.form not in {Form.TEXT, Form.BAR, Form.DAY}


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `query` is the filter of the sales behind it, None where there is none."""

    values: tuple[Value, ...]
    query: str | None = None
    indent: bool = False
    bold: bool = False
    venue: str = ""
    """Code of the place whose sales these are, where the page is not about one place."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its unit above and its definitions below."""

    key: str
    number: str
    title: Phrase
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    unit: Phrase = Phrase("", "")
    notes: tuple[Phrase, ...] = ()
    scale_vnd: int = field(default=0)
    """Money of the longest bar."""


def write(value: Value, form: Form, language: str = "vi") -> str:
    """Write a value as people read it.

    >>> write(17_231_911_000, Form.MONEY), write(0, Form.COUNT), write(None, Form.SHARE)
    ('17.231,9', '–', '–')
    """
    if value is None or value in {0, ""}:
        return "0,0%" if value == 0 and form is Form.CHANGE else NOTHING
    if isinstance(value, Phrase):
        return value.say(language)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Amount):
        return format_million(value.sum_vnd)
    return _WRITERS[form](value)


def exact(value: Value, form: Form) -> str:
    """Write money in full đồng, for titles and tests; everything else as `write`."""
    if isinstance(value, int) and form in {Form.MONEY, Form.SUM}:
        return format_vnd_unit(value)
    return write(value, form)


_WRITERS: dict[Form, Callable[[int], str]] = {
    Form.TEXT: format_vnd,
    Form.COUNT: format_vnd,
    Form.MONEY: format_million,
    Form.SUM: format_million,
    Form.SHARE: rules.format_permille,
    Form.CHANGE: rules.format_change,
    Form.QUANTITY: format_quantity,
    Form.DAY: str,
    Form.BAR: str,
}
