"""Two people at once: a row is changed only as the person saw it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any, Protocol, TypeVar

from sqlmodel import Session, SQLModel

from fair_pos.core.clock import format_time, iso_utc
from fair_pos.core.errors import ChangedMeanwhileError, NotFoundError


class Changing(Protocol):
    """A row that tells when it was changed."""

    changed_at: datetime


Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Edit:
    """Which row somebody wants to change, and its `stamp` when they looked at it."""

    org_id: str
    id: str
    seen: str


def stamp(row: Changing) -> str:
    """Return the text that changes with every saved change of a row."""
    return row.changed_at.isoformat()


def row_as_seen(session: Session, model: type[Row], edit: Edit) -> Row:
    """Return the row to change.

    Raises:
        NotFoundError: no such row.
        ChangedMeanwhileError: somebody else saved it since it was seen.
    """
    row: Any = session.get(model, (edit.org_id, edit.id))
    if row is None:
        raise NotFoundError
    if stamp(row) != edit.seen:
        raise ChangedMeanwhileError(format_time(row.changed_at))
    found: Row = row
    return found


def fields_of(draft: Any) -> dict[str, Any]:
    """Return a draft's fields as the journal writes them: dates and times as text."""
    return {name: _plain(value) for name, value in asdict(draft).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso_utc(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value
