"""What the code of a placard opens: the product's stars today, and whether it is signed so."""

from dataclasses import dataclass
from enum import StrEnum

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.ids import read_code
from fair_pos.labels import placards
from fair_pos.signing import texts
from fair_pos.signing.facts import CODE, PlacardFacts
from fair_pos.signing.texts import Checked, Verdict
from fair_pos.web.guard import Public, StoreOf, current_viewer
from fair_pos.web.public.labels import LabelView, product_view
from fair_pos.web.public.pages import page

router = APIRouter(include_in_schema=False)


class Standing(StrEnum):
    """What a placard is worth today."""

    VALID = "valid"
    ENDED = "ended"
    CHANGED = "changed"
    """Another name, other stars, another decision, or they end sooner."""
    WRONG = "wrong"
    """The signature does not hold."""
    UNSIGNED = "unsigned"
    """Nothing says that the sheet is ours: a code alone, or a key that is not here."""
    UNKNOWN = "unknown"
    """No such product in the books."""


@dataclass(frozen=True, slots=True)
class PlacardView:
    """What the page shows of the paper."""

    standing: Standing
    facts: PlacardFacts | None
    """As signed; None where nothing is proven."""
    names_a_key: bool
    """There is a signature, whether or not it could be checked."""


@router.get("/O/{code}")
@router.get("/o/{code}")
def placard(request: Request, _: Public, store: StoreOf, code: str) -> Response:
    """Say what a placard is worth today."""
    current_viewer(request, store)
    checked = texts.check(store.signer.keys, PlacardFacts, code)
    product_code = read_code(code[:CODE] if checked else code) or ""
    with store.reading() as session:
        view = product_view(session, store, product_code) if len(product_code) == CODE else None
        shown = PlacardView(
            standing(checked, view),
            checked.facts if checked and checked.verdict is Verdict.GOOD else None,
            checked is not None,
        )
        if view is None:
            return page(
                request, store, "public/placard_unknown.html", {"placard": shown}, status=404
            )
        values = {"view": view, "placard": shown, "inspects": product_code}
        return page(request, store, "public/placard.html", values)


def standing(checked: Checked[PlacardFacts] | None, view: LabelView | None) -> Standing:
    """Judge a placard by its signature and by what the books say of its product today."""
    if checked and checked.verdict is Verdict.WRONG:
        return Standing.WRONG
    if view is None:
        return Standing.UNKNOWN
    if checked is None or checked.facts is None or checked.verdict is Verdict.UNKNOWN_KEY:
        return Standing.UNSIGNED
    facts, today = checked.facts, view.stars
    if today.stars is None or today.expires_on is None:
        return Standing.ENDED
    says = (facts.name, facts.stars, facts.decision_no)
    is_same = says == (placards.short(view.product.name), today.stars, today.decision_no)
    return Standing.VALID if is_same and facts.until <= today.expires_on else Standing.CHANGED
