"""A stranger's file is opened only after the guards, and only what was counted is read."""

import contextlib
import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_pos.catalogue.importing.refusals import (
    FileTooLargeError,
    ImportRefusedError,
    NotAWorkbookError,
    NotUtf8Error,
    TooManyColumnsError,
    TooManyRowsError,
    UnpackedTooLargeError,
)
from fair_pos.catalogue.importing.sheet_xml import letter
from fair_pos.catalogue.importing.workbook import MEGABYTE, Formula, Limits, Sheet, sheets, written
from tests.catalogue.books import sample, workbook, zipped

LIMITS = Limits(rows=100)


def only(content: bytes, limits: Limits = LIMITS) -> Sheet:
    (sheet,) = sheets(content, limits)
    return sheet


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sheet_xml(xml: bytes) -> bytes:
    return zipped(members_of(workbook([["a"]])) | {"xl/worksheets/sheet1.xml": xml})


def test_cells_become_plain_values() -> None:
    sheet = only(workbook([["chữ", 85000, 1.5, date(2023, 12, 20), True, None, "cuối"]]))
    assert sheet.rows == [["chữ", 85000, Decimal("1.5"), date(2023, 12, 20), "TRUE", None, "cuối"]]
    assert [written(cell) for cell in sheet.rows[0]] == [
        "chữ", "85000", "1,5", "20/12/2023", "TRUE", "", "cuối",
    ]  # fmt: skip


def test_a_moment_is_its_day_and_a_time_of_day_is_text() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_datetime(0, 0, datetime(2023, 12, 20, 8, 30), moment)  # noqa: DTZ001  Excel has none
        sheet.write_datetime(0, 1, time(8, 30), book.add_format({"num_format": "hh:mm"}))
    assert only(buffer.getvalue()).rows == [[date(2023, 12, 20), "08:30:00"]]


def test_text_is_one_normal_form() -> None:
    nfd = "Cha\u0309 mu\u031b\u0323c"
    assert only(workbook([[nfd]])).rows == [["Chả mực"]]


def test_row_numbers_are_those_of_excel_when_the_first_rows_are_empty() -> None:
    assert only(workbook([[], [], ["", "tiêu đề"]])).rows[2] == [None, "tiêu đề"]


def test_a_formula_is_seen_although_it_has_a_value() -> None:
    assert only(workbook([[1, "{=1+1"], [2, 3]])).rows == [[1, Formula("=1+1")], [2, 3]]


def test_a_text_that_looks_like_a_formula_counts_as_one() -> None:
    assert only(workbook([["=HYPERLINK(1)"]])).rows == [[Formula("=HYPERLINK(1)")]]


def test_overlapping_merged_areas_do_no_harm() -> None:
    members = members_of(workbook([["a"], ["b"], ["c"]]))
    sheet = members["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>",
        b"</sheetData><mergeCells><mergeCell ref='A1:A3'/><mergeCell ref='A2:A9'/>"
        b"<mergeCell ref='A1'/><mergeCell ref='Z1:Z2'/></mergeCells>",
    )
    merged = only(zipped(members | {"xl/worksheets/sheet1.xml": sheet}))
    assert merged.rows == [["a"], ["a"], ["a"]]


def test_cells_merged_downwards_repeat_and_say_so() -> None:
    sheet = only(workbook([["a", 1], [None, 2], ["b", 3]], merge={"A1:A2": "Khu 1"}))
    assert [row[0] for row in sheet.rows] == ["Khu 1", "Khu 1", "b"]
    assert sheet.merged == {(1, 0): 0}


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%text only so far",
        b"GIF89a\x01\x02 not a list",
        b"",
        b"\x00\x01\x02",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"%PDF-1.7\x00",
        b"PK\x03\x04 cut short",
        zipped({"word/document.xml": b"<w/>"}),
        zipped({"xl/workbook.xml": b"<workbook", "xl/_rels/workbook.xml.rels": b""}),
        zipped({"xl/workbook.xml": b"<workbook/>"}),
        sample("danh-sach-gian-hang")[:5000],
    ],
    ids=[
        "pdf text",
        "gif",
        "empty",
        "binary",
        "xls",
        "pdf",
        "cut",
        "docx",
        "broken",
        "no links",
        "half",
    ],
)
def test_what_is_no_workbook_says_how_to_save_one(content: bytes) -> None:
    with pytest.raises(NotAWorkbookError) as refused:
        list(sheets(content, LIMITS))
    assert refused.value.sentence() == (
        "Tệp không phải Excel (.xlsx). Mở tệp bằng Excel rồi lưu lại dạng .xlsx."
    )


def test_a_password_makes_it_no_workbook() -> None:
    content = bytearray(workbook([["a"]]))
    for at in (content.find(b"PK\x01\x02") + 8, 6):
        content[at] |= 1
    with pytest.raises(NotAWorkbookError):
        list(sheets(bytes(content), LIMITS))


