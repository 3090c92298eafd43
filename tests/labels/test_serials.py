"""Each label's own code: what proves it, what breaks it, which key made it."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core import serials
from fair_pos.core.ids import ALPHABET, check_sign, code_of
from fair_pos.core.serials import MOST_SERIAL, Serial
from fair_pos.db import companion
from fair_pos.labels import keys, sheets, verdict
from fair_pos.labels.keys import PREVIEW, Keys, NoKeyLeftError
from fair_pos.labels.rules import serial_address
from fair_pos.labels.verdict import Scans, Verdict

EGGS, SQUID = "B4K7R2XQ96", code_of(0, 10)
OURS = Keys((("0", b"ours"),))


@given(st.integers(0, MOST_SERIAL))
def test_a_code_says_product_serial_and_proof_again(number: int) -> None:
    made = OURS.serial(EGGS, number)
    assert serials.read(made.code) == made
    assert OURS.is_ours(made) == (number != PREVIEW)


@given(st.integers(0, 23), st.sampled_from(ALPHABET), st.integers(1, MOST_SERIAL))
def test_one_wrong_sign_is_always_caught(place: int, sign: str, number: int) -> None:
    code = OURS.serial(EGGS, number).code
    wrong = code[:place] + sign + code[place + 1 :]
    assert wrong == code or serials.read(wrong) is None


def test_a_forged_proof_another_product_or_another_serial_is_not_ours() -> None:
    true = OURS.serial(EGGS, 417)
    proof = "0000000" if true.proof != "0000000" else "0000001"
    for forged in (
        Serial(EGGS, "0", 417, proof),
        Serial(SQUID, "0", 417, true.proof),
        Serial(EGGS, "0", 418, true.proof),
        Serial(EGGS, "1", 417, true.proof),
        Keys((("0", b"theirs"),)).serial(EGGS, 417),
    ):
        read = serials.read(forged.code)
        assert read == forged, "whoever forges knows how to make the check sign"
        assert not OURS.is_ours(read)


def test_a_code_of_other_length_or_with_a_broken_product_is_no_serial() -> None:
    body = "B4K7R2XQ99" + OURS.serial(EGGS, 1).code[10:-1]
    assert serials.read(body + check_sign(body)) is None
    assert serials.read(EGGS) is None


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path) -> None:
    first = keys.load(tmp_path)
    assert keys.load(tmp_path) == first
    assert keys.FILE in companion.KEPT
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / keys.FILE).stat().st_mode) == 0o600


def test_after_a_change_of_key_old_labels_stay_ours_and_new_ones_have_the_new_key(tmp_path) -> None:
    old = keys.load(tmp_path).serial(EGGS, 1)
    changed = keys.rotate(tmp_path)
    assert changed.is_ours(old)
    assert changed.serial(EGGS, 1).key_id == "1"
    assert changed.serial(EGGS, 1).proof != old.proof
    for _ in range(26):
        keys.rotate(tmp_path)
    with pytest.raises(NoKeyLeftError):
        keys.rotate(tmp_path)


@pytest.mark.parametrize(
    ("host", "modules"),
    [
        ("http://192.168.1.10:8000", 29),
        ("https://hoi-cho.quangninh.gov.vn", 29),
        ("https://hoi-cho-ocop-2027.quangninh.gov.vn:8443", 33),
    ],
)
def test_a_serial_costs_four_modules_of_the_code(host: str, modules: int) -> None:
    """Version 3 up to 34 signs of address, version 4 up to 63 (level M, alphanumeric)."""
    assert f"0 0 {modules + 8}" in sheets.code_svg(serial_address(host, OURS.serial(EGGS, 417)))


@pytest.mark.parametrize(
    ("known", "scans", "said"),
    [
        ("ours logged", Scans(), Verdict.GENUINE),
        ("ours logged", Scans(40, 20, 9, 3, busiest=11), Verdict.GENUINE),
        ("ours logged", Scans(40, 40, 3, 1, busiest=40), Verdict.GENUINE),
        ("ours logged", Scans(14, 13, 4, 2, busiest=12), Verdict.COPIED),
        ("ours", Scans(), Verdict.UNLOGGED),
        ("logged", Scans(), Verdict.NOT_OURS),
        ("", Scans(99, 99, 99, 9), Verdict.NOT_OURS),
    ],
)
def test_many_devices_in_many_networks_are_a_sign_of_copies(
    known: str, scans: Scans, said: Verdict
) -> None:
    assert (
        verdict.of_serial(is_ours="ours" in known, is_logged="logged" in known, scans=scans) is said
    )
