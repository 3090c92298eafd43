"""What a customer's phone sees behind the codes of labels and receipts, without signing in."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from fair_pos.catalogue.models import Certificate, Listing, Product
from fair_pos.core import ids
from fair_pos.db.store import Store
from fair_pos.labels import actions, formats
from fair_pos.labels.actions import Printing
from fair_pos.venues.models import Venue
from tests.cast import Cast
from tests.tills import TillClient, line

UNKNOWN = ids.code_of(0, 10)


def code_of(store: Store, cast: Cast, product_id: str) -> str:
    with store.reading() as session:
        product = session.get(Product, (cast.org_id, product_id))
        assert product
        return product.label_code


def change(store: Store, model: type, product_id: str, **fields: object) -> None:
    def action(session: Session) -> None:
        key = model.id if model is Product else model.product_id
        row = session.exec(select(model).where(key == product_id)).one()
        for name, value in fields.items():
            setattr(row, name, value)
        session.add(row)

    store.lane.run(action)


def print_one(store: Store, cast: Cast, product_id: str) -> None:
    def action(session: Session) -> None:
        venue = session.get(Venue, (cast.org_id, cast.venue))
        listing = session.exec(
            select(Listing.id).where(col(Listing.product_id) == product_id)
        ).one()
        printing = Printing(venue, formats.FORMATS[0], cast.organiser, "http://pos.test")
        actions.print_labels(session, store.clock, printing, {listing: 1})

    store.lane.run(action)


@pytest.fixture
def scan(web: TestClient, store: Store, cast: Cast) -> Callable[[str], str]:
    """Scan the printed label of a product of the cast."""

    def scanned(product_id: str, **params: str) -> str:
        print_one(store, cast, product_id)
        answer = web.get(f"/P/{code_of(store, cast, product_id)}", params=params)
        assert answer.status_code == 200
        return words(answer.text)

    return scanned


def words(page: str) -> str:
    text = re.sub(r"<style.*?</style>|<svg.*?</svg>|<head>.*?</head>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def test_a_label_tells_product_producer_stars_certificate_price_and_booth(
    scan: Callable[..., str], cast: Cast
) -> None:
    page = scan(cast.eggs)
    for part in (
        "Tem thật", "Trứng vịt biển Đồng Rui", "Trung tâm OCOP Hạ Long",
        "Phường Bãi Cháy, Quảng Ninh", "★★★★ OCOP 4 sao", "Còn hiệu lực hôm nay, 30/01/2027",
        "QĐ số 100/QĐ-UBND ngày 29/12/2024, UBND tỉnh Quảng Ninh", "29/12/2027", "Vỉ 10 quả",
        "45.000\u00a0đ /vỉ, giá minh họa", "B017, Khu 1",
        "Báo tem hoặc hàng có vấn đề: 0203 000 0000",
    ):  # fmt: skip
        assert part.replace("\u00a0", " ") in page.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"expires_on": date(2027, 1, 29)}, "4 sao, hết hạn ngày 29/01/2027"),
        (
            {"state": "revoked", "state_decision": "7/QĐ-UBND"},
            "4 sao, đã thu hồi theo quyết định 7/QĐ-UBND",
        ),
    ],
)
def test_expired_or_revoked_stars_are_a_plain_row_without_a_star(
    scan: Callable[..., str], store: Store, cast: Cast, fields: dict[str, object], reason: str
) -> None:
    change(store, Certificate, cast.eggs, **fields)
    page = scan(cast.eggs)
    assert reason in page
    assert "★" not in page
    assert "Còn hiệu lực" not in page


def test_goods_without_a_certificate_show_no_stars(scan: Callable[..., str], cast: Cast) -> None:
    page = scan(cast.squid)
    assert "Hạng sao trong hồ sơ chưa có giấy chứng nhận" in page
    assert "★" not in page


def test_the_page_speaks_english_too(scan: Callable[..., str], cast: Cast) -> None:
    page = scan(cast.eggs, lang="en")
    for part in ("Genuine label", "OCOP 4 stars", "Valid today, 30/01/2027", "demo price"):
        assert part in page


def test_a_code_that_nobody_printed_is_not_called_genuine(
    web: TestClient, store: Store, cast: Cast
) -> None:
    page = words(web.get(f"/P/{code_of(store, cast, cast.eggs)}").text)
    assert "Chưa in tem mang mã này" in page
    assert "Tem thật" not in page


@pytest.mark.parametrize("path", ["/P/{}", "/p/{}"])
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_addresses_work_in_any_case(
    web: TestClient, store: Store, cast: Cast, path: str, case: Callable[[str], str]
) -> None:
    code = case(code_of(store, cast, cast.eggs))
    assert web.get(path.format(code)).status_code == 200


def test_an_unknown_code_is_no_label_of_this_system(web: TestClient) -> None:
    answer = web.get(f"/P/{UNKNOWN}")
    assert answer.status_code == 404
    assert "Tem không phải của hệ thống này" in answer.text
    assert "Không có sản phẩm nào mang mã này." in answer.text


@pytest.mark.parametrize("wrong", ["000000000H", "ABC", "0" * 40, "%3Cscript%3E", "00"])
def test_a_code_with_a_wrong_sign_says_so(web: TestClient, wrong: str) -> None:
    answer = web.get(f"/P/{wrong}")
    assert answer.status_code == 404
    assert "sai ít nhất một ký tự" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("url", "links"),
    [("https://qn.check.example/1", 1), ("javascript:alert(1)", 0), ("", 0)],
)
def test_the_producers_own_page_is_linked_only_on_the_web(
    web: TestClient, store: Store, cast: Cast, url: str, links: int
) -> None:
    change(store, Product, cast.eggs, trace_url=url)
    page = web.get(f"/P/{code_of(store, cast, cast.eggs)}").text
    assert page.count("Xem truy xuất của nhà sản xuất") == links
    assert "javascript:" not in page


def test_a_withdrawn_product_says_that_it_is_no_longer_sold(
    scan: Callable[..., str], store: Store, cast: Cast, web: TestClient
) -> None:
    change(store, Product, cast.eggs, withdrawn_at=datetime(2027, 1, 29, tzinfo=UTC))
    assert "Đã ngừng bán" in web.get(f"/P/{code_of(store, cast, cast.eggs)}").text


def weigh(web: TestClient, page: str) -> int:
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    return len(page.encode()) + sum(len(web.get(style).content) for style in styles)


def test_both_pages_weigh_less_than_20_kb_with_their_style_and_need_no_script(
    web: TestClient, store: Store, cast: Cast, till: TillClient
) -> None:
    label = web.get(f"/P/{code_of(store, cast, cast.eggs)}").text
    receipt = web.get(f"/R/{sold(till, cast)['public_code']}").text
    for page in (label, receipt):
        assert weigh(web, page) < 20_000
        assert "<script" not in page
        assert "style=" not in page


def sold(till: TillClient, cast: Cast) -> dict:
    discount = {"kind": "amount", "amount_vnd": 10_000}
    lines = [
        line(cast.eggs, "Trứng vịt biển Đồng Rui", 45_000, 2000),
        line(cast.squid, "Mực một nắng Cô Tô loại 2", 600_000, 450, unit="kg", sold_by="weight"),
    ]
    paid = {"means": "cash", "amount_vnd": 350_000, "tendered_vnd": 400_000, "change_vnd": 50_000}
    body = till.cash_sale(lines, 350_000, payments=[paid], discount=discount)
    till.sell(body)
    return body


def test_a_receipt_shows_the_sale_as_on_paper_without_names_of_people(
    web: TestClient, cast: Cast, till: TillClient
) -> None:
    body = sold(till, cast)
    answer = web.get(f"/r/{body['public_code'].lower()}")
    page = words(answer.text).replace("\u00a0", " ")
    for part in (
        "Phiếu tính tiền – không phải hóa đơn", body["number"], "30/01/2027 10:42",
        "Gian B017, khu 1", "Trung tâm OCOP Hạ Long", "MST 5700000000",
        "Trứng vịt biển Đồng Rui ★★★★ 2 vỉ × 45.000 90.000", "0,450 kg × 600.000 270.000",
        "Tạm tính 360.000", "Giảm giá −10.000", "Tổng cộng 350.000 đ",
        "Tiền mặt khách đưa 400.000, trả lại 50.000 350.000",
    ):  # fmt: skip
        assert part in page
    assert "Hạnh" not in page
    assert "noindex" in answer.headers["x-robots-tag"]


def test_a_voided_sale_says_so_on_its_page(web: TestClient, cast: Cast, till: TillClient) -> None:
    body = sold(till, cast)
    void = till.document(corrects_id=body["id"], reason="Khách đổi ý")
    assert till.post("/voids", void).status_code == 200
    page = words(web.get(f"/R/{body['public_code']}").text)
    assert "Đơn này đã hủy" in page
    assert "Phiếu hủy đơn" in page
    assert "Khách đổi ý" not in page
    own = words(web.get(f"/R/{void['public_code']}").text)
    assert "Phiếu hủy đơn" in own
    assert "−350.000" in own


def test_a_refund_shows_what_was_given_back(web: TestClient, cast: Cast, till: TillClient) -> None:
    body = sold(till, cast)
    lines = [{"position": 0, "quantity_milli": 1000}]
    refund = till.document(corrects_id=body["id"], reason="Vỡ", lines=lines, means="cash")
    answer = till.post("/refunds", refund)
    assert answer.status_code == 200, answer.text
    page = words(web.get(f"/R/{body['public_code']}").text)
    assert "Có hàng trả lại" in page
    assert "Đã trả lại khách 43.750" in page.replace("\u00a0", " ")


def test_a_slip_that_is_not_here_may_still_be_on_its_way(web: TestClient) -> None:
    answer = web.get(f"/R/{ids.new_code(10)}")
    assert answer.status_code == 404
    assert "Có thể phiếu chưa về tới máy chủ" in answer.text
