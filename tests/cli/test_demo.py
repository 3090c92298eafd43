import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from fair_pos.accounts import actions as accounts
from fair_pos.catalogue.models import Certificate, Price
from fair_pos.checkout.models import Sale, SaleKind
from fair_pos.cli import demo, demo_fair
from fair_pos.cli.demo_fair import Demo
from fair_pos.core.clock import FixedClock
from fair_pos.db import journal
from fair_pos.db.store import Store, open_store
from fair_pos.printing.models import JobState, PrintJob
from fair_pos.reports.closing import closing_report
from fair_pos.reports.verify import verify
from fair_pos.settings import Settings
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Booth, Venue, VenueKind
from tests.cli.conftest import Terminal, free_port

NOW = datetime(2027, 1, 28, 1, 0, tzinfo=UTC)
"""28/01/2027 08:00 in Vietnam: the demo fair opens for its third day."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Demo]:
    settings = Settings(data=tmp_path_factory.mktemp("demo"))
    return settings, demo_fair.build(settings, FixedClock(NOW), lambda _: None)


@pytest.fixture(scope="module")
def store(made: tuple[Settings, Demo]) -> Iterator[Store]:
    opened = open_store(made[0], FixedClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def fair(store: Store) -> Venue:
    with store.reading() as session:
        return venues.venue_by_code(session, store.org_id, "XUAN-2027")


def test_the_demo_runs_now_and_says_that_it_is_one(store: Store, fair: Venue) -> None:
    assert store.is_demo
    assert fair.is_demo
    assert fair.name == "Hội chợ OCOP Quảng Ninh – Xuân 2027 (mẫu)"
    today = NOW.date()
    assert fair.first_day == today - timedelta(days=2)
    assert fair.last_day == today + timedelta(days=3)
    with store.reading() as session:
        assert session.exec(select(Price.id).where(col(Price.is_demo).is_(False))).all() == []
        real = select(Certificate.id).where(col(Certificate.is_demo).is_(False))
        assert session.exec(real).all() == []


def test_five_zones_hold_selling_and_showing_booths(store: Store, fair: Venue) -> None:
    with store.reading() as session:
        zones = venues.zones(session, fair)
        booths = session.exec(select(Booth).where(Booth.venue_id == fair.id)).all()
    assert [zone.name for zone in zones] == [f"Khu {number}" for number in range(1, 6)]
    assert {booth.zone_id for booth in booths} == {zone.id for zone in zones}
    silent = {booth.code for booth in booths if not booth.sells}
    assert silent == {"E01", "E02", "E03"}
    assert {booth.code for booth in booths if booth.zone_id == zones[-1].id} == silent


def test_two_days_of_sales_stand_in_agreeing_books(store: Store, fair: Venue) -> None:
    with store.reading() as session:
        verdict = verify(session, store.org_id)
        report = closing_report(session, store.clock, fair)
        sales = session.exec(
            select(Sale.business_date, func.count())
            .where(Sale.venue_id == fair.id, Sale.kind == SaleKind.SALE)
            .group_by(col(Sale.business_date))
            .order_by(col(Sale.business_date))
        ).all()
        kinds = set(session.exec(select(Sale.kind)))
        flagged = session.exec(select(Sale.number).where(Sale.flags != "")).all()
    assert verdict.sentence().startswith("Nguyên vẹn")
    assert sum(count for _, count in sales) == 600
    assert [day for day, _ in sales] == [NOW.date() - timedelta(days=back) for back in (2, 1)]
    assert kinds == {"sale", "refund", "void"}
    assert flagged == []
    text = demo_fair.read()
    slips = [slip for pair in text["declared"].values() for slip in pair if slip]
    assert report.total.declared_vnd == sum(total for total, _ in slips)
    assert report.total.measured_vnd > 100_000_000
    assert report.visitors == sum(sum(numbers) for numbers in text["visitors"].values())
    assert report.comparison is not None


def test_an_outlet_has_sales_of_its_own(store: Store) -> None:
    with store.reading() as session:
        outlet = session.exec(select(Venue).where(Venue.kind == VenueKind.OUTLET)).one()
        count = select(func.count()).select_from(Sale)
        sold = session.exec(count.where(Sale.venue_id == outlet.id, Sale.kind == "sale")).one()
    assert outlet.last_day is None
    assert sold == 40


def test_only_a_handful_of_receipts_wait_for_the_virtual_printer(store: Store) -> None:
    with store.reading() as session:
        waiting = session.exec(
            select(func.count()).select_from(PrintJob).where(PrintJob.state == JobState.QUEUED)
        ).one()
    assert waiting == demo_fair.SHOWN_PAPERS


def test_the_printed_card_enrols_a_till_at_the_booth_to_try(
    store: Store, made: tuple[Settings, Demo]
) -> None:
    _, told = made
    till = store.lane.run(
        lambda session: accounts.enrol(session, store.clock, store.org_id, told.card, "Máy thử")
    )
    with store.reading() as session:
        booth = session.get(Booth, (store.org_id, till.booth_id))
    assert booth is not None
    assert booth.code == told.booth == "D01"


def test_the_start_tells_every_log_in(
    made: tuple[Settings, Demo], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, told = made
    demo.introduce(told, settings)
    said = capsys.readouterr().out
    for word in ("bantochuc", "quantri", "kiemtra", told.password, f"/T/{told.card}", "PIN 2580"):
        assert word in said


def test_an_earlier_demo_is_removed_but_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "demo-data"
    demo.empty_folder(folder)
    (folder / "fair-pos.db").write_text("old")
    demo.empty_folder(folder)
    assert [file.name for file in folder.iterdir()] == [demo.MARKER]


def test_a_demo_that_still_runs_is_not_pulled_away(
    made: tuple[Settings, Demo], store: Store
) -> None:
    (made[0].data / demo.MARKER).touch()
    store.lane.run(journal.current_site)
    said = Terminal(made[0].data).refused("demo", "--port", free_port())
    assert "đang chạy" in said
    assert made[0].sqlite_file.exists()


def test_somebodys_data_is_never_removed(tmp_path: Path) -> None:
    mine = tmp_path / "data" / "fair-pos.db"
    mine.parent.mkdir()
    mine.write_text("mine")
    assert "không xóa" in Terminal(mine.parent).refused("demo", "--port", free_port())
    assert mine.read_text() == "mine"


def test_a_taken_port_is_refused_before_the_old_demo_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "demo-data"
    demo.empty_folder(folder)
    (folder / "fair-pos.db").write_text("old")
    with socket.create_server(("127.0.0.1", 0)) as busy:
        said = Terminal(folder).refused("demo", "--port", busy.getsockname()[1])
    assert "Chọn cổng khác" in said
    assert (folder / "fair-pos.db").exists()
