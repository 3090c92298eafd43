"""Tax codes, phones and accounts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.programme import identity


@pytest.mark.parametrize("typed", ["0100109106", "0100 109 106", "0100109106-001", "022099001234"])
def test_a_tax_code_is_taken_as_it_is_written(typed: str) -> None:
    assert identity.tax_code(typed).replace("-", "") == typed.replace(" ", "").replace("-", "")


@given(st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_of_a_tax_code_is_found(place: int, step: int) -> None:
    right = "0100109106"
    wrong = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]
    with pytest.raises(identity.TaxCheckError):
        identity.tax_code(wrong)


@pytest.mark.parametrize("typed", ["", "123", "01001091061", "0100109106-1", "0100A09106"])
def test_what_is_no_tax_code_is_refused(typed: str) -> None:
    with pytest.raises(identity.TaxCodeError):
        identity.tax_code(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0900 000 206", "0900000206"),
        ("+84900000206", "0900000206"),
        ("+856 20 555 1234", "+856205551234"),
    ],
)
def test_a_phone_number_keeps_its_digits(typed: str, number: str) -> None:
    assert identity.phone(typed) == number


@pytest.mark.parametrize("typed", ["900000206", "0900", "09000002061234", "số 5"])
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(identity.PhoneError):
        identity.phone(typed)


@pytest.mark.parametrize("typed", ["123", "1" * 20, "12-é4", "Ä1234"])
def test_an_account_that_no_vietqr_takes_is_refused(typed: str) -> None:
    with pytest.raises(identity.AccountError):
        identity.account_number(typed)
