"""Banks by their BIN, and by what people write for them."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from fair_pos import resources
from fair_pos.core.text import fold

Words = tuple[str, ...]

_GENERIC = re.compile(
    r"\b(ngan hang|nh|thuong mai|co phan|tmcp|tnhh|mtv|mot thanh vien|viet ?nam|vn|bank"
    r"|chi nhanh|cn|cong ty|ctcp|lien doanh)\b"
)


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank or wallet that receives VietQR transfers."""

    bin: str
    short_name: str
    name: str


def load_banks() -> tuple[Bank, ...]:
    """Read the banks of the seed, by BIN."""
    path = resources.folder("seed") / "reference" / "banks.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return tuple(Bank(row["bin"], row["short_name"], row["name"]) for row in rows)


def find_bank(text: str, banks: Sequence[Bank]) -> Bank | None:
    """Return the one bank that a text means, or None when it means none or several.

    Tried in turn: the BIN, the short name, the full name; then a short or full name standing
    in the text, the longest first; then the text standing in a full name. Case, marks and
    words like "ngân hàng" or "TMCP" do not count.
    """
    wanted = _core(text)
    if not wanted:
        return None
    exact = [bank for bank in banks if bank.bin == text.strip()]
    short = [bank for bank in banks if _letters(bank.short_name) == _letters(text)]
    named = [bank for bank in banks if wanted in _names(bank)]
    within = _longest(banks, wanted)
    part = [bank for bank in banks if len(wanted) > 1 and _stands_in(wanted, _core(bank.name))]
    found: list[Bank] = exact or short or named or within or part
    return found[0] if len(found) == 1 else None


def _names(bank: Bank) -> tuple[Words, Words]:
    return _core(bank.short_name), _core(bank.name)


def _longest(banks: Sequence[Bank], wanted: Words) -> list[Bank]:
    fits = [
        (len(name), bank) for bank in banks for name in _names(bank) if _stands_in(name, wanted)
    ]
    longest = max((size for size, _ in fits), default=0)
    return [bank for size, bank in fits if size == longest]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _core(text: str) -> Words:
    """Return the telling words of a name, without what stands in brackets."""
    words = " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\(.*?\)", "", fold(text))))
    return tuple(_GENERIC.sub(" ", words).split())


def _stands_in(part: Words, whole: Words) -> bool:
    starts = range(len(whole) - len(part) + 1)
    return bool(part) and any(whole[at : at + len(part)] == part for at in starts)
