"""The list of booths: what is understood, what is mended and told, what is a fault."""

import unicodedata

import pytest

from fair_pos.catalogue.importing.booths import BoothRow, preview_booths
from fair_pos.catalogue.importing.columns import Field
from fair_pos.catalogue.importing.listing import Choices
from fair_pos.catalogue.importing.reference import load_reference
from fair_pos.programme.models import ExhibitorKind
from fair_pos.programme.rules import PlaceKind
from tests.catalogue.books import booth_list, notes, sample_booths, told, workbook

A01_TWICE = (
    "Số gian A01 đã có ở dòng 5 (Công ty CP Khai thác khoáng sản Thiên Thuận Tường)."
    " Sửa số gian, hoặc ghi chung gian nếu hai đơn vị dùng chung."
)
UNKNOWN_PLACE = (
    "Không có xã, phường, đặc khu nào tên này. Chọn một trong 54 đơn vị, hoặc tỉnh, hoặc nước."
)


def only(row: dict[str, object]) -> BoothRow:
    preview = booth_list(row)
    assert told(preview) == []
    return preview.rows[0]


def fault(row: dict[str, object]) -> tuple[int, str, str, str]:
    (one,) = told(booth_list(row))
    return one


def test_the_sample_is_understood_exactly() -> None:
    preview = sample_booths()
    assert (preview.sheet, preview.header_row, preview.last_row) == ("Danh sách", 4, 93)
    assert [(column.letter, column.heading, column.field) for column in preview.columns] == [
        ("A", "STT", None),
        ("B", "Khu", Field.ZONE),
        ("C", "Gian số", Field.BOOTH),
        ("D", "Tên đơn vị", Field.EXHIBITOR),
        ("E", "Loại hình", Field.KIND),
        ("F", "Địa phương", Field.LOCALITY),
        ("G", "Điện thoại", Field.PHONE),
        ("H", "Ngân hàng", Field.BANK),
        ("I", "Số tài khoản", Field.ACCOUNT),
    ]
    assert len(preview.rows) == 86
    assert [row.row for row in preview.rows] == list(range(5, 91))
    assert {row.zone for row in preview.rows} == {"Khu 1", "Khu 2"}
    assert sum(row.place.kind is PlaceKind.COMMUNE for row in preview.rows) == 70
    assert {row.place.name for row in preview.rows if row.place.kind is PlaceKind.PROVINCE} == {
        "Hải Phòng", "Lào Cai", "Hà Nội", "Thái Nguyên", "Đồng Tháp", "Vĩnh Long", "Quảng Ngãi",
    }  # fmt: skip
    assert all(row.phone == f"0900000{row.row - 5:03d}" for row in preview.rows)
    assert all(row.bank.number == f"00110123{row.row + 9995:05d}" for row in preview.rows)


def test_the_faults_of_the_sample_are_told_in_words() -> None:
    preview = sample_booths()
    assert told(preview) == [
        (
            91, "Gian số", "A01",
            A01_TWICE,
        ),
        (92, "Gian số", "", "Thiếu số gian. Ghi số gian vào cột C rồi nhập lại."),
        (
            92, "Địa phương", "Xã Không Có Thật",
            UNKNOWN_PLACE,
        ),
    ]  # fmt: skip
    assert preview.faulty_rows == (91, 92)
    assert [(skip.row, skip.why.vi) for skip in preview.skipped] == [(93, "“Tổng cộng”")]


def test_the_silent_repairs_of_the_sample_are_told() -> None:
    said = {row.row: notes(row) for row in sample_booths().rows}
    assert said[5] == ["thêm số 0 đầu điện thoại"]
    assert said[6] == ["mã 970415 = VietinBank"]
    assert said[7] == ["bỏ dấu cách thừa"]
    assert said[8] == []
    assert said[75] == ["tên cũ “Hải Dương”", "thêm số 0 đầu điện thoại"]
    assert sum(map(bool, said.values())) == 43


def test_a_correction_in_place_makes_the_row_good() -> None:
    corrections = {(92, Field.BOOTH): "b 99", (92, Field.LOCALITY): "Xã Ba Chẽ"}
    preview = sample_booths(Choices(corrections=corrections))
    assert preview.faulty_rows == (91,)
    assert (preview.rows[-1].booth, preview.rows[-1].place.name) == ("B99", "xã Ba Chẽ")


