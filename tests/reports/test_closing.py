"""The closing report of the small fair, against totals counted by hand."""

from collections.abc import Callable
from datetime import date

from fair_pos.checkout import declared
from fair_pos.checkout.declared import SlipDraft
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.reports import closing
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.rules import Amount, Coverage
from fair_pos.venues.models import Venue
from tests import cast as casting
from tests.reports import story
from tests.reports.story import Story, at


def test_measured_and_declared_stand_apart(report: ClosingReport) -> None:
    assert report.total == Amount(measured_vnd=545_000, declared_vnd=850_000)
    amounts = {row.key: row.amount for row in report.revenue}
    assert amounts == {
        "total": Amount(545_000, 850_000),
        "ocop": Amount(81_000, 200_000),
        "commune": Amount(405_000, 850_000),
        "province": Amount(),
        "country": Amount(140_000, 0),
    }


def test_shares_are_of_the_whole_sum(report: ClosingReport) -> None:
    shares = {row.key: row.share_permille for row in report.revenue}
    assert shares == {"total": 1000, "ocop": 201, "commune": 900, "province": 0, "country": 100}


def test_only_what_was_published_is_compared(report: ClosingReport) -> None:
    assert report.comparison is not None
    total, ocop, *_ = report.revenue
    assert (total.per_day_vnd, total.before_per_day_vnd) == (279_000, 2_900_000_000)
    assert total.change_permille == -1000
    assert (ocop.before_per_day_vnd, ocop.change_permille) == (None, None)


def test_booth_days_are_measured_declared_or_missing(report: ClosingReport) -> None:
    """Three selling booths and five days so far: B017 twice, C01 once, two slips of A05."""
    assert report.coverage == Coverage(measured=3, declared=2, missing=10)
    assert report.coverage.booth_days == 15
    missing = {row.booth: [day.day for day in row.days] for row in report.missing}
    assert missing == {"A05": [28, 29, 30], "B017": [27, 28, 29], "C01": [26, 27, 28, 29]}


def test_an_opened_shift_without_a_sale_is_measured(
    fair: Story, store: Store, clock: FixedClock, make: Callable[..., ClosingReport]
) -> None:
    clock.at = at(31, 9)
    story.counter(store, clock, fair.cast.lao_booth, fair.cast.stranger).open()
    now = make()
    assert now.coverage == Coverage(measured=4, declared=2, missing=12)
    assert now.total == Amount(545_000, 850_000)


def test_a_slip_beside_sales_is_counted_and_pointed_out(
    fair: Story, store: Store, clock: FixedClock, make: Callable[..., ClosingReport]
) -> None:
    draft = SlipDraft(
        fair.cast.venue, fair.cast.hanh_booth, date(2027, 1, 30), 70_000, 0, fair.cast.organiser
    )
    store.lane.run(lambda s: declared.declare(s, clock, store.org_id, draft))
    now = make()
    assert (now.coverage.measured, now.coverage.both) == (3, 1)
    assert now.total.declared_vnd == 920_000


def test_days_carry_sales_corrections_and_visitors(report: ClosingReport) -> None:
    rows = [
        (row.day.day, row.sales, row.corrections, row.amount.measured_vnd, row.visitors)
        for row in report.days
    ]
    assert rows == [
        (26, 1, 0, 360_000, 1800),
        (27, 0, 0, 0, None),
        (28, 0, 0, 0, None),
        (29, 0, 0, 0, None),
        (30, 2, 1, 185_000, 1200),
    ]
    assert report.days[1].amount.declared_vnd == 350_000
    assert (report.visitors, report.visitors_per_day) == (3000, 1500)


def test_localities_fold_to_54_communes_and_13_districts(report: ClosingReport) -> None:
    first, second, *_ = report.localities
    assert len(report.localities) == 54
    assert (first.name, first.booths, first.amount) == (
        "Phường Bãi Cháy", 3, Amount(405_000, 850_000),
    )  # fmt: skip
    assert first.best == ("Mực một nắng Cô Tô loại 2", "Cam Vạn Yên", "Trứng vịt biển Đồng Rui")
    assert second.booths == 0
    assert [(row.name, row.amount.sum_vnd) for row in report.districts] == [("Hạ Long", 1_255_000)]
    assert [(row.name, row.amount.sum_vnd) for row in report.others] == [("Lào", 140_000)]


def test_measured_money_by_star_group_and_means(report: ClosingReport) -> None:
    assert [(row.key, row.measured_vnd) for row in report.stars] == [
        ("5", 0), ("4", 81_000), ("3", 0), ("0", 464_000),
    ]  # fmt: skip
    assert [(row.key, row.measured_vnd, row.ocop_vnd) for row in report.groups] == [
        ("I", 369_000, 45_000), ("II", 36_000, 36_000), ("IV", 140_000, 0),
    ]  # fmt: skip
    assert {row.key: row.measured_vnd for row in report.means} == {
        "cash:confirmed_by_person": 415_000,
        "vietqr:confirmed_by_person": 130_000,
    }
    assert [(row.key, row.measured_vnd) for row in report.hours] == [
        ("10", 500_000),
        ("11", 45_000),
    ]
    first = report.exhibitor_kinds[0]
    assert (first.kind, first.measured_vnd) == (
        "enterprise", 405_000,
    )  # fmt: skip


def test_what_was_counted_by_hand_is_shown_or_unknown(report: ClosingReport) -> None:
    assert (report.side_results.contracts, report.side_results.violations) == (3, None)
    assert report.side_results.cashless_permille == 239
    assert (report.on_show.products, report.on_show.products_starred) == (5, 2)
    assert (report.on_show.booths, report.on_show.selling_booths) == (4, 3)


def test_a_part_of_the_days_counts_alone(make: Callable[..., ClosingReport]) -> None:
    part = make((date(2027, 1, 27), date(2027, 1, 30)))
    assert part.total == Amount(185_000, 350_000)
    assert part.revenue[0].sales_query == "from=2027-01-27&to=2027-01-30"
    assert part.header.days_planned == 4


def test_before_the_first_day_nothing_is_missing(store: Store, clock: FixedClock) -> None:
    cast = casting.raise_curtain(store)
    clock.at = at(20, 9)
    with store.reading() as session:
        venue = session.get(Venue, (store.org_id, cast.venue))
        assert venue is not None
        early = closing.closing_report(session, clock, venue)
    assert (early.coverage.booth_days, early.days, early.total) == (0, (), Amount())
