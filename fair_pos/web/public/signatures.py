"""The public keys: for programs at /keys.json, for people with their fingerprints at /keys."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.clock import parse_utc
from fair_pos.db.journal import canonical
from fair_pos.db.store import Store
from fair_pos.signing import keys
from fair_pos.web.guard import Public, StoreOf
from fair_pos.web.public.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/keys.json")
def published(_: Public, store: StoreOf) -> Response:
    """Give every public key; the stand-alone verifier takes this file."""
    return Response(canonical(_shown(store)) + "\n", media_type="application/json")


@router.get("/keys")
def keys_shown(request: Request, _: Public, store: StoreOf) -> Response:
    """Show every public key with its dates and its fingerprint, to print or to compare."""
    shown = _shown(store)
    rows = [
        {**key, "since": parse_utc(key["since"]), "until": key["until"] and parse_utc(key["until"])}
        for key in shown["keys"]
    ]
    return page(request, store, "public/keys.html", {"keys": rows, "site": shown["site"]})


def _shown(store: Store) -> dict[str, Any]:
    return keys.published(store.signer.keys, store.settings.site, is_sample=store.is_demo)
