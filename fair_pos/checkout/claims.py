"""Claiming a document's id: the same id with the same body is answered again, never sold again."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, literal, select
from sqlmodel import Session

from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout.models import Sale, SaleConflict
from fair_pos.checkout.orders import DocumentOrder
from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError
from fair_pos.db import journal
from fair_pos.db.fast import Prepared
from fair_pos.printing.models import JobKind, PrintJob


class SaleConflictError(FairPosError):
    """This id is known with another body; both are kept."""

    code = "sale_conflict"
    status = 409
    vi = "Đơn {detail} đã có nội dung khác trên máy chủ. Cả hai được giữ lại, báo Ban Tổ chức."
    en = "Sale {detail} is stored with other content. Both are kept; tell the organisers."


@dataclass(frozen=True, slots=True)
class Stored:
    """The answer to a till: what is stored now."""

    id: str
    number: str
    status: str
    """`stored`, `duplicate` or `conflict`."""
    flags: tuple[str, ...]
    received_at: datetime
    public_code: str
    total_vnd: int
    job_id: str

    def raise_if_conflict(self) -> None:
        """Raise after the conflict's body was committed.

        Raises:
            SaleConflictError: the id is known with another body.
        """
        if self.status == "conflict":
            raise SaleConflictError(self.number)


def claim(
    session: Session, clock: Clock, till: TillIdentity, order: DocumentOrder
) -> Stored | None:
    """Return the stored answer for a known id, or None: the id is free and may be written.

    Another body under a known id is kept in sale_conflict and answered as `conflict`.
    """
    connection = session.connection()
    key = {"org_id": till.org_id, "id": order.id}
    if _KNOWN.first(connection, key) is None:
        return None
    row = connection.execute(
        select(_sale).where(_sale.c.org_id == till.org_id, _sale.c.id == order.id)
    ).one()
    stored = _answer(session, row)
    if row.body_sha256 == order.sha256() and row.booth_id == till.booth_id:
        return stored
    _keep_conflict(session, clock, till, order)
    return replace(stored, status="conflict", number=order.number)


def is_known(session: Session, org_id: str, document_id: str) -> bool:
    """Say whether a document is stored: what it was approved with needs no second look."""
    return session.get(Sale, (org_id, document_id)) is not None


def _answer(session: Session, row: Any) -> Stored:
    job = PrintJob.__table__  # type: ignore[attr-defined]
    job_id = (
        session.connection()
        .execute(
            select(job.c.id).where(
                job.c.org_id == row.org_id,
                job.c.kind == JobKind.RECEIPT,
                job.c.document_id == row.id,
                job.c.copy_no == 0,
            )
        )
        .scalar()
    )
    return Stored(
        id=row.id,
        number=row.number,
        status="duplicate",
        flags=tuple(flag for flag in row.flags.split(",") if flag),
        received_at=row.received_at,
        public_code=row.public_code,
        total_vnd=row.total_vnd,
        job_id=job_id or "",
    )


def _keep_conflict(
    session: Session, clock: Clock, till: TillIdentity, order: DocumentOrder
) -> None:
    digest = order.sha256()
    known = session.connection().execute(
        select(SaleConflict.__table__.c.id).where(  # type: ignore[attr-defined]
            SaleConflict.__table__.c.org_id == till.org_id,  # type: ignore[attr-defined]
            SaleConflict.__table__.c.sale_id == order.id,  # type: ignore[attr-defined]
            SaleConflict.__table__.c.body_sha256 == digest,  # type: ignore[attr-defined]
        )
    )
    if known.first() is not None:
        return
    session.execute(
        insert(SaleConflict).values(
            org_id=till.org_id,
            id=ids.new_id(),
            sale_id=order.id,
            till_id=till.till_id,
            body=order.model_dump_json(exclude={"approval"}),
            body_sha256=digest,
            received_at=clock.now(),
        )
    )
    journal.write(
        session,
        clock,
        journal.Fact("sale.conflict", order.id, {"till": till.till_id, "sha256": digest}),
    )


_sale = Sale.__table__  # type: ignore[attr-defined]
_KNOWN = Prepared(
    lambda _: select(literal(1)).where(
        _sale.c.org_id == bindparam("org_id"), _sale.c.id == bindparam("id")
    )
)
