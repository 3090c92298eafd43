"""A file cut into QR codes, for a till that reaches no network: the codes put together again. Pure.

A code says `FP1/SSSS/K/N/DATA`: set SSSS, part K of N, a piece of a base45 text of raw deflate.
Any order and repeats are harmless; a part that is missing is named.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from fair_pos.core import base45
from fair_pos.core.errors import FairPosError

PARTS_MAX = 30
INFLATED_MAX = 512 * 1024
"""Bytes: ten sales with a hundred lines each take a fifth of it."""

_PART = re.compile(r"FP1/([0-9A-Z]{4})/([0-9]{1,2})/([0-9]{1,2})/(.{1,1400})", re.DOTALL)


class ChainIncompleteError(FairPosError):
    """Parts of a set are missing."""

    code = "chain_incomplete"
    status = 422
    vi = "Chuỗi mã chưa đủ: thiếu mã {detail}. Quét hoặc chụp thêm mã đó."
    en = "The chain of codes is not complete: code {detail} is missing. Scan that one, too."


class ChainBrokenError(FairPosError):
    """Parts that do not belong together, or no file in them."""

    code = "chain_broken"
    status = 422
    vi = "Chuỗi mã {detail} đọc không ra đơn nào. Mở lại chuỗi mã trên máy bán rồi quét lại từ đầu."
    en = "The chain of codes {detail} cannot be read. Open it again at the till and scan all."


@dataclass(frozen=True, slots=True)
class Part:
    """One code of a set."""

    mark: str
    number: int
    count: int
    data: str


@dataclass(slots=True)
class Chain:
    """The parts of one set that were read."""

    mark: str
    count: int
    parts: dict[int, str] = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        """Return the codes that were read, as they were scanned."""
        return [f"FP1/{self.mark}/{n}/{self.count}/{self.parts[n]}" for n in sorted(self.parts)]

    @property
    def missing(self) -> list[int]:
        """Return the numbers of the parts that were not read, in order."""
        return [number for number in range(1, self.count + 1) if number not in self.parts]

    def document(self) -> str:
        """Return the text of the file.

        Raises:
            ChainIncompleteError: names what is missing, `3/6, 5/6`.
            ChainBrokenError: no file in it, or one above INFLATED_MAX.
        """
        if self.missing:
            raise ChainIncompleteError(", ".join(f"{one}/{self.count}" for one in self.missing))
        try:
            packed = base45.decode("".join(self.parts[one] for one in sorted(self.parts)))
            return _inflate(packed).decode("utf-8")
        except (ValueError, zlib.error) as fault:
            raise ChainBrokenError(self.mark) from fault


def read_part(text: str) -> Part | None:
    """Read one code; None: it is no part of a chain."""
    match = _PART.fullmatch(text.strip("\r\n\t").upper())
    if match is None:
        return None
    number, count = int(match[2]), int(match[3])
    if not 1 <= number <= count <= PARTS_MAX:
        return None
    return Part(match[1], number, count, match[4])


def collect(texts: Iterable[str]) -> list[Chain]:
    """Put codes together by their set, the first seen first; other texts are left out.

    Raises:
        ChainBrokenError: two codes of one set and number differ.
    """
    chains: dict[str, Chain] = {}
    for part in filter(None, map(read_part, texts)):
        chain = chains.setdefault(part.mark, Chain(part.mark, part.count))
        known = chain.parts.setdefault(part.number, part.data)
        if known != part.data or chain.count != part.count:
            raise ChainBrokenError(part.mark)
    return list(chains.values())


def _inflate(packed: bytes) -> bytes:
    """Undo raw deflate, to a limit.

    Raises:
        ValueError: above the limit, cut off, or followed by something.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    content = inflater.decompress(packed, INFLATED_MAX)
    if not inflater.eof or inflater.unused_data:
        raise ValueError(len(packed))
    return content
