"""The queue on a network that loses answers: every sale once, every number once, none refused."""

import itertools

import pytest
from playwright.sync_api import expect

from tests.browser.hall import kept, ready_to_sell, sell, till_page, waits

pytestmark = pytest.mark.browser

SALES = 30
TABS = 3


def unlucky():
    """40 % committed and the answer lost, 10 % hang past the till's patience: always the same."""
    fates = itertools.cycle(["lose", "", "lose", "", "hang", "", "lose", "lose", "", ""])
    return lambda path: next(fates) if path.endswith("/batch") else ""


@pytest.mark.parametrize("origin", ["url", "lan_url"], ids=["with locks", "plain http, no locks"])
def test_sales_of_three_tabs_arrive_once_though_answers_get_lost(server, way, context, origin):
    """Acceptance 3 and 4; odoo/odoo#152259, #71455, #16781 (two tabs), #40567 (lost answer),
    POSNext#50, #97 (each offline sale twice), Stripe Terminal#747 (a key per attempt)."""
    token, address = server.tokens.pop(), getattr(way, origin)
    pages = [till_page(context, address, token)]
    ready_to_sell(pages[0])
    assert pages[0].evaluate("() => Boolean(navigator.locks)") == (origin == "url")
    way.fault = lambda _: "refuse"
    pages += (
        [till_page(context, address, token) for _ in range(TABS - 1)] if origin == "url" else []
    )
    for page in pages:
        expect(page.locator(".tile").first).to_be_visible()
    while len(pages) < TABS:
        way.fault = lambda _: ""
        pages.append(till_page(context, address, token))
        expect(pages[-1].locator(".tile").first).to_be_visible()
    way.fault = lambda _: "refuse"
    numbers = [number for page in pages for number in sell(page, SALES // TABS)]
    way.seen.clear()
    way.fault = unlucky()
    for page in pages:
        page.evaluate("() => void dispatchEvent(new Event('online'))")

    for page in pages:
        waits(page, 0, timeout_ms=60_000)
    assert server.sales(token) == [(seq, 45_000) for seq in range(1, SALES + 1)]
    assert len(set(numbers)) == SALES
    posts = [fault for path, fault in way.seen if path.endswith("/batch")]
    assert "lose" in posts
    assert {fact["state"] for fact in kept(pages[0])} == {"sent"}


def test_two_open_tabs_are_told_and_count_on_without_each_others_numbers(server, way, context):
    """odoo/odoo#71455, #16781, #134891: two tabs gave the same number and one order vanished."""
    token = server.tokens.pop()
    one = till_page(context, way.url, token)
    ready_to_sell(one)
    other = till_page(context, way.url, token)
    expect(one.locator("#top .band")).to_contain_text("Quầy này đang mở ở thẻ khác")
    numbers = []
    for _ in range(3):
        numbers += sell(one, 1) + sell(other, 1)
    waits(one, 0)
    waits(other, 0)
    assert [number[-6:] for number in numbers] == [f"{seq:06}" for seq in range(1, 7)]
    assert server.sales(token) == [(seq, 45_000) for seq in range(1, 7)]


def test_a_basket_open_in_two_tabs_is_two_sales_when_it_differs(server, way, context):
    """odoo/odoo#134891: an order vanished because its reference was taken for its identity."""
    token = server.tokens.pop()
    one = till_page(context, way.url, token)
    hand = ready_to_sell(one)
    hand.tile("Trứng vịt")
    hand.tap(one.locator(".bottom .pay"))
    hand.tap("Quay lại")
    other = till_page(context, way.url, token)
    expect(other.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ")
    hand.tap(one.locator(".bottom .pay"))
    hand.tap("Đã thu tiền")
    sell(other, 1)

    waits(other, 0)
    assert server.sales(token) == [(1, 45_000), (2, 90_000)]


def test_what_the_network_says_is_never_taken_for_an_answer(server, way, context):
    """A login page of the Wi-Fi; odoo/odoo#220954: one failed ping stayed offline for ever."""
    token = server.tokens.pop()
    page = till_page(context, way.url, token)
    ready_to_sell(page)
    way.fault = lambda _: "html"
    sell(page, 2)
    waits(page, 2)
    way.fault = lambda _: ""
    waits(page, 0)
    assert server.sales(token) == [(1, 45_000), (2, 45_000)]


POISON = """async () => {
  const [{ name }] = (await indexedDB.databases()).filter((one) => one.name.includes('till-'));
  const db = await new Promise((done) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => done(request.result);
  });
  await new Promise((done) => {
    const work = db.transaction('facts', 'readwrite');
    work.oncomplete = done;
    work.objectStore('facts').openCursor().onsuccess = ({ target: { result } }) => {
      if (!result) return;
      const fact = result.value;
      if (fact.body.seq === 3) result.update({ ...fact, %s });
      result.continue();
    };
  });
  db.close();
}"""


@pytest.mark.parametrize(
    "broken",
    ["body: { ...fact.body, lines: 'x' }", "path: 'x'.repeat(200)"],
    ids=["fact", "envelope"],
)
def test_one_poisoned_sale_never_blocks_the_others(server, way, context, broken):
    """frappe/erpnext#13388: one invalid invoice blocks all later ones on that machine."""
    token = server.tokens.pop()
    page = till_page(context, way.url, token)
    ready_to_sell(page)
    way.fault = lambda path: "refuse" if path.endswith("/batch") else ""
    sell(page, 9)
    page.evaluate(POISON % broken)
    page.reload()
    waits(page, 9)
    way.fault = lambda _: ""

    waits(page, 0)
    assert [seq for seq, _ in server.sales(token)] == [1, 2, 4, 5, 6, 7, 8, 9]
    refused = [fact for fact in kept(page) if fact["state"] == "refused"]
    assert [(fact["body"]["seq"], fact["answer"]["status"]) for fact in refused] == [(3, 422)]
    page.locator(".status").click()
    expect(page.locator("dialog .row")).to_have_count(1)
    expect(page.locator("dialog .row")).to_contain_text("Đơn cần xem lại")


def test_a_batch_is_at_most_twenty_facts(server, way, context):
    token = server.tokens.pop()
    page = till_page(context, way.url, token)
    ready_to_sell(page)
    way.fault = lambda _: "refuse"
    sell(page, 25)
    with page.expect_request("**/batch") as sent:
        way.fault = lambda _: ""
        page.evaluate("() => void dispatchEvent(new Event('online'))")
    assert len(sent.value.post_data_json["facts"]) <= 20
    waits(page, 0)
    assert len(server.sales(token)) == 25
