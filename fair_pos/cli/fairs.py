"""`fairs`: fair editions."""

import re
from datetime import date, timedelta
from typing import Annotated

import typer
from sqlmodel import Session, select

from fair_pos.cli import terminal
from fair_pos.cli.terminal import say
from fair_pos.core.clock import format_date
from fair_pos.core.errors import FairPosError
from fair_pos.core.text import clean
from fair_pos.venues import actions, queries, rules
from fair_pos.venues.actions import VenueDraft, ZoneDraft
from fair_pos.venues.models import Booth, Venue, VenueKind


class BadDayError(FairPosError):
    """A text that is no day."""

    code = "bad_day"
    vi = "Không hiểu ngày “{detail}”. Ghi 2027-01-26 hoặc 26/01/2027."
    en = "No day: “{detail}”. Write 2027-01-26 or 26/01/2027."


class NoFairError(FairPosError):
    """No fair or outlet has this code."""

    code = "no_fair"
    vi = "Không có hội chợ hoặc điểm bán nào mã {detail}. Xem các mã: fair-pos fairs list."
    en = "No fair or outlet has the code {detail}. See them by: fair-pos fairs list."


class NoBoothError(FairPosError):
    """The fair has no such booth."""

    code = "no_booth"
    vi = "{fair} không có gian {detail}. Kiểm tra lại số gian."
    en = "{fair} has no booth {detail}. Check the number."


FairCode = Annotated[str, typer.Option("--fair", metavar="CODE", help="Mã hội chợ hoặc điểm bán.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Các kỳ hội chợ.", no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(list_all)
    app.add_typer(group, name="fairs")


def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Ví dụ XUAN-2027.")],
    name: Annotated[str, typer.Option(help="Tên đầy đủ của kỳ hội chợ.")],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="Ngày khai mạc.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="Ngày bế mạc.")],
    closed: Annotated[
        str, typer.Option(metavar="DATES", help="Ngày nghỉ: 2027-02-17,2027-02-19..2027-02-20")
    ] = "",
    place: Annotated[str, typer.Option(help="Địa điểm.")] = "",
    zones: Annotated[int, typer.Option(min=1, max=50, help="Số khu ban đầu.")] = 1,
) -> None:
    """Thêm một kỳ hội chợ."""
    draft = VenueDraft(
        code=rules.venue_code(code),
        kind=VenueKind.FAIR,
        name=clean(name),
        first_day=parse_day(first),
        last_day=parse_day(last),
        place=clean(place),
        closed_days=parse_days(closed),
        zones=tuple(ZoneDraft(f"Khu {number}") for number in range(1, zones + 1)),
    )
    with terminal.opened(ctx) as store:
        venue = store.lane.run(
            lambda session: actions.add_venue(session, store.clock, store.org_id, draft)
        )
    say(f"Đã thêm {venue.code}: {venue.name}, {_days(venue)}.")


def list_all(ctx: typer.Context) -> None:
    """Liệt kê hội chợ và điểm bán."""
    with terminal.opened(ctx) as store, store.reading() as session:
        for venue in queries.venues(session, store.org_id):
            say(f"{venue.code}\t{_days(venue)}\t{venue.name}")


def venue_of(session: Session, org_id: str, code: str) -> Venue:
    """Return a venue by the code that somebody typed.

    Raises:
        NoFairError: there is none.
    """
    try:
        return queries.venue_by_code(session, org_id, code)
    except FairPosError as error:
        raise NoFairError(code) from error


def booth_of(session: Session, venue: Venue, code: str) -> Booth:
    """Return a booth by the number that somebody typed.

    Raises:
        NoBoothError: there is none.
    """
    statement = select(Booth).where(
        Booth.org_id == venue.org_id,
        Booth.venue_id == venue.id,
        Booth.code == code.strip().upper(),
    )
    found = session.exec(statement).first()
    if found is None:
        raise NoBoothError(code, fair=venue.code)
    return found


def parse_day(text: str) -> date:
    """Read a day as people write it.

    Raises:
        BadDayError: no such day.

    >>> parse_day("26/1/2027") == parse_day("2027-01-26")
    True
    """
    written = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text.strip())
    try:
        if written:
            return date(int(written[3]), int(written[2]), int(written[1]))
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadDayError(text) from error


def parse_days(text: str) -> tuple[date, ...]:
    """Read days joined by commas; `a..b` is every day from a to b.

    Raises:
        BadDayError: no such day, or the end before the beginning.

    >>> [day.day for day in parse_days("2027-02-17, 2027-02-19..2027-02-20")]
    [17, 19, 20]
    """
    days: list[date] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        first, _, last = part.partition("..")
        start, end = parse_day(first), parse_day(last or first)
        if not 0 <= (end - start).days <= rules.FAIR_DAYS_MAX:
            raise BadDayError(part)
        days += [start + timedelta(days=step) for step in range((end - start).days + 1)]
    return tuple(days)


def _days(venue: Venue) -> str:
    if venue.last_day is None:
        return f"từ {format_date(venue.first_day)}"
    return f"{format_date(venue.first_day)} – {format_date(venue.last_day)}"
