"""The demo fair: seed/demo brought to life around today, everything by the program's own ways."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select, update

from fair_pos import resources
from fair_pos.accounts import actions as accounts
from fair_pos.accounts.models import Person, Role
from fair_pos.catalogue import actions as goods
from fair_pos.catalogue.models import Listing
from fair_pos.checkout import declared
from fair_pos.checkout.declared import SlipDraft
from fair_pos.cli import importing
from fair_pos.cli.demo_people import PASSWORD, Sellers, add_office, booths_of
from fair_pos.cli.importing import Kind
from fair_pos.cli.init import create
from fair_pos.cli.play import Game, play
from fair_pos.cli.users import ROLE_NAMES
from fair_pos.core import ids
from fair_pos.core.clock import VIETNAM, Clock, FixedClock, business_date
from fair_pos.db.store import Store
from fair_pos.printing.models import JobState, PrintJob
from fair_pos.settings import Settings
from fair_pos.venues import actions as venues
from fair_pos.venues import booths
from fair_pos.venues import queries as places
from fair_pos.venues.actions import VenueDraft, ZoneDraft
from fair_pos.venues.booths import BoothDraft
from fair_pos.venues.models import (
    Booth,
    BoothExhibitor,
    BoothKind,
    RecordMode,
    SideResult,
    SponsorKind,
    Venue,
    VenueKind,
    VisitorCount,
)

HOME = "06688"
"""Phường Hạ Long: sends the booths that only show."""
SHOWN_PAPERS = 8
"""Receipts that the virtual printer writes after the start."""
LISTS = (
    ("danh-sach-gian-hang.xlsx", Kind.BOOTHS),
    ("gian-hang-bo-sung.csv", Kind.BOOTHS),
    ("danh-muc-san-pham.xlsx", Kind.PRODUCTS),
    ("san-pham-bo-sung.csv", Kind.PRODUCTS),
)


@dataclass(frozen=True)
class Demo:
    """What to tell the person who started it."""

    fair: str
    name: str
    password: str
    logins: tuple[tuple[str, str, str], ...]
    booth: str
    card: str
    pin: str
    leader_pin: str


def read() -> dict[str, Any]:
    """Return the text of the demo: seed/demo/hoi-cho.toml."""
    return tomllib.loads((_folder() / "hoi-cho.toml").read_text(encoding="utf-8"))


def build(settings: Settings, clock: Clock, advance: Callable[[int], None]) -> Demo:
    """Make the demo in an empty data folder, as if its past had happened day by day."""
    text = read()
    today = business_date(clock.now())
    calendar = _at(today - timedelta(days=12), 8)
    store = create(settings, calendar, is_demo=True)
    try:
        return _Builder(store, calendar, text, today).build(clock, advance)
    finally:
        store.close()


def _folder() -> Path:
    return resources.folder("seed") / "demo"


def _at(day: date, hour: int) -> FixedClock:
    return FixedClock(datetime.combine(day, time(hour), VIETNAM).astimezone(UTC))


@dataclass
class _Builder:
    """Builds with a calendar of its own, which stands where the story is."""

    store: Store
    calendar: FixedClock
    text: dict[str, Any]
    today: date

    @property
    def days(self) -> list[date]:
        """The days of trade that are over."""
        before: int = self.text["days_before"]
        return [self.today - timedelta(days=back) for back in range(before, 0, -1)]

    def build(self, clock: Clock, advance: Callable[[int], None]) -> Demo:
        """Tell the whole story; the card is made now."""
        run, text = self.store.lane.run, self.text
        run(
            partial(
                add_office, clock=self.calendar, org_id=self.store.org_id, people=text["people"]
            )
        )
        fair = run(self._fair)
        for file, kind in LISTS:
            content = (_folder() / file).read_bytes()
            preview = importing.understand(self.store, fair, kind, content)
            importing.run(self.store, fair, kind, preview)
        run(partial(self._booths, venue=fair))
        outlet = run(self._outlet)
        self.calendar.at = _at(self.days[0], 6).now()
        sellers = Sellers.hired(self.store, self.calendar, text)
        for venue in (fair, outlet):
            run(partial(sellers.stand_at, venue=venue))
        play(self.store, fair, Game(text["seed"], text["sales"], self.days), advance)
        shop = text["outlet"]
        shop_days = [self.today - timedelta(days=back) for back in range(shop["days"], 0, -1)]
        play(self.store, outlet, Game(text["seed"], shop["sales"], shop_days), advance)
        self.calendar.at = _at(self.days[-1], 23).now()
        run(partial(self._day_end, venue=fair))
        self.calendar.at = clock.now()
        return run(partial(self._finish, venue=fair))

    def _fair(self, session: Session) -> Venue:
        same = (
            "code", "name", "place", "theme", "directed_by", "hosted_by", "run_by", "help_phone",
            "wifi_name", "compare_with",
        )  # fmt: skip
        draft = VenueDraft(
            **{name: self.text[name] for name in same},
            kind=VenueKind.FAIR,
            first_day=self.days[0],
            last_day=self.today + timedelta(days=self.text["days_after"]),
            gates="\n".join(self.text["visitors"]),
            is_demo=True,
            zones=tuple(ZoneDraft(one["name"], one["title"]) for one in self.text["zones"]),
        )
        return venues.add_venue(session, self.calendar, self.store.org_id, draft)

    def _booths(self, session: Session, venue: Venue) -> None:
        """Give kinds, ways of recording and printers; add the booths that only show."""
        zones = places.zones(session, venue)
        for show in self.text["shows"]:
            draft = BoothDraft(
                code=show["code"],
                zone_id=zones[-1].id,
                sponsor_kind=SponsorKind.COMMUNE,
                commune_code=HOME,
                former_district="Hạ Long",
                kind=BoothKind(show["kind"]),
                note=show["note"],
            )
            booths.add_booth(session, self.calendar, venue.org_id, venue.id, draft)
        printer = places.printers(session, venue)[0]
        for booth in booths_of(session, venue):
            booth.kind = self.text["kinds"].get(booth.code, booth.kind)
            if booth.code in self.text["declared"]:
                booth.record_mode = RecordMode.DECLARED
            booth.printer_id = printer.id if booth.sells else None
            session.add(booth)

    def _outlet(self, session: Session) -> Venue:
        """Open a shop with the goods of the booth to try."""
        text = self.text["outlet"]
        draft = VenueDraft(
            code=text["code"],
            kind=VenueKind.OUTLET,
            name=text["name"],
            place=text["place"],
            commune_code=text["commune"],
            first_day=self.today - timedelta(days=text["open_since_days"]),
            is_demo=True,
            zones=(ZoneDraft("Quầy hàng"),),
        )
        org_id = self.store.org_id
        venue = venues.add_venue(session, self.calendar, org_id, draft)
        model = _booth(session, self.text["till"]["booth"])
        exhibitor = session.exec(
            select(BoothExhibitor.exhibitor_id).where(BoothExhibitor.booth_id == model.id)
        ).one()
        counter = BoothDraft(
            code=text["counter"],
            zone_id=places.zones(session, venue)[0].id,
            kind=BoothKind.COUNTER,
            sponsor_kind=SponsorKind.COMMUNE,
            commune_code=text["commune"],
            former_district="Hạ Long",
            printer_id=places.printers(session, venue)[0].id,
            exhibitor_ids=(exhibitor,),
        )
        booth = booths.add_booth(session, self.calendar, org_id, venue.id, counter)
        wares = session.exec(
            select(Listing.product_id)
            .where(Listing.booth_id == model.id)
            .order_by(col(Listing.position))
        )
        goods.offer_products(session, self.calendar, org_id, booth.id, tuple(wares))
        return venue

    def _day_end(self, session: Session, venue: Venue) -> None:
        """Type in the slips, the visitors and the contracts."""
        by = session.exec(select(Person.id).where(Person.office_role == Role.ORGANISER)).one()
        for code, slips in self.text["declared"].items():
            booth = _booth(session, code)
            for day, slip in zip(self.days, slips, strict=True):
                if slip:
                    draft = SlipDraft(venue.id, booth.id, day, slip[0], slip[1], by)
                    declared.declare(session, self.calendar, venue.org_id, draft)
        entered: dict[str, Any] = {
            "org_id": venue.org_id,
            "venue_id": venue.id,
            "entered_by": by,
            "entered_at": self.calendar.now(),
        }
        for gate, numbers in self.text["visitors"].items():
            for day, visitors in zip(self.days, numbers, strict=True):
                count = VisitorCount(
                    id=ids.new_id(), gate=gate, day=day, visitors=visitors, **entered
                )
                venues.count_visitors(session, self.calendar, count)
        contracts = SideResult(
            id=ids.new_id(), kind="contracts", number=self.text["contracts"], **entered
        )
        venues.count_side_result(session, self.calendar, contracts)

    def _finish(self, session: Session, venue: Venue) -> Demo:
        """Let the virtual printer show the last receipts, and make a card for the booth to try."""
        last = session.exec(
            select(PrintJob.id).order_by(col(PrintJob.created_at).desc()).limit(SHOWN_PAPERS)
        ).all()
        session.exec(
            update(PrintJob).where(col(PrintJob.id).in_(last)).values(state=JobState.QUEUED)
        )
        code = self.text["till"]["booth"]
        booth = _booth(session, code)
        card = accounts.make_card(session, self.calendar, venue.org_id, booth.id, None)
        return Demo(
            fair=venue.code,
            name=venue.name,
            password=PASSWORD,
            logins=tuple(
                (one["login"], ROLE_NAMES[Role(one["role"])], one["name"])
                for one in self.text["people"]
            ),
            booth=code,
            card=card.code,
            pin=self.text["pins"]["cashier"],
            leader_pin=self.text["pins"]["leader"],
        )


def _booth(session: Session, code: str) -> Booth:
    return session.exec(select(Booth).where(Booth.code == code)).one()
