"""Who may use a route, as the type of a parameter; a route without one fails a test.

`Office`, `Organiser`, `Admin` and so on give the Viewer; `TillAuth` gives the till; `Public` says
that anybody may come.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from fair_pos.accounts import actions, moving, queries
from fair_pos.accounts.models import ORGANISING_ROLES, Role
from fair_pos.accounts.queries import TillIdentity, Viewer
from fair_pos.core.errors import FairPosError, ForbiddenError
from fair_pos.db.store import Store

OFFICE_COOKIE = "fair_pos_office"
TILL_COOKIE = "fair_pos_till"
HOST_ONLY = "__Host-"
"""Browsers take a cookie of this name over https only, for this host only (RFC 6265bis 4.1.3)."""
TOUCH_AFTER = timedelta(minutes=1)
"""A session is kept alive at most this often."""
MOST_TILLS = 10_000
"""Tills kept in memory for their sales."""


class SignInNeededError(FairPosError):
    """Nobody is signed in; a page sends the person to the sign-in."""

    code = "sign_in_needed"
    status = 401
    vi = "Đăng nhập để xem trang này."
    en = "Sign in to see this page."


class TillMovedError(FairPosError):
    """The same device sells at another address now; what it still holds is taken here."""

    code = "till_moved"
    status = 401
    vi = "Quầy này đã chuyển sang {detail}."
    en = "This till has moved to {detail}."


class TillUnknownError(FairPosError):
    """The device is no till, or not any more."""

    code = "till_unknown"
    status = 401
    vi = "Máy này chưa được ghép với gian. Quét mã ghép."
    en = "Device not enrolled. Scan the code."


def cookie_name(request: Request, name: str) -> str:
    """Return what a cookie is called at the door of a request.

    Both doors of a host share its cookies, but each is another origin with another database: a
    till of the http door must neither lose its token to one of https, nor pass for it there.
    """
    return HOST_ONLY + name if request.url.scheme == "https" else name


async def store_of(request: Request) -> Store:
    """Return the store of the running application."""
    found: Store = request.app.state.store
    return found


StoreOf = Annotated[Store, Depends(store_of)]


async def nobody() -> None:
    """Ask for nothing: the route is public."""


Public = Annotated[None, Depends(nobody)]


def current_viewer(request: Request, store: StoreOf) -> Viewer | None:
    """Return who is signed in at this browser, or None."""
    token = request.cookies.get(cookie_name(request, OFFICE_COOKIE))
    if not token:
        return None
    with store.reading() as session:
        viewer = queries.viewer_of(session, store.org_id, token, store.clock.now())
    request.state.viewer = viewer
    if viewer is not None and store.clock.now() - viewer.last_seen_at >= TOUCH_AFTER:
        store.lane.run(
            lambda session: actions.touch_office_session(
                session, store.clock, viewer.org_id, viewer.session_id
            )
        )
    return viewer


class Allowed:
    """A dependency that lets some roles of the office in."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    def __call__(self, viewer: Annotated[Viewer | None, Depends(current_viewer)]) -> Viewer:
        """Return the viewer.

        Raises:
            SignInNeededError, ForbiddenError: nobody, or not this role.
        """
        if viewer is None:
            raise SignInNeededError
        if viewer.role not in self.roles:
            raise ForbiddenError
        return viewer


Office = Annotated[
    Viewer, Depends(Allowed(Role.ADMIN, Role.ORGANISER, Role.LOCALITY_LEAD, Role.INSPECTOR))
]
"""Reads of the office. A locality lead sees its own booths only: pass `viewer` to the query."""
Reader = Annotated[Viewer, Depends(Allowed(Role.ADMIN, Role.ORGANISER, Role.INSPECTOR))]
"""Reads that show every booth."""
Inspecting = Annotated[Viewer, Depends(Allowed(Role.ADMIN, Role.ORGANISER, Role.INSPECTOR))]
"""Notes about labels and goods: the one thing an inspector writes."""
Organiser = Annotated[Viewer, Depends(Allowed(*ORGANISING_ROLES))]
"""Writes of the organisers."""
Admin = Annotated[Viewer, Depends(Allowed(Role.ADMIN))]


def till_token(request: Request) -> str:
    """Return the device token of the bearer header or the cookie.

    Raises:
        TillUnknownError: neither is there.
    """
    header = request.headers.get("authorization", "")
    kept = request.cookies.get(cookie_name(request, TILL_COOKIE), "")
    token = header[7:] if header.lower().startswith("bearer ") else kept
    if not token:
        raise TillUnknownError
    return token


def till_of(request: Request, store: StoreOf) -> TillIdentity:
    """Return the till that a request's token names, revoked ones included.

    Raises:
        TillUnknownError: no token, or nobody's.
    """
    token = till_token(request)
    with store.reading() as session:
        till = queries.till_of(session, store.org_id, token)
    if till is None:
        raise TillUnknownError
    return replace(till, address=store.settings.base_url, signer=store.signer)


async def sale_till_of(request: Request, store: StoreOf) -> TillIdentity:
    """Return the till that hands in a sale, from memory where it is known.

    What may have changed since (revoked, another seller) does not matter to a sale, and a token
    never passes to another till.

    Raises:
        TillUnknownError: no token, or nobody's.
    """
    known: dict[str, TillIdentity] = request.app.state.sale_tills
    token = till_token(request)
    if token not in known:
        if len(known) >= MOST_TILLS:
            known.clear()
        known[token] = await run_in_threadpool(till_of, request, store)
    return known[token]


def active_till_of(store: StoreOf, till: Annotated[TillIdentity, Depends(till_of)]) -> TillIdentity:
    """Return the till unless it was revoked.

    Raises:
        TillUnknownError, TillMovedError: the organisers revoked it, or it went elsewhere.
    """
    if till.revoked_at is None:
        return till
    with store.reading() as session:
        if moving.has_moved(session, till.org_id, till.till_id):
            raise TillMovedError(till.address)
    raise TillUnknownError


HandingIn = Annotated[TillIdentity, Depends(till_of)]
"""A till that hands in facts, also a revoked one: it may tell what happened, and nothing else."""
TillAuth = Annotated[TillIdentity, Depends(active_till_of)]
"""A till in use."""
SaleTill = Annotated[TillIdentity, Depends(sale_till_of)]
"""A till that hands in sales: also a revoked one, because a sale that happened is never refused."""
