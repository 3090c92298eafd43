"""GS1 Digital Links at our own address: `/01/GTIN` opens the product, with what the link says.

Source: GS1 Digital Link Standard: URI Syntax 1.4. Lot and expiry of a link are the link's words.
"""

from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.clock import business_date
from fair_pos.labels import queries
from fair_pos.labels.verdict import Verdict
from fair_pos.payments import gs1
from fair_pos.web.guard import Public, StoreOf, current_viewer
from fair_pos.web.public.labels import ASKED, product_view
from fair_pos.web.public.pages import page

router = APIRouter(include_in_schema=False)
LOT_MAX = 20


@dataclass(frozen=True, slots=True)
class Told:
    """What a link says of the pack; nobody here has checked it."""

    gtin: str
    lot: str
    use_by: date | None


@router.api_route("/01/{gtin}", methods=ASKED)
@router.api_route("/01/{gtin}/{rest:path}", methods=ASKED)
def trade_number(request: Request, _: Public, store: StoreOf, gtin: str) -> Response:
    """Show the product of a GTIN; say so where there is none, or more than one."""
    current_viewer(request, store)
    read = gs1.read_gs1(_as_scanned(request))
    if read is None:
        values = {"gtin": gtin, "found": [], "is_wrong": True, "inspects": gtin}
        return page(request, store, "public/gtin.html", values, status=404)
    written = gs1.written_forms(read.gtin)[0]
    with store.reading() as session:
        found = queries.by_gtin(session, store.org_id, read.gtin)
        if len(found) != 1:
            values = {"gtin": written, "found": found, "is_wrong": False, "inspects": gtin}
            return page(request, store, "public/gtin.html", values, status=200 if found else 404)
        view = product_view(session, store, found[0][0].label_code)
        assert view is not None, "the product is there"
        lot = read.lot if read.lot and len(read.lot) <= LOT_MAX else ""
        today = business_date(store.clock.now())
        told = Told(written, lot, gs1.expiry_day(read.expiry or "", today))
        values = {"view": replace(view, verdict=Verdict.TRADE), "told": told, "inspects": gtin}
        return page(request, store, "public/label.html", values)


def _as_scanned(request: Request) -> str:
    """Return the address as it was asked for: a lot may hold a slash, written %2F."""
    path, query = request.scope["raw_path"], request.scope["query_string"]
    return f"https://host{path.decode('latin-1').partition('?')[0]}?{query.decode('latin-1')}"
