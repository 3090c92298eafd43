"""The till's API: enrol, catalogue, people, status. Sales and shifts stand beside it."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fair_pos.accounts import actions, pins, tills
from fair_pos.accounts.tills import Report
from fair_pos.checkout import context, snapshot
from fair_pos.checkout.orders import Moment, Words
from fair_pos.core.clock import iso_utc
from fair_pos.core.errors import NotFoundError
from fair_pos.printing import logos
from fair_pos.venues import layouts
from fair_pos.web.guard import TILL_COOKIE, Public, StoreOf, TillAuth, cookie_name
from fair_pos.web.till import examples
from fair_pos.web.till.approvals import check_pin

router = APIRouter(prefix="/api/v1/till", tags=["till"])

TILL_COOKIE_LIFE_S = 400 * 24 * 3600


class EnrolRequest(BaseModel):
    """A booth card's code and how the device calls itself."""

    code: Annotated[str, Field(max_length=40, examples=["B4K7R2XQ9F"])]
    device_name: Annotated[str, Field(max_length=80, examples=["Điện thoại chị Hạnh"])] = ""


class SignInRequest(BaseModel):
    """Who sells, and the PIN."""

    person_id: str
    pin: Annotated[str, Field(max_length=12, examples=["2580"])]


Count = Annotated[int, Field(ge=0, lt=2**31)]


class Heartbeat(BaseModel):
    """What a till says of itself."""

    waiting: Count = 0
    oldest_waiting_at: Moment | None = None
    last_seq: Count = 0
    app_version: Annotated[Words, Field(max_length=40)] = ""
    clock: Moment | None = None
    offline: Annotated[Words, Field(max_length=40)] = ""
    persisted: bool | None = None


def keep_token(request: Request, response: Response, token: str) -> None:
    """Give a browser the till's token: readable by no script, for no other site."""
    response.set_cookie(
        cookie_name(request, TILL_COOKIE),
        token,
        max_age=TILL_COOKIE_LIFE_S,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


@router.post("/enrol")
def enrol(
    request: Request,
    store: StoreOf,
    _: Public,
    body: Annotated[EnrolRequest, Body(openapi_examples=examples.ENROL)],
) -> JSONResponse:
    """Turn a device into a booth's till, by an unused booth card."""
    new = store.lane.run(
        lambda session: actions.enrol(
            session, store.clock, store.org_id, body.code, body.device_name
        )
    )
    with store.reading() as session:
        place = context.place_of(session, store.org_id, new.booth_id)
    answer = JSONResponse(
        {
            "till_id": new.till_id,
            "token": new.token,
            "series": new.series,
            "booth": {"id": place.booth_id, "code": place.booth_code},
            "venue": {"code": place.venue_code, "name": place.venue_name},
        }
    )
    keep_token(request, answer, new.token)
    return answer


@router.get("/logo")
def read_logo(store: StoreOf, till: TillAuth) -> dict[str, Any]:
    """Give the logo of the booth's receipts; the dots of a name never change.

    Shape: `name` as in the catalogue, `width_bytes` of a row, `dots`: the rows in Base64, a set
    bit is black.
    """
    with store.reading() as session:
        place = context.place_of(session, till.org_id, till.booth_id)
        layout = layouts.layout_of(session, till.org_id, place.venue_id, till.booth_id)
        logo = logos.picture(session, till.org_id, layout.logo)
    if not logo.dots:
        raise NotFoundError
    dots = base64.b64encode(logo.dots).decode()
    return {"name": logo.name, "width_bytes": logo.width_bytes, "dots": dots}


@router.get("/catalogue", response_model=None)
def catalogue(
    store: StoreOf, till: TillAuth, if_none_match: Annotated[str, Header()] = ""
) -> Response:
    """Give the till all it needs to sell; 304 when nothing changed."""
    with store.reading() as session:
        content = snapshot.catalogue(session, store.clock, till)
    etag = f'"{content["version"]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if etag in if_none_match:
        return Response(status_code=304, headers=headers)
    content["server_time"] = iso_utc(store.clock.now())
    return JSONResponse(content, headers=headers)


@router.post("/sign-in")
def sign_in(
    store: StoreOf,
    till: TillAuth,
    body: Annotated[SignInRequest, Body(openapi_examples=examples.SIGN_IN)],
) -> dict[str, Any]:
    """Sign somebody of the booth in by PIN."""
    check_pin(store, till, body.person_id, body.pin).raise_if_refused()
    store.lane.run(lambda session: pins.sign_in_at_till(session, store.clock, till, body.person_id))
    with store.reading() as session:
        return {"person": snapshot.signed_in(session, till, snapshot.staff(session, till))}


@router.post("/sign-out")
def sign_out(store: StoreOf, till: TillAuth) -> dict[str, Any]:
    """Forget who sells here; the device stays the booth's till."""
    store.lane.run(lambda session: pins.sign_out_at_till(session, store.clock, till))
    return {}


@router.post("/leave")
def leave(request: Request, store: StoreOf, till: TillAuth) -> JSONResponse:
    """Sign the device out for good; a new card enrols it again under a new series."""
    store.lane.run(
        lambda session: actions.revoke_till(session, store.clock, till.org_id, till.till_id)
    )
    answer = JSONResponse({})
    answer.delete_cookie(cookie_name(request, TILL_COOKIE), secure=request.url.scheme == "https")
    return answer


@router.post("/heartbeat")
def heartbeat(
    store: StoreOf,
    till: TillAuth,
    body: Annotated[Heartbeat, Body(openapi_examples=examples.HEARTBEAT)],
) -> dict[str, Any]:
    """Take note of a till's state and tell it the time."""
    store.lane.run_trade(
        lambda session: tills.seen(session, store.clock, till, Report(**body.model_dump()))
    )
    return {"server_time": iso_utc(store.clock.now()), "epoch": store.epoch}
