"""The office's sign-in and sign-out, and the reader's language."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.accounts import actions, pins
from fair_pos.accounts.pins import SignIn
from fair_pos.core.clock import iso_utc
from fair_pos.core.text import clean
from fair_pos.db.journal import current_site
from fair_pos.web.guard import OFFICE_COOKIE, Office, Public, StoreOf, cookie_name
from fair_pos.web.language import LANGUAGES
from fair_pos.web.pages import pages, reader_language

router = APIRouter()

YEAR_S = 365 * 24 * 3600
LOGIN_MAX = 60


@router.get("/healthz", include_in_schema=False)
def healthz(store: StoreOf, _: Public) -> dict[str, str]:
    """Say that the process answers, which site it is, which life of its database, what time."""
    with store.reading() as session:
        site = current_site(session)
    return {
        "status": "ok", "site": site.site, "epoch": site.epoch, "time": iso_utc(store.clock.now()),
    }  # fmt: skip


@router.get("/login", include_in_schema=False)
def login_page(request: Request, _: Public, next: str = "/") -> Response:  # noqa: A002
    """Show the sign-in of the office."""
    return pages(request).html(
        request, "session/login.html", {"login": "", "fault": "", "next": next}
    )


@router.post("/login", include_in_schema=False)
def login(
    request: Request,
    store: StoreOf,
    _: Public,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Check log-in and password; a wrong one keeps what was typed."""
    login = clean(login.replace("\0", "")).lower()[:LOGIN_MAX]
    with store.reading() as session:
        check = pins.start_login(session, store.clock, store.org_id, login)
    state = pins.compare_password(check, password)
    result = store.lane.run(
        lambda session: pins.finish_login(session, store.clock, store.org_id, login, state)
    )
    if result.state is not SignIn.OK:
        refusal = pins.WaitError() if result.state is SignIn.WAIT else pins.WrongLoginError()
        values = {"login": login, "fault": refusal.sentence(reader_language(request)), "next": next}
        return pages(request).html(request, "session/login.html", values, status=refusal.status)
    token = store.lane.run(
        lambda session: actions.start_office_session(
            session, store.clock, store.org_id, check.person_id
        )
    )
    response = RedirectResponse(_inside(next), 303)
    response.set_cookie(
        cookie_name(request, OFFICE_COOKIE),
        token,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


@router.post("/logout", include_in_schema=False)
def logout(request: Request, viewer: Office, store: StoreOf) -> Response:
    """End the session of this browser."""
    store.lane.run(
        lambda session: actions.end_office_session(
            session, store.clock, viewer.org_id, viewer.session_id
        )
    )
    response = RedirectResponse("/login", 303)
    response.delete_cookie(
        cookie_name(request, OFFICE_COOKIE), secure=request.url.scheme == "https"
    )
    return response


@router.post("/language", include_in_schema=False)
def choose_language(
    request: Request, _: Public, language: Annotated[str, Form()] = "vi"
) -> Response:
    """Remember the reader's language on this browser."""
    back = request.headers.get("referer", "/")
    response = RedirectResponse(back, 303)
    if language not in LANGUAGES:
        return response
    response.set_cookie("language", language, max_age=YEAR_S, samesite="lax", httponly=True)
    return response


def _inside(address: str) -> str:
    """Return an address of our own pages; browsers read a backslash as a slash."""
    is_ours = address.startswith("/") and address[1:2] not in {"/", "\\"}
    return address if is_ours and address.isprintable() else "/"
