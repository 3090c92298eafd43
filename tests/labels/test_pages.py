"""The organiser at the labels and the booth cards, through the browser's requests."""

import html
import io
import re

import pytest
import zxingcpp
from fastapi.testclient import TestClient
from PIL import Image
from sqlmodel import Session, col, select

from fair_pos.catalogue.models import Listing, Product
from fair_pos.core import ids
from fair_pos.db.store import Store
from fair_pos.labels import cards, log
from fair_pos.printing import a4
from fair_pos.venues.models import BoothExhibitor, Venue
from tests.cast import PASSWORD, Cast, enrol

LABELS = "/v/XUAN-2027/labels"
CARDS = "/v/XUAN-2027/cards"


@pytest.fixture
def office(web: TestClient) -> TestClient:
    """Nguyễn Thu Hà, an organiser, signed in."""
    return signed_in(web, "ha")


def signed_in(web: TestClient, login: str) -> TestClient:
    answer = web.post("/login", data={"login": login, "password": PASSWORD}, follow_redirects=False)
    assert answer.status_code == 303
    web.headers["origin"] = "http://pos.test"
    return web


def field(store: Store, product_id: str) -> str:
    with store.reading() as session:
        listing = session.exec(
            select(Listing.id).where(col(Listing.product_id) == product_id)
        ).one()
    return f"n_{listing}"


def printings(store: Store, cast: Cast) -> int:
    with store.reading() as session:
        return len(log.prints(session, cast.org_id, cast.venue))


def test_the_list_says_which_stars_hold_today_and_which_label_will_be_plain(
    office: TestClient,
) -> None:
    page = office.get(LABELS).text
    assert "4 sao" in page
    assert "đến 29/12/2027" in page
    assert "Tem thường" in page
    assert "chưa có giấy chứng nhận" in page


def test_the_list_is_searched_without_diacritics_and_filtered_by_booth(office: TestClient) -> None:
    page = office.get(LABELS, params={"q": "trung vit", "each": 10}).text
    assert "Trứng vịt biển Đồng Rui" in page
    assert "Cam Vạn Yên" not in page
    assert 'value="10"' in page
    assert "Hiện 1 trên 1 sản phẩm" in page
    assert "Vòng hạt gỗ" in office.get(LABELS, params={"booth": "C01"}).text


def test_looking_before_printing_asks_about_plain_labels_and_writes_nothing(
    office: TestClient, store: Store, cast: Cast
) -> None:
    body = {"form": "50x30", field(store, cast.eggs): "3", field(store, cast.squid): "2"}
    page = office.post(f"{LABELS}/review", data=body).text
    assert "5 tem 50 × 30 mm" in page
    assert "In tem không có dấu OCOP?" in page
    for button in ("In cả 5 tem", "Chỉ in tem OCOP", "Sửa số tem"):
        assert button.replace("tem OCOP", "3 tem có dấu OCOP") in page
    assert printings(store, cast) == 0


def test_every_link_form_and_picture_of_the_pages_leads_somewhere(
    office: TestClient, store: Store, cast: Cast
) -> None:
    office.post(f"{CARDS}/make")
    body = {field(store, cast.eggs): "3", field(store, cast.squid): "2"}
    found: set[tuple[str, str]] = set()
    for page in (
        office.get(LABELS),
        office.post(f"{LABELS}/review", data=body),
        office.get(f"{LABELS}/log"),
        office.get(CARDS),
    ):
        assert page.status_code == 200
        found |= set(re.findall(r'(href|src|action)="([^"]*/(?:labels|cards)[^"]*)"', page.text))
    assert len(found) == 17
    for kind, address in found:
        answer = office.request("POST" if kind == "action" else "GET", html.unescape(address))
        assert answer.status_code not in {404, 405, 500}, address


def test_a_name_too_long_for_the_size_is_named_and_left_out(
    office: TestClient, store: Store, cast: Cast
) -> None:
    def lengthen(session: Session) -> None:
        row = session.get(Product, (cast.org_id, cast.eggs))
        assert row
        row.name = "Trứng vịt biển muối hồng " * 5
        session.add(row)

    store.lane.run(lengthen)
    page = office.post(f"{LABELS}/review", data={field(store, cast.eggs): "1"}).text
    assert "Tên dài quá cỡ tem này. Chọn cỡ lớn hơn." in page
    assert 'class="button first" type="submit"' not in page


