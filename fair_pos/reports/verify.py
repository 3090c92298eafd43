"""Says whether the books are unbroken: the chain, each sale against its fact, all sums."""

import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from fair_pos.checkout import sold_labels
from fair_pos.core.clock import format_date, iso_utc
from fair_pos.db.journal import JournalLine, chain_hash, genesis
from fair_pos.reports.books import BOOTH, LINE, PAYMENT, SALE, TILL, VENUE
from fair_pos.reports.proof import prove
from fair_pos.reports.scope import Scope

SALE_FACTS = {"sale.sold": "sale", "sale.refunded": "refund", "sale.voided": "void"}
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Broken:
    """The first record that does not fit."""

    record: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome; with `broken` the counts go up to that record."""

    lines: int
    epochs: int
    sales: int
    venues: int
    total_vnd: int
    broken: Broken | None = None

    @property
    def intact(self) -> bool:
        """Say whether everything fits."""
        return self.broken is None

    def sentence(self, language: str = "vi") -> str:
        """Say it in one line."""
        if self.broken is not None:
            return self.broken.vi if language == "vi" else self.broken.en
        if language == "vi":
            return (
                f"Nguyên vẹn: {self.lines} dòng nhật ký, {self.sales} đơn, {self.venues} nơi bán."
            )
        return f"Unbroken: {self.lines} journal lines, {self.sales} sales, {self.venues} venues."

    def as_json(self) -> dict[str, Any]:
        """Return the outcome for programs."""
        return {
            "intact": self.intact,
            "lines": self.lines,
            "epochs": self.epochs,
            "sales": self.sales,
            "venues": self.venues,
            "total_vnd": self.total_vnd,
            "broken": self.broken and {"record": self.broken.record, "message": self.broken.vi},
        }


class _BrokenError(Exception):
    """Carries the first broken record out of the walk."""

    def __init__(self, record: str, vi: str, en: str) -> None:
        super().__init__(vi)
        self.broken = Broken(record, f"Hỏng ở {record}: {vi}.", f"Broken at {record}: {en}.")


@dataclass
class _Walk:
    """How far the check has come."""

    lines: int = 0
    epochs: int = 0
    sales: int = 0
    venues: int = 0
    total_vnd: int = 0

    def verdict(self, broken: Broken | None = None) -> Verdict:
        return Verdict(self.lines, self.epochs, self.sales, self.venues, self.total_vnd, broken)


def verify(session: Session, org_id: str) -> Verdict:
    """Walk the chain of every epoch, compare each sale with its fact, prove every venue."""
    walk = _Walk()
    try:
        with closing(_chain(session, org_id, walk)) as lines:
            while batch := list(islice(lines, _BATCH)):
                facts = [row for row in batch if row.kind in SALE_FACTS]
                _compare_sales(session, org_id, walk, facts)
        _no_sale_without_fact(session, org_id, walk)
        _prove_venues(session, org_id, walk)
    except _BrokenError as error:
        return walk.verdict(error.broken)
    return walk.verdict()


def _chain(session: Session, org_id: str, walk: _Walk) -> Generator[Row[Any], None, None]:
    """Give the lines of the journal, each after its link was checked."""
    table = JournalLine.metadata.tables["journal"]
    statement = (
        select(table)
        .where(table.c.org_id == org_id)
        .order_by(table.c.epoch, table.c.seq)
        .execution_options(yield_per=_BATCH)
    )
    epoch, seq, expected = "", 0, ""
    with session.execute(statement) as rows:
        for row in rows:
            if row.epoch != epoch:
                epoch, seq, expected = row.epoch, 0, _genesis(row)
                walk.epochs += 1
            seq += 1
            _check_link(row, seq, expected)
            expected = row.hash
            walk.lines += 1
            yield row


def _genesis(row: Row[Any]) -> str:
    return genesis(str(_event(row).get("site")), row.epoch)


def _event(row: Row[Any]) -> dict[str, Any]:
    try:
        event = json.loads(row.body)
    except ValueError:
        event = None
    if not isinstance(event, dict):
        raise _BrokenError(_name(row), "nội dung không đọc được", "its body cannot be read")
    return event


def _name(row: Row[Any]) -> str:
    return f"dòng nhật ký {row.seq} ({row.kind})"


def _check_link(row: Row[Any], seq: int, expected: str) -> None:
    if row.seq != seq:
        raise _BrokenError(
            _name(row), f"thiếu dòng {seq} trước dòng này", f"line {seq} before it is missing"
        )
    if row.prev != expected:
        raise _BrokenError(
            _name(row), "không nối tiếp dòng trước", "it does not follow the line before"
        )
    if chain_hash(row.prev, row.body) != row.hash:
        raise _BrokenError(
            _name(row), "nội dung không khớp mã băm", "its body does not match its hash"
        )
    event = _event(row)
    said = (event.get("epoch"), event.get("seq"), event.get("kind"), event.get("id"))
    if said != (row.epoch, row.seq, row.kind, row.subject_id):
        raise _BrokenError(
            _name(row), "các cột khác với nội dung", "its columns differ from its body"
        )


def _compare_sales(session: Session, org_id: str, walk: _Walk, facts: list[Row[Any]]) -> None:
    wanted = [row.subject_id for row in facts]
    if not wanted:
        return
    stored = _stored(session, org_id, wanted)
    for row in facts:
        data = _event(row)["data"]
        number = f"đơn {data['number']} (dòng nhật ký {row.seq})"
        found = stored.get(row.subject_id)
        if found is None:
            raise _BrokenError(
                number,
                "đơn không còn ở gian của quầy đã bán",
                "the sale is gone from its till's booth",
            )
        for name, value in found.items():
            if value != data.get(name):
                raise _BrokenError(
                    number, f"{name} khác với nhật ký", f"{name} differs from the journal"
                )
        walk.sales += 1
        walk.total_vnd += data["total_vnd"]


_COPIED = {
    "kind": "kind", "number": "number", "till": "till_id", "shift": "shift_id", "seq": "seq",
    "cashier": "cashier_id", "hour": "hour", "corrects": "corrects_id", "reason": "reason",
    "subtotal_vnd": "subtotal_vnd", "discount_vnd": "discount_vnd", "total_vnd": "total_vnd",
    "ocop_vnd": "ocop_vnd",
}  # fmt: skip
"""Field of the fact to column of the sale."""
_OF_LINE = ("position", "name", "quantity_milli", "unit_price_vnd", "amount_vnd", "stars")
_OF_PAYMENT = ("means", "state", "amount_vnd")


def _stored(session: Session, org_id: str, sale_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return the stored sales in the form of their facts; only where till and booth still fit."""
    statement = (
        select(SALE)
        .join(TILL, (TILL.c.org_id == SALE.c.org_id) & (TILL.c.id == SALE.c.till_id))
        .join(BOOTH, (BOOTH.c.org_id == SALE.c.org_id) & (BOOTH.c.id == SALE.c.booth_id))
        .where(SALE.c.org_id == org_id, SALE.c.id.in_(sale_ids))
        .where(TILL.c.booth_id == SALE.c.booth_id, BOOTH.c.venue_id == SALE.c.venue_id)
    )
    lines = _parts(session, LINE, org_id, sale_ids)
    payments = _parts(session, PAYMENT, org_id, sale_ids)
    labels = sold_labels.by_line(session, org_id, sale_ids)
    return {
        row.id: {
            **{name: getattr(row, column) for name, column in _COPIED.items()},
            "sold_at": iso_utc(row.sold_at),
            "flags": [flag for flag in row.flags.split(",") if flag],
            "business_date": row.business_date.isoformat(),
            "lines": [_line(one, labels.get(row.id, {})) for one in lines.get(row.id, [])],
            "payments": [
                {name: getattr(one, name) for name in _OF_PAYMENT}
                for one in payments.get(row.id, [])
            ],
        }
        for row in session.execute(statement)
    }


