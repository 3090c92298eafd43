"""A chain of QR codes comes together again in any order, and says what it lacks."""

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core import base45, qrchain
from fair_pos.core.qrchain import ChainBrokenError, ChainIncompleteError

PART_SIGNS = 699


def cut(document: str, mark: str = "B4K7", signs: int = PART_SIGNS) -> list[str]:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    text = base45.encode(deflater.compress(document.encode()) + deflater.flush())
    pieces = [text[at : at + signs] for at in range(0, len(text), signs)]
    return [f"FP1/{mark}/{at}/{len(pieces)}/{one}" for at, one in enumerate(pieces, start=1)]


LONG = json.dumps([{"id": at, "text": str(at * 7919**3)} for at in range(300)])
"""Cut at 699 signs it takes several codes."""


@given(st.binary(max_size=300))
def test_base45_gives_back_any_bytes(content):
    assert base45.decode(base45.encode(content)) == content


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"", "")],
)
def test_base45_writes_the_examples_of_rfc_9285(content, text):
    assert base45.encode(content) == text
    assert base45.decode(text) == content


@pytest.mark.parametrize("text", ["A", "ABCD", "GGW", ":::", "::", "ab", "Ă00"])
def test_base45_refuses_what_no_bytes_give(text):
    with pytest.raises(ValueError):
        base45.decode(text)


@given(st.text(max_size=400), st.integers(9, 60), st.randoms(use_true_random=False))
def test_any_text_in_any_order_with_repeats_comes_back(document, signs, chance):
    parts = cut(document, signs=max(signs // 3 * 3, -(-len(document) * 6 // 75) * 3))
    scanned = [*parts, *chance.choices(parts, k=3)]
    chance.shuffle(scanned)

    [chain] = qrchain.collect(scanned)

    assert chain.document() == document


def test_a_missing_part_is_named():
    parts = cut(LONG)
    assert len(parts) > 3
    [chain] = qrchain.collect([one for at, one in enumerate(parts) if at not in (1, 2)])

    assert chain.missing == [2, 3]
    with pytest.raises(ChainIncompleteError) as refusal:
        chain.document()
    assert f"thiếu mã 2/{len(parts)}, 3/{len(parts)}" in refusal.value.sentence()


def test_codes_of_two_tills_between_each_other_make_two_files():
    one, other = cut(LONG, "AAAA"), cut('"short"', "BBBB")

    chains = qrchain.collect([other[0], *one, "HTTPS://POS.EXAMPLE/P/B4K7R2XQ96"])

    assert [(chain.mark, chain.document()) for chain in chains] == [
        ("BBBB", '"short"'),
        ("AAAA", LONG),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "FP1/B4K7/0/2/AAA", "FP1/B4K7/3/2/AAA", "FP1/B4K7/1/31/AAA", "FP1/B4K7/1/1/", "FP2/A"],
)
def test_what_is_no_part_is_left_out(text):
    assert qrchain.read_part(text) is None
    assert qrchain.collect([text]) == []


def test_two_codes_that_claim_to_be_the_same_part_are_refused():
    with pytest.raises(ChainBrokenError):
        qrchain.collect(["FP1/B4K7/1/2/AAA", "FP1/B4K7/1/2/BBB"])
    with pytest.raises(ChainBrokenError):
        qrchain.collect(["FP1/B4K7/1/2/AAA", "FP1/B4K7/2/3/BBB"])


def test_a_bomb_is_not_inflated():
    bomb = cut("0" * (qrchain.INFLATED_MAX + 1))
    assert len(bomb) == 2
    [chain] = qrchain.collect(bomb)
    with pytest.raises(ChainBrokenError):
        chain.document()


def test_a_document_of_exactly_the_limit_is_read():
    [chain] = qrchain.collect(cut("0" * qrchain.INFLATED_MAX))
    assert len(chain.document()) == qrchain.INFLATED_MAX


@pytest.mark.parametrize(
    "packed",
    [b"", b"\xff\xff", zlib.compress(b"x"), b"\x03\x00tail", b"K\xcc\x06\x00"[:2]],
    ids=["empty", "noise", "with a header", "something after it", "cut off"],
)
def test_what_is_no_file_is_refused(packed):
    [chain] = qrchain.collect([f"FP1/B4K7/1/1/{base45.encode(packed) or '00'}"])
    with pytest.raises(ChainBrokenError) as refusal:
        chain.document()
    assert "B4K7" in refusal.value.sentence()
