"""The judged history of a rehearsal, for people and programs."""

from dataclasses import dataclass
from typing import Any

from fair_pos.rehearsal.disk import DiskWay
from fair_pos.rehearsal.judge import Judgement
from fair_pos.rehearsal.papers import PaperCount
from fair_pos.rehearsal.script import Script


@dataclass(frozen=True)
class Outcome:
    """The judged history of a rehearsal."""

    script: Script
    sales: int
    documents: int
    faults: dict[str, int]
    missing: tuple[str, ...]
    """Kinds of faults that were drawn and never happened: what was not tried is said."""
    judgement: Judgement
    papers: PaperCount
    disk_full_by: DiskWay
    seconds: float
    epochs: int
    drain_s: float

    @property
    def passed(self) -> bool:
        """Say whether nothing at all is wrong."""
        return not self.judgement.wrong

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        found, first = self.judgement, next(iter(self.judgement.wrong), None)
        return {
            "passed": self.passed,
            "seed": self.script.seed,
            "booths": self.script.booths,
            "minutes": self.script.minutes,
            "speed": self.script.speed,
            "sales": self.sales,
            "documents": self.documents,
            "faults": dict(sorted(self.faults.items())),
            "faults_missing": list(self.missing),
            "lost": len(found.lost),
            "doubled": len(found.doubled),
            "sums_equal": not found.sums,
            "chain_whole": not found.chain,
            "epochs": self.epochs,
            "number_gaps": len(found.numbers),
            "conflicts": len(found.conflicts),
            "refused": len(found.refused),
            "papers": {
                "whole": self.papers.whole,
                "torn": self.papers.torn,
                "copies": self.papers.copies,
                "doubled": len(self.papers.doubled),
                "again_after_restore": self.papers.again_after_restore,
                "of_no_known_job": self.papers.strange,
            },
            "disk_full_by": self.disk_full_by.value,
            "drain_seconds": round(self.drain_s, 1),
            "seconds": round(self.seconds, 1),
            "first_wrong": first and first.sentence(),
        }
