"""Labels in TSPL, ZPL and ESC/POS: header grammar, byte count, 0 dots different when read back."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from fair_pos.core.errors import FairPosError
from fair_pos.printing import label, label_job, label_picture, paper, profiles, qr
from fair_pos.printing.label import NO_OFFSET, Offset, Roll, Strip, Words
from fair_pos.printing.label_job import LettersOnlyError, RollTooWideError
from fair_pos.printing.payload import UnreadablePayloadError
from fair_pos.printing.profiles import Language
from fair_pos.printing.unread import UnknownBytesError
from tests.printing.strips import ADDRESS, ONE, TWO_ACROSS, strip

LABEL_PRINTERS = [name for name in profiles.ids() if profiles.load(name).is_for_labels]
TSPL, ZPL = profiles.load("label-tspl"), profiles.load("label-zpl")
PAPER_80 = profiles.load("generic-80")


def differing(one: Image.Image, other: Image.Image) -> int:
    """Count the dots that differ; what one is wider must be white."""
    width = max(one.width, other.width)
    wide = [Image.new("1", (width, one.height), 255) for _ in range(2)]
    for whole, part in zip(wide, (one, other), strict=True):
        assert part.height == one.height
        whole.paste(part, (0, 0))
    return ImageChops.logical_xor(*wide).histogram()[-1]


def drawn(of: Strip, name: str, offset: Offset = NO_OFFSET) -> list[Image.Image]:
    return list(label_job.pictures(of, profiles.load(name), offset))


def codes(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(
        picture.convert("L").resize([2 * side for side in picture.size]),
        formats=zxingcpp.BarcodeFormat.QRCodeModel2,
    )
    return sorted(code.text for code in found)


@pytest.mark.parametrize("name", LABEL_PRINTERS)
@pytest.mark.parametrize("roll", [ONE, TWO_ACROSS, Roll(301, 171, gap_y=20)])
def test_what_a_label_printer_is_sent_is_the_drawing_dot_for_dot(name: str, roll: Roll):
    rows = drawn(strip(3, roll), name)
    sheets = paper.read(label_job.to_bytes(strip(3, roll), profiles.load(name))).sheets
    assert [differing(*pair) for pair in zip(sheets, rows, strict=True)] == [0] * len(rows)


SIZES = st.floats(8, 60)
WORDS = st.builds(
    Words, st.floats(0, 300), st.floats(0, 200), SIZES, st.text(max_size=20), st.booleans(),
    st.integers(0, 5),
)  # fmt: skip


@st.composite
def strips(draw: st.DrawFn) -> Strip:
    roll = Roll(
        draw(st.integers(200, 420)), draw(st.integers(120, 300)), draw(st.integers(1, 2)), 16
    )
    made = strip(draw(st.integers(1, 4)), roll)
    return replace(made, layouts=(replace(made.layouts[0], words=tuple(draw(st.lists(WORDS)))),))


@settings(max_examples=25, deadline=None)
@given(strips(), st.sampled_from(LABEL_PRINTERS), st.integers(-30, 30), st.integers(-30, 30))
def test_any_label_comes_back_from_any_language_as_it_was_drawn(
    of: Strip, name: str, x: int, y: int
):
    profile, offset = profiles.load(name), Offset(x, y)
    if not label_job.fits(of.roll, profile):
        return
    sheets = paper.read(label_job.to_bytes(of, profile, offset)).sheets
    rows = drawn(of, name, offset)
    assert [differing(*pair) for pair in zip(sheets, rows, strict=True)] == [0] * len(rows)
    assert label.load(label.dump(of)) == of


def test_the_head_of_a_tspl_job_stands_once_and_each_row_clears_draws_and_prints():
    job = label_job.to_bytes(strip(2), TSPL)
    told = re.sub(rb"(?s)(BITMAP 0,0,50,240,0,).{12000}", rb"\1", job)
    row = b"CLS\r\nBITMAP 0,0,50,240,0,\r\nPRINT 1,1\r\n"
    assert (
        told == b"SIZE 50 mm,30 mm\r\nGAP 2 mm,0 mm\r\nDIRECTION 0\r\nREFERENCE 0,0\r\n" + 2 * row
    )


def test_a_label_of_50_by_30_mm_is_12_kilobytes_of_tspl_and_a_third_of_it_in_zpl():
    assert len(label_job.to_bytes(strip(1), TSPL)) == 12_000 + 99
    assert len(label_job.to_bytes(strip(1), ZPL)) < 4_000


def test_the_head_of_a_zpl_row_counts_its_dots():
    job = label_job.to_bytes(strip(1), ZPL)
    told = re.sub(rb":Z64:[^:]+:[0-9A-F]{4}", b":Z64:", job)
    assert told == (
        b"^XA\r\n^PW400\r\n^LL240\r\n^LH0,0\r\n^FO0,0^GFA,12000,12000,50,:Z64:^FS\r\n^PQ1\r\n^XZ\r\n"
    )


def test_in_tspl_a_black_dot_is_0_and_in_zpl_1():
    black = Image.new("1", (16, 1), 0)
    from fair_pos.printing import tspl, zpl

    assert b"BITMAP 0,0,2,1,0,\x00\x00\r\n" in tspl.job([black], 16, 8)
    (white,) = zpl.read(zpl.job([ImageChops.invert(black)]))
    assert white.getextrema() == (255, 255)


@pytest.mark.parametrize("profile", [TSPL, ZPL], ids=["tspl", "zpl"])
def test_a_job_that_is_not_ours_or_not_whole_is_refused(profile: profiles.Profile):
    job = label_job.to_bytes(strip(1), profile)
    for wrong in (job[:-1], job[:5000] if profile is TSPL else job[:500], job + b"X", job[:40]):
        with pytest.raises(UnknownBytesError):
            paper.read(wrong)


def test_a_zpl_picture_with_one_wrong_sign_is_refused():
    job = label_job.to_bytes(strip(1), ZPL)
    at = job.index(b":Z64:") + 60
    with pytest.raises(UnknownBytesError, match="check sum"):
        paper.read(job[:at] + (b"A" if job[at : at + 1] != b"A" else b"B") + job[at + 1 :])


@pytest.mark.parametrize("name", [*LABEL_PRINTERS, "generic-80", "generic-58"])
def test_every_code_of_every_label_reads_back(name: str):
    roll = Roll(280, 176) if name == "generic-58" else TWO_ACROSS
    sheets = paper.read(label_job.to_bytes(strip(3, roll), profiles.load(name))).sheets
    found = [text for sheet in sheets for text in codes(sheet)]
    assert found == [one.address for one in strip(3, roll).labels]


def test_the_places_of_a_last_row_without_labels_stay_white():
    last = drawn(strip(3, TWO_ACROSS), "label-tspl")[-1]
    assert last.size == (576, 176)
    assert last.crop((280, 0, 576, 176)).getextrema() == (255, 255)


@pytest.mark.parametrize(("name", "dots"), [("label-tspl", 8), ("label-zpl-300", 12)])
def test_an_offset_moves_every_dot_by_tenths_of_a_millimetre(name: str, dots: int):
    (plain,), (moved,) = drawn(strip(1), name), drawn(strip(1), name, Offset(15, -5))
    right, up = round(1.5 * dots), round(0.5 * dots)
    box = (0, up, plain.width - right, plain.height)
    there = (right, 0, plain.width, plain.height - up)
    assert differing(plain.crop(box), moved.crop(there)) == 0


def modules(picture: Image.Image, module: int) -> bool:
    """Say whether a code's area changes between black and white at whole modules only."""
    rows = [picture.crop((0, y, picture.width, y + 1)).tobytes() for y in range(picture.height)]
    return all(rows[y] == rows[y - y % module] for y in range(picture.height))


