"""Another organiser's headers, order and first row are understood, or asked for."""

import io

import pytest
import xlsxwriter

from fair_pos.catalogue.importing import booths, products
from fair_pos.catalogue.importing.columns import LABELS, Field, find_layout
from fair_pos.catalogue.importing.listing import Choices
from fair_pos.catalogue.importing.reference import load_reference
from fair_pos.catalogue.importing.refusals import NoHeaderError
from fair_pos.catalogue.importing.workbook import Sheet
from tests.catalogue.books import BOOTH_HEADER, workbook

GOOD = ["Khu 1", "A01", "HTX Đồng Tiến", "HTX", "xã Hải Lạng"]


def fields_of(headings: list[str], wanted: object = booths.WANTED) -> list[str]:
    layout = find_layout(Sheet("x", [list(headings)]), wanted)  # type: ignore[arg-type]
    return [column.field or "" for column in layout.columns]


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            ["TT", "Mã gian", "Đơn vị", "Xã, phường, đặc khu", "SĐT", "STK", "NH"],
            ["", "booth", "exhibitor", "locality", "phone", "account", "bank"],
        ),
        (
            ["Tên chủ thể", "Địa chỉ", "Số gian hàng", "Khu vực", "Loại hình chủ thể", "MST"],
            ["exhibitor", "locality", "booth", "zone", "kind", "tax_code"],
        ),
        (["Gian hàng số", "Tên gian hàng"], ["booth", "exhibitor"]),
        (["Tên gian", "Tên đơn vị"], ["booth", "exhibitor"]),
        (["Số gian", "Tên gian"], ["booth", "exhibitor"]),
        (["SỐ GIAN", "TÊN ĐƠN VỊ (ghi đầy đủ)"], ["booth", "exhibitor"]),
        (["so gian", "ten don vi/chu the"], ["booth", "exhibitor"]),
        (["Gian số", "Tên đơn vị", "Thời gian tham gia"], ["booth", "exhibitor", ""]),
        (["Gian số", "Tên đơn vị", "Xã", "Địa chỉ"], ["booth", "exhibitor", "locality", ""]),
        (
            ["Gian số", "Tên đơn vị", "Ngân hàng", "Số tài khoản", "Chủ tài khoản"],
            ["booth", "exhibitor", "bank", "account", "account_name"],
        ),
    ],
)
def test_headings_of_other_lists_of_booths(headings: list[str], fields: list[str]) -> None:
    assert fields_of(headings) == fields


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            ["Mặt hàng", "Gian", "Đơn giá", "Đơn vị tính", "Sao OCOP", "QĐ số", "Ngày cấp"],
            ["product", "booth", "price", "unit", "stars", "decision_no", "decision_day"],
        ),
        (
            ["Số gian", "Chủ thể", "Tên hàng hóa", "Khối lượng tịnh", "Giá bán lẻ (đ)", "EAN"],
            ["booth", "exhibitor", "product", "pack", "price", "barcode"],
        ),
        (
            ["Gian số", "Sản phẩm", "Giá", "Mã sản phẩm", "Nhóm sản phẩm", "Cơ quan cấp"],
            ["booth", "product", "price", "product_code", "set", "issuer"],
        ),
    ],
)
def test_headings_of_other_lists_of_products(headings: list[str], fields: list[str]) -> None:
    assert fields_of(headings, products.WANTED) == fields


def test_the_header_row_is_found_below_titles() -> None:
    titles = [["DANH SÁCH ĐƠN VỊ THAM GIA GIAN HÀNG"], [], ["Ban Tổ chức", "Xuân 2027"]] * 4
    rows = [*titles, ["Khu", "Gian số", "Tên đơn vị", "Loại hình", "Địa phương"], GOOD]
    preview = booths.preview_booths(workbook(rows), load_reference())
    assert (preview.header_row, preview.first_row, preview.last_row) == (13, 14, 14)
    assert [row.booth for row in preview.rows] == ["A01"]


def test_the_sheet_with_the_list_is_found_behind_another_one() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Bìa").write(0, 0, "Danh sách gian hàng")
        book.add_worksheet("Cũ").write_row(0, 0, BOOTH_HEADER)
        book.get_worksheet_by_name("Cũ").hide()
        sheet = book.add_worksheet("Chính thức")
        sheet.write_row(0, 0, BOOTH_HEADER)
        sheet.write_row(1, 0, GOOD)
    preview = booths.preview_booths(buffer.getvalue(), load_reference())
    assert (preview.sheet, len(preview.rows)) == ("Chính thức", 1)


def test_without_headers_the_first_rows_are_shown_to_choose() -> None:
    rows = [["Danh sách"], ["A", "B"], *[[str(number), "x"] for number in range(20)]]
    with pytest.raises(NoHeaderError) as refused:
        booths.preview_booths(workbook(rows), load_reference())
    assert refused.value.sentence() == (
        "Không tìm thấy dòng tiêu đề có “Gian số” và “Tên đơn vị”. Chọn dòng tiêu đề:"
    )
    assert len(refused.value.rows) == 10
    assert refused.value.rows[1] == (2, ("A", "B"))


def test_a_list_of_booths_given_as_products_names_what_is_missing() -> None:
    with pytest.raises(NoHeaderError) as refused:
        products.preview_products(workbook([BOOTH_HEADER, GOOD]), load_reference(), {})
    assert "“Gian số”, “Tên sản phẩm” và “Giá bán”" in refused.value.sentence()


def test_a_person_may_choose_header_row_and_columns() -> None:
    rows = [["Vị trí", "Ai", "Ở đâu", "Là"], ["C7", "Hộ Lan", "Hà Nội", "Hộ kinh doanh"]]
    choices = Choices(
        header_row=1,
        columns={0: Field.BOOTH, 1: Field.EXHIBITOR, 2: Field.LOCALITY, 3: Field.KIND},
    )
    (row,) = booths.preview_booths(workbook(rows), load_reference(), choices).rows
    assert (row.booth, row.exhibitor, row.place.name) == ("C7", "Hộ Lan", "Hà Nội")


def test_a_person_may_have_a_column_ignored() -> None:
    rows = [["Gian số", "Tên đơn vị", "Địa phương", "SĐT"], ["A1", "HTX A", "Hà Nội", "sai"]]
    choices = Choices(columns={3: None})
    preview = booths.preview_booths(workbook(rows), load_reference(), choices)
    assert [row.phone for row in preview.rows] == [""]
    assert preview.columns[3].field is None


def test_a_header_row_that_is_not_there_is_refused() -> None:
    content = workbook([BOOTH_HEADER, GOOD])
    with pytest.raises(NoHeaderError):
        booths.preview_booths(content, load_reference(), Choices(header_row=99))


def test_every_field_has_a_name_for_the_reader() -> None:
    assert set(LABELS) == set(Field)
