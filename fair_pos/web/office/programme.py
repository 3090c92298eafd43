"""The programme page: all fairs and outlets over the years, beside plan and published history."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.clock import business_date
from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.printing import a4
from fair_pos.programme.models import PlanFigure
from fair_pos.reports import charts, export, paper, plans, programme, tables
from fair_pos.reports.charts import Chart, Dots, Point
from fair_pos.reports.filters import BadFilterError
from fair_pos.reports.history_tables import HOME
from fair_pos.reports.plans import PlanDraft
from fair_pos.reports.programme import FIRST_YEAR, Programme, Wish
from fair_pos.reports.programme_tables import programme_tables
from fair_pos.reports.tables import Table
from fair_pos.venues.models import VenueKind
from fair_pos.web import files
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Organiser, Reader, StoreOf
from fair_pos.web.pages import reader_language
from fair_pos.web.place import commune_groups
from fair_pos.web.typed import whole

router = APIRouter(prefix="/programme", include_in_schema=False)
CHART_WIDTH, CHART_HEIGHT = 590, 236


@router.get("")
def programme_page(request: Request, viewer: Reader, store: StoreOf) -> Response:
    """Show the programme."""
    return _page(request, store, viewer.org_id, Form())


@router.get(".xlsx")
def programme_xlsx(request: Request, viewer: Reader, store: StoreOf) -> Response:
    """Give the tables as a workbook."""
    found, every = _found(store, viewer.org_id, request.query_params)
    head: list[tuple[str, tables.Value]] = [
        ("Báo cáo", _title(found)),
        ("Bốn loại số liệu", "ghi tại quầy, tự khai, theo công bố, kế hoạch: luôn ghi riêng"),
        *((("Số liệu", "có số liệu mẫu, không phải số thật"),) if found.has_demo else ()),
    ]
    book = export.tables_xlsx([*every.values()], head, _title(found))
    return files.to_keep(book, "chuong-trinh.xlsx")


@router.get(".pdf")
def programme_pdf(request: Request, viewer: Reader, store: StoreOf) -> Response:
    """Give the tables on paper."""
    found, every = _found(store, viewer.org_id, request.query_params)
    values = paper.tables_values(_title(found), found.as_of, [*every.values()])
    return files.to_keep(a4.pdf("programme.typ", values), "chuong-trinh.pdf")


@router.post("/plans")
def add_plan(request: Request, viewer: Organiser, store: StoreOf, posted: Posted) -> Response:
    """Add a plan figure."""
    fields = Fields(posted, request)

    def save() -> PlanFigure:
        this_year = business_date(store.clock.now()).year
        draft = PlanDraft(
            year=fields.read("year", _year, this_year),
            indicator=fields.choice("indicator", {key: key for key in plans.INDICATORS}, ""),
            value=fields.read("value", whole(1, 999_999_999), 1),
            source=fields.text("source"),
        )
        fields.check()
        return store.lane.run(
            lambda session: plans.add_plan(
                session, store.clock, viewer.org_id, draft, viewer.person_id
            )
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _page(request, store, viewer.org_id, result)
    return saved("/programme", store)


@router.get("/plans/{plan_id}/withdraw")
def ask_withdraw(request: Request, plan_id: str, viewer: Organiser, store: StoreOf) -> Response:
    """Ask before a plan figure is withdrawn."""
    with store.reading() as session:
        row = session.get(PlanFigure, (viewer.org_id, plan_id))
    if row is None:
        raise NotFoundError
    return show(
        request, "reports/withdraw_plan.html", plan=row, name=plans.INDICATORS[row.indicator][0],
        seen="",
    )  # fmt: skip


@router.post("/plans/{plan_id}/withdraw")
def withdraw(plan_id: str, viewer: Organiser, store: StoreOf, _: Posted) -> Response:
    """Withdraw a plan figure."""
    store.lane.run(
        lambda session: plans.withdraw_plan(
            session, store.clock, viewer.org_id, plan_id, viewer.person_id
        )
    )
    return saved("/programme", store)


def _page(request: Request, store: Store, org_id: str, form: Form) -> Response:
    found, every = _found(store, org_id, request.query_params)
    language = reader_language(request)
    return show(
        request,
        "reports/programme.html",
        form,
        found=found,
        tables=every,
        fairs=_fairs_chart(found),
        stars=_stars_chart(found),
        communes=commune_groups(),
        years=range(FIRST_YEAR, business_date(store.clock.now()).year + 2),
        indicators=[(key, name.say(language)) for key, (name, _) in plans.INDICATORS.items()],
        plan_names={key: name.say(language) for key, (name, _) in plans.INDICATORS.items()},
        query=request.url.query,
        saved=saved_at(request),
        write=tables.write,
    )


def _found(
    store: Store, org_id: str, asked: Mapping[str, str]
) -> tuple[Programme, dict[str, Table]]:
    wish = _wish(store, asked)
    with store.reading() as session:
        found = programme.programme(session, store.clock, org_id, wish)
    return found, programme_tables(found)


def _wish(store: Store, asked: Mapping[str, str]) -> Wish:
    every = programme.years_wished(store.clock)
    stars = asked.get("stars", "")
    kind = asked.get("kind", "")
    if stars not in {"", "0", "3", "4", "5"} or kind not in {"", *map(str, VenueKind)}:
        raise BadFilterError(stars or kind)
    return Wish(
        first=_year(asked.get("first") or str(every.first)),
        last=_year(asked.get("last") or str(every.last)),
        kind=kind,
        commune=asked.get("commune", ""),
        stars=int(stars) if stars else None,
    )


def _year(text: str) -> int:
    if not text.isdigit() or not FIRST_YEAR <= int(text) <= 2100:  # noqa: PLR2004  far ahead
        raise BadFilterError(text)
    return int(text)


def _title(found: Programme) -> str:
    mark = " (có số liệu mẫu)" if found.has_demo else ""
    return f"Chương trình OCOP {HOME}, {found.wish.first}–{found.wish.last}{mark}"


def _fairs_chart(found: Programme) -> Chart:
    """Draw each year: published grey, a fair without a known result dashed, our own in colour."""
    points = []
    for year in range(found.wish.first, found.wish.last + 1):
        editions = [one for one in found.published_editions if one.year == year]
        published_vnd = sum(one.facts.revenue_vnd or 0 for one in editions)
        own = found.of_year(year, VenueKind.FAIR)
        if published_vnd:
            points.append(Point(str(year), published_vnd, kind="published"))
        elif editions:
            points.append(Point(str(year), 0, kind="missing"))
        if own.sum_vnd:
            points.append(Point(str(year), own.measured_vnd, own.declared_vnd))
        elif not editions:
            points.append(Point(str(year), 0))
    return charts.bars(points, CHART_WIDTH, CHART_HEIGHT)


def _stars_chart(found: Programme) -> Dots:
    numbers = [
        (one.months - 1, one.number, one.strange)
        for one in found.figures
        if one.indicator == "products_starred" and one.scope == HOME and one.number is not None
    ]
    years = (found.wish.first, found.wish.last)
    return charts.dots(numbers, years, CHART_WIDTH, CHART_HEIGHT)
