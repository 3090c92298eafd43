"""The closing report of a fair, and the same report of an outlet's month.

Every figure comes from the rollups, the slips and the counts; the report is made only when the
proof agrees.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from fair_pos.catalogue.ocop import stars_on
from fair_pos.core.clock import Clock, business_date
from fair_pos.programme import reference
from fair_pos.reports import (
    counted,
    folding,
    folding_goods,
    folding_places,
    published,
    queries,
    rules,
)
from fair_pos.reports.figures import ClosingReport, Comparison, Header, OnShow, SideResults
from fair_pos.reports.folding import Read
from fair_pos.reports.proof import Proof, prove
from fair_pos.reports.scope import Scope
from fair_pos.venues import queries as venues
from fair_pos.venues.models import SponsorKind, Venue


@dataclass(frozen=True, slots=True)
class Days:
    """From when to when a report goes; `end` is the last day planned."""

    first: date
    last: date
    end: date
    closed: frozenset[date]


def closing_report(
    session: Session,
    clock: Clock,
    venue: Venue,
    period: tuple[date, date] | None = None,
    compare_with: str | None = None,
) -> ClosingReport:
    """Return the report of a venue; `period` is the days of an outlet's month.

    Raises:
        ReportRefusedError: sales, lines, payments and rollups do not agree.
    """
    scope = scope_of(venue, period)
    proof = prove(session, scope)
    proof.require()
    return build(session, clock, venue, scope, (proof, compare_with))


def scope_of(venue: Venue, period: tuple[date, date] | None = None) -> Scope:
    """Return what a report of a venue adds up."""
    first, last = period or (None, None)
    return Scope(venue.org_id, venue.id, first, last)


def build(
    session: Session,
    clock: Clock,
    venue: Venue,
    scope: Scope,
    proved: tuple[Proof, str | None],
) -> ClosingReport:
    """Return the report from the rollups, with the proof it stands on."""
    proof, compare_with = proved
    days = _days(session, clock, venue, scope)
    read = _read(session, scope, days)
    earlier = _comparison(session, venue, compare_with)
    visitors = sum(read.visitors.values()) if read.visitors else None
    counted_days = len({day for day, _ in read.visitors})
    visitors_per_day = rules.per_day(visitors, counted_days) if visitors is not None else None
    return ClosingReport(
        header=_header(venue, days),
        as_of=clock.now(),
        proof=proof,
        on_show=_on_show(session, scope, read, days.last),
        coverage=folding.coverage_of(read, read.booths),
        total=folding.total(read),
        visitors=visitors,
        visitors_per_day=visitors_per_day,
        visitors_change_permille=rules.change_permille(
            visitors_per_day, earlier.visitors_per_day if earlier else None
        ),
        comparison=earlier,
        revenue=folding.revenue(read, earlier.revenue_per_day_vnd if earlier else None),
        days=folding.days(read),
        zones=folding_places.zone_rows(read),
        localities=folding_places.localities(read),
        districts=folding_places.districts(read),
        others=folding_places.others(read),
        booth_kinds=folding_places.booth_kinds(read),
        stars=folding_goods.stars(read),
        groups=folding_goods.groups(read),
        sets=folding_goods.sets(read),
        exhibitor_kinds=folding_goods.exhibitor_kinds(read),
        means=folding_goods.means(read),
        hours=folding_goods.hours(read),
        best_sellers=folding_goods.best_sellers(read),
        missing=folding.missing(read),
        side_results=_side_results(session, scope, read),
    )


def _header(venue: Venue, days: Days) -> Header:
    return Header(
        code=venue.code,
        name=venue.name,
        kind=venue.kind,
        place=venue.place,
        first_day=venue.first_day,
        last_day=venue.last_day,
        period_first=days.first,
        period_last=max(days.first, days.last),
        days_planned=len(rules.open_days(days.first, days.end, days.closed)),
        closed_days=tuple(sorted(day for day in days.closed if days.first <= day <= days.end)),
        theme=venue.theme,
        directed_by=venue.directed_by,
        hosted_by=venue.hosted_by,
        run_by=venue.run_by,
        is_demo=venue.is_demo,
    )


def _days(session: Session, clock: Clock, venue: Venue, scope: Scope) -> Days:
    """Decide which days the report is about: up to today, or to the last day with a figure."""
    today = business_date(clock.now())
    first = scope.first or venue.first_day
    known = max(today, queries.last_day_with_figures(session, scope) or today)
    end = scope.last or venue.last_day or known
    closed = frozenset(venues.closed_days(session, venue))
    return Days(first, min(end, known), end, closed)


def _read(session: Session, scope: Scope, days: Days) -> Read:
    booth_days = queries.booth_days(session, scope)
    slips = queries.slips(session, scope)
    total_of, ocop_of = queries.amounts_by_booth(booth_days, slips)
    return Read(
        open_days=rules.open_days(days.first, days.last, days.closed),
        booths=queries.booths(session, scope),
        zones=queries.zones(session, scope),
        booth_days=booth_days,
        slips=slips,
        shift_days=queries.shift_days(session, scope),
        goods=queries.goods(session, scope),
        hours=queries.hours(session, scope),
        means=queries.means(session, scope),
        visitors=counted.visitors(session, scope),
        exhibitors=counted.exhibitors(session, scope),
        communes=[] if scope.commune_code else queries.communes(session),
        sets=queries.product_sets(session),
        country_names={row["code"]: row["name"] for row in reference.rows("countries")},
        total_of=total_of,
        ocop_of=ocop_of,
        period=_period_query(scope),
    )


def _period_query(scope: Scope) -> dict[str, str]:
    if scope.first is None or scope.last is None:
        return {}
    return {"from": scope.first.isoformat(), "to": scope.last.isoformat()}


def _comparison(session: Session, venue: Venue, compare_with: str | None) -> Comparison | None:
    """Return the chosen earlier edition; an empty choice is none, no choice is the venue's own."""
    chosen = venue.compare_with if compare_with is None else compare_with
    fair = queries.published_fair(session, chosen)
    return published.comparison(fair) if fair else None


def _on_show(session: Session, scope: Scope, read: Read, day: date) -> OnShow:
    products = counted.products_on_show(session, scope)
    certificates = counted.certificates(session, scope.org_id)
    by_kind = rules.sum_by(read.booths, lambda booth: booth.sponsor_kind, lambda _: 1)
    return OnShow(
        booths=len(read.booths),
        selling_booths=sum(booth.sells for booth in read.booths),
        local=by_kind.get(SponsorKind.COMMUNE, 0),
        other=by_kind.get(SponsorKind.PROVINCE, 0),
        provinces=len({booth.province for booth in read.booths} - {""}),
        abroad=by_kind.get(SponsorKind.COUNTRY, 0),
        countries=len({booth.country for booth in read.booths} - {""}),
        exhibitors=len({exhibitor for _, exhibitor, _ in read.exhibitors}),
        products=len(products),
        products_starred=sum(
            stars_on(certificates.get(product, ()), day).stars is not None for product in products
        ),
    )


def _side_results(session: Session, scope: Scope, read: Read) -> SideResults:
    by_hand = counted.side_results(session, scope)
    whole = sum(amount for _, _, amount in read.means)
    cashless = sum(amount for means, _, amount in read.means if means != "cash")
    return SideResults(
        contracts=by_hand.get("contracts"),
        violations=by_hand.get("violations"),
        cashless_vnd=cashless,
        cashless_permille=rules.permille(cashless, whole),
    )
