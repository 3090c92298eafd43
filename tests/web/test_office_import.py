"""The organisers import the sample workbooks in the browser."""

from pathlib import Path

import pytest
import xlsxwriter
from fastapi.testclient import TestClient

from fair_pos import resources
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.web.office import Clerk, faults, sign_in, words

SEED = resources.folder("seed") / "demo"
BOOTHS = SEED / "danh-sach-gian-hang.xlsx"
PRODUCTS = SEED / "danh-muc-san-pham.xlsx"


@pytest.fixture
def ha(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.organiser, cast.venue_code)


def upload(ha: Clerk, kind: str, file: Path) -> str:
    """Upload a workbook; returns the address of its preview."""
    answer = ha.send("import", {"file": (file.name, file.read_bytes())}, kind=kind)
    assert "Chưa ghi gì vào hệ thống." in words(answer)
    return answer.url.path


def test_the_preview_writes_nothing_and_shows_faults_before_good_rows(ha: Clerk) -> None:
    page = words(ha.get(upload(ha, "booths", BOOTHS)))
    assert "86 dòng hợp lệ 2 dòng có lỗi" in page
    assert page.index("Số gian A01 đã có ở dòng 5") < page.index("Dòng hợp lệ 86 dòng")
    assert "4 gian, 1 khu" in words(ha.get("booths"))


def test_importing_twice_makes_no_doubles(ha: Clerk) -> None:
    first = words(ha.post(upload(ha, "booths", BOOTHS)))
    assert "Đã nhập 86 dòng lúc 10:42." in first
    assert "Còn 2 dòng lỗi." in first
    again = words(ha.post(upload(ha, "booths", BOOTHS)))
    assert "0 thêm mới 0 cập nhật 86 đã có, không đổi" in again


def test_a_fault_corrected_in_place_becomes_a_good_row(ha: Clerk) -> None:
    at = upload(ha, "booths", BOOTHS)
    assert 'name="text" value="A01"' in ha.get(at, edit="91-booth").text
    page = words(ha.post(f"{at}/correct", row="91", field="booth", text="A199"))
    assert "87 dòng hợp lệ 1 dòng có lỗi" in page
    assert "Đã nhập 87 dòng" in words(ha.post(at))
    assert "Gian A199" in words(ha.get("booths/A199"))


def test_columns_chosen_again_change_what_is_read(ha: Clerk) -> None:
    at = upload(ha, "booths", BOOTHS)
    form = ha.form(f"{at}/columns")
    assert form["column_6"] == "phone"
    page = ha.post(f"{at}/columns", **form | {"column_6": ""})
    assert "0900 000 000" not in words(page)


def test_products_follow_their_booths(ha: Clerk) -> None:
    ha.post(upload(ha, "booths", BOOTHS))
    at = upload(ha, "products", PRODUCTS)
    page = words(ha.post(at))
    assert "Đã nhập 93 dòng" in page
    assert "93 sản phẩm" not in words(ha.get("products"))
    assert "Hiện 98 trên 98 sản phẩm" in words(ha.get("products"))


def test_an_exported_list_imports_as_the_same_booths(ha: Clerk, tmp_path: Path) -> None:
    ha.post(upload(ha, "booths", BOOTHS))
    file = tmp_path / "gian-hang.xlsx"
    file.write_bytes(ha.get("booths/export.xlsx", q="binh lieu").content)
    page = words(ha.get(upload(ha, "booths", file)))
    assert "0 dòng có lỗi" in page
    assert "sẽ cập nhật" not in page


def test_the_faulty_rows_can_be_taken_home(ha: Clerk) -> None:
    at = upload(ha, "booths", BOOTHS)
    answer = ha.get(f"{at}/faulty.xlsx")
    assert answer.content.startswith(b"PK")
    assert "dong-loi-booths.xlsx" in answer.headers["content-disposition"]


def test_without_a_header_row_a_person_chooses_one(ha: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "la.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Tờ 1")
        for number, line in enumerate([("Cột lạ", "Cột khác"), ("Z01", "Hộ Trần Thị Ba")]):
            sheet.write_row(number, 0, line)
    at = upload(ha, "booths", file)
    assert "Dòng 1 là tiêu đề" in words(ha.get(at))
    assert "Cột A “Cột lạ”" in words(ha.post(f"{at}/header", header_row="1"))
    chosen = {"column_0": "booth", "column_1": "exhibitor"}
    page = words(ha.post(f"{at}/columns", **chosen))
    assert "Thiếu địa phương." in page
    page = words(ha.post(f"{at}/correct", row="2", field="locality", text="phường Bãi Cháy"))
    assert "1 dòng hợp lệ 0 dòng có lỗi" in page


def test_a_file_that_is_no_list_is_refused_in_place(ha: Clerk, store: Store) -> None:
    answer = ha.send("import", {"file": ("anh.xlsx", b"PK\x03\x04" + b"0" * 100)}, kind="booths")
    assert answer.status_code == 422
    assert "Tệp không phải Excel" in faults(answer)["file"]
    assert not list(store.settings.data.glob("imports/*"))
    nothing = ha.post("import", kind="booths")
    assert "Chưa chọn tệp." in faults(nothing)["file"]


@pytest.mark.parametrize("name", ["gian.xlsx", "GIAN.XLSX", "gian.xls"])
def test_a_text_that_is_named_like_excel_is_told_so(ha: Clerk, store: Store, name: str) -> None:
    answer = ha.send("import", {"file": (name, "Họ;Tên\nNguyễn;Lan".encode())}, kind="booths")
    assert answer.status_code == 422
    said = faults(answer)["file"]
    assert said.startswith("Tệp không phải Excel (.xlsx) dù tên có đuôi .xls")
    assert "đổi đuôi thành .csv" in said
    assert not list(store.settings.data.glob("imports/*"))


def test_the_same_text_named_csv_asks_for_its_header_row(ha: Clerk) -> None:
    content = "Họ;Tên\nNguyễn;Lan".encode()
    page = words(ha.send("import", {"file": ("gian.csv", content)}, kind="booths"))
    assert "Không tìm thấy dòng tiêu đề" in page


def test_a_dropped_file_leaves_nothing_behind(ha: Clerk, store: Store) -> None:
    at = upload(ha, "booths", BOOTHS)
    assert ha.post(f"{at}/drop").url.path.endswith("/import")
    assert ha.get(at).status_code == 404
    assert not list(store.settings.data.glob("imports/*"))
