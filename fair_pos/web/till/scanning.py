"""What a scan asks of the server: the codes in a photo, the sale behind a receipt."""

import threading
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from fair_pos.checkout import queries
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.payments import pictures
from fair_pos.web.guard import StoreOf, TillAuth

router = APIRouter(prefix="/api/v1/till", tags=["till"])

PHOTO_MAX = 2 * 1024 * 1024
"""Bytes; the till sends 0,3 MB, scaled to 1600 pixels."""
PIXELS_MAX = 16_000_000
READERS_MAX = 2
"""Photos read at once: selling goes on beside them."""
CODES_MAX = 20

_readers = threading.BoundedSemaphore(READERS_MAX)


class PhotoTooLargeError(FairPosError):
    """A photo above the limit."""

    code = "too_large"
    status = 413
    vi = "Ảnh quá lớn (tối đa 2 MB). Chụp lại ở cỡ nhỏ hơn hoặc gõ mã."
    en = "The photo is too large (2 MB at most). Take a smaller one or type the code."


class ReadersBusyError(FairPosError):
    """Others' photos are being read."""

    code = "readers_busy"
    status = 429
    vi = "Máy chủ đang đọc ảnh khác. Chụp lại sau vài giây hoặc gõ mã."
    en = "The server is reading other photos. Try again in a few seconds or type the code."


@router.post("/scan")
async def scan(request: Request, _: TillAuth) -> dict[str, Any]:
    """Read the codes in a photo: the body is a JPEG or PNG of at most 2 MB and 16 megapixels."""
    photo = bytearray()
    async for piece in request.stream():
        photo += piece
        if len(photo) > PHOTO_MAX:
            raise PhotoTooLargeError
    return {"codes": await run_in_threadpool(_read, bytes(photo))}


@router.get("/receipts/{code}")
def find_receipt(store: StoreOf, till: TillAuth, code: str) -> dict[str, Any]:
    """Name the booth's document whose receipt carries this code."""
    with store.reading() as session:
        sale = queries.public_sale(session, till.org_id, code).sale
    if sale.booth_id != till.booth_id:
        raise NotFoundError
    return {"id": sale.id}


def _read(photo: bytes) -> list[str]:
    if not _readers.acquire(blocking=False):
        raise ReadersBusyError
    try:
        return pictures.read_picture(photo, PIXELS_MAX)[:CODES_MAX]
    finally:
        _readers.release()
