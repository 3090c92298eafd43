"""Acceptance check 1 of printing: 500 random receipts with everything odd that names hold."""

import random
import unicodedata

import pytest

from fair_pos.core.document import Block, Document, Row, Text
from fair_pos.core.money import format_vnd
from fair_pos.printing import paper, profiles, render
from fair_pos.printing.profiles import Cut, Profile
from tests.printing.papers import foot, head

RECEIPTS, PARTS = 500, 5
LONGEST = 120
SIGNS = (
    "abcdefghijklmnopqrstuvwxyz ăâđêôơưỹẵỆỔỮ₫–×★…“”", "🦑🐟🎁", "海鲜鱿鱼", "סמך", "سمك", "김치",
    "\u200b\u00a0\n\x00\u202e\ufeff", "ßæœµ½①ﬁ１ǎ",
)  # fmt: skip
ODD_NAMES = ("", " ", "W" * LONGEST, "🦑" * LONGEST, "海" * LONGEST, "سمك " * 30, "\u202eabc")
ODD_AMOUNTS = (0, 999_999_999, -1)


def name(dice: random.Random) -> str:
    """A name of up to 120 signs, half of them mostly letters, a third decomposed."""
    if dice.random() < 0.2:
        return dice.choice(ODD_NAMES)
    signs = SIGNS[:1] * 8 + SIGNS if dice.random() < 0.5 else SIGNS
    text = "".join(dice.choice(dice.choice(signs)) for _ in range(dice.randint(1, LONGEST)))
    return unicodedata.normalize("NFD", text) if dice.random() < 0.3 else text


def amount(dice: random.Random) -> int:
    return dice.choice(ODD_AMOUNTS) if dice.random() < 0.3 else dice.randint(-(10**9), 10**9)


def random_receipt(dice: random.Random) -> Document:
    blocks: list[Block] = list(head())
    for _ in range(dice.randint(1, 3)):
        goods, vnd = name(dice), amount(dice)
        blocks += [
            Text(goods, bold=True, stars=dice.randint(0, 5)),
            Row(f"2 {goods[:8]} × {format_vnd(vnd)}", format_vnd(2 * vnd), indent=True),
        ]
    return Document(name(dice), (*blocks, *foot()))


@pytest.mark.parametrize("part", range(PARTS))
def test_any_receipt_is_one_paper_of_known_commands(part: int):
    """Acceptance check 1 of printing: no unknown byte, one cut last, at most one pulse."""
    every = profiles.ids()
    for number in range(part, RECEIPTS, PARTS):
        profile = profiles.load(every[number // PARTS % len(every)])
        check(render.to_bytes(random_receipt(random.Random(number)), profile, drawer=True), profile)


def check(job: bytes, profile: Profile) -> None:
    """Read the bytes as a printer does; an unknown one is refused there."""
    read = paper.read(job)
    assert job.startswith(b"\x1b@")
    assert (read.resets, read.pulses, len(read.sheets)) == (1, bool(profile.drawer_pin), 1)
    (sheet,) = read.sheets
    assert sheet.width <= profile.width_dots
    if profile.text_only:
        assert max(job) < 0x7F
        assert sheet.width <= profile.text_columns * 12
    assert read.cuts == (profile.cut is not Cut.NONE)
    assert profile.cut is Cut.NONE or job[-3:-1] == b"\x1dV"
