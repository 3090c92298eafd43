"""Takes up to twenty facts of a till at once; each is judged for itself, none spoils another."""

import asyncio
import logging
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import Field, ValidationError
from starlette.requests import Request

from fair_pos.accounts import earlier
from fair_pos.accounts.earlier import SERIES, Earlier
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout.happened import NotHereYetError
from fair_pos.checkout.orders import Id, Wire
from fair_pos.core.clock import iso_utc
from fair_pos.core.errors import FairPosError
from fair_pos.db.store import Store
from fair_pos.web import errors
from fair_pos.web.guard import HandingIn, StoreOf
from fair_pos.web.till import examples, facts
from fair_pos.web.till.facts import Deed

router = APIRouter(prefix="/api/v1/till", tags=["sales"])
_log = logging.getLogger(__name__)

MOST_FACTS = 20
STILL_MISSING = 424


class EarlierTill(Wire):
    """A till that the device was before it was enrolled again."""

    id: Id
    series: Annotated[str, Field(pattern=SERIES)]


class Fact(Wire):
    """One fact: the address of its own route and what would be posted there."""

    id: Annotated[str, Field(max_length=64)]
    path: Annotated[str, Field(max_length=100)]
    body: Any = None


class Batch(Wire):
    """Facts in the order they happened."""

    till: EarlierTill | None = None
    facts: Annotated[list[Fact], Field(min_length=1, max_length=MOST_FACTS)]


@router.post("/batch")
async def post_batch(
    request: Request,
    store: StoreOf,
    till: HandingIn,
    batch: Annotated[Batch, Body(openapi_examples=examples.BATCH)],
) -> dict[str, Any]:
    """Take facts in the order they happened; each has the answer of its own route."""
    whose = till
    if batch.till is not None:
        whose = await asyncio.to_thread(_earlier, store, till, batch.till)
    return {
        "server_time": iso_utc(store.clock.now()),
        "epoch": store.epoch,
        "answers": await hand_in(request, store, whose, batch.facts),
    }


async def hand_in(
    request: Request, store: Store, till: TillIdentity, handed: list[Fact]
) -> list[dict[str, Any]]:
    """Queue all facts in their order, then wait for each.

    Shape: `{"id", "status", "answer"}` per fact, in the order given.
    """
    deeds = await asyncio.to_thread(lambda: [_deed(store, till, fact) for fact in handed])
    queued = [(deed, deed.submit(store) if isinstance(deed, Deed) else None) for deed in deeds]
    return [
        {"id": fact.id, **await _outcome(request, deed, result)}
        for fact, (deed, result) in zip(handed, queued, strict=True)
    ]


def _deed(store: Store, till: TillIdentity, fact: Fact) -> Deed | Exception:
    try:
        return facts.deed_of(store, till, fact.path, fact.body)
    except Exception as fault:  # noqa: BLE001  belongs to this fact alone
        return fault


async def _outcome(request: Request, deed: Deed | Exception, result: Any) -> dict[str, Any]:
    if isinstance(deed, Exception):
        return _refusal(request, deed)
    try:
        return {"status": 200, "answer": await deed.told(result)}
    except Exception as fault:  # noqa: BLE001  belongs to this fact alone
        return _refusal(request, fault)


def _refusal(request: Request, fault: Exception) -> dict[str, Any]:
    if isinstance(fault, NotHereYetError):
        answer = errors.as_json(fault, request)
        return {
            "status": STILL_MISSING,
            "answer": answer | {"code": "waits_for", "waits_for": fault.detail},
        }
    if isinstance(fault, FairPosError):
        return {"status": fault.status, "answer": errors.as_json(fault, request)}
    if isinstance(fault, ValidationError):
        found = [{**one, "loc": ("body", *one["loc"])} for one in fault.errors()]
        return {"status": 422, "answer": errors.malformed_json(found, request)}
    _log.error("fact.failed", exc_info=fault)
    return {"status": 500, "answer": errors.broken_json(request)}


def _earlier(store: Store, till: TillIdentity, said: EarlierTill) -> TillIdentity:
    wanted = Earlier(till.org_id, till.booth_id, said.id, said.series)
    found = store.lane.run(lambda session: earlier.till_before(session, store.clock, wanted))
    return replace(found, address=till.address, signer=till.signer)
