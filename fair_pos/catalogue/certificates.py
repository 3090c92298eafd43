"""Writes: OCOP certificates. Nothing is deleted: a wrong one is revoked with its reason."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session, select

from fair_pos.catalogue import ocop
from fair_pos.catalogue.models import Certificate, CertificateState
from fair_pos.core import ids
from fair_pos.core.clock import Clock, format_date
from fair_pos.core.errors import FieldError
from fair_pos.db import journal
from fair_pos.db.edit import Edit, fields_of, row_as_seen


class DecisionTakenError(FieldError):
    """The same decision twice for one product."""

    code, field = "decision_taken", "decision_no"
    vi = "Sản phẩm này đã có giấy chứng nhận theo quyết định {detail}. Kiểm tra số quyết định."
    en = "This product already has a certificate by decision {detail}. Check the number."


class ExtensionError(FieldError):
    """An extension that does not extend."""

    code, field = "extension", "expires_on"
    vi = "Ngày hết hạn mới phải sau ngày hết hạn cũ ({detail})."
    en = "The new end must follow the old one ({detail})."


class BeforeIssueError(FieldError):
    """A decision about a certificate before it was issued."""

    code, field = "before_issue", "state_on"
    vi = "Ngày quyết định phải từ ngày cấp giấy chứng nhận ({detail}) trở đi."
    en = "The decision cannot precede the certificate ({detail})."


class RevokedAlreadyError(FieldError):
    """A revoked certificate does not come back; a new one is entered."""

    code, field = "revoked_already", "state_decision"
    vi = "Giấy chứng nhận này đã thu hồi ngày {detail}. Có quyết định mới thì nhập giấy mới."
    en = "This certificate was revoked on {detail}. Enter a new one for a new decision."


@dataclass(frozen=True, slots=True)
class CertificateDraft:
    """A certificate as the decision says it."""

    product_id: str
    stars: int
    decision_no: str
    issuer: str
    issued_on: date
    certificate_no: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A later decision about a certificate: its number and day."""

    number: str
    day: date


def add_certificate(
    session: Session, clock: Clock, org_id: str, draft: CertificateDraft
) -> Certificate:
    """Add a certificate that holds 36 months from its decision.

    Raises:
        DecisionTakenError: the product has this decision already.
    """
    taken = session.exec(
        select(Certificate.id).where(
            Certificate.org_id == org_id,
            Certificate.product_id == draft.product_id,
            Certificate.decision_no == draft.decision_no,
        )
    ).first()
    if taken:
        raise DecisionTakenError(draft.decision_no)
    row = Certificate(
        org_id=org_id,
        id=ids.new_id(),
        expires_on=ocop.expiry(draft.issued_on),
        changed_at=clock.now(),
        **asdict(draft),
    )
    session.add(row)
    session.flush()
    fields = {"expires_on": row.expires_on.isoformat(), **fields_of(draft)}
    journal.write(session, clock, journal.Fact("certificate.added", row.id, fields))
    return row


def extend_certificate(
    session: Session, clock: Clock, edit: Edit, decision: Decision, expires_on: date
) -> Certificate:
    """Let a certificate hold longer.

    Raises:
        ExtensionError, BeforeIssueError, RevokedAlreadyError: what does not fit.
    """
    row = _to_decide(session, edit, decision)
    if expires_on <= row.expires_on:
        raise ExtensionError(format_date(row.expires_on))
    row.expires_on = expires_on
    return _decide(session, clock, row, CertificateState.EXTENDED, decision)


def revoke_certificate(
    session: Session, clock: Clock, edit: Edit, decision: Decision
) -> Certificate:
    """End a certificate from the day of the decision on.

    Raises:
        BeforeIssueError, RevokedAlreadyError: what does not fit.
    """
    row = _to_decide(session, edit, decision)
    return _decide(session, clock, row, CertificateState.REVOKED, decision)


def regrade_certificate(
    session: Session, clock: Clock, edit: Edit, decision: Decision
) -> Certificate:
    """Note that the product is being graded again; the certificate holds until its end."""
    row = _to_decide(session, edit, decision)
    return _decide(session, clock, row, CertificateState.REGRADING, decision)


def _to_decide(session: Session, edit: Edit, decision: Decision) -> Certificate:
    row = row_as_seen(session, Certificate, edit)
    if row.state == CertificateState.REVOKED:
        raise RevokedAlreadyError(format_date(row.state_on or row.expires_on))
    if decision.day < row.issued_on:
        raise BeforeIssueError(format_date(row.issued_on))
    return row


def _decide(
    session: Session, clock: Clock, row: Certificate, state: CertificateState, decision: Decision
) -> Certificate:
    row.state, row.state_on, row.state_decision = state, decision.day, decision.number
    row.changed_at = clock.now()
    session.add(row)
    fields = {
        "decision": decision.number,
        "day": decision.day.isoformat(),
        "expires_on": row.expires_on.isoformat(),
    }
    journal.write(session, clock, journal.Fact(f"certificate.{state}", row.id, fields))
    return row
