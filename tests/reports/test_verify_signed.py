"""The stand-alone verifier: Ed25519 of its own, papers, files, and what a single sign changes."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_pos.core.ids import ALPHABET
from fair_pos.db.journal import canonical
from fair_pos.reports import verify_signed
from fair_pos.reports.verify_signed import GOOD, MISUSE, SAMPLE, UNKNOWN_KEY, WRONG
from fair_pos.signing import blocks, keys, texts
from fair_pos.signing.facts import CODE, PlacardFacts, ReceiptFacts, ReportFacts
from fair_pos.signing.keys import Key, Signer

NOW = datetime(2027, 1, 30, 3, 42, tzinfo=UTC)
HOST = "HTTPS://POS.OCOPHALONG.VN"
SALE = ReceiptFacts("B4K7R2XQ96", "sale", False, NOW, 453_000, "B017-1-000123")
FIGURES = {"header": {"name": "Hội chợ OCOP"}, "total": {"sum_vnd": 9_453_000_000}}
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
            "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
            "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
            "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
"""RFC 8032, 7.1, tests 1 to 3: public key, message, signature."""


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> tuple[Key, ...]:
    data = tmp_path_factory.mktemp("ring")
    keys.rotate(data, NOW)
    keys.rotate(data, NOW + timedelta(days=1))
    return Signer(data).keys


@pytest.fixture(scope="module")
def known(ring: tuple[Key, ...]) -> list[dict]:
    return keys.published(ring, "site-1", is_sample=False)["keys"]


def closing(key: Key, *, is_sample: bool = False) -> bytes:
    text = canonical(FIGURES)
    block = blocks.block(key, "closing-report", sha(text), is_sample=is_sample)
    return (canonical({**FIGURES, "signature": block}) + "\n").encode()


def journal(key: Key) -> tuple[bytes, bytes]:
    rows = '{"seq":1}\n{"seq":2}\n'
    block = blocks.block(key, "journal", sha(rows), is_sample=False)
    return rows.encode(), canonical(block).encode()


def sha(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc(public: str, message: str, signature: str) -> None:
    given = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verify_signed.holds(*given)
    assert not verify_signed.holds(given[0], given[1] + b"\0", given[2])


@settings(max_examples=25)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), flip=st.data())
def test_it_agrees_with_the_library(seed: bytes, message: bytes, flip: st.DataObject) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verify_signed.holds(public, message, signature)
    bit = flip.draw(st.integers(0, 511))
    broken = (int.from_bytes(signature) ^ 1 << bit).to_bytes(64)
    assert not verify_signed.holds(public, message, broken)


def test_the_same_signature_written_otherwise_is_refused(ring: tuple[Key, ...]) -> None:
    """RFC 8032, 5.1.7: the second half must be smaller than the group's order."""
    signature = ring[0].private.sign(b"x")
    half = int.from_bytes(signature[32:], "little") + verify_signed.ORDER
    other = signature[:32] + half.to_bytes(32, "little")
    assert not verify_signed.holds(ring[0].public, b"x", other)


def test_a_receipt_is_told_from_its_code_alone(ring: tuple[Key, ...], known: list[dict]) -> None:
    told = verify_signed.check_text(known, f"{HOST}/R/{texts.signed(ring[-1], SALE)}")
    assert told == {
        "code": GOOD, "paper": "phiếu tính tiền", "check_code": "B4K7R2XQ96", "number": SALE.number,
        "key": ring[-1].key_id, "is_sample": False, "at": "2027-01-30T03:42Z", "total_vnd": 453_000,
        "fingerprint": ring[-1].fingerprint,
    }  # fmt: skip


@settings(max_examples=40)
@given(place=st.integers(0, 146), step=st.integers(1, 27))
def test_one_other_sign_is_never_good(
    ring: tuple[Key, ...], known: list[dict], place: int, step: int
) -> None:
    text = texts.signed(ring[-1], SALE)
    other = ALPHABET[(ALPHABET.index(text[place]) + step) % 28]
    changed = text[:place] + other + text[place + 1 :]
    told = verify_signed.check_text(known, f"{HOST}/r/{changed}")
    assert told["code"] == (UNKNOWN_KEY if place == CODE and unknown(known, other) else WRONG)


def unknown(known: list[dict], sign: str) -> bool:
    return sign not in {key["key"] for key in known}


