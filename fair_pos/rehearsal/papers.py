"""Judges what the printers got: no job twice on paper, but as a copy marked BẢN SAO.

A restored backup does not know what was printed after it: papers that come again in a new life of
the database are counted by themselves.
"""

import bisect
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fair_pos.rehearsal.books import Job
from fair_pos.rehearsal.judge import Wrong
from fair_pos.rehearsal.printers import Paper

SMALLEST_PAPER = 2_000
"""Bytes; below it is the command that opens the drawer."""


@dataclass(frozen=True)
class PaperCount:
    """What came out of the printers."""

    whole: int
    torn: int
    copies: int
    again_after_restore: int
    strange: int
    """Whole papers that belong to no job that the database still knows."""
    doubled: tuple[Wrong, ...]


def count(
    papers: Sequence[Paper], jobs: Sequence[Job], restored_s: Sequence[float], folder: Path
) -> PaperCount:
    """Count papers by what they are; `restored_s` are the moments of new lives."""
    real = [one for one in papers if one.bytes >= SMALLEST_PAPER]
    whole = [one for one in real if one.whole]
    torn = [one for one in real if not one.whole]
    lives = Counter((one.sha256, bisect.bisect(restored_s, one.at_s)) for one in whole)
    known = {job.sha256: job for job in jobs if job.sha256}
    wrong = [
        Wrong("hai phiếu giấy không ghi BẢN SAO", sha256, "", "một phiếu", f"{times} phiếu")
        for (sha256, _), times in lives.items()
        if times > 1
    ]
    wrong += _finished_later(torn, whole, restored_s, folder)
    return PaperCount(
        whole=len(whole),
        torn=len(torn),
        copies=sum(known[one.sha256].copy_no > 0 for one in whole if one.sha256 in known),
        again_after_restore=len(lives) - len({sha256 for sha256, _ in lives}),
        strange=sum(one.sha256 not in known for one in whole),
        doubled=tuple(wrong),
    )


def _finished_later(
    torn: Sequence[Paper], whole: Sequence[Paper], restored_s: Sequence[float], folder: Path
) -> list[Wrong]:
    """Find torn papers that came again whole: a seller would hand out both."""
    found = []
    for one in torn:
        begun = _bytes(folder, one)
        later = [
            other
            for other in whole
            if one.bytes <= other.bytes <= 2 * one.bytes  # a short beginning is everybody's
            and other.at_s > one.at_s
            and bisect.bisect(restored_s, other.at_s) == bisect.bisect(restored_s, one.at_s)
            and _bytes(folder, other).startswith(begun)
        ]
        if len({other.sha256 for other in later}) == 1:
            wrong = Wrong("phiếu in dở rồi in lại không ghi BẢN SAO", one.sha256, "", "dở", "lại")
            found.append(wrong)
    return found


def _bytes(folder: Path, paper: Paper) -> bytes:
    return zlib.decompress((folder / paper.file).read_bytes())
