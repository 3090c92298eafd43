import json
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core import money
from fair_pos.core.errors import BadAmountError
from fair_pos.core.money import MAX_VND, Vnd

WORDS = json.loads(Path(__file__).parents[1].joinpath("cases/words.json").read_text("utf-8"))
amounts = st.integers(0, MAX_VND).map(Vnd)


@pytest.mark.parametrize(("amount", "words"), WORDS)
def test_an_amount_in_words(amount, words):
    assert money.amount_in_words(amount) == words


def number_of(words: str) -> int:
    """Read Vietnamese number words back, by a way of its own."""
    digits = dict(
        zip(
            ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"],
            range(10),
            strict=True,
        )
    )
    digits |= {"mốt": 1, "lăm": 5}
    scales = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}
    total = group = last = 0
    for word in words.split():
        if word in digits:
            last = digits[word]
        elif word in {"mươi", "mười"}:
            group, last = group + (last * 10 if word == "mươi" else 10), 0
        elif word == "trăm":
            group, last = group + last * 100, 0
        elif word in scales:
            total, group, last = total + (group + last) * scales[word], 0, 0
        else:
            assert word == "linh", word
    return total + group + last


@given(amounts)
def test_words_read_back_to_the_amount(amount):
    words = money.amount_in_words(amount)
    assert words.endswith(" đồng")
    assert "  " not in words
    assert number_of(words.removesuffix(" đồng").lower()) == amount


@given(amounts)
def test_words_are_those_of_a_northern_shop(amount):
    words = money.amount_in_words(amount).lower().split()
    assert not {"ngàn", "lẻ", "tư"} & set(words)
    for before, word in pairwise(words):
        assert (word == "mốt") <= (before == "mươi")
        assert (word == "lăm") <= (before in {"mươi", "mười"})
        assert not (before == "mươi" and word in {"một", "năm"})


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("85000", 85_000),
        ("85.000", 85_000),
        ("85 000", 85_000),
        ("85,000", 85_000),
        ("1.234.567", 1_234_567),
        ("1\u00a0250\u00a0000", 1_250_000),
        ("85.000đ", 85_000),
        ("85.000 ₫", 85_000),
        ("85.000 VNĐ", 85_000),
        ("85000 vnd.", 85_000),
        ("85.000 đồng", 85_000),
        ("85.000 đo\u0302\u0300ng", 85_000),
        ("85k", 85_000),
        ("85K", 85_000),
        ("1250k", 1_250_000),
        ("85 nghìn", 85_000),
        ("12,5k", 12_500),
        ("1,25tr", 1_250_000),
        ("1.5 triệu", 1_500_000),
        ("2 triệu đồng", 2_000_000),
        ("0", 0),
        (" 500 ", 500),
        ("999.999.999.999", MAX_VND),
    ],
)
def test_what_people_write_for_an_amount(text, amount):
    assert money.parse_vnd(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đ",
        "-5000",
        "\u22125000",
        "+5",
        "100.000,5",
        "100.000,00",
        "85,5",
        "85.00",
        "85.0000",
        "1.25",
        "1.2500.000",
        "1.250,000",
        "1.250 000",
        ".500",
        "1e6",
        "85x",
        "mười nghìn",
        "12,5",
        "1,2345k",
        "0,05k5",
        "1.250k",
        "85,000k",
        "1.250.000k",
        "٨٥",
        "1000000000000",
        "1.000.000tr",
        "85 85",
        "=1+1",
        "85\n000",
    ],
)
def test_what_is_no_plain_amount_is_refused_and_shown_back(text):
    with pytest.raises(BadAmountError) as refusal:
        money.parse_vnd(text)
    assert f"“{text.strip()}”" in refusal.value.sentence()


@given(amounts)
def test_a_written_amount_reads_back(amount):
    assert money.parse_vnd(money.format_vnd(amount)) == amount
    assert money.parse_vnd(money.format_vnd_unit(amount)) == amount


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_refusal(text):
    with suppress(BadAmountError):
        assert 0 <= money.parse_vnd(text) <= MAX_VND


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**12))
def test_rounding_is_to_the_nearest_and_half_goes_away_from_zero(numerator, denominator):
    rounded = money.round_half_up(numerator, denominator)
    assert 2 * abs(rounded * denominator - numerator) <= denominator
    assert money.round_half_up(-numerator, denominator) == -rounded
    if 2 * abs(numerator) % (2 * denominator) == denominator:
        assert abs(rounded) * denominator > abs(numerator)


def test_rounding_minds_the_sign_of_the_denominator():
    assert money.round_half_up(5, -2) == -3
    assert money.round_half_up(-5, -2) == 3


@given(amounts, st.integers(0, 100_000))
def test_a_percentage_is_at_most_the_whole(amount, percent_milli):
    assert 0 <= money.percent_of(amount, percent_milli) <= amount


@given(st.integers(-MAX_VND, MAX_VND).map(Vnd), st.lists(st.integers(0, MAX_VND), max_size=12))
def test_a_split_sums_to_the_whole_and_is_fair_to_one_dong(amount, weights):
    parts = money.split(amount, weights)
    assert len(parts) == len(weights)
    assert sum(parts) == (amount if weights else 0)
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        if total:
            assert abs(part * total - amount * weight) < total
            assert weight or not part


@given(st.lists(st.integers(0, MAX_VND), min_size=1, max_size=12), st.data())
def test_a_split_of_less_than_the_weights_never_exceeds_a_weight(weights, data):
    amount = data.draw(st.integers(0, sum(weights)))
    parts = money.split(Vnd(amount), weights)
    assert all(part <= weight for part, weight in zip(parts, weights, strict=True))


def test_without_weights_everything_stays_in_the_first_part():
    assert money.split(Vnd(7), [0, 0, 0]) == [7, 0, 0]
    assert money.split(Vnd(7), []) == []
    assert money.split(Vnd(-10_000), [1, 1, 1]) == [-3334, -3333, -3333]


def test_figures_of_reports():
    assert money.format_million(-950_000) == "\u22121,0"
    assert money.format_million(49_999) == "0,0"
    assert money.format_billion(1_995_000_000) == "2,00"
    assert money.format_billion(-5_000_000) == "\u22120,01"