def test_a_placard_is_told_from_its_code_alone(ring: tuple[Key, ...], known: list[dict]) -> None:
    placard = PlacardFacts(
        "B4K7R2XQ96", "4", False, NOW, date(2023, 12, 30), date(2026, 12, 30),
        "Chả mực giã tay Hạ Long", "HTX Thoan Hà", "3939/QĐ-UBND",
    )  # fmt: skip
    text = texts.signed(ring[-1], placard)
    told = verify_signed.check_text(known, f"{HOST}/O/{text}")
    assert told == {
        "code": GOOD, "paper": "phiếu OCOP 4 sao", "check_code": "B4K7R2XQ96", "stars": 4,
        "key": ring[-1].key_id, "is_sample": False, "at": "2027-01-30T03:42Z",
        "product": "Chả mực giã tay Hạ Long", "exhibitor": "HTX Thoan Hà",
        "decision": "3939/QĐ-UBND", "decided_on": "2023-12-30", "valid_until": "2026-12-30",
        "fingerprint": ring[-1].fingerprint,
    }  # fmt: skip
    five_stars = text[:11] + ALPHABET[2] + text[12:]
    assert verify_signed.check_text(known, f"{HOST}/O/{five_stars}")["code"] == WRONG
    assert verify_signed.check_text(known, f"{HOST}/R/{text}")["code"] == WRONG


def test_a_refund_is_given_back_and_a_sample_is_no_receipt(
    ring: tuple[Key, ...], known: list[dict]
) -> None:
    from dataclasses import replace

    refund = texts.signed(ring[-1], replace(SALE, form="refund"))
    assert verify_signed.check_text(known, f"/R/{refund}")["total_vnd"] == -453_000
    sample = texts.signed(ring[-1], replace(SALE, is_sample=True))
    assert verify_signed.check_text(known, f"/R/{sample}")["code"] == SAMPLE


@pytest.mark.parametrize("text", ["", "B4K7R2XQ96", f"{HOST}/R/B4K7R2XQ96", f"{HOST}/P/B4K7R2XQ96"])
def test_a_text_without_signature_proves_nothing(known: list[dict], text: str) -> None:
    assert verify_signed.check_text(known, text)["code"] == WRONG


def test_a_time_after_the_key_was_retired_is_noted(
    ring: tuple[Key, ...], known: list[dict]
) -> None:
    from dataclasses import replace

    late = texts.signed(ring[0], replace(SALE, at=NOW + timedelta(days=2)))
    assert "thôi dùng" in verify_signed.check_text(known, f"/R/{late}")["note"]
    own = texts.signed(ring[0], SALE)
    assert "note" not in verify_signed.check_text(known, f"/R/{own}")


def test_a_report_holds_until_one_byte_is_another(ring: tuple[Key, ...], known: list[dict]) -> None:
    content = closing(ring[-1])
    assert verify_signed.check_file(known, content)["code"] == GOOD
    assert verify_signed.check_file([], content)["code"] == UNKNOWN_KEY
    for broken in one_byte_changed(content):
        assert verify_signed.check_file(known, broken)["code"] in {WRONG, UNKNOWN_KEY}
    assert verify_signed.check_file(known, b"{}")["code"] == WRONG


def test_a_journal_holds_until_one_byte_is_another(
    ring: tuple[Key, ...], known: list[dict]
) -> None:
    content, beside = journal(ring[-1])
    assert verify_signed.check_file(known, content, beside)["code"] == GOOD
    for broken in one_byte_changed(content):
        assert verify_signed.check_file(known, broken, beside)["code"] == WRONG
    for broken in one_byte_changed(beside):
        assert verify_signed.check_file(known, content, broken)["code"] in {WRONG, UNKNOWN_KEY}
    assert verify_signed.check_file(known, content)["code"] == WRONG


def one_byte_changed(content: bytes) -> list[bytes]:
    return [
        content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        for place in range(0, len(content), 3)
    ]


def test_sample_figures_are_told_as_such(ring: tuple[Key, ...], known: list[dict]) -> None:
    content = closing(ring[-1], is_sample=True)
    assert verify_signed.check_file(known, content)["code"] == SAMPLE


def test_a_paper_and_its_file_are_compared_and_exit_codes_tell(
    ring: tuple[Key, ...], tmp_path: Path
) -> None:
    """With a Python that sees no other package."""
    shown = keys.published(ring, "site-1", is_sample=False)
    (tmp_path / "keys.json").write_text(json.dumps(shown))
    (tmp_path / "own.json").write_bytes(closing(ring[-1]))
    (tmp_path / "other.json").write_text("{}")
    digest = sha(canonical(FIGURES))
    report = ReportFacts("B4K7R2XQ96", "final", False, NOW, 9_453_000_000, "2", digest)
    text = f"{HOST}/C/{texts.signed(ring[-1], report)}"
    assert alone(tmp_path, text, "own.json") == (GOOD, True)
    assert alone(tmp_path, text, "other.json") == (WRONG, False)
    assert alone(tmp_path, "nothing.json") == (MISUSE, False)


def alone(folder: Path, *words: str) -> tuple[int, bool]:
    ran = subprocess.run(
        [sys.executable, "-I", "-S", verify_signed.__file__, "keys.json", *words],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return ran.returncode, "same_figures: True" in ran.stdout
