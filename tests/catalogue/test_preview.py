"""What was understood can be sent, shown, downloaded, corrected and imported again."""

import io
import json
from datetime import date

import python_calamine

from fair_pos.catalogue.importing.preview import faulty_rows_xlsx
from fair_pos.catalogue.importing.products import preview_products
from fair_pos.catalogue.importing.reference import load_reference
from tests.catalogue.books import product_list, sample_booths, sample_products


def test_the_dry_run_as_json_says_everything() -> None:
    sent = json.loads(json.dumps(sample_booths().as_json(), ensure_ascii=False))
    assert sent["counts"] == {"good": 86, "faulty": 2, "faults": 3, "skipped": 1, "noted": 43}
    assert (sent["sheet"], sent["header_row"], sent["rows_read"]) == ("Danh sách", 4, [5, 93])
    assert sent["columns"][2] == {
        "letter": "C", "heading": "Gian số", "field": "booth", "meaning": "Số gian",
    }  # fmt: skip
    assert sent["skipped"] == [{"row": 93, "why": "“Tổng cộng”"}]
    assert sent["faults"][1] == {
        "row": 92, "field": "booth", "heading": "Gian số", "written": "",
        "said": "Thiếu số gian. Ghi số gian vào cột C rồi nhập lại.", "choices": [],
    }  # fmt: skip
    assert sent["rows"][0] == {
        "row": 5, "zone": "Khu 1", "booth": "A01",
        "exhibitor": "Công ty CP Khai thác khoáng sản Thiên Thuận Tường", "kind": "enterprise",
        "place": {
            "kind": "commune", "code": "06688", "name": "phường Hạ Long",
            "former_district": "Hạ Long",
        },
        "phone": "0900000000",
        "bank": {"bin": "970422", "bank": "MB Bank", "number": "0011012310000", "name": ""},
        "tax_code": "", "notes": ["thêm số 0 đầu điện thoại"],
    }  # fmt: skip


def test_the_dry_run_speaks_english_too() -> None:
    sent = json.loads(json.dumps(sample_products().as_json("en")))
    assert sent["faults"][2]["said"] == "Stars are 3, 4 or 5 only. The file says “6”."
    assert sent["rows"][0]["certificate"]["issued_on"] == "2023-12-20"


def cells(content: bytes) -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_the_faulty_rows_come_as_a_workbook_with_reasons() -> None:
    header, first, second = cells(faulty_rows_xlsx(sample_booths()))
    assert header[-2:] == ["Dòng trong tệp cũ", "Lỗi và cách sửa"]
    assert first[:4] == [90.0, "", "A01", "Công ty trùng gian (lỗi mẫu)"]
    assert second[-2] == 92.0
    assert second[-1] == (
        "Gian số: Thiếu số gian. Ghi số gian vào cột C rồi nhập lại.\n"
        "Địa phương: Không có xã, phường, đặc khu nào tên này. Chọn một trong 54 đơn vị, "
        "hoặc tỉnh, hoặc nước."
    )


def test_the_workbook_of_faulty_rows_holds_no_formula_and_can_be_imported_again() -> None:
    content = faulty_rows_xlsx(sample_products())
    known = {"A01": ("Ai",), "A02": ("Ai",)}
    again = preview_products(content, load_reference(), known)
    assert [fault.written for fault in again.faults] == [
        "liên hệ", "Z99", "6", "=1+1 (lỗi mẫu)", "-5000",
    ]  # fmt: skip
    assert cells(content)[4][2] == "=1+1 (lỗi mẫu)"


def test_numbers_and_days_stay_what_they_were_in_the_faulty_rows() -> None:
    faulty = product_list({"Giá bán": 85.5, "Ngày quyết định": date(2023, 12, 20)})
    _, row = cells(faulty_rows_xlsx(faulty))
    assert (row[4], row[7]) == (85.5, date(2023, 12, 20))
