"""The log of printings: who, when, which labels, which numbers; what the journal keeps of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from fair_pos.accounts.models import Person
from fair_pos.catalogue.models import Product
from fair_pos.db import journal
from fair_pos.labels.models import LabelPrint, LabelPrintLine
from fair_pos.venues.models import Booth

PRINTS_MAX = 200


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """One line of the log with the names that belong to it."""

    line: LabelPrintLine
    product_name: str
    booth_code: str


@dataclass(frozen=True, slots=True)
class LoggedPrint:
    """One printing of the log: who, when, which."""

    entry: LabelPrint
    person_name: str
    lines: tuple[LoggedLine, ...]


def prints(session: Session, org_id: str, venue_id: str) -> list[LoggedPrint]:
    """Return a venue's printings, the latest first, at most 200."""
    statement = (
        select(LabelPrint, Person.full_name)
        .outerjoin(
            Person,
            (col(Person.org_id) == LabelPrint.org_id) & (col(Person.id) == LabelPrint.printed_by),
        )
        .where(LabelPrint.org_id == org_id, LabelPrint.venue_id == venue_id)
        .order_by(col(LabelPrint.printed_at).desc(), col(LabelPrint.id).desc())
        .limit(PRINTS_MAX)
    )
    entries = session.exec(statement).all()
    lines = _lines(session, org_id, [entry.id for entry, _ in entries])
    return [
        LoggedPrint(entry, name or "", tuple(lines.get(entry.id, ()))) for entry, name in entries
    ]


def fact(entry: LabelPrint, lines: Sequence[LabelPrintLine]) -> journal.Fact:
    """Return what the journal keeps of a printing."""
    fields = {
        "venue": entry.venue_id,
        "format": entry.format,
        "by": entry.printed_by,
        "labels": entry.labels,
        "sha256": entry.sha256,
        "lines": [
            {
                "product": line.product_id,
                "booth": line.booth_id,
                "first": line.first_serial,
                "last": line.last_serial,
                "stars": line.stars,
                "plain_reason": line.plain_reason,
                "key": line.key_id,
                "lot": line.lot,
                "made_on": str(line.made_on or ""),
                "use_by": str(line.use_by or ""),
            }
            for line in lines
        ],
    }
    return journal.Fact("label.printed", entry.id, fields)


def _lines(session: Session, org_id: str, print_ids: Sequence[str]) -> dict[str, list[LoggedLine]]:
    statement = (
        select(LabelPrintLine, Product.name, Booth.code)
        .join(
            Product,
            (col(Product.org_id) == LabelPrintLine.org_id)
            & (col(Product.id) == LabelPrintLine.product_id),
        )
        .outerjoin(
            Booth,
            (col(Booth.org_id) == LabelPrintLine.org_id)
            & (col(Booth.id) == LabelPrintLine.booth_id),
        )
        .where(LabelPrintLine.org_id == org_id, col(LabelPrintLine.print_id).in_(print_ids))
        .order_by(col(LabelPrintLine.id))
        .limit(50_000)
    )
    found: dict[str, list[LoggedLine]] = {}
    for line, name, code in session.exec(statement):
        found.setdefault(line.print_id, []).append(LoggedLine(line, name, code or ""))
    return found
