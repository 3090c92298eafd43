"""The organisers look after goods, certificates, tills, printers, slips and visitors."""

import io
import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlmodel import select

from fair_pos.catalogue import queries as catalogue
from fair_pos.checkout.models import DeclaredSlip
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.printing import worker
from fair_pos.venues import queries as venues
from tests.cast import Cast
from tests.tills import TillClient, line
from tests.web.office import Clerk, faults, sign_in, words


@pytest.fixture
def ha(web: TestClient, store: Store, cast: Cast) -> Clerk:
    """Nguyễn Thu Hà, organiser."""
    return sign_in(web, store, cast.organiser, cast.venue_code)


PRODUCT = {
    "name": "Chả mực giã tay", "pack": "Hộp 500 g", "unit": "hộp", "sold_by": "piece",
    "price_vnd": "250.000đ", "set_no": "8", "product_code": "22-06994-1-2026",
    "gtin": "8934563138165", "trace_url": "", "booth": "B017",
}  # fmt: skip


def test_a_product_by_hand_is_sold_at_the_booth_it_was_added_from(
    ha: Clerk, till: TillClient, cast: Cast
) -> None:
    answer = ha.post("products/new", **PRODUCT, exhibitor_id=cast.exhibitor)
    assert "Chả mực giã tay, Hộp 500 g" in words(answer)
    goods = {one["name"]: one for one in till.get("/catalogue").json()["products"]}
    assert goods["Chả mực giã tay"]["price_vnd"] == 250_000


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("price_vnd", "100.000,5", "Số tiền phải là số đồng, ví dụ 85.000. Đã ghi “100.000,5”."),
        ("product_code", "22-1", "Mã sản phẩm có dạng 22-06994-1-2026"),
        ("gtin", "8934563138166", "không khớp"),
        ("trace_url", "javascript:alert(1)", "bắt đầu bằng https://"),
        ("set_no", "27", "Chọn một mục trong danh sách."),
        ("unit", "", "Chưa ghi ô này."),
    ],
)
def test_a_refused_product_names_the_field(
    ha: Clerk, cast: Cast, field: str, typed: str, sentence: str
) -> None:
    form = PRODUCT | {"exhibitor_id": cast.exhibitor, field: typed}
    answer = ha.post("products/new", **form)
    assert answer.status_code == 422
    assert sentence in faults(answer)[field]


def test_a_new_price_is_a_new_row_and_the_till_gets_it(
    ha: Clerk, till: TillClient, store: Store, cast: Cast, clock: FixedClock
) -> None:
    clock.advance(timedelta(minutes=1))
    ha.post(f"products/{cast.eggs}/price", price_vnd="48.000")
    with store.reading() as session:
        history = catalogue.price_history(session, store.org_id, cast.eggs)
    assert [row.price_vnd for row in history] == [48_000, 45_000]
    goods = {one["id"]: one for one in till.get("/catalogue").json()["products"]}
    assert goods[cast.eggs]["price_vnd"] == 48_000


CERTIFICATE = {
    "stars": "4", "decision_no": "12/QĐ-UBND", "issuer": "UBND tỉnh Quảng Ninh",
    "issued_on": "15/1/2027", "certificate_no": "",
}  # fmt: skip


def test_a_certificate_holds_thirty_six_months(ha: Clerk, cast: Cast) -> None:
    page = words(ha.post(f"products/{cast.squid}/certificates", **CERTIFICATE))
    assert "4 sao ★★★★ đến 15/01/2030" in page


def test_two_stars_are_no_ocop_stars(ha: Clerk, cast: Cast) -> None:
    answer = ha.post(f"products/{cast.squid}/certificates", **CERTIFICATE | {"stars": "2"})
    assert "Chọn một mục trong danh sách." in faults(answer)["stars"]
    assert "12/QĐ-UBND" in answer.text


