"""The paper that shows how far a printer is off."""

from fair_pos.labels.formats import LabelFormat, millimetres
from fair_pos.printing import a4
from fair_pos.printing.label import NO_OFFSET, Offset

TEMPLATE = "calibration.typ"


def sheet(form: LabelFormat, printer: str, offset: Offset = NO_OFFSET) -> bytes:
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
        "offset_right": offset.right / 10,
        "offset_down": offset.down / 10,
        "now_right": millimetres(offset.right),
        "now_down": millimetres(offset.down),
    }
    return a4.pdf(TEMPLATE, values)
