import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from fair_pos.catalogue.models import Certificate, Listing, Price, Product
from fair_pos.core.clock import FixedClock
from fair_pos.core.errors import NotFoundError
from fair_pos.db import journal
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.labels import actions, built_in, log, queries, rules
from fair_pos.labels.actions import Printed, Printing
from fair_pos.labels.fitting import NameTooLongError
from fair_pos.labels.keys import Keys
from fair_pos.labels.log import LoggedPrint
from fair_pos.labels.queries import Filter
from fair_pos.labels.rules import Lot
from fair_pos.venues.models import Venue
from tests.cast import Cast

KEYS = Keys((("0", b"a key of the tests"),))


@dataclass
class Desk:
    """The organiser's desk: prints labels of the cast's fair."""

    store: Store
    cast: Cast

    def printing(self, session: Session, form: str = "50x30") -> Printing:
        venue = session.get(Venue, (self.cast.org_id, self.cast.venue))
        assert venue
        return Printing(venue, built_in.BY_KEY[form], self.cast.organiser, "http://pos.test", KEYS)

    def print(self, wanted: dict[str, int], form: str = "50x30") -> Printed:
        def action(session: Session) -> Printed:
            listed = {self.listing(session, key): number for key, number in wanted.items()}
            return actions.print_labels(
                session, self.store.clock, self.printing(session, form), listed
            )

        return self.store.lane.run(action)

    def listing(self, session: Session, product_id: str) -> str:
        found = session.exec(select(Listing.id).where(Listing.product_id == product_id)).first()
        return found or product_id

    def log(self) -> list[LoggedPrint]:
        with self.store.reading() as session:
            return log.prints(session, self.cast.org_id, self.cast.venue)

    def change(self, change: Callable[[Session], None]) -> None:
        self.store.lane.run(change)

    def certificate(self, **fields: object) -> None:
        def action(session: Session) -> None:
            row = session.exec(
                select(Certificate).where(Certificate.product_id == self.cast.eggs)
            ).one()
            for name, value in fields.items():
                setattr(row, name, value)
            session.add(row)

        self.change(action)


@pytest.fixture
def desk(store: Store, cast: Cast) -> Desk:
    return Desk(store, cast)


def spoken(printed: Printed) -> list[str]:
    """The words of its only label; the exhibitor may well have OCOP in its name."""
    (layout,) = printed.sheets.layouts
    return [word.text + "★" * word.stars for word in layout.words]


def test_a_printing_is_logged_with_who_when_which_and_how_many(
    desk: Desk, clock: FixedClock
) -> None:
    desk.print({desk.cast.eggs: 3, desk.cast.squid: 2})
    (logged,) = desk.log()
    assert logged.person_name == "Nguyễn Thu Hà"
    assert (logged.entry.labels, logged.entry.format) == (5, "50x30")
    assert logged.entry.printed_at.replace(tzinfo=clock.at.tzinfo) == clock.at
    assert [
        (one.product_name, one.booth_code, one.line.first_serial, one.line.last_serial)
        for one in sorted(logged.lines, key=lambda one: one.product_name)
    ] == [("Mực một nắng Cô Tô loại 2", "B017", 1, 2), ("Trứng vịt biển Đồng Rui", "B017", 3, 5)]


def test_the_log_keeps_stars_certificate_and_price_or_why_the_label_is_plain(desk: Desk) -> None:
    desk.print({desk.cast.eggs: 1, desk.cast.squid: 1})
    lines = {one.line.product_id: one.line for one in desk.log()[0].lines}
    eggs, squid = lines[desk.cast.eggs], lines[desk.cast.squid]
    assert (eggs.stars, eggs.certificate, eggs.price_vnd) == (4, "100/QĐ-UBND", 45_000)
    assert (squid.stars, squid.certificate) == (None, "")
    assert (eggs.plain_reason, squid.plain_reason) == ("", "chưa có giấy chứng nhận")
    assert eggs.day == date(2027, 1, 30)


def test_serials_run_on_over_the_whole_site_without_a_gap(desk: Desk) -> None:
    desk.print({desk.cast.eggs: 3, desk.cast.squid: 2})
    second = desk.print({desk.cast.eggs: 2}, "38x21")
    assert [cell.serial for cell in second.sheets.pages[0]] == [6, 7]
    runs = sorted(
        (one.line.first_serial, one.line.last_serial) for entry in desk.log() for one in entry.lines
    )
    assert [first for first, _ in runs] == [1, *(last + 1 for _, last in runs[:-1])]


def test_after_a_restore_serials_skip_those_that_labels_on_the_packs_may_have(desk: Desk) -> None:
    desk.print({desk.cast.eggs: 3})
    desk.change(begin_new_life)
    after = desk.print({desk.cast.eggs: 1})
    assert [cell.serial for cell in after.sheets.pages[0]] == [100_004]
    again = desk.print({desk.cast.eggs: 1})
    assert [cell.serial for cell in again.sheets.pages[0]] == [100_005]


def begin_new_life(session: Session) -> None:
    site = journal.current_site(session)
    site.epoch = "00000000-0000-7000-8000-000000000002"
    session.add(site)


