"""Labels that try a label printer: a frame at the edge, letters, a code, for two rows of a roll."""

from sqlmodel import Session

from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError
from fair_pos.core.text import clean
from fair_pos.labels import shelf
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.measuring import wrap
from fair_pos.labels.rolls import roll_of
from fair_pos.printing import label, label_job, profiles, qr, spool, trial
from fair_pos.printing.label import Label, Layout, Roll, Square, Strip, Words
from fair_pos.printing.models import JobKind, Printer

ROWS = 2
"""So that the gap between labels shows, too."""
_PAD, _SIZE, _PITCH = 14, 16, 21
_LETTERS = "Ứ Ẫ Ợ Ỹ Đ ạ ề ỗ ử đ ₫"


class NoRollFitsError(FairPosError):
    """No roll in use is narrow enough for a printer."""

    code = "no_roll_fits"
    status = 422
    vi = "Không cỡ tem cuộn nào đang dùng vừa máy in “{detail}”. Thêm cỡ tem hoặc chọn máy khác."
    en = "No roll in use fits the printer “{detail}”. Add a size or choose another printer."


def fitting(session: Session, org_id: str, profile_name: str) -> list[LabelFormat]:
    """Return the rolls in use that a model of label printer can print; others have none."""
    if profile_name not in profiles.of_labels():
        return []
    profile = profiles.load(profile_name)
    return [
        one
        for one in shelf.active(session, org_id)
        if one.is_roll and label_job.fits(roll_of(one), profile)
    ]


def print_trial(session: Session, clock: Clock, printer: Printer, form_key: str, by: str) -> str:
    """Queue the labels that try a printer, on a roll or on the first that fits; returns the job.

    Raises:
        NoRollFitsError: no such roll fits this printer.
    """
    can = fitting(session, printer.org_id, printer.profile)
    forms = [one for one in can if form_key in {"", one.key}]
    if not forms:
        raise NoRollFitsError(printer.name)
    job = spool.NewJob(
        org_id=printer.org_id,
        printer_id=printer.id,
        booth_id="",
        kind=JobKind.LABEL,
        document_id=ids.new_id(),
        payload=label.dump(strip(forms[0], printer.name)),
        created_by=by,
    )
    return spool.enqueue(session, clock, job)


def strip(form: LabelFormat, name: str) -> Strip:
    """Return the labels that try a printer on a roll."""
    roll = roll_of(form)
    labels = tuple(Label(0, number + 1, trial.CODE) for number in range(ROWS * roll.columns))
    layouts = (_layout(roll, form, name),)
    return Strip(f"Tem thử, {form.title}", roll, layouts, labels, is_framed=True)


def _layout(roll: Roll, form: LabelFormat, name: str) -> Layout:
    modules = len(qr.matrix(trial.CODE)) + 2 * qr.QUIET_MODULES
    side = modules * max(min((roll.height - 2 * _PAD) // modules, 5), 3)
    square = Square(roll.width - side - _PAD, (roll.height - side) / 2, side)
    room = square.x - _PAD
    texts = [(clean(name), True), (form.title, False), (_LETTERS, False)]
    lines = [(line, bold) for text, bold in texts for line in wrap(text, _SIZE, room, bold=bold)]
    most = (roll.height - 2 * _PAD) // _PITCH - 1
    words = tuple(
        Words(_PAD, _PAD + _PITCH * (at + 1), _SIZE, line, bold)
        for at, (line, bold) in enumerate(lines[:most])
    )
    return Layout(words, square, Words(_PAD, roll.height - _PAD, _SIZE, "Tem "))
