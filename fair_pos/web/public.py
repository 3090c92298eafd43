"""Pages for anybody with a phone: a receipt's code, and what all of them share. No script.

Addresses work in any case, because codes hold capitals and people type what they like. The pages
speak four languages, the phone's own first; names of goods and places stay Vietnamese.
"""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.checkout import context
from fair_pos.checkout import queries as sales
from fair_pos.checkout.models import Sale
from fair_pos.core.clock import business_date
from fair_pos.core.errors import NotFoundError
from fair_pos.core.ids import read_code
from fair_pos.db.store import Store
from fair_pos.signing import texts
from fair_pos.signing.facts import ReceiptFacts
from fair_pos.signing.texts import Verdict
from fair_pos.venues import layouts
from fair_pos.web.guard import Public, StoreOf
from fair_pos.web.pages import pages

router = APIRouter(include_in_schema=False)
CODE_LENGTH = 10
TONGUES = {"vi": "Tiếng Việt", "en": "English", "zh": "中文", "ko": "한국어"}
_ACCEPTED = re.compile(r"(?:^|,)\s*([a-z]{2})\b", re.IGNORECASE)


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


def unknown(
    request: Request,
    store: Store,
    kind: str,
    *,
    is_typed_wrong: bool,
    proven: ReceiptFacts | None = None,
) -> Response:
    """Say that a code is of nothing here: not of `label`, or not of `receipt`.

    A receipt whose signature holds was made here all the same, before an older copy was restored.
    """
    values: dict[str, Any] = {"kind": kind, "is_typed_wrong": is_typed_wrong, "proven": proven}
    if kind == "label":
        values["inspects"] = request.path_params["code"]
    return page(request, store, "public/unknown.html", values, status=404)


def page(
    request: Request, store: Store, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response:
    """Render a page in the language that was chosen, or the phone's."""
    request.state.tongue = _tongue(request)
    shown = {"today": business_date(store.clock.now()), "tongues": TONGUES, **values}
    response = pages(request).html(request, template, shown, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _tongue(request: Request) -> str:
    chosen = request.query_params.get("lang") or request.cookies.get("language")
    accepted = _ACCEPTED.findall(request.headers.get("accept-language", ""))
    wanted = [chosen, *(one.lower() for one in accepted)]
    return next((one for one in wanted if one in TONGUES), "vi")