def test_a_revoked_certificate_takes_the_stars_from_its_day_and_stays_revoked(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    with store.reading() as session:
        (row,) = catalogue.certificates_of(session, store.org_id, cast.eggs)
    path = f"products/{cast.eggs}/certificates/{row.id}"
    form = ha.form(path)
    early = form | {"decision": "revoke", "state_decision": "9/QĐ", "state_on": "01/01/2020"}
    assert "29/12/2024" in faults(ha.post(path, **early))["state_on"]
    page = words(ha.post(path, **early | {"state_on": "30/01/2027"}))
    assert "đã thu hồi theo quyết định 9/QĐ, 30/01/2027" in page
    again = ha.form(path) | {"decision": "extend", "state_decision": "10/QĐ"}
    again |= {"state_on": "30/01/2027", "expires_on": "01/01/2030"}
    assert "đã thu hồi ngày 30/01/2027" in faults(ha.post(path, **again))["state_decision"]


def test_an_extension_must_extend(ha: Clerk, store: Store, cast: Cast) -> None:
    with store.reading() as session:
        (row,) = catalogue.certificates_of(session, store.org_id, cast.eggs)
    path = f"products/{cast.eggs}/certificates/{row.id}"
    form = ha.form(path) | {"decision": "extend", "state_decision": "9/QĐ"}
    form |= {"state_on": "30/01/2027", "expires_on": "29/12/2027"}
    assert "sau ngày hết hạn cũ (29/12/2027)" in faults(ha.post(path, **form))["expires_on"]
    assert "đến 30/06/2028" in words(ha.post(path, **form | {"expires_on": "30/06/2028"}))


def test_a_withdrawn_product_leaves_the_tills_and_can_come_back(
    ha: Clerk, till: TillClient, cast: Cast
) -> None:
    path = f"products/{cast.eggs}/withdraw"
    assert "Không quầy nào còn sản phẩm này" in words(ha.get(path))
    ha.post(path, **ha.form(path))
    names = [one["id"] for one in till.get("/catalogue").json()["products"]]
    assert cast.eggs not in names
    assert "Ngừng bán 1" in words(ha.get("products"))


def test_the_till_page_opens_on_what_needs_somebody(
    ha: Clerk, till: TillClient, clock: FixedClock, cast: Cast
) -> None:
    till.sell(till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000))
    till.seq = 3
    till.sell(till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000))
    till.post("/heartbeat", {"waiting": 0, "last_seq": 4, "app_version": "1"})
    page = words(ha.get("tills"))
    assert "Cần xử lý 1" in page
    assert "thiếu 0002, 0003" in page
    clock.advance(timedelta(hours=2))
    page = words(ha.get("tills"))
    assert "2 giờ trước ? 0004 thiếu 0002, 0003 bản cũ chưa rõ Xuống gian xem Wi-Fi" in page


def test_a_revoked_till_opens_nothing_any_more(ha: Clerk, till: TillClient, store: Store) -> None:
    page = ha.get("tills", show="all").text
    path = re.findall(r'/tills/([^/"]+/revoke)"', page)[0]
    assert "Số quầy này không dùng lại" in words(ha.get(f"tills/{path}"))
    ha.post(f"tills/{path}")
    assert till.get("/catalogue").status_code == 401
    assert "Đã thu hồi 1" in words(ha.get("tills"))


def test_a_test_print_comes_out_of_the_virtual_printer(
    ha: Clerk, web: TestClient, store: Store, cast: Cast
) -> None:
    web.app.state.worker.stop()
    ha.post(f"printers/{cast.printer}/test")
    assert "Chờ in" in words(ha.get(f"printers/{cast.printer}"))
    assert worker.print_next(store, cast.printer)
    answer = ha.get(f"printers/{cast.printer}")
    assert "Đã in, máy in báo xong" in words(answer)
    path = answer.text.partition('class="paper" src="')[2].partition('"')[0]
    picture = Image.open(io.BytesIO(ha.get(path).content))
    assert picture.format == "PNG"
    assert picture.width == 576


def test_a_network_printer_wants_an_address(ha: Clerk) -> None:
    form = {"name": "Khu 2", "profile": "generic-58", "driver": "network", "address": ""}
    answer = ha.post("printers/new", **form, active="1")
    assert "192.168.8.41" in faults(answer)["address"]
    assert "Khu 2" in words(ha.post("printers/new", **form | {"address": "192.168.8.9"}))
    taken = ha.post("printers/new", **form | {"address": "192.168.8.9"})
    assert "Đã có máy in tên “Khu 2”" in faults(taken)["name"]