def test_a_wrong_correction_is_told_again() -> None:
    preview = sample_booths(Choices(corrections={(5, Field.LOCALITY): "Xã Lạ"}))
    assert told(preview)[0][:3] == (5, "Địa phương", "Xã Lạ")


def test_text_in_nfd_is_the_same_list() -> None:
    row = {"Tên đơn vị": "Hộ Tô Thị Nhung", "Địa phương": "xã Đầm Hà", "Loại hình": "hộ"}
    nfd = {name: unicodedata.normalize("NFD", text) for name, text in row.items()}
    assert booth_list(nfd).rows == booth_list(row).rows


@pytest.mark.parametrize(
    ("written", "code"),
    [("A01", "A01"), ("a 01", "A01"), (12, "12"), ("K1-05", "K1-05"), ("Đ.7", "Đ.7")],
)
def test_booth_numbers_have_one_form(written: object, code: str) -> None:
    assert only({"Gian số": written}).booth == code


@pytest.mark.parametrize("written", ["A01, A02", "A01+A02", "A01 và A02", "A01;A02"])
def test_several_booth_numbers_want_several_rows(written: str) -> None:
    assert fault({"Gian số": written})[3] == "Ô ghi nhiều số gian. Ghi mỗi gian một dòng."


@pytest.mark.parametrize("written", ["A_01", "?", "A" * 13, "-A"])
def test_strange_booth_numbers_are_faults(written: str) -> None:
    assert "Số gian chỉ gồm chữ và số" in fault({"Gian số": written})[3]


def test_a_booth_may_be_shared_when_the_list_says_so() -> None:
    preview = booth_list({}, {"Gian số": "A01 (chung gian)", "Tên đơn vị": "Hộ Lan"})
    assert [(row.booth, row.exhibitor) for row in preview.rows] == [
        ("A01", "HTX Đồng Tiến"),
        ("A01", "Hộ Lan"),
    ]
    assert notes(preview.rows[1]) == ["gian dùng chung"]


def test_a_booth_merged_over_two_rows_is_shared() -> None:
    header = ["Gian số", "Tên đơn vị", "Địa phương"]
    rows = [header, ["", "HTX Một", "Hà Nội"], ["", "HTX Hai", "Hà Nội"]]
    content = workbook(rows, merge={"A2:A3": "A01"})
    preview = preview_booths(content, load_reference())
    assert [(row.booth, row.exhibitor) for row in preview.rows] == [
        ("A01", "HTX Một"),
        ("A01", "HTX Hai"),
    ]


def test_the_same_exhibitor_twice_at_a_booth_is_a_fault_even_when_shared() -> None:
    preview = booth_list({"Gian số": "A01 chung"}, {"Gian số": "A01 chung"})
    assert preview.faulty_rows == (3,)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("doanh nghiệp", ExhibitorKind.ENTERPRISE),
        ("Công ty TNHH", ExhibitorKind.ENTERPRISE),
        ("DN", ExhibitorKind.ENTERPRISE),
        ("hợp tác xã", ExhibitorKind.COOPERATIVE),
        ("HTX", ExhibitorKind.COOPERATIVE),
        ("tổ hợp tác", ExhibitorKind.COOPERATIVE_GROUP),
        ("Hộ sản xuất", ExhibitorKind.HOUSEHOLD),
        ("hộ kinh doanh cá thể", ExhibitorKind.HOUSEHOLD),
    ],
)
def test_kinds_as_people_write_them(written: str, kind: ExhibitorKind) -> None:
    assert only({"Loại hình": written}).kind is kind


def test_a_fifth_kind_is_a_fault_with_the_four_as_choices() -> None:
    (one,) = booth_list({"Loại hình": "trang trại"}).faults
    assert one.said.vi == (
        "Loại hình phải là: doanh nghiệp, hợp tác xã, tổ hợp tác hoặc hộ kinh doanh."
    )
    assert one.choices == ("doanh nghiệp", "hợp tác xã", "tổ hợp tác", "hộ kinh doanh")


def test_a_kind_left_out_is_taken_from_the_name_and_told() -> None:
    row = only({"Loại hình": "", "Tên đơn vị": "Công ty CP sữa An Sinh"})
    assert (row.kind, notes(row)) == (ExhibitorKind.ENTERPRISE, ["loại hình lấy theo tên đơn vị"])


def test_a_kind_left_out_beside_a_mere_name_is_a_fault() -> None:
    assert fault({"Loại hình": "", "Tên đơn vị": "Nguyễn Văn Trung"})[1:3] == ("Loại hình", "")


