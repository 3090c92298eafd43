"""What the device keeps: until it is safe elsewhere, through restores, wipes and new cards."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.hall import kept, ready_to_sell, sell, till_page, waits
from tests.browser.till import sign_in, until

pytestmark = pytest.mark.browser

AGAIN = "() => void dispatchEvent(new Event('online'))"
DATABASE = """
  const [{ name }] = (await indexedDB.databases()).filter((one) => one.name.includes('till-'));
  const db = await new Promise((done) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => done(request.result);
  });
"""


def opened(context, way, server):
    token = server.tokens.pop()
    page = till_page(context, way.url, token)
    return page, token, ready_to_sell(page)


def cut_off(way):
    way.fault = lambda path: "refuse" if path.startswith("/api") else ""


def test_what_is_confirmed_stays_until_its_shift_is_closed_for_two_days(server, way, context):
    """odoo/odoo#261096, #288974: orders vanished from the device before they were safe."""
    page, _, _ = opened(context, way, server)
    sell(page, 3)
    waits(page, 0)
    assert [fact["state"] for fact in kept(page)] == ["sent"] * 4
    shift = next(fact["id"] for fact in kept(page) if fact["path"] == "/shifts")

    close_shift(page, shift, hours_ago=49)
    page.clock.install()
    page.reload()
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/heartbeat"):
        page.clock.fast_forward(21_000)
    page.clock.fast_forward(3_600_000)
    until(page, f"async () => {{ {DATABASE} {EMPTY} }}")


EMPTY = """
  return await new Promise((done) => {
    const request = db.transaction('facts').objectStore('facts').count();
    request.onsuccess = () => { db.close(); done(request.result === 0); };
  });
"""


def close_shift(page, shift, hours_ago):
    """Write the confirmed close of a shift, as the till keeps it."""
    script = f"""async ([shift, ago]) => {{ {DATABASE}
      await new Promise((done) => {{
        const work = db.transaction('facts', 'readwrite');
        work.oncomplete = done;
        work.objectStore('facts').put({{ place: 99, id: 'close', path: `/shifts/${{shift}}/close`,
          state: 'sent', saved_at: ago, sent_at: ago, body: {{}}, answer: {{}} }});
      }});
      db.close();
    }}"""
    page.evaluate(
        f"([shift, hours]) => ({script})([shift, new Date(Date.now() - hours * 3600000)"
        ".toISOString()])",
        [shift, hours_ago],
    )


def test_everything_kept_can_be_sent_again_and_nothing_comes_twice(server, way, context):
    page, token, hand = opened(context, way, server)
    sell(page, 3)
    waits(page, 0)
    hand.tap(page.locator(".status"))
    with page.expect_response("**/batch") as answered:
        hand.tap("Gửi lại tất cả")
    assert len(answered.value.json()["answers"]) == 4
    hand.tap("Quay lại")
    waits(page, 0)
    assert server.sales(token) == [(seq, 45_000) for seq in (1, 2, 3)]


def test_a_restored_older_backup_gets_back_what_the_tills_still_keep(
    server, way, context, tmp_path
):
    """A backup taken at noon, the server lost at two: the tills send the two hours again."""
    page, token, _ = opened(context, way, server)
    sell(page, 1)
    waits(page, 0)
    server.run("backup", str(tmp_path))
    sell(page, 3)
    waits(page, 0)
    cut_off(way)
    sell(page, 1)
    server.end()
    (backup,) = tmp_path.glob("*.db")
    server.run("restore", str(backup), "--force")
    assert server.sales(token) == [(1, 45_000)]
    server.start()
    way.fault = lambda _: ""
    seen = page.evaluate(
        """() => {
          window.said = [];
          const look = () => window.said.push(document.getElementById('top').textContent);
          new MutationObserver(look).observe(document.getElementById('top'),
            { childList: true, subtree: true, characterData: true });
          dispatchEvent(new Event('online'));
        }"""
    )
    assert seen is None
    page.wait_for_function("() => window.said.some((one) => one.includes('Máy chủ vừa khôi phục'))")

    waits(page, 0)
    assert server.sales(token) == [(seq, 45_000) for seq in range(1, 6)]


def test_a_device_that_was_wiped_gets_a_new_series(server, context):
    """Acceptance 9; odoo/odoo#287667: a counter began again and numbers came twice."""
    token = server.tokens.pop()
    page = till_page(context, server.url, token)
    ready_to_sell(page)
    first = sell(page, 2)
    waits(page, 0)
    page.evaluate(
        """async () => {
          localStorage.clear();
          for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
        }"""
    )
    expect(page.locator("h1")).to_have_text("Máy này chưa được ghép với gian. Quét mã ghép.")
    page.reload()
    expect(page.locator("h1")).to_have_text("Máy này chưa được ghép với gian. Quét mã ghép.")

    enrol_by_card(page, server)
    ready_to_sell(page)
    second = sell(page, 2)
    waits(page, 0)
    assert {number[:-7] for number in first}.isdisjoint({number[:-7] for number in second})
    assert [number[-6:] for number in second] == ["000001", "000002"]


def enrol_by_card(page, server):
    page.goto(f"{server.url}/T/{server.cards.pop()}")
    page.get_by_role("button", name="Bán bằng máy này").click()
    expect(page.locator(".name").first).to_be_visible()


