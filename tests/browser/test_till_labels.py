"""A label of a single pack at the till: ours is sold, another one is shown before it is sold."""

import httpx2
import pytest
from playwright.sync_api import Page, expect

from fair_pos.labels import keys
from fair_pos.labels.keys import Keys
from tests.browser.conftest import PHONE, Fair
from tests.browser.test_till_baskets import label_of
from tests.browser.till import Hand, sign_in, until
from tests.web.test_public import print_one, words

pytestmark = pytest.mark.browser
TABLE_FETCHED_MS = 21_000


def scan(page: Page, path: str) -> None:
    page.keyboard.type(f"HTTP://POS.TEST{path}")
    page.keyboard.press("Enter")


@pytest.fixture
def printed(fair: Fair) -> str:
    return print_one(fair.app.state.store, fair.cast, fair.cast.eggs)


def forged(fair: Fair, key: bytes) -> str:
    code = label_of(fair, fair.cast.eggs)
    return f"/P/{Keys((('0', key),)).serial(code, 1).code}"


def test_a_label_of_this_system_adds_its_goods_at_once(fair, open_till, printed):
    page = open_till(PHONE)
    sign_in(page)
    scan(page, printed)
    expect(page.locator(".basket, .to-basket, #screen").first).to_contain_text("45.000")
    expect(page.locator("dialog[data-name=doubt]")).to_have_count(0)


def test_a_forged_label_is_shown_and_sold_only_by_choice(fair, open_till, printed):
    page = open_till(PHONE)
    hand = sign_in(page)
    scan(page, forged(fair, b"theirs"))
    sheet = page.locator("dialog[data-name=doubt]")
    expect(sheet).to_contain_text("Tem này không phải của hệ thống.")
    expect(sheet).to_contain_text("Mã ghi Trứng vịt biển Đồng Rui.")
    hand.tap("Không thêm vào giỏ")
    expect(sheet).to_have_count(0)
    expect(page.locator("#screen")).not_to_contain_text("Thu 45.000")
    scan(page, f"{forged(fair, b'theirs')}/01/08930000000019")
    hand.tap("Vẫn bán")
    expect(page.locator("#screen")).to_contain_text("45.000\u00a0đ")


def test_a_till_without_its_server_still_knows_a_forged_label(fair, open_till, printed):
    page = open_till(PHONE)
    hand = sign_in(page)
    with page.expect_response("**/api/v1/till/labels") as told:
        page.clock.fast_forward(TABLE_FETCHED_MS)
    (run,) = told.value.json()["runs"]
    assert (run["first"], run["last"], len(run["heads"])) == (1, 1, 2)
    expect_kept(page)
    page.context.set_offline(True)
    proofs = (forged(fair, bytes([number])) for number in range(9))
    ours = keys.load(fair.settings.data).serial(label_of(fair, fair.cast.eggs), 1).proof
    other = next(one for one in proofs if one[-8:-6] != ours[:2])
    scan(page, other)
    expect(page.locator("dialog[data-name=doubt]")).to_contain_text("không phải của hệ thống")
    hand.tap("Không thêm vào giỏ")
    scan(page, printed[:-2] + ("0" if printed[-2] != "0" else "1") + printed[-1])
    expect(page.locator("dialog[data-name=doubt]")).to_contain_text("Mã tem sai ký tự. Quét lại")
    hand.tap("Không thêm vào giỏ")
    scan(page, printed)
    expect(page.locator("#screen")).to_contain_text("45.000\u00a0đ")
    expect(page.locator("dialog[data-name=doubt]")).to_have_count(0)
    page.context.set_offline(False)


def test_a_label_is_sold_its_page_says_so_and_a_second_sale_is_told_and_marked(
    fair, open_till, printed
):
    page = open_till(PHONE)
    hand = sign_in(page)
    sheet = page.locator("dialog[data-name=doubt]")
    scan(page, printed)
    pay(hand)
    assert "Tem thật, hàng đã bán" in public_page(fair, printed)

    page.context.set_offline(True)
    scan(page, printed)
    expect(sheet).to_contain_text("Tem này đã bán lúc 10:42 ngày 30/01/2027, gian B017.")
    hand.tap("Không thêm vào giỏ")
    page.context.set_offline(False)
    scan(page, printed)
    expect(sheet).to_contain_text("gian B017")
    hand.tap("Vẫn bán")
    page.reload()
    scan(page, printed)
    expect(sheet).to_contain_text("Tem này đã quét trong đơn này.")
    hand.tap("Thêm một lần nữa")
    pay(hand, "90.000")

    first, second = sorted(fair.sales(), key=lambda one: one["number"])
    assert (first["flags"], second["flags"]) == ([], ["label_sold_before"])
    page = public_page(fair, printed)
    assert "Tem đáng ngờ" in page
    assert "đã bán 2 lần" in page


def pay(hand: Hand, amount: str = "45.000") -> None:
    hand.tap(hand.page.locator(".bottom .pay", has_text=amount))
    hand.tap("Đã thu tiền")
    expect(hand.page.locator(".status")).to_contain_text("chờ gửi 0")
    hand.tap("Đơn mới")


def public_page(fair: Fair, path: str) -> str:
    return words(httpx2.get(fair.url + path, params={"lang": "vi"}).text)


def expect_kept(page: Page) -> None:
    """Wait until the table is in the till's own database."""
    until(
        page,
        """async () => {
          const asked = (one) => new Promise((done) => { one.onsuccess = () => done(one.result); });
          const all = await indexedDB.databases();
          const { name } = all.find((one) => one.name.startsWith('fair-pos-till-'));
          const db = await asked(indexedDB.open(name));
          const kept = await asked(db.transaction('meta').objectStore('meta').get('labels'));
          db.close();
          return Boolean(kept);
        }""",
    )
