import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core import ids

CASES = json.loads(Path(__file__).parents[1].joinpath("cases/codes.json").read_text("utf-8"))
bodies = st.text(ids.ALPHABET, min_size=1, max_size=12)


def test_new_ids_are_ids_and_rise():
    made = [ids.new_id() for _ in range(100)]
    assert all(map(ids.is_id, made))
    assert made == sorted(set(made))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c12\n",
        "01934F6E-5A00-7C3A-9B1E-2F4D6A8B0C12",
        "01934f6e-5a00-4c3a-9b1e-2f4d6a8b0c12",
        "01934f6e-5a00-7c3a-cb1e-2f4d6a8b0c12",
        "01934f6e5a007c3a9b1e2f4d6a8b0c12",
    ],
)
def test_what_is_no_id(text):
    assert not ids.is_id(text)


def test_an_id_is_known():
    assert ids.is_id("01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c12")


def test_the_alphabet_is_safe_to_type():
    assert len(ids.ALPHABET) == len(set(ids.ALPHABET)) == 28
    assert not set("AEIOUYDW") & set(ids.ALPHABET)


@pytest.mark.parametrize("case", CASES["codes"], ids=lambda case: case["code"])
def test_a_number_as_a_code(case):
    assert ids.code_of(case["number"], case["length"]) == case["code"]


@pytest.mark.parametrize("text", CASES["wrong"])
def test_what_is_no_code(text):
    assert ids.read_code(text) is None


def test_a_number_too_large_for_its_code_is_refused():
    with pytest.raises(ValueError, match="6"):
        ids.code_of(28**5, 6)


@given(bodies)
def test_a_code_is_read_in_any_case_and_grouping(body):
    code = body + ids.check_sign(body)
    assert ids.read_code(code) == code
    assert ids.read_code(f" {ids.group_code(code).lower()} ") == code
    assert ids.read_code("-".join(code)) == code


@given(bodies, st.data())
def test_one_wrong_sign_is_always_caught(body, data):
    code = body + ids.check_sign(body)
    at = data.draw(st.integers(0, len(code) - 1))
    sign = data.draw(st.sampled_from(ids.ALPHABET.replace(code[at], "")))
    assert ids.read_code(code[:at] + sign + code[at + 1 :]) is None


def test_swapped_neighbours_are_caught_but_for_three_in_a_thousand():
    missed = tried = 0
    for first in ids.ALPHABET:
        for second in ids.ALPHABET.replace(first, ""):
            for lead in ids.ALPHABET:
                tried += 1
                missed += ids.check_sign(lead + first + second) == ids.check_sign(
                    lead + second + first
                )
    assert 0 < missed / tried < 0.003


def test_new_codes_have_their_length_and_check():
    codes = [ids.new_code(10) for _ in range(50)]
    assert all(len(code) == 10 and ids.read_code(code) == code for code in codes)
    assert len(set(codes)) == 50


def test_a_code_of_odd_length_has_its_longer_group_first():
    assert ids.group_code("B4K7R2XQ96") == "B4K7R 2XQ96"
    assert ids.group_code("B4K7R2X") == "B4K7 R2X"
