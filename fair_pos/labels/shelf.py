"""The sizes of labels an organisation has: the built-in ones as it changed them, and its own."""

from sqlmodel import Session, col, select

from fair_pos.core.errors import NotFoundError
from fair_pos.labels.built_in import BUILT_IN
from fair_pos.labels.formats import LabelFormat, Measures, Medium
from fair_pos.labels.models import LabelFormatRow

FORMATS_MAX = 200
MEASURES = tuple(Measures.__dataclass_fields__)


def every(session: Session, org_id: str) -> list[LabelFormat]:
    """Return all sizes, those switched off too: the built-in ones in their order, then the own."""
    statement = (
        select(LabelFormatRow)
        .where(LabelFormatRow.org_id == org_id)
        .order_by(col(LabelFormatRow.id))
        .limit(FORMATS_MAX)
    )
    rows = {row.id: _format(row) for row in session.exec(statement)}
    return [rows.pop(one.key, one) for one in BUILT_IN] + list(rows.values())


def active(session: Session, org_id: str) -> list[LabelFormat]:
    """Return the sizes one can print on, in the same order."""
    return [one for one in every(session, org_id) if one.is_active]


def find(session: Session, org_id: str, key: str) -> LabelFormat | None:
    """Return the size of a key, or None: removed since."""
    return next((one for one in every(session, org_id) if one.key == key), None)


def one_of(session: Session, org_id: str, key: str) -> LabelFormat:
    """Return the size of a key.

    Raises:
        NotFoundError: no such size.
    """
    found = find(session, org_id, key)
    if found is None:
        raise NotFoundError
    return found


def _format(row: LabelFormatRow) -> LabelFormat:
    measures = Measures(**{name: getattr(row, name) for name in MEASURES})
    return LabelFormat(row.id, row.title, Medium(row.medium), measures, row.cut_lines, row.active)