@pytest.mark.parametrize(("name", "module"), [("label-tspl", 3), ("label-zpl-300", 4)])
def test_a_module_of_the_code_is_whole_dots_at_every_resolution(name: str, module: int):
    picture = drawn(strip(1), name)[0]
    side = len(qr.matrix(ADDRESS)) * module
    black = ImageChops.invert(picture.crop((picture.width * 7 // 10, 0, *picture.size)))
    left, top, right, bottom = black.crop((0, 0, black.width, black.height * 9 // 10)).getbbox()
    assert (right - left, bottom - top) == (side, side)
    assert modules(black.crop((left, top, right, bottom)), module)


def test_a_roll_a_little_wider_than_the_head_loses_white_edge_only_and_a_wider_one_is_refused():
    three = Roll(280, 176, columns=3, gap_x=16)
    assert label_job.fits(three, TSPL)
    (row,) = drawn(strip(3, three), "label-tspl")
    (whole,) = label_picture.rows(strip(3, three), 203)
    assert (row.width, whole.width) == (864, 872)
    assert len(codes(row)) == 3
    with pytest.raises(RollTooWideError, match="104 mm"):
        label_job.to_bytes(strip(3, three), ZPL)


def test_a_receipt_printer_prints_labels_in_the_middle_of_its_paper_with_lines_to_cut_along():
    sheets = paper.read(label_job.to_bytes(strip(3), PAPER_80)).sheets
    assert [sheet.size for sheet in sheets] == [(576, 3 * 241)]
    (first, *_), left = drawn(strip(3), "label-tspl"), (576 - 400) // 2
    assert differing(sheets[0].crop((left, 0, left + 400, 240)), first) == 0
    assert sheets[0].crop((0, 240, 6, 241)).getextrema() == (0, 0)


def test_many_labels_on_receipt_paper_are_parted_between_labels():
    read = paper.read(label_job.to_bytes(strip(20), PAPER_80))
    assert [sheet.height for sheet in read.sheets] == [12 * 241, 8 * 241]
    assert read.cuts == 2


@pytest.mark.parametrize(
    ("name", "refusal"), [("text-80", LettersOnlyError), ("generic-58", RollTooWideError)]
)
def test_plain_letters_and_narrow_paper_print_no_label_of_50_mm(
    name: str, refusal: type[FairPosError]
):
    with pytest.raises(refusal):
        label_job.to_bytes(strip(1), profiles.load(name))


@pytest.mark.parametrize("text", ["", "{}", '{"v":2}', '{"v":1,"title":"","roll":{"depth":1}}'])
def test_what_is_no_stored_strip_is_refused(text: str):
    with pytest.raises(UnreadablePayloadError):
        label.load(text)


def languages() -> Iterator[Language]:
    return (profiles.load(name).language for name in LABEL_PRINTERS)


def test_there_is_a_profile_for_tspl_and_for_zpl_at_both_resolutions():
    assert set(languages()) == {Language.TSPL, Language.ZPL}
    assert {profiles.load(name).dpi for name in LABEL_PRINTERS} == {203, 300}
