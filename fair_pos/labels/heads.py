"""What a till needs to know a label of its booth without the server: the first signs of each proof.

They forge nothing: five of the seven signs of a proof are not among them.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from fair_pos.catalogue.models import Listing, Product
from fair_pos.labels.keys import HEAD_SIGNS, Keys
from fair_pos.labels.models import LabelPrintLine

RUNS_MAX = 2_000
LABELS_MAX = 50_000
"""Of one booth, the newest: 100 kB on the till. Older ones are asked of the server."""


@dataclass(frozen=True, slots=True)
class Heads:
    """One printing of a product: `heads` has two signs for each serial from `first` to `last`."""

    code: str
    key: str
    first: int
    last: int
    heads: str


def of_booth(session: Session, keys: Keys, org_id: str, booth_id: str) -> list[Heads]:
    """Return the printings of all goods that a booth offers, newest first."""
    statement = (
        select(LabelPrintLine, Product.label_code)
        .join(
            Product,
            (col(Product.org_id) == LabelPrintLine.org_id)
            & (col(Product.id) == LabelPrintLine.product_id),
        )
        .where(
            LabelPrintLine.org_id == org_id,
            LabelPrintLine.key_id != "",
            col(LabelPrintLine.product_id).in_(
                select(Listing.product_id).where(
                    Listing.org_id == org_id,
                    Listing.booth_id == booth_id,
                    col(Listing.active).is_(True),
                )
            ),
        )
        .order_by(col(LabelPrintLine.last_serial).desc())
        .limit(RUNS_MAX)
    )
    found, labels = [], 0
    for line, code in session.exec(statement):
        labels += line.last_serial - line.first_serial + 1
        if labels > LABELS_MAX:
            break
        if heads := _heads(keys, code, line):
            found.append(Heads(code, line.key_id, line.first_serial, line.last_serial, heads))
    return found


def _heads(keys: Keys, code: str, line: LabelPrintLine) -> str:
    """Return nothing for a key that is not here any more."""
    made = (
        keys.again(code, line.key_id, number)
        for number in range(line.first_serial, line.last_serial + 1)
    )
    return "".join(one.proof[:HEAD_SIGNS] for one in made if one)