def test_a_file_over_the_limit_is_not_looked_into() -> None:
    with pytest.raises(FileTooLargeError) as refused:
        list(sheets(bytes(11 * MEGABYTE + 200_000), LIMITS))
    assert refused.value.sentence() == (
        "Tệp nặng 11,2 MB, quá giới hạn 10 MB. Xóa hình ảnh hoặc chia tệp rồi nhập lại."
    )


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped(members_of(workbook([["a"]])) | {"xl/media/zero.bin": bytes(60 * MEGABYTE)})
    assert len(bomb) < MEGABYTE
    with pytest.raises(UnpackedTooLargeError):
        list(sheets(bomb, LIMITS))


def test_a_bomb_below_the_absolute_limit_is_caught_by_its_ratio() -> None:
    bomb = zipped(members_of(workbook([["a"]])) | {"xl/media/zero.bin": bytes(40 * MEGABYTE)})
    with pytest.raises(UnpackedTooLargeError):
        list(sheets(bomb, LIMITS))


def test_a_bomb_that_lies_about_its_size_is_caught() -> None:
    bomb = bytearray(zipped({"xl/workbook.xml": bytes(60 * MEGABYTE)}))
    at = bomb.find(b"PK\x01\x02") + 24
    bomb[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(ImportRefusedError):
        list(sheets(bytes(bomb), LIMITS))


def test_too_many_members_are_not_unpacked() -> None:
    with pytest.raises(UnpackedTooLargeError):
        list(sheets(zipped({f"xl/{number}.xml": b"" for number in range(201)}), LIMITS))


def test_too_many_rows_say_how_many() -> None:
    with pytest.raises(TooManyRowsError) as refused:
        list(sheets(workbook([["a"]] * 20_412), Limits(rows=5_000)))
    assert refused.value.sentence() == (
        "Tệp có 20.412 dòng, quá giới hạn 5.000. Chia tệp rồi nhập từng phần."
    )


def test_one_far_cell_cannot_stretch_the_sheet() -> None:
    far = b"<worksheet><row><c r='XFD1048576'><v>1</v></c></row></worksheet>"
    with pytest.raises(TooManyRowsError):
        list(sheets(with_sheet_xml(far), LIMITS))
    wide = b"<worksheet><row><c r='XFD1'><v>1</v></c></row></worksheet>"
    with pytest.raises(TooManyColumnsError):
        list(sheets(with_sheet_xml(wide), LIMITS))


def test_painted_but_empty_rows_do_not_count() -> None:
    painted = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="9000"><c r="A9000" s="1"/></row>'
        b"</sheetData></worksheet>"
    )
    assert only(with_sheet_xml(painted)).rows == [[1]]


def test_cells_without_references_follow_each_other() -> None:
    bare = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b"<row><c><v>1</v></c><c><f>A1*2</f><v>2</v></c></row></sheetData></worksheet>"
    )
    assert only(with_sheet_xml(bare)).rows == [[1, Formula("=A1*2")]]


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>',
        b"<worksheet><sheetData><row r='x'></row></sheetData></worksheet>",
        b"<worksheet><c r='A0B'/></worksheet>",
        b"<worksheet>",
    ],
    ids=["entity", "row number", "reference", "unclosed"],
)
def test_xml_that_plays_tricks_is_refused(xml: bytes) -> None:
    with pytest.raises(NotAWorkbookError):
        list(sheets(with_sheet_xml(xml), LIMITS))


@pytest.mark.parametrize(
    "text",
    [
        "Gian số;Tên\nA01;Chả mực\n",
        "\ufeffGian số,Tên\r\nA01,Chả mực\r\n",
        "Gian số\tTên\nA01\tChả mực",
    ],
    ids=["semicolon", "comma with BOM", "tab"],
)
def test_csv_is_read_whatever_parts_its_columns(text: str) -> None:
    assert only(text.encode()).rows == [["Gian số", "Tên"], ["A01", "Chả mực"]]


def test_csv_in_another_encoding_says_how_to_save() -> None:
    with pytest.raises(NotUtf8Error) as refused:
        list(sheets("Chả mực".encode("cp1258", "ignore") + b"\xff\xfe", LIMITS))
    assert "CSV UTF-8" in refused.value.sentence()


def test_csv_has_the_same_row_limit() -> None:
    with pytest.raises(TooManyRowsError):
        list(sheets(b"a,b\n" * 101, LIMITS))


@given(st.integers(0, 16_383))
def test_letters_count_like_excel(column: int) -> None:
    number = 0
    for sign in letter(column):
        number = number * 26 + ord(sign) - 64
    assert number == column + 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_refused_or_read_never_a_crash(data: st.DataObject) -> None:
    content = bytearray(sample("danh-sach-gian-hang"))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ImportRefusedError):
        list(sheets(bytes(content), LIMITS))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_damaged_xml_is_refused_or_read_never_a_crash(data: st.DataObject) -> None:
    members = members_of(sample("danh-sach-gian-hang"))
    name = data.draw(st.sampled_from(sorted(members)))
    content = bytearray(members[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ImportRefusedError):
        list(sheets(zipped(members | {name: bytes(content)}), LIMITS))
