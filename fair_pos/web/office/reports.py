"""The closing report: on screen, as files, given out as draft and final, checked by its code."""

from collections.abc import Mapping
from datetime import date, timedelta

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.core.clock import business_date
from fair_pos.db.store import Store
from fair_pos.reports import (
    charts,
    closing,
    export,
    issuing,
    plain,
    published,
    queries,
    rules,
    tables,
)
from fair_pos.reports.charts import Chart, Point
from fair_pos.reports.closing_tables import closing_tables
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.filters import BadFilterError
from fair_pos.reports.issuing import Issue
from fair_pos.reports.models import IssuedReport, ReportKind
from fair_pos.reports.place_tables import fold
from fair_pos.reports.proof import Proof, ReportRefusedError, prove
from fair_pos.reports.tables import Phrase, Table
from fair_pos.reports.words import day as day_words
from fair_pos.signing import texts
from fair_pos.signing.facts import CODE, ReportFacts
from fair_pos.venues.models import Venue, VenueKind
from fair_pos.web import files
from fair_pos.web.forms import Posted, show
from fair_pos.web.guard import Organiser, Public, Reader, StoreOf
from fair_pos.web.pages import reader_language
from fair_pos.web.place import VenueOf

router = APIRouter(include_in_schema=False)
at_venue = APIRouter(prefix="/v/{venue_code}/reports")

CHART_WIDTH, CHART_HEIGHT = 560, 252
FURTHER = (
    "zones", "booth_kinds", "others", "stars", "groups", "sets", "exhibitor_kinds", "means",
    "hours", "best_sellers", "results", "missing",
)  # fmt: skip


