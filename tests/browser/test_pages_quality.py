"""Every page that links reach: axe, all widths, whole names, no foreign host, two languages."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, col, select

from fair_pos import resources
from fair_pos.catalogue.models import Product
from fair_pos.checkout.models import Sale
from fair_pos.reports.models import IssuedReport
from fair_pos.web import language
from tests.browser.conftest import PHONE, DemoFair
from tests.browser.crawl import Walk, check_access, look, pages_from, read, texts_of

pytestmark = pytest.mark.browser

FAIR = "/v/XUAN-2027"
VIETNAMESE = frozenset("ăâđêôơưàảãáạèẻẽéẹìỉĩíịòỏõóọùủũúụỳỷỹýỵ")
SAID = re.compile(r'_\("[^"]*"|"không công bố"|Tiếng Việt')
"""English sentences, which may quote; a value a template looks for; the language's own name."""
PARTS = (
    "", "/booths", "/booths/*", "/products", "/products/*", "/labels", "/labels/log", "/placards",
    "/cards", "/declared", "/visitors", "/shifts", "/tills", "/printers", "/live",
    "/reports/closing", "/reports/proof", "/sales?", "/sales/*", "/settings", "/exhibitors/*",
    "/import/*",
)  # fmt: skip


def import_preview(page: Page, demo: DemoFair, kind: str, name: str) -> str:
    """Upload a list without importing it; returns the address of its preview."""
    page.goto(f"{demo.url}{FAIR}/import?kind={kind}")
    page.locator("input[type=file]").set_input_files(resources.folder("seed") / "demo" / name)
    page.get_by_role("button", name="Xem trước").click()
    page.wait_for_url("**/import/*")
    return page.url


def public_pages(demo: DemoFair) -> list[str]:
    """Return addresses that customers scan: with and without stars, a receipt, nonsense."""
    with demo.app.state.store.reading() as session:
        return [demo.url + path for path in _codes(session)]


def _codes(session: Session) -> list[str]:
    products = session.exec(select(Product.label_code).order_by(col(Product.id)).limit(2))
    sale = session.exec(select(Sale.public_code).order_by(col(Sale.id)).limit(1)).one()
    printed = session.exec(select(IssuedReport.code)).first()
    paths = [f"/P/{one}" for one in products] + [f"/R/{sale}", "/login", "/T/ABCDEFGHJK"]
    return paths + ([f"/C/{printed}"] if printed else [])


def test_the_looking_sees_a_cut_name_a_wide_page_and_a_field_without_a_label(browser):
    walk = Walk()
    with browser.new_page() as page:
        page.set_content(
            """<html lang="vi"><title>Thử</title><main><h1>Thử</h1>
            <p style="width:100px;height:20px;overflow:hidden">Nước khoáng thiên nhiên</p>
            <div style="width:1100px">rộng</div><input></main></html>"""
        )
        look(page, "thử", walk)
    said = "\n".join(walk.faults)
    assert "clipped at 360: P. “Nước khoáng" in said
    assert "1108 > 1024 by DIV" in said
    assert "thử at 360: label: input" in said


def test_every_page_of_the_office_is_whole_and_open_to_all(demo_fair, open_page):
    page = open_page(demo_fair, login="quantri")
    booths = import_preview(page, demo_fair, "booths", "danh-sach-gian-hang.xlsx")
    products = import_preview(page, demo_fair, "products", "danh-muc-san-pham.xlsx")
    walk = Walk()

    for kind in pages_from(page, [demo_fair.url + "/", booths, f"{products}?all"], walk):
        look(page, kind, walk)

    assert not walk.faults, "\n".join(walk.faults)
    assert {f"/v/*{part}" for part in PARTS} | {"/programme", "/people"} <= set(walk.seen)


def test_pages_behind_a_button_are_whole_too(demo_fair, open_page):
    page = open_page(demo_fair, f"{FAIR}/labels?q=nuoc&each=5", login="bantochuc")
    walk = Walk()
    page.get_by_role("button", name="Xem trước khi in").click()
    page.wait_for_url("**/labels/review")
    look(page, "labels/review", walk)
    page.goto(demo_fair.url + "/venues/new")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("[data-refused]")).to_be_visible()
    look(page, "venues/new refused", walk)
    page.goto(demo_fair.url + f"{FAIR}/booths?q=khong+co")
    look(page, "booths, none found", walk)
    assert not walk.faults, "\n".join(walk.faults)


def test_every_public_page_is_whole_on_a_phone_and_at_a_desk(demo_fair, open_page):
    page = open_page(demo_fair, "/login", PHONE)
    walk = Walk()
    for address in public_pages(demo_fair):
        for words in ("vi", "en"):
            page.goto(f"{address}?lang={words}")
            look(page, address, walk)
    assert not walk.faults, "\n".join(walk.faults)


def test_every_page_speaks_english(demo_fair, open_page):
    page = open_page(demo_fair, login="quantri")
    page.context.add_cookies([{"name": "language", "value": "en", "url": demo_fair.url}])
    ours = vietnamese_sentences() - {"Xã, phường, đặc khu Quảng Ninh"}  # also a zone's title
    walk = Walk()
    for kind in pages_from(page, [demo_fair.url + "/", *public_pages(demo_fair)], walk, read):
        left = set(texts_of(page)) & ours
        if left or page.evaluate("read.documentElement.lang") != "en":
            walk.blame(kind, left)
    assert not walk.faults, "\n".join(walk.faults)
    assert {f"/v/*{part}" for part in PARTS if "import" not in part} <= set(walk.seen)


def vietnamese_sentences() -> set[str]:
    """Return what our own catalogues say in Vietnamese letters, sentences with gaps left out."""
    said = language.load("vi").sentences.items()
    return {
        vi
        for msgid, vi in said
        if vi != msgid and "{" not in vi and VIETNAMESE & set(vi.lower()) - {"đ"}
    } - {"Tiếng Việt"}


def test_the_language_is_switched_on_the_page_and_stays(demo_fair, open_page):
    page = open_page(demo_fair, f"{FAIR}/booths", login="bantochuc")
    expect(page.locator("h1")).to_have_text("Gian hàng")
    page.locator("form[action='/language'] button").click()
    expect(page.locator("h1")).to_have_text("Booths")
    page.get_by_role("link", name="Live").click()
    expect(page.locator("main")).to_contain_text("This is of")
    check = Walk()
    check_access(page, "live in English", check)
    assert check.faults == []
    page.locator("form[action='/language'] button").click()
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_templates_hold_no_vietnamese_of_their_own():
    for file in resources.folder("templates").rglob("*.html"):
        text = SAID.sub("", file.read_text(encoding="utf-8"))
        assert not [one for one in text.split() if VIETNAMESE & set(one.lower())], file.name
