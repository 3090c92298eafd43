"""Reads prices, stars, certificates, sets and barcodes the way people write them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from fair_pos.catalogue.importing import sentences
from fair_pos.catalogue.importing.columns import Field
from fair_pos.catalogue.importing.contacts import is_shortened
from fair_pos.catalogue.importing.listing import Row
from fair_pos.catalogue.models import SoldBy
from fair_pos.catalogue.ocop import parse_product_code
from fair_pos.core.errors import BadAmountError
from fair_pos.core.money import Vnd, parse_vnd
from fair_pos.core.text import clean, fold

SMALLEST_VND = 500
"""Below it a price is surely meant in thousands: no goods of a fair cost less."""

SETS = 26
_WEIGHTS = frozenset({"kg", "kilogam", "ki lo gam", "can", "lang", "g", "gam", "gram"})
_STARS = re.compile(r"^([345])(?:[.,]0+)?\s*(?:sao|\*|★|star|stars)?$")
_NO_STARS = frozenset({"0", "-", "–", "khong", "chua", "chua co", "chua xep hang", "k", "x"})
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Excel's day numbers of 2000 to 2099."""


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """The certificate a row names: 3 to 5 stars, decision, day."""

    stars: int
    decision_no: str
    issued_on: date
    issuer: str


def read_price(row: Row) -> Vnd:
    """Return the listed price in đồng; 0 together with a fault."""
    cell = row.cell(Field.PRICE)
    text = row.needed(Field.PRICE)
    if row.is_faulty(Field.PRICE):
        return Vnd(0)
    column = row.listing.columns.get(Field.PRICE)
    in_thousands = bool(column and re.search(r"\b(nghin|ngan|1[.,]?000)\b", fold(column.heading)))
    try:
        price = _price(cell, text)
    except BadAmountError:
        broken = re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}(,\d{3})+\.\d+|\d+[.,]\d{1,2}", text)
        said = sentences.broken_price(text) if broken else sentences.wrong_price(text)
        row.fault(Field.PRICE, said)
        return Vnd(0)
    if in_thousands:
        row.note(sentences.NOTE_THOUSANDS)
        price = Vnd(price * 1000)
    if price < SMALLEST_VND:
        row.fault(Field.PRICE, sentences.small_price(text))
    return price


def _price(cell: object, text: str) -> Vnd:
    """Read `85.000`, `85000đ`, `85,000`, `85.000đ/kg`.

    Raises:
        BadAmountError: anything else.
    """
    if isinstance(cell, Decimal):
        raise BadAmountError(text)
    amount, _, unit = text.partition("/")
    if unit and not re.fullmatch(r"\s*(\d+\s*)?[^\W\d]+\s*", unit):
        raise BadAmountError(text)
    return parse_vnd(amount)


def read_unit(row: Row) -> str:
    """Return the unit that stands after the price."""
    unit = row.text(Field.UNIT)
    if not unit:
        per = re.search(r"/\s*([^\W\d]+)\s*$", row.text(Field.PRICE))
        unit = per[1] if per else ""
    if not unit:
        row.note(sentences.NOTE_UNIT)
    return unit or "cái"


def sold_by(unit: str) -> SoldBy:
    """Say whether a unit is weighed."""
    return SoldBy.WEIGHT if fold(unit).strip(".") in _WEIGHTS else SoldBy.PIECE


def read_certificate(row: Row) -> CertificateRow | None:
    """Return the certificate, only when stars, decision and day are all there."""
    stars = _read_stars(row)
    decision_no = row.text(Field.DECISION_NO)
    issued_on = _read_day(row)
    issuer = row.text(Field.ISSUER)
    if stars is None:
        if decision_no and sentences.NOTE_POTENTIAL not in row.notes:
            row.note(sentences.NOTE_NO_STARS)
        return None
    if not decision_no or issued_on is None:
        row.note(sentences.NOTE_NO_CERTIFICATE)
        return None
    return CertificateRow(stars, decision_no, issued_on, issuer)


def _read_stars(row: Row) -> int | None:
    text = row.text(Field.STARS)
    key = fold(text)
    if not text or key in _NO_STARS:
        return None
    if "tiem nang" in key:
        row.note(sentences.NOTE_POTENTIAL)
        return None
    if re.fullmatch(r"[★*⭐]{3,5}", text):
        return len(text)
    match = _STARS.match(key.removesuffix(" ocop").removeprefix("hang ").removeprefix("ocop "))
    if match is None:
        row.fault(Field.STARS, sentences.wrong_stars(text))
        return None
    return int(match[1])


def _read_day(row: Row) -> date | None:
    cell = row.cell(Field.DECISION_DAY)
    if cell is None or isinstance(cell, date):
        return cell
    if isinstance(cell, int) and cell in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=cell)
    text = clean(str(cell))
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    row.fault(Field.DECISION_DAY, sentences.wrong_date(text))
    return None


def read_set(row: Row, names: dict[str, int]) -> int | None:
    """Return the number of the product set, from `02 Thịt, …`, `2` or the set's name."""
    text = row.text(Field.SET)
    if not text:
        return None
    match = re.match(r"(?:bộ\s*)?(?:số\s*)?0*(\d{1,2})\b", text, re.IGNORECASE)
    number = int(match[1]) if match else names.get(fold(text), 0)
    if not 1 <= number <= SETS:
        row.fault(Field.SET, sentences.WRONG_SET)
        return None
    return number


def read_product_code(row: Row) -> str:
    """Return the OCOP code as text, or an empty one."""
    text = row.text(Field.PRODUCT_CODE)
    code = parse_product_code(text) if text else None
    if text and code is None:
        row.fault(Field.PRODUCT_CODE, sentences.WRONG_PRODUCT_CODE)
    return code.text if code else ""


def read_barcode(row: Row) -> str:
    """Return a GTIN of 8, 12, 13 or 14 digits whose check digit is right, or an empty text."""
    cell = row.cell(Field.BARCODE)
    text = re.sub(r"[\s-]", "", row.text(Field.BARCODE))
    if not text:
        return ""
    if isinstance(cell, str | Decimal) and is_shortened(cell):
        row.fault(Field.BARCODE, sentences.SHORTENED_BARCODE)
    elif not is_gtin(text):
        row.fault(Field.BARCODE, sentences.WRONG_BARCODE)
    return text


def read_trace(row: Row) -> str:
    """Return the address of the producer's own page, or an empty text."""
    text = row.text(Field.TRACE)
    if text and not is_page(text):
        row.fault(Field.TRACE, sentences.WRONG_TRACE)
    return text


def is_page(text: str) -> bool:
    """Say whether a text is the https address of a page, without spaces.

    >>> is_page("https://qn.check.net.vn/1"), is_page("http://a.vn"), is_page("https://a b.vn")
    (True, False, False)
    """
    return re.fullmatch(r"https://[^\s/?#@\\]+\.\S+", text) is not None


def is_gtin(text: str) -> bool:
    """Check length and check digit: weights 3 and 1 from the right.

    Source: GS1 General Specifications, section 7.9.

    >>> is_gtin("8934563138165"), is_gtin("8934563138166")
    (True, False)
    """
    if not re.fullmatch(r"\d{8}|\d{12,14}", text):
        return False
    weighted = (int(sign) * (3, 1)[place % 2] for place, sign in enumerate(reversed(text[:-1])))
    return (sum(weighted) + int(text[-1])) % 10 == 0
