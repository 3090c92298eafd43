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
from fair_pos.programme import identity

EXACT_DIGITS = 15
"""Excel keeps so many digits of a number and turns the rest into zeros."""

_SHOWN_DIGITS = 6
_SHORTENED_FROM = 10**11
_SHORTENED = re.compile(r"^\d([.,]\d+)?E\+?\d+$", re.IGNORECASE)
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
    bare = re.sub(r"[\s.()\-]", "", first)
    digits = re.sub(r"^84(?=\d{9}$)", "0", bare)
    if re.fullmatch(r"[1-9]\d{8}", digits):
        row.note(sentences.NOTE_PHONE_ZERO)
        digits = f"0{digits}"
    return row.checked(Field.PHONE, digits, identity.phone)


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
    name = identity.account_name(row.text(Field.ACCOUNT_NAME))
    return BankAccount(bank.bin, bank.short_name, number, name)


def _account_number(row: Row) -> str:
    cell = row.cell(Field.ACCOUNT)
    if is_shortened(cell):
        row.fault(Field.ACCOUNT, sentences.SHORTENED_ACCOUNT, written_as=_as_excel_shows(cell))
        return ""
    number = row.checked(Field.ACCOUNT, row.text(Field.ACCOUNT), identity.account_number)
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
    code = row.text(Field.TAX_CODE)
    if isinstance(cell, int) and len(code) == _TAX_DIGITS - 1:
        row.note(sentences.NOTE_TAX_ZERO)
        code = f"0{code}"
    return row.checked(Field.TAX_CODE, code, identity.tax_code)