def test_the_sheet_is_logged_and_comes_as_pdf(office: TestClient, store: Store, cast: Cast) -> None:
    body = {"form": "50x30", field(store, cast.eggs): "3"}
    answer = office.post(f"{LABELS}/print", data=body)
    assert answer.headers["content-type"] == "application/pdf"
    assert "tem-50x30-20270130-1042.pdf" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"%PDF-")
    page = office.get(f"{LABELS}/log").text
    for part in ("30/01/2027 10:42", "Nguyễn Thu Hà", "000001 – 000003", "100/QĐ-UBND", "B017"):
        assert part in page


def test_lot_and_dates_are_entered_drawn_printed_and_logged(
    office: TestClient, store: Store, cast: Cast
) -> None:
    one = field(store, cast.eggs).removeprefix("n_")
    body = {
        "form": "50x30", f"n_{one}": "2", f"lot_{one}": " BL-0127 ", f"made_{one}": "12/1/2027",
        f"use_{one}": "12/01/2028",
    }  # fmt: skip
    page = office.post(f"{LABELS}/review", data=body).text
    assert 'value="12/01/2027"' in page
    (drawn,) = re.findall(r'src="([^"]*preview[^"]*)"', page)
    assert "lot=BL-0127" in drawn
    assert office.get(html.unescape(drawn)).status_code == 200
    assert office.post(f"{LABELS}/print", data=body).content.startswith(b"%PDF-")
    log_page = office.get(f"{LABELS}/log").text
    assert "Lô BL-0127 · Ngày sản xuất 12/01/2027 · Hạn sử dụng 12/01/2028" in log_page


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"made": "31/01/2027"}, "ngày sản xuất đến hôm nay"),
        ({"use": "29/01/2027"}, "chưa qua"),
        ({"made": "30/01/2027", "use": "29/01/2027"}, "hạn sử dụng không trước ngày sản xuất"),
        ({"use": "mai"}, "Ngày phải ghi ngày/tháng/năm"),
    ],
)
def test_dates_that_cannot_be_print_nothing(
    office: TestClient, store: Store, cast: Cast, dates: dict[str, str], sentence: str
) -> None:
    one = field(store, cast.eggs).removeprefix("n_")
    body = {f"n_{one}": "1", f"lot_{one}": ""} | {f"{k}_{one}": day for k, day in dates.items()}
    assert sentence in office.post(f"{LABELS}/review", data=body).text
    assert sentence in office.post(f"{LABELS}/print", data=body).text
    assert printings(store, cast) == 0


def test_printing_begins_at_the_first_free_place_of_a_half_used_sheet(
    office: TestClient, store: Store, cast: Cast
) -> None:
    body = {"form": "50x30", field(store, cast.eggs): "3", "first": "35"}
    assert "2 tờ A4" in office.post(f"{LABELS}/review", data=body).text
    assert office.post(f"{LABELS}/print", data=body).content.startswith(b"%PDF-")
    wrong = office.post(f"{LABELS}/print", data=body | {"first": "37"})
    assert "Ghi một số nguyên từ 1 đến 36. Đã ghi “37”." in wrong.text
    assert printings(store, cast) == 1


def test_plain_labels_are_printed_only_when_they_were_agreed_to(
    office: TestClient, store: Store, cast: Cast
) -> None:
    body = {"form": "38x21", field(store, cast.eggs): "3", field(store, cast.squid): "2"}
    assert office.post(f"{LABELS}/print", data=body).status_code == 200
    assert office.post(f"{LABELS}/print", data=body | {"plain": "1"}).status_code == 200
    with store.reading() as session:
        labels = [one.entry.labels for one in log.prints(session, cast.org_id, cast.venue)]
    assert sorted(labels) == [3, 5]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ba", "Ghi một số nguyên từ 0 đến 5.000. Đã ghi “ba”."),
        ("5001", "Ghi một số nguyên từ 0 đến 5.000"),
        ("", "Chưa chọn tem nào."),
        ("0", "Chưa chọn tem nào."),
    ],
)
def test_a_wrong_number_of_labels_is_refused_with_a_sentence(
    office: TestClient, store: Store, cast: Cast, typed: str, sentence: str
) -> None:
    for step in ("review", "print"):
        answer = office.post(f"{LABELS}/{step}", data={field(store, cast.eggs): typed})
        assert answer.status_code in {400, 422}
        assert sentence in answer.text
    assert printings(store, cast) == 0


def test_a_preview_shows_the_label_whose_code_is_no_label_on_a_pack(
    office: TestClient, store: Store, cast: Cast
) -> None:
    listing = field(store, cast.eggs).removeprefix("n_")
    answer = office.get(f"{LABELS}/preview.png", params={"listing": listing, "form": "50x30"})
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (400, 240)
    (code,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCodeModel2)
    assert code.text.startswith("HTTP://POS.TEST/P/")
    page = office.get(code.text.removeprefix("HTTP://POS.TEST"))
    assert page.status_code == 404
    assert "Trứng vịt biển Đồng Rui" in page.text
    assert "Ảnh xem trước, không phải tem" in page.text
    assert "★" not in page.text


