"""What a receipt's code opens: the slip as on the paper, and whether its signature holds."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.checkout import context
from fair_pos.checkout import queries as sales
from fair_pos.checkout.models import Sale
from fair_pos.core.errors import NotFoundError
from fair_pos.core.ids import read_code
from fair_pos.signing import texts
from fair_pos.signing.facts import ReceiptFacts
from fair_pos.signing.texts import Verdict
from fair_pos.venues import layouts
from fair_pos.web.guard import Public, StoreOf
from fair_pos.web.public.pages import CODE_LENGTH, page, unknown

router = APIRouter(include_in_schema=False)


@router.get("/R/{code}")
@router.get("/r/{code}")
def receipt(request: Request, _: Public, store: StoreOf, code: str) -> Response:
    """Show a receipt as on the paper, without names of people, and whether its signature holds."""
    checked = texts.check(store.signer.keys, ReceiptFacts, code)
    read = read_code(code[:CODE_LENGTH] if checked else code)
    read = read if read and len(read) == CODE_LENGTH else None
    with store.reading() as session:
        try:
            view = sales.public_sale(session, store.org_id, read or "")
        except NotFoundError:
            proven = checked.facts if checked and checked.verdict is Verdict.GOOD else None
            return unknown(request, store, "receipt", is_typed_wrong=read is None, proven=proven)
        exhibitors = context.exhibitors_of(session, store.org_id, view.sale.booth_id)
        place = view.place
        values = {
            "view": view,
            "exhibitor": exhibitors[0] if exhibitors else None,
            "signature": checked,
            "is_as_signed": checked is not None and _is_as_signed(checked.facts, view.sale),
            "layout": layouts.layout_of(session, place.org_id, place.venue_id, place.booth_id),
        }
        return page(request, store, "public/receipt.html", values)


def _is_as_signed(facts: ReceiptFacts | None, sale: Sale) -> bool:
    """Say whether the books hold what was signed."""
    stored = (sale.number, abs(sale.total_vnd), sale.kind)
    return facts is not None and (facts.number, facts.total_vnd, facts.form) == stored
