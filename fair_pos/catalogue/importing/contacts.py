"""Reads phones, bank accounts and tax codes the way Excel mangles them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from fair_pos.catalogue.importing import sentences
from fair_pos.catalogue.importing.banks import Banks
from fair_pos.catalogue.importing.columns import Field
from fair_pos.catalogue.importing.listing import Row
from fair_pos.catalogue.importing.workbook import Cell
from fair_pos.core.text import clean

EXACT_DIGITS = 15
"""Excel keeps so many digits of a number and turns the rest into zeros."""

_SHOWN_DIGITS = 6
_SHORTENED_FROM = 10**11
_SHORTENED = re.compile(r"^\d([.,]\d+)?E\+?\d+$", re.IGNORECASE)
_PHONE = re.compile(r"^(0\d{9,10}|\+\d{8,15})$")
_ACCOUNT = re.compile(r"^[0-9A-Za-z]{4,19}$")
_TAX_CODE = re.compile(r"^(\d{10}|\d{12}|\d{13})$")
_TAX_DIGITS = 10


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where a booth's transfers go; all three empty where none is given."""

    bin: str = ""
    bank: str = ""
    number: str = ""
    name: str = ""


def read_phone(row: Row) -> str:
    """Return a phone number with its leading 0, or an empty text."""
    first, *more = re.split(r"\s*[/;,]\s*|\s+[-–]\s+", row.text(Field.PHONE))
    if more:
        row.note(sentences.NOTE_FIRST_PHONE)
    phone = re.sub(r"[\s.()\-]", "", first)
    phone = re.sub(r"^(\+84|0084|84(?=\d{9}$))", "0", phone)
    if re.fullmatch(r"[1-9]\d{8}", phone):
        row.note(sentences.NOTE_PHONE_ZERO)
        phone = f"0{phone}"
    if phone and not _PHONE.match(phone):
        row.fault(Field.PHONE, sentences.WRONG_PHONE)
    return phone


def read_account(row: Row, banks: Banks) -> BankAccount:
    """Return bank and account number; one without the other is noted and takes no transfers."""
    written = row.text(Field.BANK)
    bank = banks.look_up(written) if written else None
    if written and bank is None:
        row.fault(Field.BANK, sentences.UNKNOWN_BANK)
    number = _account_number(row)
    if bank is None or not number:
        if written or number:
            row.note(sentences.NOTE_NO_ACCOUNT)
        return BankAccount()
    if written == bank.bin:
        row.note(sentences.bank_code(bank.bin, bank.short_name))
    return BankAccount(bank.bin, bank.short_name, number, row.text(Field.ACCOUNT_NAME))


def _account_number(row: Row) -> str:
    cell = row.cell(Field.ACCOUNT)
    if is_shortened(cell):
        row.fault(Field.ACCOUNT, sentences.SHORTENED_ACCOUNT, written_as=_as_excel_shows(cell))
        return ""
    number = re.sub(r"[\s.\-]", "", row.text(Field.ACCOUNT))
    if number and not _ACCOUNT.match(number):
        row.fault(Field.ACCOUNT, sentences.WRONG_ACCOUNT)
        return ""
    if isinstance(cell, int):
        row.note(sentences.NOTE_ACCOUNT_NUMBER)
    return number


def is_shortened(cell: Cell) -> bool:
    """Say whether Excel has lost digits: `9,70415E+11` as text, or the number it came back as."""
    if isinstance(cell, str):
        return bool(_SHORTENED.match(clean(cell)))
    if isinstance(cell, int):
        text = str(abs(cell))
        return len(text) > EXACT_DIGITS or (
            cell >= _SHORTENED_FROM and len(text.rstrip("0")) <= _SHOWN_DIGITS
        )
    return isinstance(cell, Decimal)


def _as_excel_shows(cell: Cell) -> str:
    """Write a long number as its cell shows it."""
    if isinstance(cell, str):
        return clean(cell)
    mantissa, _, exponent = f"{Decimal(str(cell)):.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.').replace('.', ',')}E{exponent}"


def read_tax_code(row: Row) -> str:
    """Return a tax code's digits, or an empty text."""
    cell = row.cell(Field.TAX_CODE)
    code = re.sub(r"[\s.\-]", "", row.text(Field.TAX_CODE))
    if isinstance(cell, int) and len(code) == _TAX_DIGITS - 1:
        row.note(sentences.NOTE_TAX_ZERO)
        code = f"0{code}"
    if code and not _TAX_CODE.match(code):
        row.fault(Field.TAX_CODE, sentences.WRONG_TAX_CODE)
    return code
