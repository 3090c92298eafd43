"""A strip of labels becomes the bytes of one job, in its printer's own language."""

from collections.abc import Iterable, Iterator

from PIL import Image, ImageDraw

from fair_pos.core.errors import FairPosError
from fair_pos.printing import label_picture, render, tspl, zpl
from fair_pos.printing.label import DOTS_PER_MM, NO_OFFSET, Offset, Roll, Strip
from fair_pos.printing.label_picture import dots_per_mm
from fair_pos.printing.profiles import Language, Profile

_BLACK, _WHITE = 0, 255
_OVER_MM = 1
"""A row may be this much wider than the head on each side: a label's edge is white."""
_CUT_DASH, _CUT_PITCH = 6, 14


class RollTooWideError(FairPosError):
    """A roll whose labels are wider than the printer prints."""

    code = "roll_too_wide"
    status = 422
    vi = "Máy in này in rộng {detail} mm, không đủ cho cuộn tem. Chọn cuộn hẹp hơn hoặc máy khác."
    en = "This printer prints {detail} mm, too narrow for this roll. Choose another."


class LettersOnlyError(FairPosError):
    """A printer of plain letters: it draws neither codes nor names with marks."""

    code = "letters_only"
    status = 422
    vi = "Máy in này chỉ in chữ, không in được tem. Chọn máy in khác."
    en = "This printer prints letters only, no labels. Choose another."


class NoReceiptError(FairPosError):
    """A paper other than labels at a label printer."""

    code = "no_receipt_here"
    status = 422
    vi = "Máy in tem chỉ in tem, không in phiếu. Chọn máy in khác."
    en = "A label printer prints labels only, no receipts. Choose another printer."


def fits(roll: Roll, profile: Profile) -> bool:
    """Say whether a printer can print a roll; plain letters are no labels."""
    width, _ = label_picture.row_size(roll, profile.dpi)
    over = 2 * _OVER_MM * dots_per_mm(profile.dpi) if profile.is_for_labels else 0
    return width <= profile.width_dots + over and not profile.text_only


def check(roll: Roll, profile: Profile) -> None:
    """Refuse a roll that a printer cannot print.

    Raises:
        LettersOnlyError, RollTooWideError: it draws nothing, or its head is too narrow.
    """
    if profile.text_only:
        raise LettersOnlyError
    if not fits(roll, profile):
        raise RollTooWideError(str(profile.width_dots // dots_per_mm(profile.dpi)))


def to_bytes(strip: Strip, profile: Profile, offset: Offset = NO_OFFSET) -> bytes:
    """Return the job that prints a strip of labels.

    Raises:
        RollTooWideError: its labels are wider than the head.
        CodeTooLongError: an address that no code can hold.
    """
    check(strip.roll, profile)
    scale = dots_per_mm(profile.dpi)
    rows = pictures(strip, profile, offset)
    match profile.language:
        case Language.TSPL:
            return tspl.job(rows, round(strip.roll.gap_y * scale / DOTS_PER_MM), scale)
        case Language.ZPL:
            return zpl.job(rows)
        case Language.ESCPOS:
            return render.pages_to_bytes(_on_receipt_paper(rows, profile), profile)


def pictures(strip: Strip, profile: Profile, offset: Offset) -> Iterator[Image.Image]:
    """Draw the rows of a strip, no wider than the head."""
    for row in label_picture.rows(strip, profile.dpi, offset):
        over = max(row.width - profile.width_dots, 0)
        yield row.crop((over // 2, 0, row.width - (over - over // 2), row.height))


def _on_receipt_paper(rows: Iterable[Image.Image], profile: Profile) -> Iterator[Image.Image]:
    """Put rows under each other in the middle of receipt paper, a line to cut along below each."""
    page = Image.new("1", (profile.width_dots, 0), _WHITE)
    for row in rows:
        if page.height and page.height + row.height > profile.max_rows:
            yield page
            page = Image.new("1", (profile.width_dots, 0), _WHITE)
        longer = Image.new("1", (profile.width_dots, page.height + row.height + 1), _WHITE)
        longer.paste(page, (0, 0))
        longer.paste(row, ((profile.width_dots - row.width) // 2, page.height))
        pen = ImageDraw.Draw(longer)
        for left in range(0, profile.width_dots, _CUT_PITCH):
            pen.line((left, longer.height - 1, left + _CUT_DASH, longer.height - 1), fill=_BLACK)
        page = longer
    yield page
