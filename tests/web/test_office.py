"""The organisers register a fair, its booths, exhibitors and people."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

from fair_pos.accounts.queries import staff_of_booth
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.programme import queries as programme
from fair_pos.venues import queries as venues
from tests.cast import LEADER_PIN, Cast
from tests.tills import TillClient, line
from tests.web.office import Clerk, faults, form_values, sign_in, words


@pytest.fixture
def ha(web: TestClient, store: Store, cast: Cast) -> Clerk:
    """Nguyễn Thu Hà, organiser."""
    return sign_in(web, store, cast.organiser, cast.venue_code)


@pytest.fixture
def minh(web: TestClient, store: Store, cast: Cast) -> Clerk:
    """Lê Văn Minh, locality lead of phường Bãi Cháy."""
    return sign_in(web, store, cast.lead, cast.venue_code)


FAIR = {
    "kind": "fair", "name": "Hội chợ Hè", "code": "he-2027", "first_day": "28/4/27",
    "last_day": "03/05/2027", "closed_days": "01/05/2027", "opens_at": "8:00",
    "closes_at": "22h00", "commune_code": "", "gates": "Cổng A\nCổng B", "zone_0_name": "Khu 1",
    "zone_0_title": "OCOP", "zone_1_name": "Khu 2", "silent_after_min": "45",
    "cashier_discount_percent": "20", "leader_discount_percent": "50",
}  # fmt: skip


def test_a_new_fair_has_its_days_its_zones_and_a_virtual_printer(ha: Clerk, store: Store) -> None:
    answer = ha.post("/venues/new", **FAIR)
    assert answer.url.path == "/v/HE-2027"
    with store.reading() as session:
        fair = venues.venue_by_code(session, store.org_id, "he-2027")
        days = venues.open_days(session, fair)
        assert [f"{day:%d/%m}" for day in days] == ["28/04", "29/04", "30/04", "02/05", "03/05"]
        assert [zone.name for zone in venues.zones(session, fair)] == ["Khu 1", "Khu 2"]
        assert [one.driver for one in venues.printers(session, fair)] == ["virtual"]


def test_an_outlet_has_no_last_day(ha: Clerk, store: Store) -> None:
    outlet = FAIR | {"kind": "outlet", "code": "OCOP-BC", "name": "Điểm bán OCOP Bãi Cháy"}
    assert words(ha.post("/venues/new", **outlet)).startswith("Đã lưu lúc 10:42.")
    assert "mở quanh năm" in words(ha.get("/"))
    for page in ("", "/settings", "/booths/new", "/declared", "/visitors", "/printers"):
        assert ha.get(f"/v/OCOP-BC{page}").status_code == 200, page
    with store.reading() as session:
        assert venues.venue_by_code(session, store.org_id, "OCOP-BC").last_day is None


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("last_day", "27/04/2027", "Ngày kết thúc phải sau ngày bắt đầu (28/04/2027)."),
        ("first_day", "31/02/2027", "Đã ghi “31/02/2027”."),
        ("code", "hội chợ", "Mã chỉ gồm chữ không dấu"),
        ("code", "XUAN-2027", "Mã XUAN-2027 đã dùng"),
        ("closed_days", "10/05/2027", "Ngày nghỉ 10/05/2027 không nằm trong kỳ"),
        ("silent_after_min", "một giờ", "Ghi một số nguyên từ 10 đến 600."),
        ("name", "  ", "Chưa ghi ô này."),
        ("opens_at", "8 giờ", "Giờ phải ghi giờ:phút"),
        ("zone_1_name", "khu 1", ""),
    ],
)
def test_a_refused_fair_says_what_to_do_and_keeps_what_was_typed(
    ha: Clerk, field: str, typed: str, sentence: str
) -> None:
    answer = ha.post("/venues/new", **FAIR | {field: typed})
    assert answer.status_code == 422
    assert "Chưa lưu: có 1 chỗ cần sửa." in words(answer)
    if sentence:
        assert sentence in faults(answer)[field]
    kept = form_values(answer.text)
    assert kept["theme"] == ""
    assert kept[field] == typed
    assert kept["zone_0_title"] == "OCOP"


def test_a_zone_with_booths_cannot_vanish(ha: Clerk) -> None:
    form = ha.form("settings")
    name = next(key for key in form if key.endswith("_name") and form[key] == "Khu 1")
    answer = ha.post("settings", **form | {name: "", "zone_0_name": "Khu 9"})
    assert "Khu 1 còn 4 gian." in words(answer)


BOOTH = {
    "code": "d07", "kind": "standard", "record_mode": "till", "sponsor_kind": "commune",
    "commune_code": "06673", "former_district": "", "province": "", "country": "",
    "printer_id": "", "note": "",
}  # fmt: skip


def test_a_booth_added_by_hand_stands_in_the_list(ha: Clerk, cast: Cast, store: Store) -> None:
    answer = ha.post("booths/new", **BOOTH, zone_id=cast.zone, exhibitor_ids=[cast.exhibitor, ""])
    assert "Gian D07" in words(answer)
    assert "phường Bãi Cháy (Hạ Long cũ)" in words(answer)
    with store.reading() as session:
        venue = venues.venue_by_code(session, store.org_id, cast.venue_code)
        booths = {one.code: one for one in session.exec(venues.select(venues.Booth))}
        assert booths["D07"].former_district == "Hạ Long"
        assert venue.id == booths["D07"].venue_id


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"code": "B017"}, "code", "Số này đã dùng cho gian B017."),
        ({"code": "A 1!"}, "code", "Số gian chỉ gồm chữ và số"),
        ({"commune_code": ""}, "commune_code", "Chưa ghi ô này."),
        ({"former_district": "Cô Tô"}, "former_district", "Phường Bãi Cháy không có phần nào"),
        ({"sponsor_kind": "country", "country": "XX"}, "country", "Chọn một mục trong danh sách."),
        ({"zone_id": "khác"}, "zone_id", "Chọn một mục trong danh sách."),
    ],
)
def test_a_refused_booth_names_the_field(
    ha: Clerk, cast: Cast, changes: dict[str, str], field: str, sentence: str
) -> None:
    answer = ha.post("booths/new", **{"zone_id": cast.zone, **BOOTH, **changes})
    assert answer.status_code == 422
    assert sentence in faults(answer)[field]


def test_of_two_people_at_one_booth_the_second_sees_both_versions(
    ha: Clerk, clock: FixedClock
) -> None:
    mine = ha.form("booths/B017/edit")
    theirs = dict(mine)
    clock.advance(timedelta(minutes=2))
    assert ha.post("booths/B017/edit", **theirs | {"note": "gần cửa"}).status_code == 200
    answer = ha.post("booths/B017/edit", **mine | {"note": "cuối dãy"})
    assert answer.status_code == 409
    assert "Người khác vừa sửa lúc 10:44. Xem lại rồi lưu." in words(answer)
    assert "Đang lưu: gần cửa" in words(answer)
    again = form_values(answer.text)
    assert again["note"] == "cuối dãy"
    clock.advance(timedelta(minutes=1))
    assert "cuối dãy" in words(ha.post("booths/B017/edit", **again))


def test_search_needs_no_diacritics_and_finds_booths_by_goods(ha: Clerk) -> None:
    assert "Hiện 1 trên 1 gian" in words(ha.get("booths", q="trung vit bien"))
    assert "Hiện 2 trên 2 gian" in words(ha.get("booths", q="ocop hạ long"))
    answer = words(ha.get("booths", q="không có"))
    assert "Không gian nào khớp “không có”." in answer
    assert "Xóa bộ lọc" in answer


def test_state_filters_are_counted_and_add_up(ha: Clerk, till: TillClient, cast: Cast) -> None:
    till.sell(till.cash_sale([line(cast.eggs, "Trứng vịt biển", 45_000)], 45_000))
    page = words(ha.get("booths"))
    counts = re.findall(
        r"(Đang bán|Tự khai|Chưa có số liệu|Không bán hàng|Tất cả) (\d+)(?![\d:])", page
    )
    assert dict(counts) == {
        "Tất cả": "4", "Đang bán": "1", "Tự khai": "1", "Chưa có số liệu": "1",
        "Không bán hàng": "1",
    }  # fmt: skip


def test_a_booth_with_an_open_shift_and_no_sale_for_long_shows_at_home(
    ha: Clerk, till: TillClient, clock: FixedClock, cast: Cast
) -> None:
    till.sell(till.cash_sale([line(cast.eggs, "Trứng vịt biển", 45_000)], 45_000))
    clock.advance(timedelta(minutes=60))
    assert "Hiện không có gian nào." in words(ha.get())
    clock.advance(timedelta(minutes=32))
    assert "B017 Trung tâm OCOP Hạ Long phường Bãi Cháy, đơn cuối 10:42 1 giờ 32 phút" in words(
        ha.get()
    )


def test_the_home_page_says_the_day_and_todays_takings(
    ha: Clerk, till: TillClient, cast: Cast
) -> None:
    lines = [line(cast.eggs, "Trứng vịt biển", 45_000, 400_000)]
    till.sell(till.cash_sale(lines, 18_000_000))
    page = words(ha.get())
    assert page.startswith("Hôm nay là ngày thứ 5 trên 6")
    assert "Thứ Bảy, 30/01 0,02 tỷ ghi tại quầy đến 10:42 đang bán" in page
    assert "Cộng 4 1 – 1 1 18,0" in page


def test_a_locality_lead_sees_only_the_booths_of_its_commune(minh: Clerk) -> None:
    page = words(minh.get("booths"))
    assert "B017" in page
    assert "C01" not in page
    assert minh.get("booths/C01").status_code == 404
    assert minh.get("booths/B017").status_code == 200
    assert minh.get("booths/B017/edit").status_code == 403
    assert minh.get("tills").status_code == 403


def test_a_locality_lead_sees_only_the_goods_of_its_booths(minh: Clerk, cast: Cast) -> None:
    page = words(minh.get("products"))
    assert "Trứng vịt biển Đồng Rui" in page
    assert "Vòng hạt gỗ" not in page
    assert minh.get(f"products/{cast.beads}").status_code == 404
    assert minh.get(f"products/{cast.eggs}").status_code == 200
    assert minh.get(f"products/{cast.eggs}/edit").status_code == 403


def test_every_link_of_the_leads_pages_opens(minh: Clerk) -> None:
    seen: set[str] = set()
    wanted = ["/", "/v/XUAN-2027"]
    while wanted:
        path = wanted.pop()
        seen.add(path)
        answer = minh.get(path)
        assert answer.status_code == 200, path
        links = {unescape(link) for link in re.findall(r'<a [^>]*href="([^"#]+)"', answer.text)}
        inside = {urljoin(path, link) for link in links if not link.startswith(("tel:", "http"))}
        wanted += inside - seen - set(wanted)


def test_a_new_seller_signs_in_at_the_till_and_a_stopped_one_does_not(
    ha: Clerk, till: TillClient, store: Store, cast: Cast
) -> None:
    form = {"full_name": "Vũ Thị Mai", "address_form": "Cô", "role": "cashier", "active": "1"}
    assert "PIN gồm đúng 4 chữ số." in words(ha.post("booths/B017/staff/new", **form, pin="12"))
    ha.post("booths/B017/staff/new", **form, pin="2468")
    with store.reading() as session:
        staff = staff_of_booth(session, store.org_id, cast.hanh_booth)
    mai = next(person.id for person, _ in staff if person.full_name == "Vũ Thị Mai")
    till.person_id = mai
    assert till.sign_in("2468").status_code == 200
    ha.post(f"booths/B017/staff/{mai}", **form, pin=LEADER_PIN)
    assert till.sign_in("2468").status_code == 403
    assert till.sign_in(LEADER_PIN).status_code == 200
    ha.post(f"booths/B017/staff/{mai}", **form | {"active": ""})
    assert "Vũ Thị Mai" not in words(ha.get("booths/B017"))


EXHIBITOR = {
    "name": "HTX Chè Hảo Đạt", "kind": "cooperative", "tax_code": "0100109106",
    "phone": "+84 900 000 131", "place_kind": "province", "province": "Thái Nguyên",
    "commune_code": "", "country": "", "bank_bin": "970403", "account_number": "0011 0123 10000",
    "account_name": "HTX Chè Hảo Đạt", "women_led": "1",
}  # fmt: skip


def test_an_exhibitor_by_hand_is_stored_in_its_one_form(ha: Clerk, store: Store) -> None:
    assert ha.post("exhibitors/new", **EXHIBITOR).status_code == 200
    with store.reading() as session:
        (row,) = programme.exhibitors(session, store.org_id, "che hao dat")
    assert (row.phone, row.account_number) == ("0900000131", "0011012310000")
    assert (row.account_name, row.women_led) == ("HTX CHE HAO DAT", True)
    assert "tỉnh Thái Nguyên" in words(ha.get("exhibitors", q="hao dat"))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"tax_code": "0100109107"}, "tax_code", "sai số kiểm tra"),
        ({"tax_code": "123"}, "tax_code", "Mã số thuế có 10 số"),
        ({"phone": "09000"}, "phone", "Số điện thoại phải có 10 hoặc 11 số"),
        ({"account_number": ""}, "account_number", "Ghi cả ngân hàng và số tài khoản"),
        ({"bank_bin": ""}, "bank_bin", "Ghi cả ngân hàng và số tài khoản"),
        ({"account_number": "1" * 20}, "account_number", "từ 4 đến 19 ký tự"),
        ({"kind": "trang trại"}, "kind", "Chọn một mục trong danh sách."),
    ],
)
def test_a_refused_exhibitor_names_the_field(
    ha: Clerk, changes: dict[str, str], field: str, sentence: str
) -> None:
    answer = ha.post("exhibitors/new", **EXHIBITOR | changes)
    assert answer.status_code == 422
    assert sentence in faults(answer)[field]


def test_only_an_administrator_lets_people_in_and_one_always_remains(
    web: TestClient, ha: Clerk, store: Store, cast: Cast
) -> None:
    admin = sign_in(web, store, cast.admin, cast.venue_code)
    assert ha.get("/people").status_code == 403
    new = {
        "full_name": "Đỗ Văn An", "login": "an", "office_role": "inspector", "active": "1",
        "commune_code": "",
    }  # fmt: skip
    short = admin.post("/people/new", **new, password="ngan")
    assert "Mật khẩu cần ít nhất 12 ký tự." in faults(short)["password"]
    assert "Đỗ Văn An" in words(admin.post("/people/new", **new, password="bốn từ rời nhau"))
    taken = admin.post("/people/new", **new, password="bốn từ rời nhau")
    assert "“an” đã có người dùng" in faults(taken)["login"]
    own = admin.form(f"/people/{cast.admin}")
    last = admin.post(f"/people/{cast.admin}", **own | {"office_role": "inspector"})
    assert "Phải còn ít nhất một quản trị viên." in faults(last)["office_role"]


def test_whoever_is_stopped_is_signed_out_at_once(
    web: TestClient, ha: Clerk, store: Store, cast: Cast
) -> None:
    admin = sign_in(web, store, cast.admin, cast.venue_code)
    form = admin.form(f"/people/{cast.organiser}")
    admin.post(f"/people/{cast.organiser}", **form | {"active": ""})
    assert ha.get("booths").url.path == "/login"
