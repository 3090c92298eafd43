"""The arithmetic under the reports: coverage closes, shares round, contradictions are seen."""

import doctest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fair_pos.reports import charts, filters, history, published, rules, tables
from fair_pos.reports.charts import Point
from fair_pos.reports.filters import SaleFilter
from fair_pos.reports.history import Figure

DAYS = [date(2027, 1, 26) + timedelta(n) for n in range(6)]
SOME_DAYS = st.sets(st.sampled_from([*DAYS, date(2027, 3, 1)]))


def test_worked_examples_hold() -> None:
    for module in (rules, charts, filters, published, tables):
        result = doctest.testmod(module)
        assert result.attempted > 0, module
        assert result.failed == 0, module


@given(SOME_DAYS, SOME_DAYS)
def test_coverage_always_adds_up_to_the_open_days(tills: set[date], slips: set[date]) -> None:
    found = rules.cover(tills, slips, DAYS)
    assert found.booth_days == len(DAYS)
    assert found.measured == len(tills & set(DAYS))
    assert found.both <= found.measured


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=14), st.integers(200, 400))
def test_bars_stay_inside_their_chart(amounts: list[int], height: int) -> None:
    chart = charts.bars(
        [Point(str(n), vnd, vnd // 3) for n, vnd in enumerate(amounts)], 560, height
    )
    assert chart.grid[0] == (chart.floor, 0), "zero is always shown"
    assert len(chart.grid) <= charts.MOST_GRID_LINES + 1
    for bar in chart.bars:
        assert chart.left <= bar.x
        assert bar.x + bar.width <= chart.width
        assert charts.TOP <= bar.declared_y <= bar.measured_y <= chart.floor


@given(st.integers(0, 10**13))
def test_the_grid_reaches_over_the_highest_bar(highest: int) -> None:
    step = charts.nice_step(highest)
    assert -(-highest // step) <= charts.MOST_GRID_LINES


def figure(no: int, month: int, value: str, indicator: str = "products_joined") -> Figure:
    return Figure(
        no, "2018", "Quảng Ninh", indicator, value, "product", "", "báo", 2018, 2018, month
    )


def test_a_smaller_number_later_in_the_year_contradicts() -> None:
    found = history.mark_strange([figure(1, 6, "362"), figure(2, 12, "322")])
    assert [one.strange for one in found] == [True, True]


def test_growth_within_a_year_does_not() -> None:
    found = history.mark_strange([figure(1, 6, "322"), figure(2, 12, "362")])
    assert not any(one.strange for one in found)


def test_fewer_subjects_later_in_the_year_may_be_true() -> None:
    found = history.mark_strange(
        [figure(1, 6, "219", "subjects"), figure(2, 12, "212", "subjects")]
    )
    assert not any(one.strange for one in found)


def test_two_values_of_one_time_contradict_and_a_range_stays_a_range() -> None:
    found = history.mark_strange(
        [figure(1, 12, "219", "subjects"), figure(2, 12, "212", "subjects")]
    )
    assert all(one.strange for one in found)
    assert figure(3, 12, "8..10").text == "8–10"


@given(
    st.builds(
        SaleFilter,
        day=st.none() | st.dates(),
        hour=st.none() | st.integers(0, 23),
        commune=st.sampled_from(["", "06673"]),
        province=st.sampled_from(["", "Hà Nội"]),
        stars=st.none() | st.integers(0, 5),
        set_no=st.none() | st.integers(0, 26),
        ocop=st.sampled_from(["", "yes", "no"]),
    )
)
def test_a_filter_survives_its_address(chosen: SaleFilter) -> None:
    assert SaleFilter.read(chosen.values()) == chosen
