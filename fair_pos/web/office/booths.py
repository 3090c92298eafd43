"""Booths: the list with its filters, and the page of one."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import xlsxwriter
from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts import queries as accounts
from fair_pos.accounts.queries import Viewer
from fair_pos.catalogue import queries as catalogue
from fair_pos.catalogue.queries import Moment
from fair_pos.checkout import board, declared
from fair_pos.checkout.board import Standing
from fair_pos.core.clock import business_date
from fair_pos.core.text import fold, matches
from fair_pos.db.edit import stamp
from fair_pos.db.store import Store
from fair_pos.programme import queries as programme
from fair_pos.programme.models import Exhibitor
from fair_pos.venues import queries
from fair_pos.venues.models import Booth, Venue
from fair_pos.web import files
from fair_pos.web.forms import saved_at, show
from fair_pos.web.guard import Office, StoreOf
from fair_pos.web.place import SpotOf, VenueOf

router = APIRouter(prefix="/v/{venue_code}/booths", include_in_schema=False)
PAGE = 50
EXPORTED = ("Khu", "Gian số", "Tên đơn vị", "Loại hình", "Địa phương", "Điện thoại")
KINDS = {
    "enterprise": "Doanh nghiệp",
    "cooperative": "Hợp tác xã",
    "cooperative_group": "Tổ hợp tác",
    "household": "Hộ kinh doanh",
}
"""The export's words are those that the import understands."""


@dataclass(frozen=True, slots=True)
class BoothRow:
    """A booth in the list. `slips` are (handed in, expected) of a declared booth."""

    standing: Standing
    exhibitors: list[Exhibitor]
    products: int
    place: str
    slips: tuple[int, int]
    key: str

    @property
    def booth(self) -> Booth:
        """Return the booth."""
        return self.standing.booth

    def is_in(self, state: str) -> bool:
        """Say whether the booth belongs under a state filter."""
        if state == "no_exhibitor":
            return self.booth.sells and not self.exhibitors
        return state in ("", self.standing.state)


STATES = (
    "",
    "selling",
    "silent",
    "closed",
    "declared",
    "not_opened",
    "no_exhibitor",
    "not_selling",
)


class Filters(BaseModel):
    """The filters of the list, as they stand in its address."""

    q: str = ""
    zone: str = ""
    place: str = ""
    kind: str = ""
    state: str = ""

    def fit(self, row: BoothRow) -> bool:
        """Say whether a booth passes all filters but the state."""
        return (
            matches(row.key, self.q)
            and self.zone in ("", row.booth.zone_id)
            and self.place in ("", row.place)
            and (not self.kind or any(one.kind == self.kind for one in row.exhibitors))
        )


@router.get("")
def booths(
    request: Request,
    viewer: Office,
    store: StoreOf,
    venue: VenueOf,
    filters: Annotated[Filters, Query()],
) -> Response:
    """List booths; the filters are in the address, so that a list can be sent as a link."""
    with store.reading() as session:
        rows = _rows(session, store, viewer, venue)
        zones = queries.zones(session, venue)
    found = [row for row in rows if filters.fit(row)]
    in_state = [row for row in found if row.is_in(filters.state)]
    page = request.query_params.get("page", "1")
    pages = max(1, -(-len(in_state) // PAGE))
    number = min(pages, int(page)) if page.isdecimal() and int(page) else 1
    every = page == "all" or pages == 1
    return show(
        request,
        "venues/booths.html",
        venue=venue,
        rows=in_state if every else in_state[(number - 1) * PAGE : number * PAGE],
        found=len(in_state),
        all=rows,
        counts={key: sum(row.is_in(key) for row in found) for key in STATES},
        zones=zones,
        places=sorted({row.place for row in rows if row.place}, key=fold),
        chosen=filters.model_dump(),
        next_page=None if every or number == pages else number + 1,
        saved=saved_at(request),
    )


def _rows(session: Session, store: Store, viewer: Viewer, venue: Venue) -> list[BoothRow]:
    standing = board.standings(session, viewer, venue, store.clock.now())
    names = queries.exhibitors_of(session, venue.org_id, [one.booth.id for one in standing])
    goods: dict[str, list[str]] = {}
    for booth_id, _, key in catalogue.listings(session, viewer, venue.id):
        goods.setdefault(booth_id, []).append(key)
    slips = declared.slips(session, viewer, venue.id)
    today = business_date(store.clock.now())
    past = [day for day in queries.open_days(session, venue) if day < today]
    return [
        _row(one, names.get(one.booth.id, []), goods.get(one.booth.id, []), slips=slips, past=past)
        for one in standing
    ]


def _row(
    one: Standing,
    exhibitors: list[Exhibitor],
    goods: list[str],
    *,
    slips: Mapping[Any, Any],
    past: list[Any],
) -> BoothRow:
    place = programme.places().name(one.booth)
    handed_in = sum((one.booth.id, day) in slips for day in past)
    words = [one.booth.code, place, *(who.search_key for who in exhibitors), *goods]
    key = fold(" ".join(words))
    return BoothRow(one, exhibitors, len(goods), place, (handed_in, len(past)), key)


@router.get("/export.xlsx")
def export(
    viewer: Office, store: StoreOf, venue: VenueOf, filters: Annotated[Filters, Query()]
) -> Response:
    """Give the filtered list as a workbook; a text stays a text, never a formula."""
    with store.reading() as session:
        rows = _rows(session, store, viewer, venue)
        zones = {zone.id: zone.name for zone in queries.zones(session, venue)}
    lines = [
        line
        for row in rows
        if filters.fit(row) and row.is_in(filters.state)
        for line in _export_lines(row, zones[row.booth.zone_id])
    ]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Gian hàng")
        for number, line in enumerate([EXPORTED, *lines]):
            for column, text in enumerate(line):
                sheet.write_string(number, column, text)
    return files.to_keep(buffer.getvalue(), f"gian-hang-{venue.code}.xlsx")


def _export_lines(row: BoothRow, zone: str) -> list[tuple[str, ...]]:
    """Return a line per exhibitor of a booth; a shared booth says so, as the import wants it."""
    code = row.booth.code + (" (chung gian)" if len(row.exhibitors) > 1 else "")
    if not row.exhibitors:
        return [(zone, code, "", "", row.place, "")]
    return [(zone, code, who.name, KINDS[who.kind], row.place, who.phone) for who in row.exhibitors]


@router.get("/{booth_code:path}")
def booth(request: Request, viewer: Office, store: StoreOf, spot: SpotOf) -> Response:
    """Show a booth: who stands there, its people, its goods."""
    now = store.clock.now()
    row = spot.booth
    with store.reading() as session:
        goods = catalogue.products_of_booth(session, viewer.org_id, row.id)
        zones = queries.zones(session, spot.venue)
        printers = queries.printers(session, spot.venue)
        values: dict[str, Any] = {
            "exhibitors": queries.exhibitors_of(session, viewer.org_id, [row.id]).get(row.id, []),
            "staff": accounts.staff_of_booth(session, viewer.org_id, row.id),
            "goods": catalogue.shown(
                session, viewer.org_id, goods, Moment(now, business_date(now))
            ),
        }
    return show(
        request,
        "venues/booth.html",
        venue=spot.venue,
        booth=row,
        zone=next(one for one in zones if one.id == row.zone_id),
        printer=next((one for one in printers if one.id == row.printer_id), None),
        place=programme.places().name(row),
        seen=stamp(row),
        saved=saved_at(request),
        **values,
    )
