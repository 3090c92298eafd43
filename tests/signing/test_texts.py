"""The signed text of a QR: what was put in comes out, and one other sign is always caught."""

import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core.ids import ALPHABET, code_of
from fair_pos.signing import keys, texts
from fair_pos.signing.facts import Facts, PlacardFacts, ReceiptFacts, ReportFacts
from fair_pos.signing.keys import Key, Signer
from fair_pos.signing.texts import Verdict

NOW = datetime(2027, 1, 30, 3, 42, tzinfo=UTC)
SALE = ReceiptFacts("B4K7R2XQ96", "sale", False, NOW, 453_000, "B017-1-000123")
DIGEST = "00" + "9f" * 31
REPORT = ReportFacts("B4K7R2XQ96", "final", False, NOW, 9_453_000_000, "2", DIGEST)
PLACARD = PlacardFacts(
    "B4K7R2XQ96", "4", False, NOW, date(2023, 12, 30), date(2026, 12, 30),
    "Chả mực giã tay Hạ Long", "HTX Thoan Hà", "3939/QĐ-UBND",
)  # fmt: skip


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
    ReceiptFacts,
    code=codes,
    form=st.sampled_from(ReceiptFacts.FORMS),
    is_sample=st.booleans(),
    at=moments,
    total_vnd=totals,
    number=st.text(string.ascii_uppercase + string.digits + "-", min_size=1, max_size=40),
)
reports = st.builds(
    ReportFacts,
    code=codes,
    form=st.sampled_from(ReportFacts.FORMS),
    is_sample=st.booleans(),
    at=moments,
    total_vnd=totals,
    number=st.integers(1, 783).map(str),
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
)
words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\n\0"), min_size=1, max_size=60
)
days = st.dates(date(1970, 1, 1), date(2900, 1, 1))
placards = st.builds(
    PlacardFacts,
    code=codes,
    form=st.sampled_from(PlacardFacts.FORMS),
    is_sample=st.booleans(),
    at=moments,
    decided_on=days,
    until=days,
    name=words,
    exhibitor=words,
    decision_no=words,
)
papers = receipts | reports | placards


@given(facts=papers)
def test_what_is_signed_is_read_again(ring: tuple[Key, ...], facts: Facts) -> None:
    text = texts.signed(ring[-1], facts)
    assert set(text) <= set(ALPHABET)
    assert text.startswith(facts.code)
    checked = texts.check(ring, type(facts), text.lower())
    assert checked is not None
    assert (checked.verdict, checked.facts, checked.key) == (Verdict.GOOD, facts, ring[-1])


@given(facts=papers, place=st.integers(0, 1500), step=st.integers(1, 27))
def test_one_changed_sign_is_always_caught(
    ring: tuple[Key, ...], facts: Facts, place: int, step: int
) -> None:
    text = texts.signed(ring[-1], facts)
    place %= len(text)
    other = ALPHABET[(ALPHABET.index(text[place]) + step) % len(ALPHABET)]
    checked = texts.check(ring, type(facts), text[:place] + other + text[place + 1 :])
    assert checked is not None
    assert checked.verdict is not Verdict.GOOD


@given(facts=papers, end=st.integers(11, 400))
def test_a_text_that_is_cut_off_is_caught(ring: tuple[Key, ...], facts: Facts, end: int) -> None:
    text = texts.signed(ring[-1], facts)
    cut = text[: min(end, len(text) - 1)]
    checked = texts.check(ring, type(facts), cut)
    assert (checked is None) == (len(cut) < texts.LEAST)
    assert checked is None or checked.verdict is not Verdict.GOOD


def test_a_retired_key_still_proves_what_it_signed(ring: tuple[Key, ...]) -> None:
    checked = texts.check(ring, ReceiptFacts, texts.signed(ring[0], SALE))
    assert checked is not None
    assert (checked.verdict, checked.key) == (Verdict.GOOD, ring[0])


def test_the_key_of_another_system_proves_nothing(ring: tuple[Key, ...], tmp_path: Path) -> None:
    """Under its own sign it is not known; under one of ours the signature does not hold."""
    keys.make(tmp_path, NOW)
    foreign = replace(Signer(tmp_path).keys[0], key_id=ring[0].key_id)
    text = texts.signed(foreign, SALE)
    assert verdict(ring, text) is Verdict.WRONG
    assert verdict((), text) is Verdict.UNKNOWN_KEY


@pytest.mark.parametrize("other", [REPORT, PLACARD])
def test_another_paper_is_no_receipt(ring: tuple[Key, ...], other: Facts) -> None:
    assert verdict(ring, texts.signed(ring[-1], other)) is Verdict.WRONG


def test_a_receipt_is_no_placard(ring: tuple[Key, ...]) -> None:
    checked = texts.check(ring, PlacardFacts, texts.signed(ring[-1], SALE))
    assert checked is not None
    assert checked.verdict is Verdict.WRONG


def test_a_code_alone_is_not_signed(ring: tuple[Key, ...]) -> None:
    assert texts.check(ring, ReceiptFacts, SALE.code) is None


@pytest.mark.parametrize(
    "odd",
    [
        replace(SALE, number="B017–1"),
        replace(SALE, number=""),
        replace(SALE, total_vnd=28**8),
        replace(SALE, at=datetime(2900, 1, 1, tzinfo=UTC)),
        replace(PLACARD, name=""),
        replace(PLACARD, exhibitor="HTX\n5 sao"),
        replace(PLACARD, decided_on=date(1969, 12, 31)),
        replace(PLACARD, until=date(3700, 1, 1)),
    ],
)
def test_what_the_signs_cannot_say_is_not_signed(ring: tuple[Key, ...], odd: Facts) -> None:
    assert texts.signed(ring[-1], odd) == odd.code


def test_without_a_key_nothing_is_signed() -> None:
    assert texts.signed(None, SALE) == SALE.code


def verdict(ring: tuple[Key, ...], text: str) -> Verdict:
    checked = texts.check(ring, ReceiptFacts, text)
    assert checked is not None
    return checked.verdict
