"""Labels at the till: what it needs to know one without the server, and the server's own word."""

import hashlib
import json
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse, Response

from fair_pos.checkout import sold_labels
from fair_pos.core import serials
from fair_pos.core.clock import iso_utc
from fair_pos.core.ids import read_code
from fair_pos.labels import heads, keys
from fair_pos.web.guard import StoreOf, TillAuth

router = APIRouter(prefix="/api/v1/till/labels", tags=["till"])


@router.get("", response_model=None)
def labels(
    store: StoreOf, till: TillAuth, if_none_match: Annotated[str, Header()] = ""
) -> Response:
    """Give the first signs of the proofs of the booth's labels; 304 when nothing was printed."""
    known = keys.load(store.settings.data)
    with store.reading() as session:
        found = heads.of_booth(session, known, till.org_id, till.booth_id)
    content = {"runs": [asdict(one) for one in found]}
    etag = f'"{hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if etag in if_none_match:
        return Response(status_code=304, headers=headers)
    return JSONResponse(content, headers=headers)


@router.get("/{code}")
def label(store: StoreOf, till: TillAuth, code: str) -> dict[str, Any]:
    """Say whether a label's proof was made with one of our keys, and whether it was sold."""
    serial = serials.read(read_code(code) or "")
    is_ours = serial is not None and keys.load(store.settings.data).is_ours(serial)
    with store.reading() as session:
        sales = sold_labels.sales_of(session, till.org_id, [serial.code]) if serial else []
    last = next((one for one in sales if one.counts), None)
    sold = last and {"at": iso_utc(last.at), "booth": last.booth}
    return {"is_ours": is_ours, "sold": sold}
