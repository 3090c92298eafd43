"""Composes the application: store, pages, routes, guards. Nothing lives at module level."""

import functools
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

from fair_pos.core.clock import Clock
from fair_pos.db.store import open_store
from fair_pos.labels.drawing import DrawingRoom
from fair_pos.printing.worker import Worker
from fair_pos.settings import Settings
from fair_pos.web import assets, errors, security
from fair_pos.web.pages import Pages

PARTS = (
    "till.sales",
    "till.batch",
    "session",
    "till.api",
    "till.scanning",
    "till.pages",
    "public.install",
    "till.moving",
    "till.shifts",
    "till.drawer",
    "till.papers",
    "office.venues",
    "office.today",
    "office.staff",
    "office.booth_form",
    "office.booths",
    "labels.choosing",
    "labels.prints",
    "labels.formats",
    "labels.calibration",
    "labels.lists",
    "labels.rolls",
    "labels.cards",
    "labels.placards",
    "public.receipts",
    "public.receipt_paper",
    "public.signatures",
    "public.labels",
    "public.placards",
    "public.gtin",
    "labels.notes",
    "till.labels",
    "labels.sold_twice",
    "office.people",
    "office.exhibitors",
    "office.product_form",
    "office.products",
    "office.certificates",
    "office.product",
    "office.imports",
    "printers.printers",
    "printers.jobs",
    "printers.setup",
    "printers.layouts",
    "office.visitors",
    "office.declared",
    "office.unsent",
    "office.till_codes",
    "office.looks",
    "office.tills",
    "office.live",
    "office.reports",
    "office.sales_list",
    "office.shift_list",
    "office.programme",
)
"""Files of this package that hold a `router`.

`sales` stands first because routes are tried in order and a sale must not wait; `staff` and
`booth_form` stand before `booths`, whose last address takes any booth number.
"""


SWITCH_S = 0.001
"""A sale does not wait Python's 5 ms for a thread that draws a receipt."""


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """Build the application over the database that the settings name.

    Raises:
        NoDatabaseError: the data folder was not initialised.
    """
    store = open_store(settings, clock)
    worker = Worker(store)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 50, 100)
        sys.setswitchinterval(SWITCH_S)
        if settings.prints:
            worker.start()
        yield
        worker.stop()
        app.state.drawing_room.close()
        store.close()

    app = FastAPI(title="Fair POS", version="1", lifespan=life, docs_url=None, redoc_url=None)
    app.state.store = store
    app.state.worker = worker
    app.state.drawing_room = DrawingRoom(store)
    app.state.pages = Pages()
    app.state.sale_tills = {}
    errors.install(app)
    app.router.routes.extend(_routes())
    app.mount("/static", assets.HashedFiles(directory=assets.FOLDER), name="static")
    app.add_middleware(security.Guard)
    app.add_middleware(security.BodyLimit)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=6)
    return app


@functools.cache
def _routes() -> tuple[BaseRoute, ...]:
    """Return the routes of all parts.

    FastAPI takes 0.3 s to read their parameters; the applications of a process share them.
    """
    together = APIRouter()
    for part in PARTS:
        together.include_router(import_module(f"fair_pos.web.{part}").router)
    return tuple(together.routes)
