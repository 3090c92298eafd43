"""Draws the pictures of docs/pictures anew: `uv run poe pictures`. Needs Chromium."""

import io
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlmodel import Session, col, select, update

from fair_pos.checkout import sample
from fair_pos.cli import demo_fair as demos
from fair_pos.core import ids
from fair_pos.db.store import Store
from fair_pos.labels import actions, keys, placards, queries, shelf
from fair_pos.labels.actions import Printing
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.rules import Goods, Lot
from fair_pos.printing import a4, preview, profiles
from fair_pos.printing.models import JobState, Printer, PrintJob
from fair_pos.settings import Settings
from fair_pos.venues.models import Booth, Venue
from tests.browser.conftest import BROWSERS, FLAGS, PHONE, DemoFair, RunningClock, sign_in_office
from tests.printing import fakes

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
PAPERS = ("generic-58", "generic-80", "generic-80-42col", "text-80")
GOODS = "Trứng vịt biển"
LOT = Lot("ĐR-0127", date(2027, 1, 25), date(2027, 2, 24))


def main() -> None:
    """Draw all of them from a fresh demo fair."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with a_fair() as fair:
        draw_receipts(fair.app.state.store)
        draw_labels(fair.app.state.store)
        draw_placard(fair.app.state.store)
        with fakes.printer(state=fakes.PAPER_OUT) as empty:
            printer = let_papers_wait(fair.app.state.store, empty.address)
            photograph(fair, printer)
    for file in sorted(FOLDER.iterdir()):
        print(f"{file.name}  {file.stat().st_size / 1000:.1f} kB")


@contextmanager
def a_fair() -> Iterator[DemoFair]:
    """Serve a demo fair on its third day."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), public_url="http://pos.test")
        clock = RunningClock()
        made = demos.build(settings, clock, lambda _: None)
        fair = DemoFair(settings=settings, clock=clock, demo=made, password=made.password)
        fair.start()
        try:
            yield fair
        finally:
            fair.stop()


def draw_receipts(store: Store) -> None:
    """Draw a receipt of each width, read back from the bytes that a printer gets."""
    with store.reading() as session:
        document = sample.paper(
            session, _venue(session), store.settings.base_url, store.clock.now(), store.signer
        )
    for name in PAPERS:
        save(f"receipt-{name}", preview.document_png(document, profiles.load(name)))


def draw_labels(store: Store) -> None:
    """Draw a label of each size, as its printer would."""
    with store.reading() as session:
        goods = _goods(session, store)
        for form in shelf.active(session, store.org_id):
            printing = _printing(store, _venue(session), form, goods)
            if actions.refusal(store.clock, printing, goods):
                printing = replace(printing, lots={})  # the smallest have no room for lot and dates
            save(f"label-{form.key}", actions.preview(store.clock, printing, goods))


def draw_placard(store: Store) -> None:
    """Draw the A4 sheet of one product."""
    key, now = store.signer.key, store.clock.now()
    assert key is not None
    with store.reading() as session:
        venue = _venue(session)
        (offer,) = [
            one
            for one in placards.offers(session, venue, now, queries.Filter())
            if one.goods.name == GOODS
        ]
        sheets = (placards.placard(offer),)
        values = placards.values(
            placards.Placards(venue, sheets, now, store.settings.base_url, key)
        )
    save("placard", a4.pngs("placards.typ", values, 90)[0])


def let_papers_wait(store: Store, address: str) -> str:
    """Let a printer run out of paper while receipts come; returns its id."""

    def action(session: Session) -> str:
        row = Printer(
            org_id=store.org_id, id=ids.new_id(), venue_id=_venue(session).id, name="Khu 2",
            driver="network", address=address, changed_at=store.clock.now(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        newest = session.exec(
            select(PrintJob.id)
            .join(Booth, col(Booth.id) == col(PrintJob.booth_id))
            .where(Booth.venue_id == row.venue_id)
            .order_by(col(PrintJob.id).desc())
            .limit(6)
        ).all()
        session.exec(
            update(PrintJob)
            .where(col(PrintJob.id).in_(newest))
            .values(printer_id=row.id, created_at=store.clock.now())
        )
        session.exec(
            update(PrintJob).where(col(PrintJob.id).in_(newest[:3])).values(state=JobState.QUEUED)
        )
        return row.id

    printer = store.lane.run(action)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with store.reading() as session:
            if session.exec(select(Printer.fault).where(Printer.id == printer)).one():
                return printer
        time.sleep(0.1)
    raise TimeoutError("the printer's fault was not seen")


def photograph(fair: DemoFair, printer: str) -> None:
    """Take the queue's page and a label's public page as people see them."""
    store = fair.app.state.store
    address = store.lane.run(lambda session: print_one(session, store))
    browser_file = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_file, args=[*FLAGS])
        office = browser.new_page(viewport={"width": 1280, "height": 800}, locale="vi-VN")
        office.clock.install(time=fair.clock.now())
        sign_in_office(office, fair, fair.demo.logins[0][0])
        office.goto(f"{fair.url}/v/{fair.demo.fair}/printers/{printer}")
        shoot("queue", office)
        phone = browser.new_page(viewport=PHONE, locale="vi-VN", device_scale_factor=1.5)
        phone.goto(fair.url + address)
        shoot("public-label", phone)
        browser.close()


def print_one(session: Session, store: Store) -> str:
    """Print one label and return the path of its page."""
    goods = _goods(session, store)
    form = shelf.active(session, store.org_id)[0]
    printed = actions.print_labels(
        session, store.clock, _printing(store, _venue(session), form, goods), {goods.listing_id: 1}
    )
    serial = keys.load(store.settings.data).serial(
        goods.label_code, printed.sheets.pages[0][0].serial
    )
    return f"/P/{serial.code}"


def save(name: str, png: bytes) -> None:
    """Keep a picture in as few bytes as its colours need."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(64, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


def shoot(name: str, page: Page) -> None:
    """Take the whole page."""
    page.wait_for_load_state("networkidle")
    save(name, page.screenshot(full_page=True))


def _venue(session: Session) -> Venue:
    return session.exec(select(Venue).where(Venue.kind == "fair")).one()


def _printing(store: Store, venue: Venue, form: LabelFormat, goods: Goods) -> Printing:
    known = keys.load(store.settings.data)
    return Printing(venue, form, "", store.settings.base_url, known, {goods.listing_id: LOT})


def _goods(session: Session, store: Store) -> Goods:
    venue = _venue(session)
    offered = queries.goods(session, venue, store.clock.now(), queries.Filter())
    return next(one for one in offered if one.name == GOODS)


if __name__ == "__main__":
    main()
