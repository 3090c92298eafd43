"""What the tests of a till without its server share: hands, eyes, and the server's books."""

import time
from contextlib import contextmanager

from playwright.sync_api import expect
from sqlalchemy import func, select

from fair_pos.checkout import queries
from fair_pos.checkout.day_sheet import day_sheet
from fair_pos.checkout.models import SaleConflict
from fair_pos.core.clock import business_date
from fair_pos.printing.models import PrintJob
from fair_pos.web.till.forms import day_sheet_form, sale_form
from tests.browser.till import reference_basket

HANGS_MS = 6000
"""Between the patience of a button, about two seconds, and the eight of a call."""


def sheet(page):
    return page.locator("dialog").last


def sell_reference(page, hand):
    """The sale of design/till.md: 441.000 of 500.000 in cash."""
    reference_basket(hand)
    hand.tap(page.locator(".basket .pay"))
    hand.tap("500.000")
    hand.tap("Đã thu tiền")
    expect(page.locator(".change-card")).to_contain_text("59.000")
    hand.tap("Đơn mới")


def sell_eggs(page, hand):
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".pay:visible"))
    hand.tap("Đã thu tiền")
    expect(page.locator(".saved")).to_be_visible()
    hand.tap("Đơn mới")


def open_sale(page, hand, number):
    hand.tap("Mở menu")
    hand.tap("Đơn trong ngày")
    page.locator(".row-button", has_text=number).click()
    expect(sheet(page)).to_contain_text(f"Đơn {number}")


def give_back_eggs(page, hand):
    hand.tap("Trả hàng")
    sheet(page).locator(".row", has_text="Trứng vịt").get_by_label("Thêm 1").click()
    hand.tap("hàng hỏng")
    hand.tap("Trả lại khách 40.500")


def ask_for_the_eggs_back(page, hand):
    """By transfer, which a leader must approve."""
    open_sale(page, hand, "B017-1-000001")
    hand.tap("Trả hàng")
    sheet(page).get_by_label("Thêm 1").first.click()
    hand.tap("khách đổi ý")
    sheet(page).get_by_role("button", name="VietQR").click()
    hand.tap("Trả lại khách 45.000")


def void_eggs(page, hand):
    hand.tap("Hủy đơn")
    hand.tap("ghi hai lần")
    hand.tap("Hủy đơn · Trả lại khách 45.000")


def back_to_selling(page, hand):
    while page.locator("dialog").count():
        sheet(page).get_by_role("button", name="Quay lại").click()


def all_arrived(page):
    page.clock.fast_forward(61_000)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0", timeout=10_000)


def documents(fair):
    store = fair.app.state.store
    with store.reading() as session:
        return [
            sale_form(queries.sale_view(session, store.org_id, str(row["id"])))
            for row in reversed(fair.sales())
        ]


def day(fair):
    store = fair.app.state.store
    with store.reading() as session:
        found = day_sheet(
            session, store.org_id, fair.cast.hanh_booth, business_date(fair.clock.now())
        )
        return day_sheet_form(found)


@contextmanager
def within(page, words, *, where="dialog"):
    """What is done inside shows words before a call of the API would have given up."""
    began = time.monotonic()
    yield
    place = page.locator(where).last
    expect(place).to_contain_text(words, timeout=HANGS_MS)
    took_ms = (time.monotonic() - began) * 1000
    print(f"{words}: {took_ms:.0f} ms")
    assert took_ms < HANGS_MS


def facts(page):
    """Read what the device keeps."""
    return page.evaluate(
        """async () => {
          const names = (await indexedDB.databases()).map((one) => one.name);
          const open = indexedDB.open(names.find((name) => name.startsWith('fair-pos-till-')));
          await new Promise((done) => { open.onsuccess = done; });
          const all = open.result.transaction('facts').objectStore('facts').getAll();
          await new Promise((done) => { all.onsuccess = done; });
          open.result.close();
          return all.result;
        }"""
    )


def conflicts(fair):
    store = fair.app.state.store
    with store.reading() as session:
        return session.execute(select(func.count()).select_from(SaleConflict)).scalar_one()


def papers(fair, document_id):
    store = fair.app.state.store
    with store.reading() as session:
        return session.execute(
            select(func.count()).where(PrintJob.document_id == document_id)
        ).scalar_one()
