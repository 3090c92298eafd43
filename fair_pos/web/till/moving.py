"""A till at another address than the public one moves there, once nothing waits on it."""

from urllib.parse import urlsplit

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts import moving
from fair_pos.accounts.models import TillCard
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import shifts
from fair_pos.core.clock import Clock, iso_utc
from fair_pos.core.errors import FairPosError
from fair_pos.web import security
from fair_pos.web.guard import Public, StoreOf, TillAuth
from fair_pos.web.pages import pages
from fair_pos.web.public.install import plain_url, secure_door

router = APIRouter()


class NowhereToMoveError(FairPosError):
    """The public address is no https one, or the till is there already."""

    code = "nowhere_to_move"
    status = 409
    vi = "Máy này đã ở đúng địa chỉ, không phải chuyển."
    en = "This till is at the right address already."


class CloseShiftFirstError(FairPosError):
    """The cash of an open shift belongs to the old till."""

    code = "close_shift_first"
    status = 409
    vi = "Đóng ca trước rồi chuyển: tiền trong ca thuộc về quầy cũ."
    en = "Close the shift before moving: its cash belongs to the old till."


@router.get("/move-till", include_in_schema=False)
def page(request: Request, store: StoreOf, _: Public) -> Response:
    """Check that this device can open the new address, then ask for the code and go there."""
    door = secure_door(store.settings)
    plain = plain_url(request, door)
    response = pages(request).html(request, "install/move.html", {"door": door, "plain": plain})
    if door is not None:
        response.headers["content-security-policy"] = security.csp_that_asks(door.url, plain)
    return response


@router.post("/api/v1/till/move", tags=["till"])
def move(request: Request, store: StoreOf, till: TillAuth) -> dict[str, str]:
    """Give a code, good for ten minutes and once, that enrols this device at the https address.

    Raises:
        NowhereToMoveError, CloseShiftFirstError: nothing to do, or the shift is open.
    """
    door = secure_door(store.settings)
    if door is None or urlsplit(door.url).netloc == request.headers.get("host"):
        raise NowhereToMoveError
    card = store.lane.run(lambda session: _start(session, store.clock, till))
    assert card.expires_at is not None, "a move ends"
    return {
        "code": card.code,
        "url": f"{door.url}/T/{card.code}",
        "expires_at": iso_utc(card.expires_at),
    }


def _start(session: Session, clock: Clock, till: TillIdentity) -> TillCard:
    if shifts.open_shift_of(session, till.org_id, till.till_id) is not None:
        raise CloseShiftFirstError
    return moving.start_move(session, clock, till)
