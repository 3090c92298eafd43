"""Loads the list of banks of seed/reference into its table; safe to repeat."""

from sqlmodel import Session

from fair_pos.core.text import fold
from fair_pos.payments.models import Bank
from fair_pos.programme.reference import rows


def load(session: Session) -> None:
    """Write the banks; existing rows are brought up to date."""
    for row in rows("banks"):
        key = fold(f"{row['short_name']} {row['name']}")
        session.merge(Bank(**row, search_key=key))
    session.flush()