def _line(row: Row[Any], labels: dict[int, list[str]]) -> dict[str, Any]:
    """Return a line in the form of its fact, which names labels only where there are some."""
    found = {"product": row.product_id, **{name: getattr(row, name) for name in _OF_LINE}}
    return {**found, "labels": labels[row.position]} if row.position in labels else found


def _parts(
    session: Session, table: Any, org_id: str, sale_ids: list[str]
) -> dict[str, list[Row[Any]]]:
    statement = (
        select(table)
        .where(table.c.org_id == org_id, table.c.sale_id.in_(sale_ids))
        .order_by(table.c.sale_id, table.c.position)
    )
    found: dict[str, list[Row[Any]]] = {}
    for row in session.execute(statement):
        found.setdefault(row.sale_id, []).append(row)
    return found


def _no_sale_without_fact(session: Session, org_id: str, walk: _Walk) -> None:
    count = select(func.count()).select_from(SALE).where(SALE.c.org_id == org_id)
    if session.execute(count).scalar() == walk.sales:
        return
    journal = JournalLine.metadata.tables["journal"]
    fact = (
        select(journal.c.seq)
        .where(
            journal.c.org_id == SALE.c.org_id,
            journal.c.subject_id == SALE.c.id,
            journal.c.kind.in_(SALE_FACTS),
        )
        .exists()
    )
    number = session.execute(
        select(SALE.c.number).where(SALE.c.org_id == org_id, ~fact).order_by(SALE.c.id).limit(1)
    ).scalar()
    raise _BrokenError(
        f"đơn {number}" if number else "sổ đơn",
        "không có trong nhật ký" if number else "một đơn ghi hai lần trong nhật ký",
        "it is not in the journal" if number else "a sale stands twice in the journal",
    )


def _prove_venues(session: Session, org_id: str, walk: _Walk) -> None:
    statement = select(VENUE.c.id, VENUE.c.code).where(VENUE.c.org_id == org_id)
    for venue_id, code in session.execute(statement.order_by(VENUE.c.code)).all():
        proof = prove(session, Scope(org_id, venue_id))
        if proof.disagreements:
            first = proof.disagreements[0]
            raise _BrokenError(
                f"{code}, gian {first.booth} ngày {format_date(first.day)}",
                f"bảng {first.table} lệch {first.difference_text}",
                f"table {first.table} differs by {first.difference_text}",
            )
        walk.venues += 1
