"""Giving out a closing report: numbered drafts and finals that stay as they were."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from fair_pos.accounts.models import Person
from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.errors import NotFoundError
from fair_pos.core.money import format_vnd, format_vnd_unit
from fair_pos.db import journal
from fair_pos.reports import closing, plain
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.models import IssuedReport, ReportKind
from fair_pos.reports.tables import Phrase
from fair_pos.reports.words import REVENUE
from fair_pos.venues.models import Venue

CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Issue:
    """How a report was given out; its code stands on every print."""

    kind: str
    number: int
    code: str
    as_of: datetime
    issued_by: str
    """Full name."""
    sha256: str = ""
    """Of the figures as canonical JSON."""

    @property
    def is_final(self) -> bool:
        """Say whether these are the final figures."""
        return self.kind == ReportKind.FINAL

    @property
    def name(self) -> Phrase:
        """`sơ bộ 3`."""
        if self.is_final:
            number = f" {self.number}" if self.number > 1 else ""
            return Phrase(f"chính thức{number}", f"final{number}")
        return Phrase(f"sơ bộ {self.number}", f"draft {self.number}")


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what was printed."""

    what: Phrase
    printed: str
    now: str


def issue_draft(session: Session, clock: Clock, venue: Venue, person_id: str) -> IssuedReport:
    """Give out a draft of the figures of now; unchanged figures keep their draft.

    Raises:
        ReportRefusedError: the books do not agree.
    """
    report = closing.closing_report(session, clock, venue)
    last = newest(session, venue, ReportKind.DRAFT)
    if last is not None and not changes(plain.from_json(last.body), report):
        return last
    return _issue(session, clock, ReportKind.DRAFT, report, (venue, person_id))


def issue_final(session: Session, clock: Clock, venue: Venue, person_id: str) -> IssuedReport:
    """Give out the final figures; later finals are numbered, earlier ones stay.

    Raises:
        ReportRefusedError: the books do not agree.
    """
    report = closing.closing_report(session, clock, venue)
    return _issue(session, clock, ReportKind.FINAL, report, (venue, person_id))


def _issue(
    session: Session,
    clock: Clock,
    kind: ReportKind,
    report: ClosingReport,
    by: tuple[Venue, str],
) -> IssuedReport:
    venue, person_id = by
    body = plain.to_json(report)
    row = IssuedReport(
        org_id=venue.org_id,
        id=ids.new_id(),
        venue_id=venue.id,
        kind=kind,
        number=_next_number(session, venue, kind),
        code=ids.new_code(CODE_LENGTH),
        as_of=report.as_of,
        issued_by=person_id,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        body=body,
    )
    session.add(row)
    session.flush()
    fields = {
        "venue": venue.code,
        "kind": kind.value,
        "number": row.number,
        "code": row.code,
        "sha256": row.sha256,
        "by": person_id,
    }
    journal.write(session, clock, journal.Fact("report.issued", row.id, fields))
    return row


def _next_number(session: Session, venue: Venue, kind: ReportKind) -> int:
    statement = select(func.coalesce(func.max(IssuedReport.number), 0)).where(
        IssuedReport.org_id == venue.org_id,
        IssuedReport.venue_id == venue.id,
        IssuedReport.kind == kind,
    )
    return int(session.exec(statement).one()) + 1


def newest(session: Session, venue: Venue, kind: ReportKind) -> IssuedReport | None:
    """Return the newest draft or final of a venue."""
    statement = (
        select(IssuedReport)
        .where(
            IssuedReport.org_id == venue.org_id,
            IssuedReport.venue_id == venue.id,
            IssuedReport.kind == kind,
        )
        .order_by(col(IssuedReport.number).desc())
        .limit(1)
    )
    return session.exec(statement).first()


def all_of(session: Session, venue: Venue) -> list[IssuedReport]:
    """Return what was given out of a venue, newest first, at most 50."""
    statement = (
        select(IssuedReport)
        .where(IssuedReport.org_id == venue.org_id, IssuedReport.venue_id == venue.id)
        .order_by(col(IssuedReport.as_of).desc(), col(IssuedReport.id).desc())
        .limit(50)
    )
    return list(session.exec(statement))


def issued(session: Session, org_id: str, code: str) -> IssuedReport:
    """Return a given-out report by its print code, spaces and case left aside.

    Raises:
        NotFoundError: no print has this code.
    """
    read = ids.read_code(code)
    row = session.exec(
        select(IssuedReport).where(IssuedReport.org_id == org_id, IssuedReport.code == read)
    ).first()
    if row is None:
        raise NotFoundError
    return row


def issue_of(session: Session, row: IssuedReport) -> Issue:
    """Return how a report was given out, with the person's name."""
    person = session.get(Person, (row.org_id, row.issued_by))
    name = person.full_name if person else ""
    return Issue(row.kind, row.number, row.code, row.as_of, name, row.sha256)


def changes(printed: ClosingReport, now: ClosingReport) -> list[Change]:
    """Return the figures that are not what was printed, headline first."""
    pairs = zip(_figures(printed), _figures(now), strict=False)
    return [
        Change(what, before, after) for (what, before), (_, after) in pairs if before != after
    ] + _days(printed, now)


def _figures(report: ClosingReport) -> list[tuple[Phrase, str]]:
    money = [
        (Phrase(f"{REVENUE[row.key].vi}, {vi}", f"{REVENUE[row.key].en}, {en}"), amount)
        for row in report.revenue
        for vi, en, amount in (
            ("ghi tại quầy", "measured", row.amount.measured_vnd),
            ("tự khai", "declared", row.amount.declared_vnd),
        )
    ]
    visitors = "?" if report.visitors is None else format_vnd(report.visitors)
    sums = report.proof.sums()
    return [
        *((what, format_vnd_unit(amount)) for what, amount in money),
        (Phrase("Số đơn", "Sales"), format_vnd(sums["sales"])),
        (Phrase("Số đơn trả, hủy", "Refunds and voids"), format_vnd(sums["corrections"])),
        (Phrase("Lượt khách", "Visits"), visitors),
        (Phrase("Gian", "Booths"), format_vnd(report.on_show.booths)),
        (Phrase("Gian-ngày chưa có số liệu", "Missing booth-days"),
         format_vnd(report.coverage.missing)),
    ]  # fmt: skip


def _days(printed: ClosingReport, now: ClosingReport) -> list[Change]:
    before = {row.day: row.amount.sum_vnd for row in printed.days}
    after = {row.day: row.amount.sum_vnd for row in now.days}
    return [
        Change(
            Phrase(f"Ngày {day:%d/%m}, cộng", f"Day {day:%d/%m}, total"),
            format_vnd_unit(before.get(day, 0)),
            format_vnd_unit(after.get(day, 0)),
        )
        for day in sorted({*before, *after})
        if before.get(day, 0) != after.get(day, 0)
    ]
