from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core import ids
from fair_pos.labels import rules
from tests.labels.goods import TODAY, certificate, goods


def test_a_valid_certificate_gives_the_mark_with_exactly_its_stars() -> None:
    text = rules.label_text(goods("Miến dong", certificate(5)), TODAY)
    assert (text.stars, text.certificate, text.until) == (5, "101/QĐ-UBND", "29/12/2027")
    assert text.plain_reason == ""


def test_the_certificates_own_number_goes_before_its_decisions() -> None:
    text = rules.label_text(goods("Miến dong", certificate(certificate_no="GCN 7")), TODAY)
    assert text.certificate == "GCN 7"


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ((), "chưa có giấy chứng nhận"),
        ((certificate(expires_on=date(2026, 12, 20)),), "hết hạn ngày 20/12/2026"),
        ((certificate(state="revoked", state_on=TODAY),), "đã thu hồi, 30/01/2027"),
        ((certificate(issued_on=TODAY + timedelta(1)),), "có hiệu lực từ 31/01/2027"),
    ],
)
def test_without_valid_stars_the_label_is_plain_and_says_why(own: tuple, reason: str) -> None:
    text = rules.label_text(goods("Miến dong", *own), TODAY)
    assert (text.stars, text.certificate, text.until) == (None, "", "")
    assert text.plain_reason == reason


def test_the_last_day_of_a_certificate_still_counts_and_the_next_does_not() -> None:
    own = goods("Miến dong", certificate(expires_on=TODAY))
    assert rules.label_text(own, TODAY).stars == 4
    assert rules.label_text(own, TODAY + timedelta(1)).stars is None


def test_goods_by_weight_show_the_price_of_a_unit() -> None:
    text = rules.label_text(goods(is_weighed=True, unit="kg", price_vnd=600_000), TODAY)
    assert text.price == "600.000\u00a0đ/kg"


def test_a_label_without_a_listed_price_is_refused() -> None:
    with pytest.raises(rules.NoPriceError, match="“Miến dong” chưa có giá niêm yết"):
        rules.label_text(goods("Miến dong", price_vnd=None), TODAY)


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ([], rules.NothingChosenError),
        ([0], rules.NothingChosenError),
        ([10_000, 1], rules.TooManyLabelsError),
    ],
)
def test_a_printing_has_at_least_one_label_and_an_upper_limit(
    wanted: list[int], error: type[Exception]
) -> None:
    assert rules.check_number([9_999, 1]) == 10_000
    with pytest.raises(error):
        rules.check_number(wanted)


@given(st.integers(0, 28**9 - 1), st.integers(0, 9), st.sampled_from(ids.ALPHABET))
def test_one_wrong_sign_of_a_label_code_is_always_caught(
    number: int, place: int, sign: str
) -> None:
    code = ids.code_of(number, 10)
    wrong = code[:place] + sign + code[place + 1 :]
    assert (ids.read_code(wrong) is None) == (wrong != code)
    assert ids.read_code(code.lower()) == code
