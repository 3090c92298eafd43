"""The paper that shows how far a printer is off."""

from fair_pos.labels.formats import NO_SHIFT, LabelFormat, Shift, millimetres
from fair_pos.printing import a4

TEMPLATE = "calibration.typ"


def sheet(form: LabelFormat, printer: str, shift: Shift = NO_SHIFT) -> bytes:
    """Return a PDF with crosses at the corners of every label, to lay over a sheet of labels."""
    values = {
        "title": form.title,
        "is_sheet": not form.is_roll,
        "page_width": form.page_width,
        "page_height": form.page_height,
        "width": form.width,
        "height": form.height,
        "corners": [form.corner(place) for place in range(form.per_sheet)],
        "printer": printer,
        "shift_right": shift.right / 10,
        "shift_down": shift.down / 10,
        "now_right": millimetres(shift.right),
        "now_down": millimetres(shift.down),
    }
    return a4.pdf(TEMPLATE, values)