def test_a_former_ward_split_over_two_offers_both() -> None:
    (one,) = booth_list({"Địa phương": "P. Hà Khẩu"}).faults
    assert one.said.vi == "Phường Hà Khẩu cũ nay thuộc hai phường. Chọn phường đúng:"
    assert one.choices == ("Phường Việt Hưng", "Phường Tuần Châu")


@pytest.mark.parametrize("choice", ["Phường Việt Hưng", "Phường Tuần Châu"])
def test_each_choice_is_understood(choice: str) -> None:
    corrected = Choices(corrections={(2, Field.LOCALITY): choice})
    preview = booth_list({"Địa phương": "P. Hà Khẩu"}, choices=corrected)
    assert preview.rows[0].place.name == choice[0].lower() + choice[1:]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "Thiếu địa phương. Ghi xã, phường, đặc khu, hoặc tỉnh, hoặc nước."),
        ("Quảng Ninh", "Quảng Ninh có 54 xã, phường, đặc khu. Ghi rõ một đơn vị."),
        ("Hòa Bình", "Có nhiều nơi tên này. Chọn nơi đúng:"),
        ("xã Trung Quang", None),
    ],
)
def test_places_that_say_too_little(written: str, sentence: str | None) -> None:
    said = fault({"Địa phương": written})[3]
    assert said == sentence or (sentence is None and said.startswith("Không có xã"))


def test_a_former_name_is_told() -> None:
    assert notes(only({"Địa phương": "TT Cái Rồng"})) == ["tên cũ “Cái Rồng”"]


def test_a_guessed_level_is_told() -> None:
    assert notes(only({"Địa phương": "Hạ Long"})) == ["hiểu là phường Hạ Long"]


@pytest.mark.parametrize(
    ("written", "phone", "told_as"),
    [
        (900000000, "0900000000", ["thêm số 0 đầu điện thoại"]),
        ("900.000.000", "0900000000", ["thêm số 0 đầu điện thoại"]),
        ("0900 000 000", "0900000000", []),
        ("+84 900 000 000", "0900000000", []),
        ("84900000000", "0900000000", []),
        ("0203.3825.123", "02033825123", []),
        ("0900000000 / 0911111111", "0900000000", ["chỉ lấy số điện thoại đầu"]),
        ("+856 20 5555 1234", "+8562055551234", []),
        ("", "", []),
    ],
)
def test_phones(written: object, phone: str, told_as: list[str]) -> None:
    row = only({"Điện thoại": written})
    assert (row.phone, notes(row)) == (phone, told_as)


@pytest.mark.parametrize("written", ["không có", "123", "09000000000000"])
def test_a_phone_that_is_none_is_a_fault(written: str) -> None:
    assert fault({"Điện thoại": written})[3] == (
        "Số điện thoại phải có 10 hoặc 11 số, bắt đầu bằng 0, ví dụ 0900 000 000."
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("MB", "970422"),
        ("970415", "970415"),
        (970415, "970415"),
        ("VietinBank", "970415"),
        ("vietcombank - CN Quảng Ninh", "970436"),
        ("NH Nông nghiệp và Phát triển Nông thôn Việt Nam", "970405"),
        ("Ngân hàng Quân đội", "970422"),
        ("VCB", "970436"),
        ("Agribank", "970405"),
        ("VP Bank", "970432"),
    ],
)
def test_banks_as_people_write_them(written: object, code: str) -> None:
    assert only({"Ngân hàng": written, "Số tài khoản": "0011012310000"}).bank.bin == code


def test_an_unknown_bank_is_a_fault() -> None:
    assert fault({"Ngân hàng": "Quỹ tín dụng Lạ", "Số tài khoản": "0011012310000"})[3] == (
        "Không có ngân hàng nào tên này. Ghi tên ngắn (ví dụ Agribank) hoặc mã 6 số."
    )


SHORTENED = (
    "Excel đã đổi số tài khoản thành dạng rút gọn, mất các số cuối."
    " Ghi lại số tài khoản dưới dạng chữ."
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("9.70415E+11", "9.70415E+11"),
        ("9,70415E+11", "9,70415E+11"),
        (970415000000, "9,70415E+11"),
        (9704151234567890, "9,70415E+15"),
        (1.5, "1,5E+0"),
    ],
)
def test_an_account_number_that_lost_digits_is_refused(written: object, shown: str) -> None:
    one = fault({"Ngân hàng": "MB", "Số tài khoản": written})
    assert one[1:] == ("Số tài khoản", shown, SHORTENED)


