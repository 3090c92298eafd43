"""Work while the server sleeps: it accepts and never answers."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import RunningClock
from tests.browser.till import sign_in
from tests.browser.till_alone import (
    all_arrived,
    back_to_selling,
    conflicts,
    day,
    documents,
    facts,
    give_back_eggs,
    open_sale,
    papers,
    sell_eggs,
    sell_reference,
    sheet,
    void_eggs,
    within,
)
from tests.browser.till_process import ProcessFair
from tests.cast import PIN

pytestmark = pytest.mark.browser


@pytest.fixture
def fair(settings, scene):
    """The server in a process of its own, which can be frozen."""
    cast, token = scene.told
    running = ProcessFair(settings=settings, cast=cast, token=token, clock=RunningClock())
    running.start()
    yield running
    running.stop()
    running.app.state.store.close()


def test_a_frozen_server_holds_no_button(fair, open_till):
    """It accepts and never answers: every button goes its own way in time."""
    page = open_till()
    hand = sign_in(page)
    sell_reference(page, hand)
    sell_eggs(page, hand)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    open_sale(page, hand, "B017-1-000001")
    fair.freeze()

    with within(page, "đã trả lại 1 vỉ"):
        give_back_eggs(page, hand)
    back_to_selling(page, hand)
    with within(page, "Đơn B017-1-000002"):
        open_sale(page, hand, "B017-1-000002")
    with within(page, "phiếu giấy in khi có mạng trở lại", where="#top"):
        hand.tap("In lại")
    with within(page, "Đơn này đã hủy lúc"):
        void_eggs(page, hand)
    back_to_selling(page, hand)
    for entry, words in [("Xem ca đang bán (X)", "400.500"), ("Bảng bán trong ngày", "400.500")]:
        hand.tap("Mở menu")
        with within(page, words):
            hand.tap(entry)
        expect(sheet(page)).to_contain_text("Chỉ gồm đơn bán trên máy này")
        back_to_selling(page, hand)
    hand.tap("Mở menu")
    hand.tap("Chốt ca")
    with within(page, "900.500"):
        hand.tap("Đếm xong")
    hand.tap("chưa rõ")
    hand.tap("Chốt ca, in tờ giao ca")
    with within(page, "Đã chốt trên máy này, chờ gửi.", where="#top"):
        hand.keys(" ".join(PIN))
    with within(page, "Trứng vịt", where="#screen"):
        hand.tap(page.get_by_role("button", name="Mở ca", exact=True))
    hand.tap("Mở menu")
    with within(page, "Ai bán hàng?", where="#screen"):
        hand.tap("Đổi người bán")
    page.locator(".name", has_text="Hạnh").click()
    with within(page, "Trứng vịt", where="#screen"):
        hand.keys(" ".join(PIN))

    fair.thaw()
    all_arrived(page)
    assert (day(fair)["total_vnd"], conflicts(fair)) == (400_500, 0)
    assert [shift["z_number"] for shift in day(fair)["shifts"]] == [1, None]


def test_a_question_that_reached_the_server_makes_no_second_paper(fair, open_till):
    """odoo/odoo#40567: silence after the server took it; the same document is sent again."""
    page = open_till()
    hand = sign_in(page)
    sell_eggs(page, hand)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    open_sale(page, hand, "B017-1-000001")
    fair.freeze()
    void_eggs(page, hand)
    expect(sheet(page)).to_contain_text("Đơn này đã hủy lúc")

    fair.thaw()
    all_arrived(page)
    [void] = [one for one in facts(page) if one["path"] == "/voids"]
    assert void["answer"]["status"] == "duplicate"
    assert [one["kind"] for one in documents(fair)] == ["sale", "void"]
    assert (papers(fair, void["id"]), conflicts(fair)) == (1, 0)
