"""Who plays in a simulated fair: every selling booth with a new till and somebody at it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fair_pos.accounts import actions as accounts
from fair_pos.accounts import queries as people
from fair_pos.accounts.actions import NewPerson
from fair_pos.accounts.models import Role
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import context
from fair_pos.core.errors import FairPosError
from fair_pos.db.store import Store
from fair_pos.labels import queries as goods
from fair_pos.rehearsal.acts import Stall, Ware
from fair_pos.venues.models import Booth, RecordMode, Venue

DEVICE = "Máy mô phỏng"
SELLER = "Người bán mô phỏng"


class NothingToSellError(FairPosError):
    """No booth offers a product with a price."""

    code = "nothing_to_sell"
    vi = "{detail} chưa có gian bán hàng nào có sản phẩm và giá. Nhập danh mục sản phẩm trước."
    en = "{detail} has no selling booth with priced products. Import products first."


@dataclass(frozen=True, slots=True)
class Member:
    """A stall with its till; the token is what a device would keep."""

    stall: Stall
    till: TillIdentity
    token: str


def gather(session: Session, store: Store, venue: Venue, at: datetime) -> list[Member]:
    """Enrol a new till at every selling booth that offers something."""
    wares: dict[str, list[Ware]] = {}
    for one in goods.goods(session, venue, at, goods.Filter()):
        if one.price_vnd:
            ware = Ware(one.product_id, one.name, one.unit, one.is_weighed, one.price_vnd)
            wares.setdefault(one.booth_id, []).append(ware)
    crew = [
        _enrol(session, store, booth, tuple(wares[booth.id]))
        for booth in _booths(session, venue)
        if booth.id in wares
    ]
    if not crew:
        raise NothingToSellError(venue.code)
    return crew


def _booths(session: Session, venue: Venue) -> list[Booth]:
    statement = (
        select(Booth)
        .where(
            Booth.org_id == venue.org_id,
            Booth.venue_id == venue.id,
            Booth.record_mode == RecordMode.TILL,
            col(Booth.suspended_at).is_(None),
        )
        .order_by(col(Booth.code))
    )
    return [booth for booth in session.exec(statement) if booth.sells]


def _enrol(session: Session, store: Store, booth: Booth, wares: tuple[Ware, ...]) -> Member:
    staff = people.staff_of_booth(session, booth.org_id, booth.id)
    seller = (
        staff[-1][0]
        if staff
        else accounts.add_booth_person(
            session, store.clock, booth.org_id, booth.id, NewPerson(SELLER, Role.CASHIER)
        )
    )
    card = accounts.make_card(session, store.clock, booth.org_id, booth.id, None)
    new = accounts.enrol(session, store.clock, booth.org_id, card.code, DEVICE)
    accounts_here = (
        (one.bank_bin, one.account_number)
        for one in context.exhibitors_of(session, booth.org_id, booth.id)
        if one.bank_bin and one.account_number
    )
    stall = Stall(booth.code, new.series, seller.id, wares, next(accounts_here, None))
    till = TillIdentity(
        booth.org_id,
        new.till_id,
        booth.id,
        new.series,
        None,
        seller.id,
        store.settings.base_url,
        store.signer,
    )
    return Member(stall, till, new.token)
