"""`simulate`: plays a plausible fair through the real checkout."""

from datetime import date, timedelta
from typing import Annotated

import typer
from sqlmodel import Session, col, select

from fair_pos.accounts.models import Till
from fair_pos.checkout.models import Sale
from fair_pos.cli import terminal
from fair_pos.cli.fairs import FairCode, venue_of
from fair_pos.cli.play import Game, play
from fair_pos.cli.terminal import say
from fair_pos.core.clock import business_date
from fair_pos.core.errors import FairPosError
from fair_pos.rehearsal.crew import DEVICE
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue

OUTLET_DAYS = 30


class RealSalesError(FairPosError):
    """Invented sales never stand beside real ones."""

    code = "real_sales"
    vi = "{detail} đã có đơn bán thật, không mô phỏng. Dùng hội chợ chưa bán hoặc hội chợ mẫu."
    en = "{detail} has real sales; nothing is simulated there. Use a fair without sales."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(simulate)


def simulate(
    ctx: typer.Context,
    fair: FairCode,
    sales: Annotated[int, typer.Option(min=1, max=5_000_000, help="Số đơn bán.")],
    seed: Annotated[int, typer.Option(help="Cùng số thì ra cùng các đơn.")] = 1,
    days: Annotated[int | None, typer.Option(min=1, help="Chỉ chừng này ngày đầu.")] = None,
) -> None:
    """Bán thử cả một hội chợ qua đúng đường bán hàng thật."""
    with terminal.opened(ctx) as store:
        with store.reading() as session:
            venue = venue_of(session, store.org_id, fair)
            check_only_simulated(session, venue)
            chosen = trading_days(session, venue, business_date(store.clock.now()))[:days]
        with terminal.progress("Mô phỏng", sales) as advance:
            played = play(store, venue, Game(seed, sales, chosen), advance)
    seconds = f"{played.seconds:.1f}".replace(".", ",")
    rate = round(played.documents / max(played.seconds, 0.001))
    say(
        f"{venue.code}: {sales} đơn bán, {played.documents - sales} đơn trả và hủy, "
        f"{played.shifts} ca, {len(chosen)} ngày; {seconds} giây ({rate} đơn/giây)."
    )


def check_only_simulated(session: Session, venue: Venue) -> None:
    """Refuse where a person sold something, but for a demo.

    Raises:
        RealSalesError: there is a sale of another till than the simulator's.
    """
    statement = (
        select(Sale.id)
        .join(Till, (col(Till.org_id) == Sale.org_id) & (col(Till.id) == Sale.till_id))
        .where(Sale.org_id == venue.org_id, Sale.venue_id == venue.id, Till.device_name != DEVICE)
        .limit(1)
    )
    if not venue.is_demo and session.exec(statement).first():
        raise RealSalesError(venue.code)


def trading_days(session: Session, venue: Venue, today: date) -> list[date]:
    """Return a fair's open days, or an outlet's last days before today."""
    if venue.last_day is not None:
        return list(venues.open_days(session, venue))
    past = [today - timedelta(days=back) for back in range(OUTLET_DAYS, 0, -1)]
    return [day for day in past if day >= venue.first_day] or [today]
