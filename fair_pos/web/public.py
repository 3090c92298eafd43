"""Pages for anybody with a phone: what a label or a receipt's code opens. No sign-in, no script.

Addresses work in any case, because codes hold capitals and people type what they like.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.catalogue import ocop
from fair_pos.catalogue import queries as catalogue
from fair_pos.catalogue.models import Certificate, Price, Product
from fair_pos.catalogue.ocop import StarsOnDay
from fair_pos.checkout import context
from fair_pos.checkout import queries as sales
from fair_pos.core.clock import business_date
from fair_pos.core.errors import NotFoundError
from fair_pos.core.ids import read_code
from fair_pos.db.store import Store
from fair_pos.labels import queries
from fair_pos.labels.queries import Printed, Stall
from fair_pos.programme.models import Exhibitor
from fair_pos.web.guard import Public, StoreOf
from fair_pos.web.pages import pages

router = APIRouter(include_in_schema=False)
CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class LabelView:
    """What the page of a label shows."""

    product: Product
    exhibitor: Exhibitor
    place: str
    stars: StarsOnDay
    certificate: Certificate | None
    """The one that gives the stars, or that tells why there are none."""
    price: Price | None
    printed: Printed
    stalls: tuple[Stall, ...]

    @property
    def why_plain(self) -> dict[str, str]:
        """Return the reason for no stars by language."""
        return {"vi": self.stars.vi, "en": self.stars.en}

    @property
    def trace_url(self) -> str:
        """Return the producer's own page, if its address is one of the web."""
        url = self.product.trace_url
        return url if url.startswith(("https://", "http://")) else ""

    @property
    def help_phone(self) -> str:
        """Return whom to call about this label, or an empty text."""
        return next((one.venue.help_phone for one in self.stalls if one.venue.help_phone), "")


@router.get("/P/{code}")
@router.get("/p/{code}")
def label(request: Request, _: Public, store: StoreOf, code: str) -> Response:
    """Show the product of a label: whose, from where, its stars today, its listed price."""
    read = _read(code)
    with store.reading() as session:
        view = _label_view(session, store, read) if read else None
        if view is None:
            return _unknown(request, store, "label", is_typed_wrong=read is None)
        return _page(request, store, "public/label.html", {"view": view})


@router.get("/R/{code}")
@router.get("/r/{code}")
def receipt(request: Request, _: Public, store: StoreOf, code: str) -> Response:
    """Show a receipt as on the paper, without names of people."""
    read = _read(code)
    with store.reading() as session:
        try:
            view = sales.public_sale(session, store.org_id, read or "")
        except NotFoundError:
            return _unknown(request, store, "receipt", is_typed_wrong=read is None)
        exhibitors = context.exhibitors_of(session, store.org_id, view.sale.booth_id)
        values = {"view": view, "exhibitor": exhibitors[0] if exhibitors else None}
        return _page(request, store, "public/receipt.html", values)


def _read(code: str) -> str | None:
    read = read_code(code)
    return read if read and len(read) == CODE_LENGTH else None


def _label_view(session: Session, store: Store, code: str) -> LabelView | None:
    found = queries.by_label_code(session, store.org_id, code)
    if found is None:
        return None
    product, exhibitor = found
    now = store.clock.now()
    today = business_date(now)
    papers = catalogue.certificates_of(session, store.org_id, product.id)
    stars = ocop.stars_on(papers, today)
    history = catalogue.price_history(session, store.org_id, product.id)
    return LabelView(
        product=product,
        exhibitor=exhibitor,
        place=queries.place_of(exhibitor),
        stars=stars,
        certificate=next((one for one in papers if one.decision_no == stars.decision_no), None),
        price=next((one for one in history if one.valid_from <= now), None),
        printed=queries.printed(session, store.org_id, product.id),
        stalls=tuple(queries.stalls(session, store.org_id, product.id, today)),
    )


def _unknown(request: Request, store: Store, kind: str, *, is_typed_wrong: bool) -> Response:
    values = {"kind": kind, "is_typed_wrong": is_typed_wrong}
    return _page(request, store, "public/unknown.html", values, status=404)


def _page(
    request: Request, store: Store, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response:
    today = business_date(store.clock.now())
    response = pages(request).html(request, template, {"today": today, **values}, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
