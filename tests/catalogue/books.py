"""Workbooks for tests, and the two the organiser handed over."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from fair_pos.catalogue.importing.booths import BoothRow, preview_booths
from fair_pos.catalogue.importing.listing import NO_CHOICES, Choices
from fair_pos.catalogue.importing.preview import Preview
from fair_pos.catalogue.importing.products import ProductRow, preview_products
from fair_pos.catalogue.importing.reference import load_reference
from fair_pos.resources import folder

BOOTH_HEADER = ("Khu", "Gian số", "Tên đơn vị", "Loại hình", "Địa phương", "Điện thoại",
                "Ngân hàng", "Số tài khoản", "Mã số thuế")  # fmt: skip
PRODUCT_HEADER = ("Gian số", "Tên sản phẩm", "Quy cách", "ĐVT", "Giá bán", "Hạng sao",
                  "Số quyết định", "Ngày quyết định", "Bộ sản phẩm", "Mã OCOP", "Mã vạch",
                  "Trang truy xuất",
                  "Chủ thể")  # fmt: skip
KNOWN = {"A01": ("HTX Đồng Tiến",), "B02": ("Hộ Lan", "Hộ Mai")}


def workbook(
    rows: Sequence[Sequence[Any]], name: str = "Danh sách", merge: Mapping[str, str] | None = None
) -> bytes:
    """Make an .xlsx; a text that begins with `{=` becomes a real formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                match value:
                    case None | "":
                        continue
                    case str() if value.startswith("{="):
                        sheet.write_formula(line, column, value[1:], None, 7)
                    case date():
                        sheet.write_datetime(line, column, value, day)
                    case _:
                        sheet.write(line, column, value)
        for area, value in (merge or {}).items():
            sheet.merge_range(area, value)
    return buffer.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sample(name: str) -> bytes:
    return (folder("seed") / "demo" / f"{name}.xlsx").read_bytes()


def sample_booths(choices: Choices = NO_CHOICES) -> Preview[BoothRow]:
    return preview_booths(sample("danh-sach-gian-hang"), load_reference(), choices)


def sample_products(choices: Choices = NO_CHOICES) -> Preview[ProductRow]:
    known = {row.booth: (row.exhibitor,) for row in sample_booths().rows}
    return preview_products(sample("danh-muc-san-pham"), load_reference(), known, choices)


def booth_list(*rows: dict[str, Any], choices: Choices = NO_CHOICES) -> Preview[BoothRow]:
    """Preview a list whose rows name the columns that differ from a good row."""
    good = {
        "Khu": "Khu 1", "Gian số": "A01", "Tên đơn vị": "HTX Đồng Tiến", "Loại hình": "HTX",
        "Địa phương": "xã Hải Lạng",
    }  # fmt: skip
    lines = [[(good | row).get(name) for name in BOOTH_HEADER] for row in rows]
    return preview_booths(workbook([BOOTH_HEADER, *lines]), load_reference(), choices)


def product_list(*rows: dict[str, Any], choices: Choices = NO_CHOICES) -> Preview[ProductRow]:
    """Preview a list whose rows name the columns that differ from a good row."""
    good = {"Gian số": "A01", "Tên sản phẩm": "Chả mực", "ĐVT": "gói", "Giá bán": "85.000"}
    lines = [[(good | row).get(name) for name in PRODUCT_HEADER] for row in rows]
    content = workbook([PRODUCT_HEADER, *lines], name="Sản phẩm")
    return preview_products(content, load_reference(), KNOWN, choices)


def told(preview: Preview[Any]) -> list[tuple[int, str, str, str]]:
    """Return the faults as (row, heading, written, sentence)."""
    return [(fault.row, fault.heading, fault.written, fault.said.vi) for fault in preview.faults]


def notes(row: BoothRow | ProductRow) -> list[str]:
    return [note.vi for note in row.notes]
