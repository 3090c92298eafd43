"""The producer's bar code at our address, and labels whose code is a GS1 Digital Link."""

from datetime import date

import pytest
import zxingcpp
from fastapi.testclient import TestClient
from PIL import Image
from sqlmodel import Session, col, select

from fair_pos.catalogue.models import Listing, Product
from fair_pos.db.store import Store
from fair_pos.labels import actions, built_in, keys, sheets
from fair_pos.labels.actions import Printed, Printing
from fair_pos.payments.codes import CodeKind, identify
from fair_pos.payments.gs1 import expiry_day
from fair_pos.venues.models import Venue
from tests.cast import Cast
from tests.web.test_public import change, words

WATER = "8930000000019"


def print_link(store: Store, cast: Cast, form: str, base: str = "https://pos.example.vn") -> str:
    """Print a label of the water; returns the text that its square holds."""

    def action(session: Session) -> Printed:
        venue = session.get(Venue, (cast.org_id, cast.venue))
        listing = session.exec(
            select(Listing.id).where(col(Listing.product_id) == cast.water)
        ).one()
        printing = Printing(
            venue, built_in.BY_KEY[form], cast.organiser, base, keys.load(store.settings.data)
        )
        return actions.print_labels(session, store.clock, printing, {listing: 1})

    printed = store.lane.run(action)
    return scanned(sheets.code_svg(printed.sheets.pages[0][0].address))


def scanned(svg: str) -> str:
    """Read a code back from its drawing, 4 dots a module."""
    side = int(svg.partition("0 0 ")[2].partition(" ")[0])
    picture = Image.new("L", (side, side), 255)
    for bar in svg.partition('d="M')[2].partition('"')[0].rstrip("z").split("zM"):
        start, _, rest = bar.partition("h")
        x, y = (int(one) for one in start.split())
        for step in range(int(rest.partition("v")[0])):
            picture.putpixel((x + step, y), 0)
    (found,) = zxingcpp.read_barcodes(
        picture.resize((side * 4, side * 4), Image.Resampling.NEAREST)
    )
    return str(found.text)


def test_a_label_of_goods_with_a_gtin_is_a_digital_link_that_is_checked_like_any_label(
    web: TestClient, store: Store, cast: Cast
) -> None:
    text = print_link(store, cast, "50x30")
    assert text.startswith("HTTPS://POS.EXAMPLE.VN/P/")
    assert text.endswith(f"/01/0{WATER}")
    assert identify(text).kind is CodeKind.LABEL
    assert identify(text).serial == text.split("/")[4]
    path = text.removeprefix("HTTPS://POS.EXAMPLE.VN")
    assert "Tem thật" in words(web.get(path).text)
    forged = path.replace(path[-22:-18], "0000")
    assert "Tem thật" not in words(web.get(forged).text)


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("roll-35x22-2", "https://pos.example.vn"),
        ("38x21", "https://hoi-cho-ocop-2027.quangninh.gov.vn:8443"),
    ],
)
def test_where_the_link_has_no_room_the_label_keeps_its_short_code(
    store: Store, cast: Cast, form: str, base: str
) -> None:
    change(store, Product, cast.water, name="Nước khoáng")
    text = print_link(store, cast, form, base)
    assert "/01/" not in text
    assert identify(text).serial


def test_no_number_is_invented_for_goods_without_one(store: Store, cast: Cast) -> None:
    change(store, Product, cast.water, gtin="")
    assert "/01/" not in print_link(store, cast, "99x55")


@pytest.mark.parametrize("gtin", [WATER, f"0{WATER}"])
def test_a_bar_code_opens_the_product_and_promises_nothing_of_the_pack(
    web: TestClient, cast: Cast, gtin: str
) -> None:
    page = words(web.get(f"/01/{gtin}").text)
    for part in ("Mã vạch của nhà sản xuất", "Nước khoáng thiên nhiên Quang Hanh", "OCOP 4 sao"):
        assert part in page
    assert "Tem thật" not in page
    assert "Không tem nào" not in page


@pytest.mark.parametrize("entered", ["96385074", "036000291452", "18934563138162"])
@pytest.mark.parametrize("scanned_as", ["as entered", "in 14 digits"])
def test_numbers_of_any_length_find_their_product(
    web: TestClient, store: Store, cast: Cast, entered: str, scanned_as: str
) -> None:
    change(store, Product, cast.eggs, gtin=entered)
    gtin = entered if scanned_as == "as entered" else entered.zfill(14)
    page = words(web.get(f"/01/{gtin}").text)
    assert "Trứng vịt biển Đồng Rui" in page
    assert f"Mã vạch {entered} " in page


def test_lot_and_expiry_of_a_link_are_the_link_s_words(web: TestClient) -> None:
    page = words(web.get(f"/01/{WATER}/10/L%2F1/21/0042?17=261231").text)
    assert f"Mã vạch {WATER}" in page
    assert "Lô L/1 theo mã quét" in page
    assert "Hạn sử dụng 31/12/2026 theo mã quét đã quá hạn" in page


def test_a_link_cannot_bring_its_own_markup(web: TestClient) -> None:
    page = web.get(f"/01/{WATER}/10/%3Cscript%3E?17=999999").text
    assert "<script" not in page
    assert "Hạn sử dụng" not in page


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/01/8930000000018", "Mã vạch đọc chưa đúng"),
        ("/01/893", "Mã vạch đọc chưa đúng"),
        ("/01/%3Cscript%3E", "Mã vạch đọc chưa đúng"),
        (f"/01/{WATER}/10", "Mã vạch đọc chưa đúng"),
        ("/01/8934563138165", "Không có mã vạch này trong hệ thống"),
    ],
)
def test_a_wrong_or_unknown_number_says_so(web: TestClient, path: str, said: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert said in words(answer.text)
    assert "<script" not in answer.text


def test_goods_that_share_a_number_are_offered_by_name(
    web: TestClient, store: Store, cast: Cast
) -> None:
    change(store, Product, cast.eggs, gtin=WATER)
    answer = web.get(f"/01/{WATER}")
    assert answer.text.count('class="button" href="/P/') == 2
    change(store, Product, cast.eggs, withdrawn_at=store.clock.now())
    assert "Nước khoáng" in words(web.get(f"/01/{WATER}").text)


def test_the_century_of_an_expiry_is_the_near_one() -> None:
    today = date(2027, 1, 30)
    years = {text: expiry_day(text, today) for text in ("770101", "780101", "270230", "2712")}
    assert years == {
        "770101": date(2077, 1, 1), "780101": date(1978, 1, 1), "270230": None, "2712": None,
    }  # fmt: skip
