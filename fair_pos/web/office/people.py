"""The people of the office: who may sign in, as what."""

import re
from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts import actions, queries, rules, secrets
from fair_pos.accounts import staff as people
from fair_pos.accounts.actions import NewPerson
from fair_pos.accounts.models import OFFICE_ROLES, Person, Role
from fair_pos.accounts.staff import OfficeDraft
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.db.store import Store
from fair_pos.programme import queries as programme
from fair_pos.web.forms import Fields, Form, MissingError, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Admin, StoreOf
from fair_pos.web.place import commune_groups

router = APIRouter(prefix="/people", include_in_schema=False)
ROLES = {role.value: role for role in OFFICE_ROLES}
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


class LoginError(FairPosError):
    """A log-in that is hard to type."""

    vi = "Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm và dấu nối."
    en = "A log-in has plain lower-case letters, digits, points and hyphens."


class ShortPasswordError(FairPosError):
    """Too easy to guess."""

    vi = "Mật khẩu cần ít nhất 12 ký tự. Bốn từ rời nhau thì dễ nhớ."
    en = "A password needs at least 12 characters. Four words are easy to remember."


def parse_login(text: str) -> str:
    """Return a log-in in lower case.

    Raises:
        LoginError: other signs than plain letters and digits.
    """
    login = text.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise LoginError
    return login


def parse_password(text: str) -> str:
    """Return a password.

    Raises:
        ShortPasswordError: shorter than twelve characters.
    """
    if len(text) < rules.PASSWORD_MIN:
        raise ShortPasswordError
    return text


@router.get("")
def everybody(request: Request, viewer: Admin, store: StoreOf) -> Response:
    """List the people of the office."""
    with store.reading() as session:
        rows = [one for one in queries.people(session, viewer.org_id) if one.office_role]
    communes = programme.places().communes
    return show(
        request, "accounts/people.html", rows=rows, communes=communes, saved=saved_at(request)
    )


@router.get("/new")
def new_person(request: Request, _: Admin) -> Response:
    """Show the empty form of a person."""
    return _form_page(request, Form({"office_role": Role.ORGANISER.value, "active": "1"}))


@router.post("/new")
def add_person(request: Request, viewer: Admin, store: StoreOf, posted: Posted) -> Response:
    """Add a person of the office."""
    fields = Fields(posted, request)

    def save() -> None:
        draft = _draft(fields)
        password = fields.read("password", parse_password, "")
        fields.check()
        new = NewPerson(
            draft.full_name,
            draft.role,
            login=draft.login,
            password_hash=secrets.hash_password(password),
            commune_code=draft.commune_code,
        )
        store.lane.run(
            lambda session: actions.add_office_person(session, store.clock, viewer.org_id, new)
        )

    return _answer(request, store, fields, save)


@router.get("/{person_id}")
def edit_person(request: Request, viewer: Admin, store: StoreOf, person_id: str) -> Response:
    """Show the form of a person."""
    with store.reading() as session:
        person = session.get(Person, (viewer.org_id, person_id))
    if person is None or person.office_role is None:
        raise NotFoundError
    values = {
        "full_name": person.full_name,
        "login": person.login or "",
        "office_role": person.office_role,
        "commune_code": person.commune_code or "",
        "active": "1" if person.active else "",
    }
    return _form_page(request, Form(values))


@router.post("/{person_id}")
def change_person(
    request: Request, viewer: Admin, store: StoreOf, person_id: str, posted: Posted
) -> Response:
    """Save a person; the password is changed only when one is typed."""
    fields = Fields(posted, request)

    def save() -> None:
        draft = _draft(fields)
        password = fields.read_maybe("password", parse_password, "")
        fields.check()
        store.lane.run(
            lambda session: people.change_office_person(
                session, store.clock, viewer.org_id, person_id, draft
            )
        )
        if password:
            hashed = secrets.hash_password(password)
            store.lane.run(
                lambda session: people.set_password(
                    session, store.clock, viewer.org_id, person_id, hashed
                )
            )

    return _answer(request, store, fields, save)


def _answer(request: Request, store: Store, fields: Fields, save: Callable[[], None]) -> Response:
    result = attempt(fields, save)
    return _form_page(request, result) if isinstance(result, Form) else saved("/people", store)


def _form_page(request: Request, form: Form) -> Response:
    return show(
        request,
        "accounts/person.html",
        form,
        is_new=request.url.path.endswith("/new"),
        commune_groups=commune_groups(),
    )


def _draft(fields: Fields) -> OfficeDraft:
    role = fields.choice("office_role", ROLES, Role.INSPECTOR)
    communes = {one: one for one in programme.places().communes}
    commune = None
    if role is Role.LOCALITY_LEAD:
        if not fields.raw("commune_code"):
            fields.blame("commune_code", MissingError())
        commune = fields.choice("commune_code", communes, "")
    return OfficeDraft(
        full_name=fields.text("full_name", 80),
        login=fields.read("login", parse_login, ""),
        role=role,
        commune_code=commune,
        active=fields.ticked("active"),
    )
