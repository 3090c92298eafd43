"""Finds the header row and says which column holds what, whatever an organiser calls it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fair_pos.catalogue.importing.refusals import NoHeaderError
from fair_pos.catalogue.importing.sentences import Said
from fair_pos.catalogue.importing.sheet_xml import letter
from fair_pos.catalogue.importing.workbook import Cell, Sheet, written
from fair_pos.core.text import clean, fold

HEADER_ROWS = 20
"""The header row stands somewhere in the first twenty."""


class Field(StrEnum):
    """What a column may hold."""

    ZONE = "zone"
    BOOTH = "booth"
    EXHIBITOR = "exhibitor"
    KIND = "kind"
    LOCALITY = "locality"
    PHONE = "phone"
    BANK = "bank"
    ACCOUNT = "account"
    ACCOUNT_NAME = "account_name"
    TAX_CODE = "tax_code"
    PRODUCT = "product"
    PACK = "pack"
    UNIT = "unit"
    PRICE = "price"
    STARS = "stars"
    DECISION_NO = "decision_no"
    DECISION_DAY = "decision_day"
    ISSUER = "issuer"
    SET = "set"
    PRODUCT_CODE = "product_code"
    BARCODE = "barcode"
    TRACE = "trace"


LABELS = {
    Field.ZONE: Said("Khu", "Zone"),
    Field.BOOTH: Said("Số gian", "Booth"),
    Field.EXHIBITOR: Said("Chủ thể", "Exhibitor"),
    Field.KIND: Said("Loại chủ thể", "Kind of exhibitor"),
    Field.LOCALITY: Said("Địa phương", "Locality"),
    Field.PHONE: Said("Điện thoại", "Phone"),
    Field.BANK: Said("Ngân hàng", "Bank"),
    Field.ACCOUNT: Said("Số tài khoản", "Account number"),
    Field.ACCOUNT_NAME: Said("Tên tài khoản", "Account name"),
    Field.TAX_CODE: Said("Mã số thuế", "Tax code"),
    Field.PRODUCT: Said("Sản phẩm", "Product"),
    Field.PACK: Said("Quy cách", "Pack"),
    Field.UNIT: Said("Đơn vị tính", "Unit"),
    Field.PRICE: Said("Giá bán", "Price"),
    Field.STARS: Said("Hạng sao", "Stars"),
    Field.DECISION_NO: Said("Số quyết định", "Decision number"),
    Field.DECISION_DAY: Said("Ngày quyết định", "Decision date"),
    Field.ISSUER: Said("Cơ quan cấp", "Issuer"),
    Field.SET: Said("Bộ sản phẩm", "Product set"),
    Field.PRODUCT_CODE: Said("Mã OCOP", "OCOP code"),
    Field.BARCODE: Said("Mã vạch", "Barcode"),
    Field.TRACE: Said("Trang truy xuất", "Trace page"),
}

_SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.ZONE: (
        "khu", "khu vực", "phân khu", "tên khu", "zone", "khu gian hàng", "khu vực gian hàng",
    ),
    Field.BOOTH: (
        "gian số", "số gian", "mã gian", "gian", "số gian hàng", "mã gian hàng", "gian hàng số",
        "vị trí gian", "số hiệu gian", "booth", "stt gian", "ký hiệu gian",
        "gian hàng", "tên gian",
    ),
    Field.EXHIBITOR: (
        "tên đơn vị", "chủ thể", "tên chủ thể", "đơn vị", "đơn vị tham gia", "tên cơ sở",
        "cơ sở sản xuất", "tên doanh nghiệp", "doanh nghiệp", "nhà sản xuất", "đơn vị sản xuất",
        "chủ gian hàng", "tên hộ", "exhibitor", "tên gian hàng", "tên gian",
    ),
    Field.KIND: (
        "loại hình", "loại chủ thể", "loại hình chủ thể", "hình thức", "loại đơn vị",
        "loại hình tổ chức", "loại hình kinh doanh",
    ),
    Field.LOCALITY: (
        "địa phương", "xã", "phường", "xã phường", "xã phường đặc khu", "địa chỉ", "tỉnh",
        "đơn vị hành chính", "tỉnh thành", "địa bàn", "quê quán",
    ),
    Field.PHONE: ("điện thoại", "sđt", "số điện thoại", "đt", "số đt", "di động", "phone"),
    Field.BANK: ("ngân hàng", "tên ngân hàng", "mã ngân hàng", "nh", "bank"),
    Field.ACCOUNT: ("số tài khoản", "stk", "số tk", "tài khoản", "tài khoản nhận tiền", "tk"),
    Field.ACCOUNT_NAME: ("tên tài khoản", "chủ tài khoản", "tên chủ tài khoản"),
    Field.TAX_CODE: ("mã số thuế", "mst", "mã thuế"),
    Field.PRODUCT: ("tên sản phẩm", "sản phẩm", "tên hàng", "tên hàng hóa", "mặt hàng", "product"),
    Field.PACK: ("quy cách", "quy cách đóng gói", "khối lượng", "trọng lượng", "dung tích",
                 "khối lượng tịnh", "định lượng"),
    Field.UNIT: ("đvt", "đơn vị tính", "đv tính", "unit"),
    Field.PRICE: ("giá bán", "giá", "đơn giá", "giá niêm yết", "giá bán lẻ", "giá tiền", "price"),
    Field.STARS: ("hạng sao ocop", "hạng sao", "số sao", "sao", "sao ocop", "phân hạng",
                  "xếp hạng", "hạng", "kết quả phân hạng"),
    Field.DECISION_NO: ("số quyết định", "quyết định", "số qđ", "qđ số", "quyết định số"),
    Field.DECISION_DAY: ("ngày quyết định", "ngày qđ", "ngày cấp", "ngày ký", "ngày công nhận"),
    Field.ISSUER: ("cơ quan cấp", "nơi cấp", "cơ quan quyết định", "cơ quan ban hành"),
    Field.SET: ("bộ sản phẩm", "nhóm sản phẩm", "bộ", "nhóm", "phân nhóm"),
    Field.PRODUCT_CODE: ("mã ocop", "mã sản phẩm ocop", "mã sản phẩm", "mã số ocop", "mã sp"),
    Field.BARCODE: ("mã vạch", "barcode", "gtin", "ean", "mã ean"),
    Field.TRACE: ("trang truy xuất", "truy xuất nguồn gốc", "link truy xuất", "địa chỉ truy xuất",
                  "liên kết truy xuất", "qr truy xuất", "trace"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the header row; `field` is None where it is ignored."""

    index: int
    heading: str
    field: Field | None

    @property
    def letter(self) -> str:
        """Return the column's letter in Excel."""
        return letter(self.index)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the list stands: `header_row` is the row's number in Excel."""

    header_row: int
    columns: tuple[Column, ...]

    def column(self, field: Field) -> Column | None:
        """Return the column that holds a field."""
        return next((column for column in self.columns if column.field is field), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which fields a list knows, and which of them it must have."""

    fields: tuple[Field, ...]
    needed: tuple[Field, ...]

    def names(self) -> str:
        """Name the needed columns: `“Gian số” và “Tên đơn vị”`."""
        quoted = [f"“{_capital(_SYNONYMS[field][0])}”" for field in self.needed]
        return f"{', '.join(quoted[:-1])} và {quoted[-1]}"


def find_layout(
    sheet: Sheet,
    wanted: Wanted,
    *,
    header_row: int | None = None,
    chosen: Mapping[int, Field | None] | None = None,
) -> Layout:
    """Return the header row and the meaning of its columns.

    `header_row` and `chosen` (column counted from 0 → field) are what a person chose.

    Raises:
        NoHeaderError: no row has the needed columns.
    """
    numbers = [header_row] if header_row else range(1, min(HEADER_ROWS, len(sheet.rows)) + 1)
    layouts = [
        _layout(number, sheet.rows[number - 1], wanted, chosen or {})
        for number in numbers
        if 0 < number <= len(sheet.rows)
    ]
    good = [layout for layout in layouts if all(map(layout.column, wanted.needed))]
    if not good:
        raise NoHeaderError(wanted.names(), sheet.name, _first_rows(sheet))
    return max(good, key=lambda layout: sum(column.field is not None for column in layout.columns))


def _layout(
    number: int, cells: list[Cell], wanted: Wanted, chosen: Mapping[int, Field | None]
) -> Layout:
    headings = [clean(written(cell)) for cell in cells]
    taken = {index: field for index, field in chosen.items() if field}
    free = [index for index in range(len(headings)) if index not in chosen]
    for _, index, field in sorted(_candidates(headings, free, wanted.fields)):
        if index not in taken and field not in taken.values():
            taken[index] = field
    columns = (Column(i, text, taken.get(i)) for i, text in enumerate(headings) if text)
    return Layout(number, tuple(columns))


def _candidates(
    headings: list[str], free: Iterable[int], fields: tuple[Field, ...]
) -> Iterable[tuple[int, int, Field]]:
    """Yield (rank, column, field): an exact synonym first, then the longest one inside."""
    for index in free:
        key = heading_key(headings[index])
        for field in fields:
            rank = _rank(key, _FOLDED[field])
            if rank is not None:
                yield (rank, index, field)


def _rank(key: str, synonyms: tuple[str, ...]) -> int | None:
    if key in synonyms:
        return synonyms.index(key)
    inside = [len(name) for name in synonyms if _stands_in(name, key)]
    return 200 - max(inside) if inside and len(key) <= _LONGEST_HEADING else None


def _stands_in(name: str, key: str) -> bool:
    """Look for a synonym; a short one counts at the start only: `thời gian` is no `gian`."""
    anchor = r"\b" if len(name) >= _SHORT_NAME else "^"
    return bool(re.search(rf"{anchor}{re.escape(name)}\b", key))


def heading_key(heading: str) -> str:
    """Fold a heading and drop what stands in brackets and between words."""
    return clean(re.sub(r"\([^)]*\)|[^\w]+", " ", fold(heading)))


def _first_rows(sheet: Sheet) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(
        (number, tuple(written(cell) for cell in row))
        for number, row in enumerate(sheet.rows[:10], start=1)
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


_LONGEST_HEADING = 60
_SHORT_NAME = 6
_FOLDED = {field: tuple(map(heading_key, names)) for field, names in _SYNONYMS.items()}
