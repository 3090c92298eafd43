"""A document becomes a 1-bit picture, and the picture the bytes that an ESC/POS printer takes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw

from fair_pos.core.document import Block, Boxed, Code, Document, Picture, Row, Text
from fair_pos.printing import plain
from fair_pos.printing.layout import Dashes, Dots, Frame, Mark, Matrix, Words, lay_out
from fair_pos.printing.profiles import Cut, Profile
from fair_pos.printing.typeface import missing, prepare

if TYPE_CHECKING:
    from escpos.printer import Dummy

_BLACK, _WHITE = 0, 255
_LINE_DOTS, _DASH, _DASH_PITCH = 2, 7, 11
_TEAR_LINES = 6
_STRIP_HEAD = 8
"""Bytes of `GS v 0` and its sizes."""


def draw(document: Document, profile: Profile) -> Image.Image:
    """Draw a document as black and white dots, as wide as the paper; the same input, the same dots.

    Raises:
        CodeTooLongError: a QR code that this paper is too narrow for.
    """
    layout = lay_out(document, profile)
    canvas = Image.new("1", (profile.width_dots, layout.height), _WHITE)
    for mark in layout.marks:
        _paint(canvas, mark)
    return canvas


def to_bytes(document: Document, profile: Profile, *, drawer: bool = False) -> bytes:
    """Return the job for one paper: reset, the drawer's pulse if asked for, the picture, the cut.

    A paper longer than the profile allows goes on on a next one, parted at a white row. A profile
    that is for text only gets plain letters instead of the picture.

    Raises:
        CodeTooLongError: a QR code that this paper is too narrow for.
    """
    job = _job(profile.width_dots)
    job.hw("INIT")
    if drawer and profile.drawer_pin:
        job.cashdraw(profile.drawer_pin)
    if profile.text_only:
        plain.add_document(job, document, profile)
        _add_cut(job, profile.cut)
        return bytes(job.output)
    _add_pages(job, parted(draw(document, profile), profile.max_rows), profile)
    return bytes(job.output)


def pages_to_bytes(pages: Iterable[Image.Image], profile: Profile) -> bytes:
    """Return the job of pictures that are drawn already, each followed by the cut."""
    job = _job(profile.width_dots)
    job.hw("INIT")
    _add_pages(job, pages, profile)
    return bytes(job.output)


def parted(picture: Image.Image, max_rows: int) -> Iterator[Image.Image]:
    """Cut a picture into pages of at most `max_rows`, each at a white row where there is one."""
    top = 0
    while picture.height - top > max_rows:
        bottom = _white_row(picture, top + max_rows, top + max_rows // 2)
        yield picture.crop((0, top, picture.width, bottom))
        top = bottom
    yield picture.crop((0, top, picture.width, picture.height))


def rest_of_strip(profile: Profile) -> bytes:
    """Return what ends a picture strip that a paper before left unfinished: white dots.

    A line that broke inside `GS v 0` leaves a printer waiting for dots; it would take the next
    paper for them. Between commands a printer passes over NUL.
    """
    if profile.is_for_labels or profile.text_only:
        return b""
    return bytes(profile.width_dots // 8 * profile.strip_rows + _STRIP_HEAD)


def signs_lacking(document: Document) -> str:
    """Return the signs of a document that stand on the paper as a box with their number."""
    return missing(prepare(" ".join(_texts(document.blocks))))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Text() | Boxed():
                yield block.text
            case Row():
                yield from (block.left, block.right)
            case Code():
                yield from _texts(block.lines)


def drawer_bytes(profile: Profile) -> bytes:
    """Return the job that only opens the drawer; without a drawer it is no more than a reset."""
    job = _job(profile.width_dots)
    job.hw("INIT")
    if profile.drawer_pin:
        job.cashdraw(profile.drawer_pin)
    return bytes(job.output)


def _paint(canvas: Image.Image, mark: Mark) -> None:
    pen = ImageDraw.Draw(canvas)
    match mark:
        case Words(left, top, text, face):
            face.paint(canvas, left, top, text)
        case Dashes(left, top, width):
            for start in range(left, left + width, _DASH_PITCH):
                end = min(start + _DASH, left + width) - 1
                pen.rectangle((start, top, end, top + _LINE_DOTS - 1), fill=_BLACK)
        case Frame(left, top, width, height):
            box = (left, top, left + width - 1, top + height - 1)
            pen.rectangle(box, outline=_BLACK, width=_LINE_DOTS)
        case Matrix(left, top, module, rows):
            size = len(rows)
            dots = bytes(_BLACK if dark else _WHITE for row in rows for dark in row)
            code = Image.frombytes("L", (size, size), dots)
            canvas.paste(code.resize((size * module,) * 2, Image.Resampling.NEAREST), (left, top))
        case Dots(left, top, picture):
            canvas.paste(_dots(picture), (left, top))


def _dots(picture: Picture) -> Image.Image:
    size = (8 * picture.width_bytes, picture.height)
    return Image.frombytes("1", size, picture.dots, "raw", "1;I")


def _white_row(picture: Image.Image, last: int, first: int) -> int:
    """Return the lowest row from last up to first that parts no letter; else the last."""
    for row in range(last, first, -1):
        if picture.crop((0, row - 1, picture.width, row)).getextrema() == (_WHITE, _WHITE):
            return row
    return last


def _add_pages(job: "Dummy", pages: Iterable[Image.Image], profile: Profile) -> None:
    for page in pages:
        _add_picture(job, page, profile.strip_rows)
        _add_cut(job, profile.cut)


def _add_picture(job: "Dummy", picture: Image.Image, strip_rows: int) -> None:
    for top in range(0, picture.height, strip_rows):
        bottom = min(top + strip_rows, picture.height)
        strip = picture.crop((0, top, _ink_right(picture, top, bottom), bottom))
        job.image(strip, fragment_height=strip_rows)


def _ink_right(picture: Image.Image, top: int, bottom: int) -> int:
    """Return how wide a strip is sent, in whole bytes: not the white right of a code, say."""
    box = ImageChops.invert(picture.crop((0, top, picture.width, bottom))).getbbox()
    right = -(-box[2] // 8) * 8 if box else 8
    return right if right <= picture.width * 3 // 4 else picture.width


def _add_cut(job: "Dummy", cut: Cut) -> None:
    match cut:
        case Cut.FULL:
            job.cut(mode="FULL")
        case Cut.PARTIAL:
            job.cut(mode="PART")
        case Cut.NONE:
            job.print_and_feed(_TEAR_LINES)


def _job(width_dots: int) -> "Dummy":
    # python-escpos takes 0.3 s to load its printer database: not at the start of the program.
    from escpos.capabilities import Profile as EscposProfile  # noqa: PLC0415
    from escpos.printer import Dummy  # noqa: PLC0415

    model = EscposProfile(features={"paperFullCut": True, "paperPartCut": True})
    model.profile_data = {**model.profile_data, "media": {"width": {"pixels": width_dots}}}
    return Dummy(profile=model)