def test_cancelling_a_print_leaves_the_sale(
    ha: Clerk, web: TestClient, till: TillClient, cast: Cast
) -> None:
    web.app.state.worker.stop()
    sale = till.sell(till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000))
    job = sale["print"]["job_id"]
    page = words(ha.post(f"printers/{cast.printer}/jobs/{job}", act="cancel"))
    assert "Đã bỏ, không in" in page
    assert till.get("/sales", day="2027-01-30").json()["sales"][0]["total_vnd"] == 45_000


def photo(size: tuple[int, int] = (40, 30), kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


def test_a_slip_counts_apart_and_its_correction_stays_beside_it(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    assert "4 phiếu" in words(ha.get("declared"))
    first = {"total_vnd": "12.500.000", "ocop_vnd": "8.000.000", "note": ""}
    picture = {"photo": ("phieu.jpg", photo(), "image/jpeg")}
    page = words(ha.send("declared/2027-01-29/A05", picture, **first))
    assert "3 phiếu" in page
    assert "12.500.000" in page
    ha.post("declared/2027-01-29/A05", **first | {"total_vnd": "12.050.000"})
    with store.reading() as session:
        rows = session.exec(select(DeclaredSlip).order_by(DeclaredSlip.id)).all()
    assert [row.total_vnd for row in rows] == [12_500_000, 12_050_000]
    assert rows[1].corrects_id == rows[0].id
    assert rows[1].photo == rows[0].photo
    assert ha.get(f"declared/photos/{rows[1].id}").headers["content-type"] == "image/jpeg"
    assert "trong đó tự khai 0,01" in words(ha.get())


@pytest.mark.parametrize(
    ("day", "fields", "field", "sentence"),
    [
        ("2027-01-29", {"total_vnd": "1.000", "ocop_vnd": "2.000"}, "ocop_vnd", "1.000 đ"),
        ("2027-01-29", {"total_vnd": "nhiều"}, "total_vnd", "Số tiền phải là số đồng"),
        ("2027-01-31", {"total_vnd": "1.000"}, "total_vnd", "31/01/2027 chưa tới"),
        ("2027-01-25", {"total_vnd": "1.000"}, "total_vnd", "25/01/2027"),
    ],
)
def test_a_refused_slip_says_why(
    ha: Clerk, day: str, fields: dict[str, str], field: str, sentence: str
) -> None:
    answer = ha.post(f"declared/{day}/A05", **fields)
    assert answer.status_code == 422
    assert sentence in faults(answer)[field].replace("\u00a0", " ")


@pytest.mark.parametrize("content", [b"GIF89a", b"", photo()[:60], photo(kind="BMP")])
def test_only_a_whole_picture_is_kept(ha: Clerk, store: Store, content: bytes) -> None:
    files = {"photo": ("phieu.jpg", content, "image/jpeg")}
    answer = ha.send("declared/2027-01-29/A05", files, total_vnd="1.000")
    assert "Ảnh phải là JPEG hoặc PNG" in faults(answer)["photo"]
    assert not list(store.settings.data.glob("photos/*"))


def test_visitors_keep_their_history_and_only_changes_are_written(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    assert "Lượt khách Cổng 1 ngày 29/01 chưa nhập" in words(ha.get())
    ha.post("visitors", g0_2027_01_29="6.412", **{"g0_2027-01-29": "6.412"}, contracts="3")
    ha.post("visitors", **{"g0_2027-01-29": "6.500", "g1_2027-01-29": "5 100"}, contracts="3")
    with store.reading() as session:
        venue = venues.venue_by_code(session, store.org_id, cast.venue_code)
        counts = venues.visitor_counts(session, venue)
        assert sorted(row.visitors for row in counts.values()) == [5_100, 6_500]
        assert venues.side_results(session, venue)["contracts"].number == 3
        assert len(session.exec(select(venues.VisitorCount)).all()) == 3
        assert len(session.exec(select(venues.SideResult)).all()) == 1


def test_a_count_that_is_no_number_is_refused_in_its_cell(ha: Clerk) -> None:
    answer = ha.post("visitors", **{"g0_2027-01-29": "nhiều"})
    assert answer.status_code == 422
    assert "Ghi một số nguyên" in answer.text
