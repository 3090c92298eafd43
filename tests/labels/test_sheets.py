import io
from collections.abc import Sequence

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from fair_pos.core.serials import Serial
from fair_pos.labels import built_in, rules, sheets
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.sheets import Run
from fair_pos.printing import a4
from fair_pos.printing.label import Offset
from tests.labels.goods import BASE, TODAY, certificate, goods

HOST = "pos.example.vn"
DPI = 200
CODES = ("000000000G", "B4K7R2XQ9F", "ZZZZZZZZZZ")

every_format = pytest.mark.parametrize("form", built_in.BUILT_IN, ids=lambda form: form.key)


def runs(*labels: int) -> list[Run]:
    text = rules.label_text(goods("Miến dong Bình Liêu", certificate()), TODAY)
    return [
        Run(text, 417, tuple(address(code, 417 + step) for step in range(number)))
        for code, number in zip(CODES, labels, strict=False)
    ]


def address(code: str, number: int) -> str:
    return rules.serial_address(BASE, Serial(code, "0", number, "BCFGHJK"))


def pictures(made: sheets.Sheets) -> list[Image.Image]:
    return [
        Image.open(io.BytesIO(page))
        for part in made.parts()
        for page in a4.pngs(sheets.TEMPLATE, part.values(), DPI)
    ]


@every_format
def test_every_code_on_every_page_reads_back_at_200_dpi(form: LabelFormat) -> None:
    made = sheets.sheets(form, runs(form.per_sheet - 1 or 1, 2))
    pages = pictures(made)
    assert len(pages) == len(made.pages) > 1
    for picture, cells in zip(pages, made.pages, strict=True):
        for cell in cells:
            assert read(picture, form, (cell.x, cell.y)) == address(CODES[cell.run], cell.serial)


def read(picture: Image.Image, form: LabelFormat, corner: tuple[int, int]) -> str:
    x, y = corner
    box = [round(edge * DPI / 25.4 / 8) for edge in (x, y, x + form.width, y + form.height)]
    return only(
        zxingcpp.read_barcodes(
            picture.crop((box[0], box[1], box[2], box[3])),
            formats=zxingcpp.BarcodeFormat.QRCodeModel2,
        )
    )


def only(found: Sequence[zxingcpp.Barcode]) -> str:
    assert len(found) == 1, f"{len(found)} codes on one label"
    return str(found[0].text)


def test_serials_run_on_over_the_pages_and_labels_stand_apart() -> None:
    form = built_in.BY_KEY["50x30"]
    made = sheets.sheets(form, runs(30, 20))
    cells = [cell for page in made.pages for cell in page]
    assert [cell.serial for cell in cells] == [*range(417, 447), *range(417, 437)]
    assert [len(page) for page in made.pages] == [36, 14]
    assert len({(cell.x, cell.y) for cell in made.pages[0]}) == 36


@given(st.integers(0, 35), st.integers(1, 80))
def test_a_half_used_sheet_is_filled_from_its_first_free_place(used: int, labels: int) -> None:
    form = built_in.BY_KEY["50x30"]
    made = sheets.sheets(form, runs(labels), used)
    assert [cell.serial for page in made.pages for cell in page] == [*range(417, 417 + labels)]
    assert (made.pages[0][0].x, made.pages[0][0].y) == form.corner(used)
    assert len(made.pages) == -(-(used + labels) // form.per_sheet)
    for page in made.pages:
        assert len({(cell.x, cell.y) for cell in page}) == len(page) <= form.per_sheet
    for page in made.pages[1:]:
        assert (page[0].x, page[0].y) == form.corner(0)


def test_the_sheet_is_an_a4_pdf_and_the_same_labels_give_the_same_bytes() -> None:
    made = sheets.sheets(built_in.BY_KEY["38x21"], runs(2))
    paper = sheets.pdf(made)
    assert paper.startswith(b"%PDF-")
    assert sheets.pdf(made) == paper
    assert [page.size for page in pictures(made)] == [(1654, 2339)]


def test_parts_are_whole_pages_of_few_labels_and_together_the_printing() -> None:
    made = sheets.sheets(built_in.BY_KEY["38x21"], runs(700, 700, 100), used=10)
    parts = made.parts()
    assert tuple(page for part in parts for page in part.pages) == made.pages
    assert [part.labels for part in parts] == [445, 455, 455, 145]
    assert [part.first for part in parts] == [0, 7, 14, 21]
    assert parts[0].serials == (417, 417 + 444)
    assert parts[2].values()["pages_in_all"] == len(made.pages) == 24


def test_a_printer_s_offset_moves_everything_on_the_page() -> None:
    form = built_in.BY_KEY["63x34"]
    plain, moved = (
        pictures(sheets.sheets(form, runs(1), offset=offset))[0]
        for offset in (Offset(), Offset(right=15, down=-20))
    )
    right, down = (round(tenths / 254 * DPI) for tenths in (15, -20))
    x, y = form.corner(0)
    assert read(moved, form, (x + 12, y - 16)) == read(plain, form, (x, y))
    before, after = (ink(one) for one in (plain, moved))
    assert [b - a for a, b in zip(before, after, strict=True)] == [right, down, right, down]


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where the first black of the label is and the last; the head's line is left out."""
    form = built_in.BY_KEY["63x34"]
    top = round((form.top - 20) / 8 / 25.4 * DPI)
    box = ImageChops.invert(picture.convert("L").crop((0, top, *picture.size))).getbbox()
    assert box
    return box


def test_names_are_values_and_never_source() -> None:
    text = rules.label_text(goods("#panic() $x$ *a* \\ </svg> “é”"), TODAY)
    made = sheets.sheets(built_in.BY_KEY["99x55"], [Run(text, 1, (rules.address(BASE, CODES[0]),))])
    assert sheets.pdf(made).startswith(b"%PDF-")


@pytest.mark.parametrize("host", ["https://pos.example.vn", BASE, "https://hoi-cho.example.gov.vn"])
def test_a_code_as_svg_holds_the_upper_case_address(host: str) -> None:
    svg = sheets.code_svg(rules.address(host, CODES[1]))
    assert svg.count("<path") == 1
    side = int(svg.split('width="')[1].split('"')[0])
    assert side <= 33 + 4


def test_a_digital_link_takes_neither_words_nor_a_readable_code_from_a_label() -> None:
    """On 38 × 21 mm it would take the certificate's number and end, on 72 × 22 a dot a module."""
    text = rules.label_text(goods("Nước khoáng thiên nhiên Quang Hanh", certificate()), TODAY)
    serial, long = Serial("000000000G", "0", 1, "BCFGHJK"), "x" * 39
    cases = [("roll-40x30", long), ("roll-72x22", HOST), ("38x21", HOST), ("roll-72x22", long)]
    for key, host in cases:
        link = rules.digital_link(f"https://{host}", serial, "8934563138165")
        short = rules.serial_address(f"https://{host}", serial)
        found = sheets.costs_nothing(built_in.BY_KEY[key], text, link, short)
        assert found is ((key, host) in cases[:2])