@pytest.mark.parametrize("wrong", [{"form": "1x1"}, {"listing": "nobody"}])
def test_a_preview_of_nothing_is_not_found(
    office: TestClient, store: Store, cast: Cast, wrong: dict[str, str]
) -> None:
    listing = field(store, cast.eggs).removeprefix("n_")
    asked = {"listing": listing, "form": "50x30"} | wrong
    assert office.get(f"{LABELS}/preview.png", params=asked).status_code == 404


@pytest.mark.parametrize("login", ["minh", "lan"])
def test_only_organisers_print(web: TestClient, store: Store, cast: Cast, login: str) -> None:
    signed_in(web, login)
    body = {field(store, cast.eggs): "1"}
    assert web.post(f"{LABELS}/print", data=body).status_code == 403
    assert web.post(f"{CARDS}/make").status_code == 403
    assert web.get(f"{CARDS}.pdf").status_code == 403
    assert printings(store, cast) == 0


def test_cards_are_made_by_a_button_and_not_by_looking(
    office: TestClient, store: Store, cast: Cast
) -> None:
    answer = office.get(f"{CARDS}.pdf", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, CARDS)
    assert "Tạo 2 thẻ còn thiếu" in office.get(CARDS).text
    assert "In 2 thẻ gian" in office.post(f"{CARDS}/make").text
    paper = office.get(f"{CARDS}.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert "In 2 thẻ gian" in office.post(f"{CARDS}/make").text, "making again adds none"


def test_every_card_reads_back_and_opens_its_own_booth(
    office: TestClient, store: Store, cast: Cast
) -> None:
    office.post(f"{CARDS}/make")
    with store.reading() as session:
        venue = session.get(Venue, (cast.org_id, cast.venue))
        assert venue
        found = cards.booth_cards(session, venue)
    values = cards.values(venue, found, "http://pos.test", store.clock.now())
    assert [one["booth"] for one in values["cards"]] == ["B017", "C01"]
    assert values["cards"][0]["place"] == "Khu 1 · phường Bãi Cháy"
    (page,) = a4.pngs("cards.typ", values, 100)
    read = {
        code.text
        for code in zxingcpp.read_barcodes(
            Image.open(io.BytesIO(page)), formats=zxingcpp.BarcodeFormat.QRCodeModel2
        )
    }
    assert read == {f"HTTP://POS.TEST/T/{one.card.code}" for one in found if one.card}


def test_a_card_counts_the_other_exhibitors_of_a_shared_booth(
    office: TestClient, store: Store, cast: Cast
) -> None:
    def share(session: Session) -> None:
        other = session.exec(
            select(BoothExhibitor.exhibitor_id).where(BoothExhibitor.booth_id == cast.lao_booth)
        ).one()
        row = BoothExhibitor(
            org_id=cast.org_id, id=ids.new_id(), booth_id=cast.hanh_booth, exhibitor_id=other,
            position=1,
        )  # fmt: skip
        session.add(row)

    store.lane.run(share)
    office.post(f"{CARDS}/make")
    with store.reading() as session:
        venue = session.get(Venue, (cast.org_id, cast.venue))
        assert venue
        found = cards.booth_cards(session, venue, "B017")
    (card,) = cards.values(venue, found, "http://pos.test", store.clock.now())["cards"]
    assert card["exhibitor"] == "Trung tâm OCOP Hạ Long (và 1 chủ thể khác)"


def test_a_used_or_revoked_card_is_not_printed_again_and_a_new_one_can_be_made(
    office: TestClient, store: Store, cast: Cast
) -> None:
    enrol(store, cast.hanh_booth)
    office.post(f"{CARDS}/make")
    page = office.post(f"{CARDS}/revoke", data={"booth": "C01"}).text
    assert "đã thu hồi" in page
    assert "đã dùng 30/01/2027" in page
    assert office.get(f"{CARDS}.pdf", follow_redirects=False).status_code == 303
    page = office.post(f"{CARDS}/new", data={"booth": "b017"}).text
    assert "In 1 thẻ gian" in page
    assert re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page)


def test_a_card_for_no_booth_is_not_found(office: TestClient) -> None:
    assert office.post(f"{CARDS}/new", data={"booth": "Z99"}).status_code == 404
    assert office.post(f"{CARDS}/revoke", data={"booth": ""}).status_code in (404, 422)
