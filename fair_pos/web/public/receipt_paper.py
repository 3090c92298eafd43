"""A receipt's paper for the vendor's own phone: a picture to share, a page to print, RawBT."""

import base64
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.checkout import queries as sales
from fair_pos.core.document import Block, Document, Row
from fair_pos.core.errors import NotFoundError
from fair_pos.core.ids import read_code
from fair_pos.db.store import Store
from fair_pos.printing import preview, profiles, render
from fair_pos.web.guard import Public, StoreOf
from fair_pos.web.pages import pages

router = APIRouter(include_in_schema=False)
PROFILES = {58: "bluetooth-58", 80: "generic-80"}
RAWBT = "intent:base64,{job}#Intent;scheme=rawbt;package=ru.a402d.rawbtprinter;end;"
"""Source: docs/printing.md; the app gives no answer back."""

Millimetres = Annotated[int, Query(alias="mm")]


@router.get("/R/{code}/paper.png")
@router.get("/r/{code}/paper.png")
def picture(_: Public, store: StoreOf, code: str, width_mm: Millimetres = 80) -> Response:
    """Give the receipt as the picture its paper shows."""
    document, profile = _paper(store, code, width_mm)
    headers = {"X-Robots-Tag": "noindex"}
    png = preview.document_png(document, profiles.load(profile))
    return Response(png, media_type="image/png", headers=headers)


@router.get("/R/{code}/print")
@router.get("/r/{code}/print")
def page(
    request: Request, _: Public, store: StoreOf, code: str, width_mm: Millimetres = 58
) -> Response:
    """Show the paper alone, as wide as the roll, with the ways to print it from this phone."""
    document, profile = _paper(store, code, width_mm)
    job = base64.b64encode(render.to_bytes(document, profiles.load(profile))).decode()
    values = {"code": read_code(code), "width_mm": width_mm, "rawbt": RAWBT.format(job=job)}
    response = pages(request).html(request, "printing/receipt.html", values)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _paper(store: Store, code: str, width_mm: int) -> tuple[Document, str]:
    """Return a receipt's paper, and the profile for a roll of this width.

    Raises:
        NotFoundError: no such receipt, or no such paper.
    """
    if width_mm not in PROFILES:
        raise NotFoundError
    with store.reading() as session:
        view = sales.public_sale(session, store.org_id, read_code(code) or "")
        paper = sales.paper_of(session, view, store.settings.base_url, store.signer)
    told = tuple(block for block in paper.blocks if not _names_somebody(block))
    return replace(paper, blocks=told), PROFILES[width_mm]


def _names_somebody(block: Block) -> bool:
    """Say whether a line names the seller: this address is open to anybody with the code."""
    return isinstance(block, Row) and block.left.startswith("Người bán: ")
