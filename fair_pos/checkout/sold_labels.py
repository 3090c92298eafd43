"""The labels of single packs that were sold: written with their sale, asked for by many.

A label is free again when its goods came back. A refund of some of a line's packs does not say
which ones: its labels still count as sold, and accuse nobody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, insert, select
from sqlmodel import Session

from fair_pos.checkout.entry import Entry
from fair_pos.checkout.models import Flag, Sale, SaleLine
from fair_pos.db.fast import Prepared
from fair_pos.labels.models import SoldLabel
from fair_pos.venues.models import Booth, Venue

LIST_MAX = 200
"""Labels of the list of those that were sold twice."""
SALES_MAX = 2_000


@dataclass(frozen=True, slots=True)
class LabelSale:
    """A sale of a label's goods."""

    code: str
    sale_id: str
    venue_id: str
    venue: str
    booth: str
    number: str
    goods: str
    """The line's name."""
    at: datetime
    """By the till's clock; the server's where that one was wild."""
    quantity_milli: int
    back_milli: int
    """What of the line came back since."""

    @property
    def is_back(self) -> bool:
        """Say whether all of the line came back: the label is free."""
        return self.back_milli >= self.quantity_milli

    @property
    def counts(self) -> bool:
        """Say whether the label's own pack cannot have come back."""
        return self.back_milli == 0


def write(connection: Connection, org_id: str, entry: Entry) -> None:
    """Write the labels of a sale."""
    rows = (
        {"org_id": org_id, "sale_id": entry.id, "code": code, "position": position}
        for position, codes in entry.labels.items()
        for code in codes
    )
    _ROWS.run(connection, *rows)


def sales_of(session: Session, org_id: str, codes: Collection[str]) -> list[LabelSale]:
    """Return the sales of labels, the newest first."""
    at = case((_sale.c.flags.contains(Flag.CLOCK_OFF), _sale.c.received_at), else_=_sale.c.sold_at)
    statement = (
        select(
            _label.c.code, _sale.c.id, _sale.c.venue_id, _venue.c.name, _booth.c.code,
            _sale.c.number, _line.c.name, at, _line.c.quantity_milli, _BACK,
        )
        .join(_sale, (_sale.c.org_id == _label.c.org_id) & (_sale.c.id == _label.c.sale_id))
        .join(
            _line,
            (_line.c.org_id == _label.c.org_id)
            & (_line.c.sale_id == _label.c.sale_id)
            & (_line.c.position == _label.c.position),
        )
        .join(_booth, (_booth.c.org_id == _sale.c.org_id) & (_booth.c.id == _sale.c.booth_id))
        .join(_venue, (_venue.c.org_id == _sale.c.org_id) & (_venue.c.id == _sale.c.venue_id))
        .where(_label.c.org_id == org_id, _label.c.code.in_(codes))
        .order_by(at.desc(), _sale.c.id.desc())
        .limit(SALES_MAX)
    )  # fmt: skip
    return [LabelSale(*row) for row in session.execute(statement)]


def sold_twice(session: Session, org_id: str, venue_id: str) -> list[list[LabelSale]]:
    """Return the sales of each label that several sales of a fair carry, newest label first."""
    several = (
        select(_label.c.code)
        .join(_sale, (_sale.c.org_id == _label.c.org_id) & (_sale.c.id == _label.c.sale_id))
        .where(_label.c.org_id == org_id)
        .group_by(_label.c.code)
        .having(func.count() > 1, func.max(case((_sale.c.venue_id == venue_id, 1), else_=0)) == 1)
        .order_by(func.max(_sale.c.sold_at).desc(), _label.c.code)
        .limit(LIST_MAX)
    )
    by_code: dict[str, list[LabelSale]] = {}
    for one in sales_of(session, org_id, session.scalars(several).all()):
        by_code.setdefault(one.code, []).append(one)
    return [sales for sales in by_code.values() if sum(one.counts for one in sales) > 1]


def by_line(
    session: Session, org_id: str, sale_ids: Sequence[str]
) -> dict[str, dict[int, list[str]]]:
    """Return the codes of sales by their lines' positions, sorted."""
    statement = select(_label.c.code, _label.c.sale_id, _label.c.position).where(
        _label.c.org_id == org_id, _label.c.sale_id.in_(sale_ids)
    )
    found: dict[str, dict[int, list[str]]] = {}
    for code, sale_id, position in sorted(session.execute(statement)):
        found.setdefault(sale_id, {}).setdefault(position, []).append(code)
    return found


_label = SoldLabel.__table__  # type: ignore[attr-defined]
_sale = Sale.__table__  # type: ignore[attr-defined]
_line = SaleLine.__table__  # type: ignore[attr-defined]
_booth = Booth.__table__  # type: ignore[attr-defined]
_venue = Venue.__table__  # type: ignore[attr-defined]
_correction = _sale.alias()
_back = _line.alias()
_BACK = func.coalesce(
    select(-func.sum(_back.c.quantity_milli))
    .join(
        _correction,
        (_correction.c.org_id == _back.c.org_id) & (_correction.c.id == _back.c.sale_id),
    )
    .where(
        _correction.c.org_id == _label.c.org_id,
        _correction.c.corrects_id == _label.c.sale_id,
        _back.c.corrects_position == _label.c.position,
    )
    .correlate(_label)
    .scalar_subquery(),
    0,
)
_ROWS = Prepared(lambda _: insert(_label), [column.name for column in _label.c])
