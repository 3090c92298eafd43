"""Labels on a roll: which job prints which of them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.sheets import Sheets
from fair_pos.printing.label import Label, Roll, Strip

LABELS_A_JOB = 20
"""At most a row more: a fault loses little, the page shows how far it is, the rest can be stopped.
20 labels of 50 × 30 mm are 240 kB of TSPL, 21 s at 115,200 baud: within a job's limits."""
PRINT_ID_SIGNS = 36


@dataclass(frozen=True, slots=True)
class Part:
    """The labels of one job: the printing they are of, first and last serial."""

    print_id: str
    first: int
    last: int

    @classmethod
    def parse(cls, document_id: str) -> "Part":
        """Read what `document_id` wrote.

        >>> Part.parse(Part("019ab3f0-0000-7000-8000-000000000000", 21, 40).document_id).labels
        20
        """
        first, _, last = document_id[PRINT_ID_SIGNS + 1 :].partition("-")
        return cls(document_id[:PRINT_ID_SIGNS], int(first), int(last))

    @property
    def document_id(self) -> str:
        """Return what the spool knows the job by: the same labels are the same paper."""
        return f"{self.print_id}/{self.first}-{self.last}"

    @property
    def labels(self) -> int:
        """Return how many labels it prints."""
        return self.last - self.first + 1


def roll_of(form: LabelFormat) -> Roll:
    """Return a format's roll as a printer knows it."""
    return Roll(form.width, form.height, form.columns, form.gap_x, form.gap_y)


def strips(made: Sheets) -> Iterator[Strip]:
    """Yield the labels of a printing in order, a few whole rows of the roll at a time."""
    form = made.form
    labels = [Label(one.run, one.serial, one.address) for page in made.pages for one in page]
    most = -(-LABELS_A_JOB // form.columns) * form.columns
    for start in range(0, len(labels), most):
        together = labels[start : start + most]
        used = sorted({one.layout for one in together})
        yield Strip(
            title=f"Tem số {together[0].serial:06d} – {together[-1].serial:06d}, {form.title}",
            roll=roll_of(form),
            layouts=tuple(made.layouts[at] for at in used),
            labels=tuple(
                Label(used.index(one.layout), one.serial, one.address) for one in together
            ),
        )