def test_what_an_earlier_till_left_here_is_handed_in_under_the_new_one(server, way, context):
    """Square, Loyverse: what was not synced is lost when the device is signed out or reset."""
    page, token, hand = opened(context, way, server)
    cut_off(way)
    numbers = sell(page, 3)
    series = numbers[0][:-7]
    hand.tap(page.locator(".status"))
    expect(page.locator("dialog .row")).to_have_count(3)
    way.fault = lambda path: "refuse" if path.endswith("/batch") else ""
    page.goto(f"{way.url}/T/{server.cards.pop()}")
    page.get_by_role("button", name="Bán bằng máy này").click()
    sign_in(page)
    hand.tap(page.locator(".status"))
    expect(page.locator("dialog h3")).to_have_text(f"Đơn của mã quầy cũ {series}")
    expect(page.locator("dialog .row")).to_have_count(3)
    expect(page.locator("dialog .row").last).to_be_in_viewport(ratio=1)
    hand.tap("Quay lại")
    assert server.sales(token) == []

    way.fault = lambda _: ""
    page.evaluate(AGAIN)
    waits(page, 0)
    assert server.sales(token) == [(seq, 45_000) for seq in (1, 2, 3)]


def test_an_export_file_has_all_that_waits_and_no_pin(server, way, context):
    """Acceptance 10: log-out is blocked and the export offered."""
    page, _, hand = opened(context, way, server)
    cut_off(way)
    sell(page, 2)
    hand.tap("Mở menu")
    hand.tap("Đăng xuất máy này")
    expect(page.locator("dialog")).to_contain_text("Còn 2 đơn chưa gửi, chưa đăng xuất được.")
    with page.expect_download() as saved:
        hand.tap("Xuất đơn chưa gửi")
    file = json.loads(saved.value.path().read_text("utf-8"))
    assert (file["format"], file["version"]) == ("fair-pos-unsent", 1)
    assert file["booth"]["code"] == "B017"
    assert file["venue"] == {"code": "XUAN-2027"}
    assert [(fact["path"], fact["state"]) for fact in file["facts"]] == [("/sales", "waiting")] * 2
    assert set(file["facts"][0]) == {"id", "path", "body", "saved_at", "state"}
    hand.tap("Xóa dữ liệu trên máy này")
    expect(page.locator("dialog").last).to_contain_text(
        "Còn 2 đơn chưa gửi hoặc cần xem lại, chưa xóa được."
    )
    expect(page.get_by_role("button", name="Xóa dữ liệu", exact=True)).to_be_disabled()


def test_erasing_takes_this_tills_database_and_the_device_is_no_till_any_more(server, way, context):
    page, token, hand = opened(context, way, server)
    sell(page, 1)
    waits(page, 0)
    hand.tap("Mở menu")
    hand.tap("Xóa dữ liệu trên máy này")
    hand.tap("Xóa dữ liệu")
    expect(page.locator("h1")).to_have_text("Máy này chưa được ghép với gian. Quét mã ghép.")
    assert page.evaluate("() => indexedDB.databases()") == []
    assert server.sales(token) == [(1, 45_000)]


OLD_DATABASE = """async ([tillId, version]) => {
  const db = await new Promise((done) => {
    const request = indexedDB.open(`fair-pos-till-${tillId}`, version);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('meta');
      if (version > 1) {
        request.result.createObjectStore('of-a-later-release');
        request.result.deleteObjectStore('meta');
      }
      request.result.createObjectStore('baskets', { keyPath: 'id' });
      const facts = request.result.createObjectStore('facts',
        { keyPath: 'place', autoIncrement: true });
      facts.createIndex('id', 'id', { unique: true });
      facts.createIndex('state', 'state');
    };
    request.onsuccess = () => done(request.result);
  });
  await new Promise((done) => {
    const work = db.transaction('facts', 'readwrite');
    work.oncomplete = done;
    work.objectStore('facts').add({ id: '01a1c0de-0000-7000-8000-000000000001', path: '/shifts',
      state: 'waiting', saved_at: '2026-11-22T00:00:00Z', answer: null,
      body: { id: '01a1c0de-0000-7000-8000-000000000001', opened_at: '2026-11-22T00:00:00Z',
        float_vnd: 500000 } });
  });
  db.close();
}"""


@pytest.mark.parametrize("version", [1, 7], ids=["of the first release", "of a later release"])
def test_another_releases_database_opens_with_its_queue(server, way, context, version):
    """POS-Awesome-V15#752, #1589: after an update only clearing the site data helped."""
    token = server.tokens.pop()
    page = context.new_page()
    page.goto(f"{way.url}/sw-off")
    page.evaluate(OLD_DATABASE, [till_id(server, token), version])
    page.close()
    page = till_page(context, way.url, token)
    expect(page.locator(".name").first).to_be_visible()
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.reload()
    expect(page.locator(".name").first).to_be_visible()
    facts = kept(page)
    assert [fact["path"] for fact in facts] == ["/shifts"]


def till_id(server, token):
    from fair_pos.accounts.secrets import token_hash

    ((found,),) = server.rows("SELECT id FROM till WHERE token_hash = ?", token_hash(token))
    return found


def test_a_newer_tab_can_change_the_database_while_an_older_one_is_open(server, way, context):
    page, _, _ = opened(context, way, server)
    sell(page, 1)
    waits(page, 0)
    other = context.new_page()
    other.goto(f"{way.url}/sw-off")
    with page.expect_navigation():
        other.evaluate(
            """async () => {
              const [{ name, version }] = await indexedDB.databases();
              const db = await new Promise((done, fail) => {
                const request = indexedDB.open(name, version + 1);
                request.onsuccess = () => done(request.result);
                request.onblocked = () => fail(new Error('blocked'));
              });
              db.close();
            }"""
        )
    expect(page.locator(".tile").first).to_be_visible()
    assert len(kept(page)) == 2


def test_the_tills_id_is_found_without_local_storage(server, way, context):
    """odoo/odoo#125037: localStorage was lost in a power cut."""
    page, _, _ = opened(context, way, server)
    cut_off(way)
    sell(page, 2)
    page.evaluate("() => localStorage.clear()")
    page.reload()
    waits(page, 2)
