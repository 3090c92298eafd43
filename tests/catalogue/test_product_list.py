"""The list of products: prices, stars, certificates, sets and codes as people write them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.catalogue.importing.columns import Field
from fair_pos.catalogue.importing.goods import CertificateRow, is_gtin
from fair_pos.catalogue.importing.listing import Choices
from fair_pos.catalogue.importing.products import ProductRow, preview_products
from fair_pos.catalogue.importing.reference import load_reference
from fair_pos.catalogue.models import SoldBy
from tests.catalogue.books import (
    KNOWN,
    notes,
    product_list,
    sample,
    sample_products,
    told,
    workbook,
)


def only(row: dict[str, object]) -> ProductRow:
    preview = product_list(row)
    assert told(preview) == []
    return preview.rows[0]


def fault(row: dict[str, object]) -> tuple[int, str, str, str]:
    (one,) = told(product_list(row))
    return one


def test_the_sample_is_understood_exactly() -> None:
    preview = sample_products()
    assert (preview.sheet, preview.header_row, preview.last_row) == ("Sản phẩm", 3, 102)
    assert [row.row for row in preview.rows] == list(range(4, 99))
    assert [column.field for column in preview.columns] == [
        None, Field.BOOTH, Field.PRODUCT, Field.PACK, Field.UNIT, Field.PRICE, Field.STARS,
        Field.DECISION_NO, Field.DECISION_DAY, Field.SET, Field.BARCODE,
    ]  # fmt: skip
    prices = {row.row: row.price_vnd for row in preview.rows}
    assert [prices[number] for number in range(4, 9)] == [
        45_000,
        150_000,
        450_000,
        200_000,
        1_200_000,
    ]
    assert sum(prices.values()) == 17_405_000
    stars = [row.certificate.stars for row in preview.rows if row.certificate]
    assert [stars.count(number) for number in (3, 4, 5)] == [2, 11, 7]
    assert all(row.set_no for row in preview.rows)


def test_the_faults_of_the_sample_are_told_in_words() -> None:
    formula = "Ô có công thức. Chép lại dưới dạng giá trị."
    assert told(sample_products()) == [
        (99, "Giá bán (đồng)", "liên hệ", wrong_price("liên hệ")),
        (100, "Gian số", "Z99", unknown_booth("Z99")),
        (101, "Hạng sao OCOP", "6", "Hạng sao chỉ có 3, 4 hoặc 5. Trong tệp ghi “6”."),
        (102, "Tên sản phẩm", "=1+1 (lỗi mẫu)", formula),
        (102, "Giá bán (đồng)", "-5000", wrong_price("-5000")),
    ]


def test_stars_without_a_whole_decision_are_told_and_give_no_certificate() -> None:
    told_rows = {row.row: (row.certificate, notes(row)) for row in sample_products().rows}
    for number in (38, 40, 91):
        assert told_rows[number] == (None, ["thiếu số hoặc ngày quyết định, tem chưa in sao"])
    assert sum(bool(said) for _, said in told_rows.values()) == 3


def test_the_sample_has_names_in_nfd_and_they_become_nfc() -> None:
    names = [row.name for row in sample_products().rows]
    assert names == [unicodedata.normalize("NFC", name) for name in names]
    raw = workbook([["Gian số", "Tên sản phẩm", "Giá"], ["A01", "Cha\u0309 mu\u031b\u0323c", 1000]])
    (row,) = preview_products(raw, load_reference(), KNOWN).rows
    assert row.name == "Chả mực"


def wrong_price(written: str) -> str:
    return f"Giá phải là số đồng, ví dụ 85.000. Trong tệp ghi “{written}”."


def unknown_booth(code: str) -> str:
    return f"Chưa có gian {code}. Sửa số gian, hoặc nhập danh sách gian hàng trước."


@pytest.mark.parametrize(
    "written",
    [85000, "85000", "85.000", "85,000", "85 000", "85000đ", "85.000 đ", " 85000 ", "85k",
     "85.000 VNĐ", "85.000đ/kg", "85.000/hộp", "85 nghìn"],
)  # fmt: skip
def test_prices_as_people_write_them(written: object) -> None:
    assert only({"Giá bán": written}).price_vnd == 85_000


@pytest.mark.parametrize("written", ["liên hệ", "-5000", -5000, "85.00", "8.5.000", "85/90"])
def test_what_is_no_price_is_a_fault(written: object) -> None:
    row, heading, shown, said = fault({"Giá bán": written})
    assert (row, heading, shown) == (2, "Giá bán", str(written))
    assert said.endswith(f"Trong tệp ghi “{written}”.")


@pytest.mark.parametrize("written", ["100.000,5", "100,000.5", 85.5])
def test_a_price_with_decimals_is_refused_with_the_reason(written: object) -> None:
    assert fault({"Giá bán": written})[3] == (
        "Giá không có phần lẻ sau đồng. Ghi số đồng tròn, ví dụ 85.000."
        f" Trong tệp ghi “{str(written).replace('85.5', '85,5')}”."
    )


def test_a_price_surely_meant_in_thousands_is_a_fault() -> None:
    assert fault({"Giá bán": 85})[3] == (
        "Giá nhỏ hơn 500\u00a0đ. Ghi đủ số đồng, ví dụ 85.000. Trong tệp ghi “85”."
    )


def test_a_price_column_in_thousands_is_understood_and_told() -> None:
    rows = [["Gian số", "Tên sản phẩm", "Giá bán (nghìn đồng)", "ĐVT"], ["A01", "Cam", 85, "kg"]]
    (row,) = preview_products(workbook(rows), load_reference(), KNOWN).rows
    assert (row.price_vnd, notes(row)) == (85_000, ["giá ghi bằng nghìn đồng"])


def test_a_missing_price_says_where_to_write_it() -> None:
    assert fault({"Giá bán": ""})[3] == "Thiếu giá bán. Ghi giá bán vào cột E rồi nhập lại."


def test_a_formula_as_price_is_one_fault() -> None:
    assert fault({"Giá bán": "{=85*1000"})[2:] == (
        "=85*1000",
        "Ô có công thức. Chép lại dưới dạng giá trị.",
    )


@pytest.mark.parametrize(
    ("unit", "price", "shown", "sold_by"),
    [
        ("kg", 1000, "kg", SoldBy.WEIGHT),
        ("Kg.", 1000, "Kg.", SoldBy.WEIGHT),
        ("lạng", 1000, "lạng", SoldBy.WEIGHT),
        ("g", 1000, "g", SoldBy.WEIGHT),
        ("gói", 1000, "gói", SoldBy.PIECE),
        ("", "85.000đ/kg", "kg", SoldBy.WEIGHT),
        ("", 1000, "cái", SoldBy.PIECE),
    ],
)
def test_units_say_what_is_weighed(unit: str, price: object, shown: str, sold_by: SoldBy) -> None:
    row = only({"ĐVT": unit, "Giá bán": price})
    assert (row.unit, row.sold_by) == (shown, sold_by)
    assert bool(notes(row)) == (shown == "cái")


CERTIFIED = {"Số quyết định": "104/QĐ-UBND", "Ngày quyết định": date(2023, 12, 20)}


@pytest.mark.parametrize(
    ("written", "stars"),
    [(3, 3), (4.0, 4), ("4 sao", 4), ("★★★★★", 5), ("5*", 5), ("Hạng 4 sao", 4), ("3 sao OCOP", 3),
     ("4★", 4), ("***", 3)],
)  # fmt: skip
def test_stars_as_people_write_them(written: object, stars: int) -> None:
    certificate = only(CERTIFIED | {"Hạng sao": written}).certificate
    assert certificate == CertificateRow(stars, "104/QĐ-UBND", date(2023, 12, 20), "")


@pytest.mark.parametrize("written", [6, 2, 1, "sáu", "★★", "4,5", "★★★★★★"])
def test_other_stars_are_a_fault(written: object) -> None:
    shown = str(written)
    assert fault({"Hạng sao": written})[2:] == (
        shown,
        f"Hạng sao chỉ có 3, 4 hoặc 5. Trong tệp ghi “{shown}”.",
    )


@pytest.mark.parametrize("written", ["", "không", "-", 0, "chưa xếp hạng"])
def test_no_stars_are_no_fault(written: object) -> None:
    row = only({"Hạng sao": written})
    assert (row.certificate, notes(row)) == (None, [])


def test_potential_five_stars_are_no_five_stars() -> None:
    row = only(CERTIFIED | {"Hạng sao": "Tiềm năng 5 sao"})
    assert row.certificate is None
    assert notes(row) == ["tiềm năng 5 sao chưa phải là 5 sao, tem không in sao"]


def test_a_decision_without_stars_is_told() -> None:
    assert notes(only(CERTIFIED)) == ["có số quyết định nhưng không ghi hạng sao"]


@pytest.mark.parametrize(
    "written", ["20/12/2023", "20-12-2023", "20.12.2023", "2023-12-20", "20/12/23", 45280]
)
def test_days_as_people_write_them(written: object) -> None:
    row = only(CERTIFIED | {"Hạng sao": 4, "Ngày quyết định": written})
    assert row.certificate is not None
    assert row.certificate.issued_on == date(2023, 12, 20)


@pytest.mark.parametrize("written", ["2023", "31/02/2023", "tháng 12 năm 2023", 7])
def test_what_is_no_day_is_a_fault(written: object) -> None:
    assert fault({"Ngày quyết định": written})[3] == (
        f"Ngày phải có dạng ngày/tháng/năm, ví dụ 20/12/2023. Trong tệp ghi “{written}”."
    )


@pytest.mark.parametrize(
    ("written", "number"),
    [("02 Thịt, thủy sản", 2), (2, 2), ("Bộ 15", 15), ("26", 26), ("Rượu trắng", 14), ("", None)],
)
def test_sets_by_number_or_name(written: object, number: int | None) -> None:
    assert only({"Bộ sản phẩm": written}).set_no == number


@pytest.mark.parametrize("written", ["27 Khác", "0", "đồ lạ"])
def test_an_unknown_set_is_a_fault(written: str) -> None:
    assert fault({"Bộ sản phẩm": written})[3] == (
        "Không có bộ sản phẩm này. Ghi số của bộ, từ 01 đến 26."
    )


@pytest.mark.parametrize("written", ["22-06994-1-2026", "30-288-10507-1-2021"])
def test_codes_of_both_forms_are_kept(written: str) -> None:
    assert only({"Mã OCOP": written}).product_code == written


@pytest.mark.parametrize("written", ["SP01", "22-06994-1-1926", "22-6994-1-2026"])
def test_other_codes_are_a_fault(written: str) -> None:
    assert fault({"Mã OCOP": written})[3].startswith("Mã OCOP phải có dạng 22-06994-1-2026")


@pytest.mark.parametrize("written", ["8934563138165", 8934563138165, "8 934563 138165", "96385074"])
def test_barcodes_with_a_right_check_digit(written: object) -> None:
    assert is_gtin(only({"Mã vạch": written}).gtin)


@pytest.mark.parametrize("written", ["8934563138166", "893456", "không có"])
def test_other_barcodes_are_a_fault(written: str) -> None:
    assert fault({"Mã vạch": written})[3].startswith("Mã vạch sai số kiểm tra")


def test_a_producer_s_trace_page_is_an_https_address() -> None:
    page = "https://qn.check.example/sp/1?x=2"
    assert only({"Trang truy xuất": page}).trace_url == page
    for written in ("http://a.vn", "qn.check.example/1", "javascript:alert(1)", "https://a b.vn"):
        said = fault({"Trang truy xuất": written})[3]
        assert said.startswith("Địa chỉ trang truy xuất bắt đầu bằng https://")


def test_a_barcode_that_excel_shortened_is_a_fault() -> None:
    assert fault({"Mã vạch": "8,93456E+12"})[3].startswith("Excel đã đổi mã vạch")


@given(st.integers(0, 10**12 - 1), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(body: int, place: int, step: int) -> None:
    text = f"{body:012d}"
    check = next(sign for sign in "0123456789" if is_gtin(text + sign))
    wrong = text[:place] + str((int(text[place]) + step) % 10) + text[place + 1 :]
    assert not is_gtin(wrong + check)


def test_an_unknown_booth_is_a_fault() -> None:
    assert fault({"Gian số": "Z99"})[3] == unknown_booth("Z99")


def test_a_booth_nobody_stands_at_is_a_fault() -> None:
    rows = [["Gian số", "Tên sản phẩm", "Giá"], ["E01", "Cam", 5000]]
    preview = preview_products(workbook(rows), load_reference(), {"E01": ()})
    assert told(preview)[0][3] == "Gian E01 chưa có chủ thể. Nhập chủ thể của gian trước."


def test_a_shared_booth_asks_whose_product_it_is() -> None:
    (one,) = product_list({"Gian số": "B02"}).faults
    assert one.said.vi == "Gian B02 có 2 chủ thể. Chọn chủ thể của sản phẩm:"
    assert one.choices == ("Hộ Lan", "Hộ Mai")
    assert only({"Gian số": "B02", "Chủ thể": "hộ mai"}).exhibitor == "Hộ Mai"


def test_the_choice_is_taken_although_there_is_no_such_column() -> None:
    rows = [["Gian số", "Tên sản phẩm", "Giá"], ["B02", "Cam", 5000]]
    choices = Choices(corrections={(2, Field.EXHIBITOR): "Hộ Mai"})
    (row,) = preview_products(workbook(rows), load_reference(), KNOWN, choices).rows
    assert row.exhibitor == "Hộ Mai"


def test_the_same_product_twice_at_a_booth_is_a_fault() -> None:
    assert told(product_list({}, {}, {"Quy cách": "500 g"})) == [
        (
            3,
            "Tên sản phẩm",
            "Chả mực",
            "Sản phẩm này đã có ở dòng 2. Xóa một dòng, hoặc ghi quy cách khác nhau.",
        )
    ]


def test_one_product_of_one_exhibitor_has_one_price() -> None:
    rows = [["Gian số", "Tên sản phẩm", "Giá"], ["A01", "Cam", 5000], ["A02", "Cam", 6000]]
    known = {"A01": ("HTX A",), "A02": ("HTX A",)}
    preview = preview_products(workbook(rows), load_reference(), known)
    assert told(preview)[0][::3] == (
        3,
        "Cùng sản phẩm này ở dòng 2 ghi giá khác. Ghi một giá cho cả hai dòng.",
    )


def test_a_booth_merged_over_its_products_holds_for_each() -> None:
    rows = [["Gian số", "Tên sản phẩm", "Giá"], ["", "Cam", 5000], ["", "Bưởi", 6000]]
    content = workbook(rows, merge={"A2:A3": "A01"})
    preview = preview_products(content, load_reference(), KNOWN)
    assert [(row.booth, row.name) for row in preview.rows] == [("A01", "Cam"), ("A01", "Bưởi")]


def test_a_csv_is_as_good_as_a_workbook() -> None:
    content = "Gian số;Tên sản phẩm;Giá bán\nA01;Chả mực;85.000\nA01;=1+1;5000\n".encode()
    preview = preview_products(content, load_reference(), KNOWN)
    assert [row.price_vnd for row in preview.rows] == [85_000]
    assert told(preview)[0][:3] == (3, "Tên sản phẩm", "=1+1")


def test_the_sample_is_not_a_list_of_booths_by_accident() -> None:
    assert len(sample("danh-muc-san-pham")) > 10_000
