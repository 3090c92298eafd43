"""What a label's code opens: the verdict first, then whose it is and its stars today."""

import re
from dataclasses import dataclass, replace

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.catalogue import ocop
from fair_pos.catalogue import queries as catalogue
from fair_pos.catalogue.models import Certificate, Price, Product
from fair_pos.catalogue.ocop import StarsOnDay
from fair_pos.checkout import label_reviews
from fair_pos.checkout.sold_labels import LabelSale
from fair_pos.core import serials
from fair_pos.core.clock import business_date
from fair_pos.core.ids import read_code
from fair_pos.core.serials import Serial
from fair_pos.db.engine import DiskFullError
from fair_pos.db.store import Store
from fair_pos.labels import keys, queries, scans, verdict
from fair_pos.labels import serials as runs
from fair_pos.labels.queries import Stall
from fair_pos.labels.serials import SerialRun
from fair_pos.labels.verdict import NEVER_SCANNED, Scans, Verdict
from fair_pos.programme.models import Exhibitor
from fair_pos.web.guard import Public, StoreOf, current_viewer
from fair_pos.web.public.pages import CODE_LENGTH, page, unknown

router = APIRouter(include_in_schema=False)
_ROBOT = re.compile(r"bot\b|crawler|externalhit|preview", re.IGNORECASE)
"""Programs that fetch an address somebody sent in a message."""

ASKED = ["GET", "HEAD"]
"""Some scanners ask whether there is a page before they open it."""
_TYPED = str.maketrans({"O": "0", "o": "0", "I": "1", "i": "1"} | dict.fromkeys("–—.·"))
"""What people type for our signs; the check sign tells whether they meant it."""


@dataclass(frozen=True, slots=True)
class _Past:
    """What happened to a single label."""

    scans: Scans = NEVER_SCANNED
    sales: tuple[LabelSale, ...] = ()
    """The newest first."""
    since: Scans = NEVER_SCANNED
    """The scans on the days after the last sale."""
    is_settled: bool = False
    """The organisers looked at all its sales."""

    @property
    def sold(self) -> LabelSale | None:
        """Return the last sale of which the goods did not come back whole."""
        return next((one for one in self.sales if not one.is_back), None)

    @property
    def times_sold(self) -> int:
        """Return how many sales count."""
        return sum(one.counts for one in self.sales)


@dataclass(frozen=True, slots=True)
class LabelView:
    """What the page of a label shows."""

    verdict: Verdict
    product: Product
    exhibitor: Exhibitor
    place: str
    stars: StarsOnDay
    certificate: Certificate | None
    """The one that gives the stars, or that tells why there are none."""
    price: Price | None
    stalls: tuple[Stall, ...]
    serial: Serial | None
    run: SerialRun | None
    past: _Past

    @property
    def trace_url(self) -> str:
        """Return the producer's own page, if its address is one of the web."""
        url = self.product.trace_url
        return url if url.startswith(("https://", "http://")) else ""

    @property
    def help_phone(self) -> str:
        """Return whom to call about this label, or an empty text."""
        venues = [self.run.venue] if self.run else []
        venues += [one.venue for one in self.stalls]
        return next((one.help_phone for one in venues if one.help_phone), "")


@router.api_route("/P/{code}", methods=ASKED)
@router.api_route("/p/{code}", methods=ASKED)
@router.api_route("/P/{code}/01/{gtin}", methods=ASKED)
@router.api_route("/p/{code}/01/{gtin}", methods=ASKED)
def label(request: Request, _: Public, store: StoreOf, code: str) -> Response:
    """Show the label of a code, or the product of a code without a serial.

    A GTIN behind the code is for scanners of the trade; the code says all.
    """
    current_viewer(request, store)
    read = read_code(code) or read_code(code.translate(_TYPED)) or ""
    serial = serials.read(read)
    product_code = serial.product_code if serial else read
    if len(product_code) != CODE_LENGTH:
        return unknown(request, store, "label", is_typed_wrong=True)
    is_ours = serial is not None and keys.load(store.settings.data).is_ours(serial)
    if serial and is_ours:
        _note(request, store, serial)
    with store.reading() as session:
        view = _view(session, store, product_code, serial, is_ours=is_ours)
        if view is None:
            return unknown(request, store, "label", is_typed_wrong=False)
        status = 404 if view.verdict in {Verdict.NOT_OURS, Verdict.PREVIEW} else 200
        values = {"view": view, "inspects": serial.code if serial else product_code}
        return page(request, store, "public/label.html", values, status=status)


def product_view(session: Session, store: Store, code: str) -> LabelView | None:
    """Return what is known of the product of a label code of 10 signs."""
    return _view(session, store, code, None, is_ours=False)


def _note(request: Request, store: Store, serial: Serial) -> None:
    """Count a look at a printed label; people of the office and robots do not count."""
    browser = request.headers.get("user-agent", "")
    is_looked_at = request.method == "GET" and not _ROBOT.search(browser)
    if getattr(request.state, "viewer", None) is not None or not is_looked_at:
        return
    if not hasattr(request.app.state, "salts"):
        request.app.state.salts = scans.Salts()
    address = request.client.host if request.client else ""
    visitor = request.app.state.salts.visitor(store.clock, address, browser)
    with store.reading() as session:
        if not scans.is_new(session, store.clock, store.org_id, serial, visitor):
            return
    try:
        store.lane.run(
            lambda session: scans.note(session, store.clock, store.org_id, serial, visitor)
        )
    except DiskFullError:
        return  # a page is worth more than its count


def _view(
    session: Session, store: Store, code: str, serial: Serial | None, *, is_ours: bool
) -> LabelView | None:
    found = queries.by_label_code(session, store.org_id, code)
    if found is None:
        return None
    product, exhibitor = found
    now = store.clock.now()
    today = business_date(now)
    papers = catalogue.certificates_of(session, store.org_id, product.id)
    stars = ocop.stars_on(papers, today)
    history = catalogue.price_history(session, store.org_id, product.id)
    run = runs.run_of(session, store.org_id, product.id, serial) if serial and is_ours else None
    past = _past(session, store.org_id, serial) if serial and is_ours else _Past()
    if serial and serial.number == keys.PREVIEW:
        judged = Verdict.PREVIEW
    elif serial:
        judged = verdict.of_serial(
            is_ours=is_ours, is_logged=run is not None, scans=past.scans,
            sales=1 if past.is_settled else past.times_sold, since=past.since,
        )  # fmt: skip
    else:
        judged = verdict.of_product(queries.labels_without_serial(session, product))
    return LabelView(
        verdict=judged,
        product=product,
        exhibitor=exhibitor,
        place=queries.place_of(exhibitor),
        stars=stars,
        certificate=ocop.by_decision(papers, stars.decision_no),
        price=next((one for one in history if one.valid_from <= now), None),
        stalls=tuple(queries.stalls(session, store.org_id, product.id, today)),
        serial=serial,
        run=run,
        past=past,
    )


def _past(session: Session, org_id: str, serial: Serial) -> _Past:
    known = label_reviews.case(session, org_id, serial.code)
    settled = known.settled is not None
    past = _Past(scans.history(session, org_id, serial), known.sales, is_settled=settled)
    if past.sold is None:
        return past
    day = business_date(past.sold.at)
    return replace(past, since=scans.history(session, org_id, serial, after=day))
