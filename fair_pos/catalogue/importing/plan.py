"""What an import would write: rows to add, rows to change, journal lines. Nothing until applied."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, SQLModel

from fair_pos.core.clock import Clock
from fair_pos.core.ids import new_id
from fair_pos.db import journal
from fair_pos.db.journal import Fact


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many rows of the list were new, brought something new, or were there already."""

    created: int
    updated: int
    unchanged: int


@dataclass
class Plan:
    """Gathers what to write. `changes` maps table and id to the columns that get new values."""

    org_id: str
    at: datetime
    by: str
    added: dict[type[SQLModel], list[dict[str, Any]]] = field(default_factory=dict)
    changes: dict[type[SQLModel], dict[str, dict[str, Any]]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def result(self) -> ImportResult:
        """Return the counts."""
        return ImportResult(self.created, self.updated, self.unchanged)

    def add(self, table: type[SQLModel], **columns: Any) -> str:
        """Plan a new row; returns its id."""
        row_id = new_id()
        self.added.setdefault(table, []).append({"org_id": self.org_id, "id": row_id, **columns})
        return row_id

    def change(self, table: type[SQLModel], row_id: str, old: Any, new: dict[str, Any]) -> set[str]:
        """Plan the columns that differ from the row that is there; returns their names."""
        differing = {name: value for name, value in new.items() if getattr(old, name) != value}
        if differing:
            row = self.changes.setdefault(table, {}).setdefault(row_id, {})
            row.update(differing, changed_at=self.at)
        return set(differing)

    def tell(self, kind: str, subject_id: str, **fields: Any) -> None:
        """Plan a journal line."""
        self.facts.append(Fact(kind, subject_id, {**fields, "by": self.by}))

    def count(self, *, created: bool, changed: bool) -> None:
        """Count one row of the list."""
        self.created += created
        self.updated += changed and not created
        self.unchanged += not (created or changed)

    def apply(self, session: Session, clock: Clock, order: tuple[type[SQLModel], ...]) -> None:
        """Write everything, tables in the order of their foreign keys; the caller commits."""
        session.flush()
        for table in order:
            if table in self.added:
                session.connection().execute(insert(table), self.added[table])
            for columns in _groups(self.org_id, self.changes.get(table, {})):
                session.execute(update(table), columns)
        if self.facts:
            journal.write_all(session, clock, self.facts)


def _groups(org_id: str, changes: dict[str, dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Group changes by their columns: one statement each."""
    groups: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row_id, columns in changes.items():
        row = {"org_id": org_id, "id": row_id, **columns}
        groups.setdefault(frozenset(row), []).append(row)
    return list(groups.values())
