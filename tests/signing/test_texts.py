"""The signed text of a QR: what was put in comes out, and one other sign is always caught."""

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core.ids import ALPHABET, code_of
from fair_pos.signing import keys, texts
from fair_pos.signing.keys import Key, Signer
from fair_pos.signing.texts import Facts, Verdict

NOW = datetime(2027, 1, 30, 3, 42, tzinfo=UTC)
SALE = Facts("receipt", "B4K7R2XQ96", "sale", False, NOW, 453_000, "B017-1-000123")
DIGEST = "00" + "9f" * 31
REPORT = Facts("report", "B4K7R2XQ96", "final", False, NOW, 9_453_000_000, "2", DIGEST)


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> tuple[Key, ...]:
    """Two keys, the first one retired."""
    data: Path = tmp_path_factory.mktemp("ring")
    keys.rotate(data, NOW)
    keys.rotate(data, NOW + timedelta(days=1))
    return Signer(data).keys


codes = st.integers(0, 28**9 - 1).map(lambda number: code_of(number, 10))
moments = st.integers(0, 28**6 - 1).map(
    lambda minute: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
totals = st.integers(0, 28**8 - 1)
receipts = st.builds(
    Facts,
    paper=st.just("receipt"),
    code=codes,
    form=st.sampled_from(texts.FORMS["receipt"]),
    is_sample=st.booleans(),
    at=moments,
    total_vnd=totals,
    number=st.text(string.ascii_uppercase + string.digits + "-", min_size=1, max_size=40),
)
reports = st.builds(
    Facts,
    paper=st.just("report"),
    code=codes,
    form=st.sampled_from(texts.FORMS["report"]),
    is_sample=st.booleans(),
    at=moments,
    total_vnd=totals,
    number=st.integers(1, 783).map(str),
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
)


@given(facts=receipts | reports)
def test_what_is_signed_is_read_again(ring: tuple[Key, ...], facts: Facts) -> None:
    text = texts.signed(ring[-1], facts)
    assert set(text) <= set(ALPHABET)
    assert text.startswith(facts.code)
    checked = texts.check(ring, facts.paper, text.lower())
    assert checked is not None
    assert (checked.verdict, checked.facts, checked.key) == (Verdict.GOOD, facts, ring[-1])


@given(facts=receipts | reports, place=st.integers(0, 400), step=st.integers(1, 27))
def test_one_changed_sign_is_always_caught(
    ring: tuple[Key, ...], facts: Facts, place: int, step: int
) -> None:
    text = texts.signed(ring[-1], facts)
    place %= len(text)
    other = ALPHABET[(ALPHABET.index(text[place]) + step) % len(ALPHABET)]
    checked = texts.check(ring, facts.paper, text[:place] + other + text[place + 1 :])
    assert checked is not None
    assert checked.verdict is not Verdict.GOOD


@given(facts=receipts | reports, end=st.integers(11, 400))
def test_a_text_that_is_cut_off_is_caught(ring: tuple[Key, ...], facts: Facts, end: int) -> None:
    text = texts.signed(ring[-1], facts)
    cut = text[: min(end, len(text) - 1)]
    checked = texts.check(ring, facts.paper, cut)
    assert (checked is None) == (len(cut) < texts.LEAST)
    assert checked is None or checked.verdict is not Verdict.GOOD


def test_a_retired_key_still_proves_what_it_signed(ring: tuple[Key, ...]) -> None:
    checked = texts.check(ring, "receipt", texts.signed(ring[0], SALE))
    assert checked is not None
    assert (checked.verdict, checked.key) == (Verdict.GOOD, ring[0])


def test_the_key_of_another_system_proves_nothing(ring: tuple[Key, ...], tmp_path: Path) -> None:
    """Under its own sign it is not known; under one of ours the signature does not hold."""
    keys.make(tmp_path, NOW)
    foreign = replace(Signer(tmp_path).keys[0], key_id=ring[0].key_id)
    text = texts.signed(foreign, SALE)
    assert verdict(ring, text) is Verdict.WRONG
    assert verdict((), text) is Verdict.UNKNOWN_KEY


def test_a_report_is_no_receipt(ring: tuple[Key, ...]) -> None:
    assert verdict(ring, texts.signed(ring[-1], REPORT)) is Verdict.WRONG


def test_a_code_alone_is_not_signed(ring: tuple[Key, ...]) -> None:
    assert texts.check(ring, "receipt", SALE.code) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"number": "B017–1"},
        {"number": ""},
        {"total_vnd": 28**8},
        {"at": datetime(2900, 1, 1, tzinfo=UTC)},
    ],
)
def test_what_the_signs_cannot_say_is_not_signed(
    ring: tuple[Key, ...], odd: dict[str, object]
) -> None:
    assert texts.signed(ring[-1], replace(SALE, **odd)) == SALE.code  # type: ignore[arg-type]
    assert texts.signed(None, SALE) == SALE.code


def verdict(ring: tuple[Key, ...], text: str) -> Verdict:
    checked = texts.check(ring, "receipt", text)
    assert checked is not None
    return checked.verdict
