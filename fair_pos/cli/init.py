"""`init`: the database, the reference facts, the first person of the office."""

import secrets
from typing import Annotated

import typer
from sqlmodel import Session

from fair_pos.accounts import actions, people, queries
from fair_pos.accounts import secrets as hashes
from fair_pos.accounts.actions import NewPerson
from fair_pos.accounts.models import Role
from fair_pos.cli import terminal
from fair_pos.cli.terminal import say
from fair_pos.core.clock import Clock, SystemClock
from fair_pos.core.ids import ALPHABET
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.labels import keys
from fair_pos.payments import reference as banks
from fair_pos.programme import seed
from fair_pos.settings import Settings
from fair_pos.signing import keys as signing

Password = Annotated[
    str | None,
    typer.Option(envvar="FAIR_POS_ADMIN_PASSWORD", help="Để trống: máy tự đặt và in ra một lần."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(init)


def init(
    ctx: typer.Context,
    login: Annotated[str, typer.Option(help="Tên đăng nhập của người quản trị.")] = "admin",
    password: Password = None,
) -> None:
    """Tạo cơ sở dữ liệu và tài khoản quản trị đầu tiên."""
    settings = terminal.settings_of(ctx)
    if password is not None:
        people.check_password(password)
    store = create(settings, SystemClock())
    try:
        say(f"Cơ sở dữ liệu: {settings.database_url or settings.sqlite_file}")
        with store.reading() as session:
            known = [one for one in queries.people(session, store.org_id) if one.office_role]
        if known:
            say(f"Đã có {len(known)} tài khoản văn phòng, không tạo thêm.")
            return
        chosen = password or new_password()
        store.lane.run(lambda session: _add_admin(session, store, login, chosen))
        say(f"Tên đăng nhập: {login}")
        if password is None:
            say(f"Mật khẩu: {chosen}   (chỉ hiện một lần, ghi lại ngay)")
        say("Bước tiếp theo: fair-pos serve")
    finally:
        store.close()


def create(settings: Settings, clock: Clock, *, is_demo: bool = False) -> Store:
    """Make and open a database with the reference facts; again brings them up to date."""
    stores.create(settings, clock, is_demo=is_demo)
    keys.load(settings.data)
    signing.make(settings.data, clock.now())
    store = stores.open_store(settings, clock)
    store.lane.run(seed.load)
    store.lane.run(banks.load)
    return store


def new_password() -> str:
    """Make a password that can be read out: four groups of four signs.

    >>> len(new_password())
    19
    """
    return "-".join("".join(secrets.choice(ALPHABET.lower()) for _ in range(4)) for _ in range(4))


def _add_admin(session: Session, store: Store, login: str, password: str) -> None:
    new = NewPerson(
        "Quản trị", Role.ADMIN, login=login, password_hash=hashes.hash_password(password)
    )
    actions.add_office_person(session, store.clock, store.org_id, new)
