"""Numbers that name an exhibitor: tax code, phone, bank account, as people type them. Pure."""

import re

from fair_pos.core.errors import FieldError
from fair_pos.core.text import ascii_only, clean

_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_TAX = re.compile(r"(\d{10})(?:-?(\d{3}))?|(\d{12})")
_PHONE = re.compile(r"0\d{9,10}|\+\d{8,15}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{4,19}")


class TaxCodeError(FieldError):
    """Not the form of a tax code."""

    code, field = "tax_code", "tax_code"
    vi = "Mã số thuế có 10 số, 10 số và 3 số chi nhánh, hoặc 12 số căn cước. Đã ghi “{detail}”."
    en = "A tax code has 10 digits, 13 for a branch, or the 12 of an identity card: “{detail}”."


class TaxCheckError(FieldError):
    """A digit is wrong or two are swapped."""

    code, field = "tax_check", "tax_code"
    vi = "Mã số thuế “{detail}” sai số kiểm tra. Xem lại từng chữ số."
    en = "The check digit of the tax code “{detail}” is wrong. Look at each digit."


class PhoneError(FieldError):
    """Not the form of a phone number."""

    code, field = "phone", "phone"
    vi = "Số điện thoại phải có 10 hoặc 11 số, bắt đầu bằng 0, ví dụ 0900 000 000."
    en = "A phone number has 10 or 11 digits and begins with 0, e.g. 0900 000 000."


class AccountError(FieldError):
    """Not the form of an account number."""

    code, field = "account_number", "account_number"
    vi = "Số tài khoản chỉ gồm chữ và số không dấu, từ 4 đến 19 ký tự."
    en = "An account number has 4 to 19 plain letters and digits."


def tax_code(text: str) -> str:
    """Return a tax code as digits, a branch after a hyphen.

    Source: python-stdnum, module stdnum.vn.mst: weights and check digit of the MST.

    Raises:
        TaxCodeError, TaxCheckError: wrong form, wrong check digit.

    >>> tax_code("0100109106"), tax_code("0100109106-001")
    ('0100109106', '0100109106-001')
    """
    typed = re.sub(r"[\s.]", "", text)
    match = _TAX.fullmatch(typed)
    if match is None:
        raise TaxCodeError(text)
    main, branch, person = match.groups()
    if person:
        return str(person)
    if not _tax_check_fits(main):
        raise TaxCheckError(text)
    return f"{main}-{branch}" if branch else str(main)


def _tax_check_fits(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, _TAX_WEIGHTS, strict=False))
    return 10 - total % 11 == int(digits[9])


def phone(text: str) -> str:
    """Return a phone number without spaces, with its leading 0.

    Raises:
        PhoneError: another form.

    >>> phone("+84 900.000.206"), phone("0203 382 5678")
    ('0900000206', '02033825678')
    """
    number = re.sub(r"[\s.()\-]", "", text)
    number = re.sub(r"^(\+84|0084)(?=[1-9])", "0", number)
    if not _PHONE.fullmatch(number):
        raise PhoneError
    return number


def account_number(text: str) -> str:
    """Return a bank account's number without spaces.

    Raises:
        AccountError: other signs, too short or too long for a VietQR.
    """
    number = re.sub(r"[\s.\-]", "", text)
    if not _ACCOUNT.fullmatch(number):
        raise AccountError
    return number


def account_name(text: str) -> str:
    """Return a holder's name as banks write it: capitals without marks.

    >>> account_name("Hoàng Thị Hạnh")
    'HOANG THI HANH'
    """
    return ascii_only(clean(text)).upper()