@at_venue.get("/closing")
def closing_page(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Show the report, or where the books do not agree."""
    asked = request.query_params
    with store.reading() as session:
        try:
            report = _report(session, store, venue, asked)
        except ReportRefusedError as refusal:
            scope = closing.scope_of(venue, _period(store, venue, asked))
            return _refused(request, venue, refusal, prove(session, scope))
        editions = [
            (fair.code, published.comparison(fair).short_name)
            for fair in queries.published_fairs(session)
            if fair.revenue_vnd is not None or fair.visitors is not None
        ]
        given_out = _given_out(session, venue)
        final = _final(session, venue, report)
    every = closing_tables(report)
    units = asked.get("units", "")
    return show(
        request,
        "reports/closing.html",
        venue=venue,
        report=report,
        tables=every,
        further=[every[key] for key in FURTHER if every[key].rows],
        localities=_localities(every, units),
        units=units,
        chart=_chart(report, reader_language(request)),
        editions=editions,
        given_out=given_out,
        final=final,
        month=_month_text(report, venue),
        months=_months(store, venue),
        query=_kept(asked),
        write=tables.write,
        share=rules.permille,
    )


@at_venue.get("/closing.json")
def closing_json(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Give the figures of now as canonical JSON."""
    with store.reading() as session:
        report = _report(session, store, venue, request.query_params)
    text = export.closing_json(report, store.signer.key)
    return files.to_keep(text, f"bao-cao-{venue.code}.json")


@at_venue.get("/closing.xlsx")
def closing_xlsx(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Give the figures of now as a workbook."""
    with store.reading() as session:
        report = _report(session, store, venue, request.query_params)
    return files.to_keep(export.closing_xlsx(report), f"bao-cao-{venue.code}.xlsx")


@at_venue.get("/closing.pdf")
def closing_preview(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Give the figures of now on paper, without a print code."""
    with store.reading() as session:
        report = _report(session, store, venue, request.query_params)
    return files.to_keep(export.closing_pdf(report), f"bao-cao-{venue.code}.pdf")


@at_venue.post("/closing/draft")
def issue_draft(viewer: Organiser, store: StoreOf, venue: VenueOf) -> Response:
    """Give out a draft and open its paper."""
    row = store.lane.run(
        lambda session: issuing.issue_draft(session, store.clock, venue, viewer.person_id)
    )
    return RedirectResponse(f"/v/{venue.code}/reports/issued/{row.code}.pdf", 303)


@at_venue.get("/closing/final")
def ask_final(request: Request, _: Organiser, store: StoreOf, venue: VenueOf) -> Response:
    """List what making the figures final means and what is still missing."""
    with store.reading() as session:
        report = _report(session, store, venue, {})
        earlier = issuing.newest(session, venue, ReportKind.FINAL)
    return show(
        request,
        "reports/final.html",
        venue=venue,
        report=report,
        earlier=earlier,
        over=venue.last_day is not None and business_date(store.clock.now()) > venue.last_day,
        seen="",
    )


@at_venue.post("/closing/final")
def issue_final(viewer: Organiser, store: StoreOf, venue: VenueOf, _: Posted) -> Response:
    """Make the figures final."""
    store.lane.run(
        lambda session: issuing.issue_final(session, store.clock, venue, viewer.person_id)
    )
    return RedirectResponse(f"/v/{venue.code}/reports/closing#issued", 303)


@at_venue.get("/issued/{code}.pdf")
def issued_pdf(code: str, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Print a given-out report again, as it was."""
    with store.reading() as session:
        row = issuing.issued(session, venue.org_id, code)
        issue = issuing.issue_of(session, row)
    report, key = plain.from_json(row.body), store.signer.key
    paper = export.closing_pdf(report, issue, store.settings.base_url, key)
    return files.to_keep(paper, f"bao-cao-{venue.code}-{row.kind}-{row.number}.pdf")


@at_venue.get("/issued/{code}.json")
def issued_json(code: str, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Give the figures of a given-out report, as its paper's code signs them."""
    with store.reading() as session:
        row = issuing.issued(session, venue.org_id, code)
    text = export.closing_json(plain.from_json(row.body), store.signer.key)
    name = f"bao-cao-{venue.code}-{row.kind}-{row.number}.json"
    return files.to_keep(text, name)


@at_venue.get("/proof")
def proof_page(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Show what each table adds up to, and every place where they differ."""
    scope = closing.scope_of(venue, _period(store, venue, request.query_params))
    with store.reading() as session:
        proof = prove(session, scope)
    return show(request, "reports/proof.html", venue=venue, proof=proof, refusal=None)


@router.get("/C/{code}")
@router.get("/c/{code}")
def check_print(request: Request, code: str, _: Public, store: StoreOf) -> Response:
    """Say whether a print equals the data of now, what changed since, and whether it is signed."""
    checked = texts.check(store.signer.keys, ReportFacts, code)
    with store.reading() as session:
        row = issuing.issued(session, store.org_id, code[:CODE] if checked else code)
        venue = session.get_one(Venue, (row.org_id, row.venue_id))
        printed = plain.from_json(row.body)
        issue = issuing.issue_of(session, row)
        later = issuing.newest(session, venue, ReportKind.FINAL)
        try:
            now = closing.closing_report(session, store.clock, venue)
            changed, refusal = issuing.changes(printed, now), None
        except ReportRefusedError as error:
            changed, refusal = [], error.sentence(reader_language(request))
    return show(
        request,
        "reports/check.html",
        printed=printed,
        issue=issue,
        sha256=row.sha256,
        signature=checked,
        changed=changed,
        refusal=refusal,
        later=later if later is not None and later.id != row.id else None,
    )


def _report(
    session: Session, store: Store, venue: Venue, asked: Mapping[str, str]
) -> ClosingReport:
    period = _period(store, venue, asked)
    compare = asked.get("compare")
    return closing.closing_report(session, store.clock, venue, period, compare)


def _period(store: Store, venue: Venue, asked: Mapping[str, str]) -> tuple[date, date] | None:
    """Return the month of an outlet, this one when none was chosen; a fair has no period."""
    if venue.kind == VenueKind.FAIR:
        return None
    text = asked.get("month") or f"{business_date(store.clock.now()):%Y-%m}"
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise BadFilterError(text) from error
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)


def _months(store: Store, venue: Venue) -> list[str]:
    """Return the months of an outlet, newest first, at most five years."""
    if venue.kind == VenueKind.FAIR:
        return []
    month = business_date(store.clock.now()).replace(day=1)
    months: list[str] = []
    first = venue.first_day.replace(day=1)
    while month >= first and len(months) < 60:  # noqa: PLR2004  five years
        months.append(f"{month:%Y-%m}")
        month = (month - timedelta(days=1)).replace(day=1)
    return months


def _month_text(report: ClosingReport, venue: Venue) -> str:
    return "" if venue.kind == VenueKind.FAIR else f"{report.header.period_first:%Y-%m}"


def _kept(asked: Mapping[str, str]) -> str:
    kept = [f"{name}={asked[name]}" for name in ("month", "compare") if asked.get(name)]
    return "&".join(kept)


def _localities(every: dict[str, Table], units: str) -> Table:
    if units == "district":
        return every["districts"]
    whole = every["communes"]
    rest = len(whole.rows) - 8
    return whole if units == "all" else fold(
        whole, Phrase(f"{rest} xã, phường, đặc khu còn lại", f"the other {rest} units")
    )  # fmt: skip


def _chart(report: ClosingReport, language: str) -> Chart:
    points = [
        Point(
            day_words(row.day).say(language).replace(",", ""),
            row.amount.measured_vnd,
            row.amount.declared_vnd,
        )
        for row in report.days
    ]
    return charts.bars(points, CHART_WIDTH, CHART_HEIGHT)


def _given_out(session: Session, venue: Venue) -> list[tuple[Issue, IssuedReport]]:
    rows = issuing.all_of(session, venue)
    return [(issuing.issue_of(session, row), row) for row in rows]


def _refused(request: Request, venue: Venue, refusal: ReportRefusedError, proof: Proof) -> Response:
    sentence = refusal.sentence(reader_language(request))
    response = show(request, "reports/proof.html", venue=venue, proof=proof, refusal=sentence)
    response.status_code = refusal.status
    return response


def _final(session: Session, venue: Venue, report: ClosingReport) -> Issue | None:
    """Return the final that these figures are, or None: none yet, or changed since."""
    row = issuing.newest(session, venue, ReportKind.FINAL)
    if row is None or issuing.changes(plain.from_json(row.body), report):
        return None
    return issuing.issue_of(session, row)


router.include_router(at_venue)