def test_an_account_number_kept_as_a_number_asks_for_a_look() -> None:
    row = only({"Ngân hàng": "MB", "Số tài khoản": 11012310001})
    assert row.bank.number == "11012310001"
    assert notes(row) == ["số tài khoản ghi dạng số, kiểm tra số 0 đầu"]


def test_an_account_number_may_be_written_in_groups() -> None:
    row = only({"Ngân hàng": "MB", "Số tài khoản": "0011 0123 10000"})
    assert row.bank.number == "0011012310000"


def test_an_account_number_of_other_signs_is_a_fault() -> None:
    one = fault({"Ngân hàng": "MB", "Số tài khoản": "tài khoản cá nhân"})
    assert "từ 4 đến 19 ký tự" in one[3]


@pytest.mark.parametrize("given", [{"Ngân hàng": "MB"}, {"Số tài khoản": "0011012310000"}])
def test_half_a_bank_account_is_told_and_left_out(given: dict[str, object]) -> None:
    row = only(given)
    assert row.bank.bin == row.bank.number == ""
    assert notes(row) == ["thiếu ngân hàng hoặc số tài khoản, chưa nhận chuyển khoản"]


@pytest.mark.parametrize(
    ("written", "code", "told_as"),
    [
        ("0100109106", "0100109106", []),
        ("0100109106-001", "0100109106-001", []),
        (100109106, "0100109106", ["thêm số 0 đầu mã số thuế"]),
    ],
)
def test_tax_codes(written: object, code: str, told_as: list[str]) -> None:
    row = only({"Mã số thuế": written})
    assert (row.tax_code, notes(row)) == (code, told_as)


@pytest.mark.parametrize("written", ["57", "0100109107"])
def test_a_wrong_tax_code_is_a_fault(written: str) -> None:
    assert fault({"Mã số thuế": written})[3].startswith("Mã số thuế")


def test_a_formula_in_a_column_that_counts_is_a_fault() -> None:
    one = fault({"Điện thoại": "{=A1"})
    assert one == (2, "Điện thoại", "=A1", "Ô có công thức. Chép lại dưới dạng giá trị.")


def test_a_formula_beside_it_does_not_matter() -> None:
    rows = [["STT", "Gian số", "Tên đơn vị", "Địa phương"], ["{=1+1", "A1", "HTX A", "Hà Nội"]]
    assert len(preview_booths(workbook(rows), load_reference()).rows) == 1


def test_rows_that_are_no_entries_are_skipped_with_the_reason() -> None:
    rows = [
        ["STT", "Gian số", "Tên đơn vị", "Địa phương", "Ghi chú"],
        ["", "KHU 1: XÃ, PHƯỜNG"],
        [1, "A1", "HTX A", "Hà Nội"],
        [],
        ["STT", "Gian số", "Tên đơn vị", "Địa phương", "Ghi chú"],
        ["KHU 2: TỈNH BẠN"],
        [2, "B1", "HTX B", "Hà Nội"],
        ["Tổng: 2"],
        ["Tổng cộng", "", 2],
        ["", "", "", "", "Người lập biểu"],
    ]
    preview = preview_booths(workbook(rows), load_reference())
    assert [(row.booth, row.zone) for row in preview.rows] == [
        ("A1", "KHU 1: XÃ, PHƯỜNG"),
        ("B1", "KHU 2: TỈNH BẠN"),
    ]
    assert [(skip.row, skip.why.vi) for skip in preview.skipped] == [
        (2, "dòng tên khu"),
        (4, "dòng trống"),
        (5, "lặp lại tiêu đề"),
        (6, "dòng tên khu"),
        (8, "“Tổng: 2”"),
        (9, "“Tổng cộng”"),
        (10, "không có cột nào đã nhận ra"),
    ]


def test_a_state_company_is_no_row_of_totals() -> None:
    rows = [["Tên đơn vị", "Gian số", "Địa phương"], ["Tổng công ty Đông Bắc", "A1", "Hà Nội"]]
    (row,) = preview_booths(workbook(rows), load_reference()).rows
    assert row.kind is ExhibitorKind.ENTERPRISE


def test_no_zone_is_told() -> None:
    assert notes(only({"Khu": ""})) == ["chưa xếp khu"]