def test_a_printing_stands_in_the_journal(desk: Desk) -> None:
    printed = desk.print({desk.cast.eggs: 2})
    with desk.store.reading() as session:
        line = session.exec(
            select(JournalLine).where(JournalLine.subject_id == printed.entry.id)
        ).one()
    fact = json.loads(line.body)
    assert fact["kind"] == "label.printed"
    assert fact["data"]["labels"] == 2
    assert fact["data"]["sha256"] == printed.entry.sha256
    assert [(one["first"], one["last"]) for one in fact["data"]["lines"]] == [(1, 2)]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"expires_on": date(2027, 1, 29)}, "hết hạn ngày 29/01/2027"),
        (
            {"state": "revoked", "state_on": date(2027, 1, 30), "state_decision": "7/QĐ-UBND"},
            "đã thu hồi theo quyết định 7/QĐ-UBND, 30/01/2027",
        ),
    ],
)
def test_an_expired_or_revoked_star_is_not_printed_and_the_log_says_why(
    desk: Desk, fields: dict[str, object], reason: str
) -> None:
    assert "OCOP★★★★" in spoken(desk.print({desk.cast.eggs: 1}))
    desk.certificate(**fields)
    plain = spoken(desk.print({desk.cast.eggs: 1}))
    assert not any(word.startswith(("OCOP", "Chứng nhận")) or "★" in word for word in plain)
    assert desk.log()[0].lines[0].line.plain_reason == reason


def test_a_star_that_ends_today_is_printed_today_and_not_tomorrow(
    desk: Desk, clock: FixedClock
) -> None:
    desk.certificate(expires_on=date(2027, 1, 30))
    assert "Chứng nhận đến 30/01/2027" in spoken(desk.print({desk.cast.eggs: 1}))
    clock.advance(timedelta(days=1))
    plain = spoken(desk.print({desk.cast.eggs: 1}))
    assert not any(word.startswith(("OCOP", "Chứng nhận")) or "★" in word for word in plain)


def test_nothing_is_logged_when_a_label_does_not_fit(desk: Desk) -> None:
    def lengthen(session: Session) -> None:
        row = session.get(Product, (desk.cast.org_id, desk.cast.eggs))
        assert row
        row.name = "Trứng vịt biển muối hồng " * 6
        session.add(row)

    desk.change(lengthen)
    with pytest.raises(NameTooLongError):
        desk.print({desk.cast.eggs: 1, desk.cast.squid: 1})
    assert desk.log() == []


@pytest.mark.parametrize("wanted", [{"no-such-listing": 1}, {}])
def test_an_unknown_listing_or_no_label_at_all_is_refused(
    desk: Desk, wanted: dict[str, int]
) -> None:
    with pytest.raises((NotFoundError, rules.NothingChosenError)):
        desk.print(wanted)
    assert desk.log() == []


def test_printing_a_whole_booth_leaves_out_what_has_no_price_and_says_so(desk: Desk) -> None:
    def work(session: Session) -> tuple[Printed, list[str]]:
        for row in session.exec(select(Price).where(col(Price.product_id) == desk.cast.oranges)):
            session.delete(row)
        session.flush()
        printing = desk.printing(session)
        printed, refused = actions.print_all(
            session, desk.store.clock, printing, Filter("", "b017"), 2
        )
        return printed, [str(one.error) for one in refused]

    printed, refused = desk.store.lane.run(work)
    assert refused == ["“Cam Vạn Yên” chưa có giá niêm yết. Nhập giá rồi in tem."]
    assert printed.entry.labels == 6


def test_goods_are_found_without_diacritics_and_by_booth(desk: Desk) -> None:
    with desk.store.reading() as session:
        venue = desk.printing(session).venue
        now = desk.store.clock.now()
        found = queries.goods(session, venue, now, Filter("trung vit"))
        assert [(one.name, one.place) for one in found] == [
            ("Trứng vịt biển Đồng Rui", "Phường Bãi Cháy, Quảng Ninh")
        ]
        assert [one.place for one in queries.goods(session, venue, now, Filter("", "C01"))] == [
            "Lào"
        ]
        assert len(queries.goods(session, venue, now, Filter())) == 5


def test_the_number_of_printed_labels_is_known_by_product(desk: Desk) -> None:
    desk.print({desk.cast.eggs: 3})
    desk.print({desk.cast.eggs: 4})
    with desk.store.reading() as session:
        found = queries.so_far(session, desk.cast.org_id, [desk.cast.eggs, desk.cast.squid])
    assert found == {desk.cast.eggs: 7}


def test_lot_and_dates_stand_on_the_label_in_the_log_and_in_the_journal(desk: Desk) -> None:
    lot = Lot("BL-0127", date(2027, 1, 12), date(2028, 1, 12))

    def action(session: Session) -> Printed:
        listing = desk.listing(session, desk.cast.eggs)
        printing = replace(desk.printing(session), lots={listing: lot})
        return actions.print_labels(session, desk.store.clock, printing, {listing: 1})

    printed = desk.store.lane.run(action)
    assert "Lô BL-0127 · NSX 12/01/2027 · HSD 12/01/2028" in " ".join(spoken(printed))
    line = desk.log()[0].lines[0].line
    assert (line.lot, line.made_on, line.use_by) == (lot.name, lot.made_on, lot.use_by)
    with desk.store.reading() as session:
        fact = session.exec(
            select(JournalLine.body).where(JournalLine.subject_id == printed.entry.id)
        ).one()
    assert json.loads(fact)["data"]["lines"][0]["use_by"] == "2028-01-12"
