"""`users`: people of the office with passwords, people of the booths with PINs."""

import secrets
from typing import Annotated

import typer
from sqlmodel import Session

from fair_pos.accounts import actions, people, queries
from fair_pos.accounts import secrets as hashes
from fair_pos.accounts.actions import NewPerson
from fair_pos.accounts.models import OFFICE_ROLES, Person, Role
from fair_pos.cli import terminal
from fair_pos.cli.fairs import FairCode, booth_of, venue_of
from fair_pos.cli.init import new_password
from fair_pos.cli.terminal import say
from fair_pos.core.errors import FairPosError
from fair_pos.core.text import clean, fold
from fair_pos.db import store as stores
from fair_pos.programme import reference
from fair_pos.programme.rules import PlaceKind

PIN_DIGITS = 6
ROLE_NAMES = {
    Role.ADMIN: "quản trị",
    Role.ORGANISER: "Ban Tổ chức",
    Role.LOCALITY_LEAD: "đầu mối địa phương",
    Role.INSPECTOR: "kiểm tra",
    Role.BOOTH_LEADER: "trưởng gian",
    Role.CASHIER: "người bán",
}

OfficeRole = Annotated[
    Role, typer.Option(help=f"Vai trò: {', '.join(OFFICE_ROLES)}.", show_choices=False)
]
Password = Annotated[
    str | None,
    typer.Option(envvar="FAIR_POS_NEW_PASSWORD", help="Để trống: máy tự đặt và in ra một lần."),
]


class NotAnOfficeRoleError(FairPosError):
    """Booth people get a PIN, not a log-in."""

    code = "not_an_office_role"
    vi = "“{detail}” là vai trò tại gian. Người bán dùng PIN: fair-pos users pin."
    en = "“{detail}” is a booth role. Sellers use a PIN: fair-pos users pin."


class WhichCommuneError(FairPosError):
    """A locality lead sees one commune's booths."""

    code = "which_commune"
    vi = "Đầu mối địa phương cần --commune, ví dụ --commune “phường Hạ Long”."
    en = "A locality lead needs --commune, one of the 54 communes."


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Tài khoản và PIN.", no_args_is_help=True)
    group.command("list")(list_all)
    group.command("add")(add)
    group.command("password")(password)
    group.command("pin")(pin)
    app.add_typer(group, name="users")


def list_all(ctx: typer.Context) -> None:
    """Liệt kê tài khoản văn phòng."""
    with terminal.opened(ctx) as store, store.reading() as session:
        for person in queries.people(session, store.org_id):
            if person.office_role:
                state = "" if person.active else "\tđã khóa"
                role = ROLE_NAMES[Role(person.office_role)]
                say(f"{person.login}\t{role}\t{person.full_name}{state}")


def add(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="Tên đăng nhập.")],
    name: Annotated[str, typer.Option(help="Họ và tên.")],
    role: OfficeRole,
    commune: Annotated[str, typer.Option(help="Xã, phường của đầu mối địa phương.")] = "",
    password: Password = None,
) -> None:
    """Thêm tài khoản văn phòng."""
    if role not in OFFICE_ROLES:
        raise NotAnOfficeRoleError(role)
    chosen = _chosen(password)
    new = NewPerson(
        name,
        role,
        login=clean(login),
        password_hash=hashes.hash_password(chosen),
        commune_code=_commune(commune) if role is Role.LOCALITY_LEAD else None,
    )
    with terminal.opened(ctx) as store:
        store.lane.run(
            lambda session: actions.add_office_person(session, store.clock, store.org_id, new)
        )
    say(f"Đã thêm {new.login} ({ROLE_NAMES[role]}).")
    _tell_password(password, chosen)


def password(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="Tên đăng nhập.")],
    password: Password = None,
) -> None:
    """Đặt lại mật khẩu; phiên đang mở bằng mật khẩu cũ bị đóng."""
    chosen = _chosen(password)
    hashed = hashes.hash_password(chosen)
    with terminal.opened(ctx) as store:
        store.lane.run(
            lambda session: people.set_password(
                session, store.clock, store.org_id, clean(login), hashed
            )
        )
    say(f"Đã đặt lại mật khẩu của {login}.")
    _tell_password(password, chosen)


def pin(
    ctx: typer.Context,
    fair: FairCode,
    booth: Annotated[str, typer.Option(help="Số gian.")],
    name: Annotated[str, typer.Option(help="Họ và tên; chưa có thì thêm.")],
    pin: Annotated[str | None, typer.Option(help="Để trống: máy tự đặt.")] = None,
    leader: Annotated[bool, typer.Option("--leader", help="Người mới là trưởng gian.")] = False,
) -> None:
    """Đặt PIN cho người bán tại một gian."""
    chosen = pin or "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))
    people.check_pin(chosen)
    role = Role.BOOTH_LEADER if leader else Role.CASHIER
    with terminal.opened(ctx) as store:
        hashed = hashes.hash_pin(chosen, stores.pepper(store.settings))

        def action(session: Session) -> bool:
            venue = venue_of(session, store.org_id, fair)
            booth_id = booth_of(session, venue, booth).id
            known = _seller(session, store.org_id, booth_id, name)
            if known is not None:
                people.set_pin(session, store.clock, known, hashed)
                return False
            new = NewPerson(name, role, pin_hash=hashed)
            actions.add_booth_person(session, store.clock, store.org_id, booth_id, new)
            return True

        is_new = store.lane.run(action)
    head = f"Đã thêm {name} ({ROLE_NAMES[role]})" if is_new else f"Đã đặt lại PIN của {name}"
    say(f"{head}, gian {booth.upper()}. PIN: {chosen}")


def _seller(session: Session, org_id: str, booth_id: str, name: str) -> Person | None:
    staff = queries.staff_of_booth(session, org_id, booth_id)
    return next((one for one, _ in staff if fold(one.full_name) == fold(name)), None)


def _chosen(password: str | None) -> str:
    if password is not None:
        people.check_password(password)
    return password or new_password()


def _tell_password(given: str | None, chosen: str) -> None:
    if given is None:
        say(f"Mật khẩu: {chosen}   (chỉ hiện một lần, ghi lại ngay)")


def _commune(text: str) -> str:
    answer = reference.gazetteer().look_up(text)
    codes = [place.code for place in answer.places if place.kind is PlaceKind.COMMUNE]
    if len(codes) != 1:
        raise WhichCommuneError
    return codes[0]
