"""The cash drawer at the till: opened with a reason and a PIN, and a word when it stays shut."""

import pytest
from playwright.sync_api import expect

from fair_pos.printing import drawer
from fair_pos.printing.models import Printer
from tests.browser.till import sign_in
from tests.cast import LEADER_PIN, give_a_drawer

pytestmark = pytest.mark.browser


def test_a_drawer_that_stays_shut_is_told_and_one_that_opens_asks_for_a_pin(fair, open_till):
    """odoo/odoo#285689: it did not open and nothing was said."""
    store = fair.app.state.store
    give_a_drawer(store, fair.cast.printer)

    def lose_the_printer(session):
        row = session.get_one(Printer, (store.org_id, fair.cast.printer))
        row.driver, row.address = "file", "/dev/no/such"

    store.lane.run(lose_the_printer)
    hand = sign_in(open_till())
    page = hand.page
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".pay:visible").last)
    hand.tap("50.000")
    hand.tap("Đã thu tiền")
    expect(page.locator(".done-screen")).to_contain_text("Hộp tiền không mở, mở bằng chìa.")

    hand.tap("Đơn mới")
    hand.tap("Mở menu")
    hand.tap("Mở hộp tiền")
    hand.tap("đổi tiền lẻ")
    hand.tap("Mở hộp tiền")
    hand.keys(" ".join(LEADER_PIN))
    expect(page.locator("body")).to_contain_text("Đang mở hộp tiền")
    with store.reading() as session:
        newest = drawer.log(session, store.org_id, fair.cast.printer)[0]
    assert (newest.reason, newest.approved_by) == ("đổi tiền lẻ", fair.cast.leader)
