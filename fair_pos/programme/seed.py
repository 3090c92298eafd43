"""Writes the reference facts of seed/reference into their tables; safe to repeat."""

from datetime import date
from typing import Any

from sqlmodel import Session

from fair_pos.core.text import fold
from fair_pos.programme.models import (
    Commune,
    ProductSet,
    PublishedFair,
    PublishedFairLocality,
    PublishedFigure,
)
from fair_pos.programme.reference import rows

MILLION = 1_000_000


def load(session: Session) -> None:
    """Write communes, product sets and published figures; existing rows are brought up to date."""
    for row in rows("communes"):
        session.merge(Commune(**row, search_key=fold(f"{row['level']} {row['name']}")))
    for row in rows("product_sets"):
        session.merge(ProductSet.model_validate(row))
    for number, row in enumerate(rows("programme_figures"), start=1):
        session.merge(PublishedFigure(no=number, **row))
    for row in rows("fair_editions"):
        session.merge(PublishedFair(**_fair(row)))
    session.flush()
    for row in rows("fair_edition_localities"):
        million = int(row.pop("revenue_million_vnd"))
        session.merge(PublishedFairLocality(**row, revenue_vnd=million * MILLION))
    session.flush()


def _fair(row: dict[str, str]) -> dict[str, Any]:
    numbers = ("booths", "booths_local", "booths_other", "zones", "visitors")
    return {
        "code": row["code"],
        "name": row["name"],
        "first_day": _day(row["first_day"]),
        "last_day": _day(row["last_day"]),
        "closed_days": row["closed_days"],
        **{name: _number(row[name]) for name in numbers},
        "revenue_vnd": _number(row["revenue_million_vnd"], MILLION),
        "ocop_revenue_vnd": _number(row["ocop_revenue_million_vnd"], MILLION),
        "note": row["note"],
        "source": row["source"],
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str, factor: int = 1) -> int | None:
    return int(text) * factor if text else None
