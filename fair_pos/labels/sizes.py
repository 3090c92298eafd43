"""Writes: sizes of labels are copied, changed, changed back, removed while nothing needs them."""

import json
from dataclasses import replace

from sqlmodel import Session, func, select

from fair_pos.core.clock import Clock, format_time
from fair_pos.core.errors import ChangedMeanwhileError, FairPosError, FieldError, NotFoundError
from fair_pos.db import journal
from fair_pos.db.edit import stamp
from fair_pos.labels import formats, sample, shelf
from fair_pos.labels.built_in import BY_KEY
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.models import LabelFormatRow, LabelPrint

OWN = "rieng-"
"""A size that people made has this key and a number."""


class TooSmallError(FieldError):
    """A label on which code and words have no room."""

    code, field = "label_size_too_small", "height"
    vi = "Tem {detail} mm nhỏ quá: mã QR và chữ không đủ chỗ. Cỡ nhỏ nhất khoảng 34 × 19 mm."
    en = "{detail} mm is too small for code and words. The smallest is about 34 × 19 mm."


class FormatInUseError(FairPosError):
    """A size that the log names cannot be removed."""

    code = "label_format_in_use"
    status = 409
    vi = "Không xóa được: đã in {detail} tem cỡ này. Bỏ chọn “Đang dùng” để không hiện khi in."
    en = "{detail} labels of this size were printed. Switch it off instead."


def faults(form: LabelFormat) -> list[FieldError]:
    """Return why a size cannot be used; each names the field it stands at."""
    found = formats.refusals(form.medium, form.measures)
    try:
        sample.check(form)
    except FairPosError:
        one = form.measures
        size = f"{formats.millimetres(one.width)} × {formats.millimetres(one.height)}"
        found.append(TooSmallError(size))
    return found


def seen(session: Session, org_id: str, key: str) -> str:
    """Return the text that changes with every saved change of a size."""
    row = session.get(LabelFormatRow, (org_id, key))
    return stamp(row) if row else ""


def copy(session: Session, clock: Clock, org_id: str, key: str) -> LabelFormat:
    """Add a size that begins as a copy of another.

    Raises:
        NotFoundError: no such size.
    """
    of = shelf.one_of(session, org_id, key)
    used = {one.key for one in shelf.every(session, org_id)}
    number = next(n for n in range(1, len(used) + 2) if f"{OWN}{n}" not in used)
    made = replace(of, key=f"{OWN}{number}", title=f"{of.title} – bản {number}", is_active=True)
    _store(session, clock, org_id, made)
    return made


def change(session: Session, clock: Clock, org_id: str, form: LabelFormat, as_seen: str) -> None:
    """Save a size; what it was before is kept for undo.

    Raises:
        NotFoundError, ChangedMeanwhileError: gone, or not as it was seen.
        TooWideError, TooHighError, TooSmallError: it cannot be used.
    """
    shelf.one_of(session, org_id, form.key)
    for fault in faults(form):
        raise fault
    row = session.get(LabelFormatRow, (org_id, form.key))
    if row and stamp(row) != as_seen:
        raise ChangedMeanwhileError(format_time(row.changed_at))
    _store(session, clock, org_id, form)


def undo(session: Session, clock: Clock, org_id: str, key: str) -> None:
    """Put back what a size was before its last change; a second time it is changed again.

    Raises:
        NotFoundError: nothing to put back.
    """
    row = session.get(LabelFormatRow, (org_id, key))
    if row is None or not row.before:
        raise NotFoundError
    _store(session, clock, org_id, formats.of_facts(key, json.loads(row.before)))


def restore(session: Session, clock: Clock, org_id: str, key: str) -> None:
    """Give a built-in size its own measures and name again.

    Raises:
        NotFoundError: no built-in one.
    """
    if key not in BY_KEY:
        raise NotFoundError
    _store(session, clock, org_id, BY_KEY[key])


def remove(session: Session, clock: Clock, org_id: str, key: str) -> None:
    """Remove a size that people made and nobody printed.

    Raises:
        NotFoundError, FormatInUseError: built in or gone; or the log names it.
    """
    row = session.get(LabelFormatRow, (org_id, key))
    if row is None or key in BY_KEY:
        raise NotFoundError
    used = printed(session, org_id).get(key, 0)
    if used:
        raise FormatInUseError(str(used))
    session.delete(row)
    journal.write(session, clock, journal.Fact("label_format.removed", key, {}))


def printed(session: Session, org_id: str) -> dict[str, int]:
    """Return how many labels were printed, by the key of their size."""
    statement = (
        select(LabelPrint.format, func.sum(LabelPrint.labels))
        .where(LabelPrint.org_id == org_id)
        .group_by(LabelPrint.format)
    )
    return {key: int(labels) for key, labels in session.exec(statement)}


def _store(session: Session, clock: Clock, org_id: str, form: LabelFormat) -> None:
    known = {one.key: one for one in shelf.every(session, org_id)}
    before = json.dumps(formats.facts(known[form.key])) if form.key in known else ""
    row = session.get(LabelFormatRow, (org_id, form.key))
    told = {
        "title": form.title,
        "medium": form.medium,
        "cut_lines": form.has_cut_lines,
        "active": form.is_active,
        **formats.facts(form)["measures"],
    }
    kept = told | {"before": before, "changed_at": clock.now()}
    if row is None:
        row = LabelFormatRow(org_id=org_id, id=form.key, **kept)
    else:
        row.sqlmodel_update(kept)
    session.add(row)
    session.flush()
    journal.write(session, clock, journal.Fact("label_format.changed", form.key, told))
