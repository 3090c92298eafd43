"""Every measured figure of the report opens a list of sales whose total is that figure."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlmodel import Session

from fair_pos.reports import closing, sales_list
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.filters import BadFilterError, SaleFilter
from fair_pos.venues.models import Venue
from tests.reports.story import Story

TABLES = (
    "revenue", "days", "zones", "localities", "districts", "others", "booth_kinds", "stars",
    "groups", "sets", "exhibitor_kinds", "means", "hours", "best_sellers",
)  # fmt: skip


def rows_with_sales(report: ClosingReport) -> Iterator[tuple[str, Any]]:
    for field in fields(report):
        value = getattr(report, field.name)
        for row in value if isinstance(value, tuple) else ():
            if is_dataclass(row) and hasattr(row, "sales_query"):
                yield field.name, row


def total_of(session: Session, venue: Venue, query: str) -> int:
    chosen = SaleFilter.read(dict(parse_qsl(query)))
    return sales_list.totals(session, closing.scope_of(venue), chosen).amount_vnd


def measured(row: Any) -> int:
    return row.amount.measured_vnd if hasattr(row, "amount") else row.measured_vnd


def test_each_table_has_such_figures(report: ClosingReport) -> None:
    assert {name for name, _ in rows_with_sales(report)} == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_the_list_behind_a_figure_totals_to_it(
    report: ClosingReport, session: Session, venue: Venue, table: str
) -> None:
    for name, row in rows_with_sales(report):
        if name == table:
            assert total_of(session, venue, row.sales_query) == measured(row), row


@pytest.mark.parametrize("table", TABLES)
def test_also_of_a_part_of_the_days(
    make: Callable[..., ClosingReport], session: Session, venue: Venue, table: str
) -> None:
    for name, row in rows_with_sales(make((date(2027, 1, 27), date(2027, 1, 31)))):
        if name == table:
            assert total_of(session, venue, row.sales_query) == measured(row), row


def test_the_list_shows_the_sales_newest_first(fair: Story, session: Session, venue: Venue) -> None:
    rows = sales_list.page(session, closing.scope_of(venue), SaleFilter(day=date(2027, 1, 30)))
    assert [(row.kind, row.booth, row.amount_vnd) for row in rows][-1] == ("sale", "C01", 140_000)
    assert sum(row.amount_vnd for row in rows) == 185_000
    assert [row.means for row in rows if row.booth == "C01"] == [("cash", "vietqr")]


def test_lines_and_means_together_count_lines_of_sales_so_paid(
    fair: Story, session: Session, venue: Venue
) -> None:
    chosen = SaleFilter(means="vietqr", ocop="yes")
    assert sales_list.totals(session, closing.scope_of(venue), chosen).amount_vnd == 36_000


def test_a_filter_that_is_none_says_so() -> None:
    with pytest.raises(BadFilterError, match="hôm nay"):
        SaleFilter.read({"day": "hôm nay"})
