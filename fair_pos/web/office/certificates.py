"""A certificate of a product: later decisions about it."""

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.catalogue import certificates as papers
from fair_pos.catalogue.certificates import Decision
from fair_pos.catalogue.models import Certificate
from fair_pos.core.clock import format_date
from fair_pos.core.errors import NotFoundError
from fair_pos.db.edit import Edit, stamp
from fair_pos.db.store import Store
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.office.product import Item, ItemOf
from fair_pos.web.typed import parse_day

router = APIRouter(
    prefix="/v/{venue_code}/products/{product_id}/certificates/{certificate_id}",
    include_in_schema=False,
)
DECISIONS = {"extend": "extend", "revoke": "revoke", "regrade": "regrade"}


@router.get("")
def certificate(
    request: Request, _: Organiser, store: StoreOf, item: ItemOf, certificate_id: str
) -> Response:
    """Show the form of a later decision: extended, revoked, graded again."""
    row = _certificate(store, item, certificate_id)
    form = Form({"seen": stamp(row), "decision": "extend"})
    return _decision_page(request, item, row, form)


@router.post("")
def decide(  # noqa: PLR0913  the parameters are the route's
    request: Request,
    viewer: Organiser,
    store: StoreOf,
    item: ItemOf,
    certificate_id: str,
    *,
    posted: Posted,
) -> Response:
    """Save a later decision about a certificate."""
    fields = Fields(posted, request)
    row = _certificate(store, item, certificate_id)

    def save() -> None:
        kind = fields.raw("decision")
        decision = Decision(
            fields.text("state_decision", 60), fields.read("state_on", parse_day, date.max)
        )
        until = fields.read("expires_on", parse_day, date.max) if kind == "extend" else date.max
        fields.choice("decision", DECISIONS, "")
        fields.check()
        edit = Edit(viewer.org_id, certificate_id, fields.raw("seen"))
        if kind == "extend":
            store.lane.run(
                lambda session: papers.extend_certificate(
                    session, store.clock, edit, decision, until
                )
            )
            return
        write = papers.revoke_certificate if kind == "revoke" else papers.regrade_certificate
        store.lane.run(lambda session: write(session, store.clock, edit, decision))

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _decision_page(request, item, row, result.beside({"seen": stamp(row)}))
    return saved(item.address, store)


def _certificate(store: Store, item: Item, certificate_id: str) -> Certificate:
    with store.reading() as session:
        row = session.get(Certificate, (item.product.org_id, certificate_id))
    if row is None or row.product_id != item.product.id:
        raise NotFoundError
    return row


def _decision_page(request: Request, item: Item, row: Certificate, form: Form) -> Response:
    return show(
        request,
        "catalogue/decision.html",
        form,
        venue=item.venue,
        product=item.product,
        certificate=row,
        until=format_date(row.expires_on),
    )
