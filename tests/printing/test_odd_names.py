"""Long receipts and odd names: paged, wrapped, boxed with their number; never dropped."""

import logging

import pytest
from PIL import Image, ImageChops

from fair_pos.core.document import Document, Row, Text
from fair_pos.core.money import format_vnd
from fair_pos.printing import paper, payload, profiles, render, worker
from fair_pos.printing.models import JobKind
from fair_pos.printing.typeface import Face, missing, prepare
from tests.printing.conftest import Hall
from tests.printing.papers import foot, head

FACE = Face(24)
ODD = {"squid": "🦑", "chinese": "海鲜", "arabic": "سمك", "hebrew": "דג", "korean": "김치"}
PROFILES = pytest.mark.parametrize("profile_id", profiles.ids())


def drawn(text: str) -> Image.Image:
    canvas = Image.new("1", (max(FACE.width(text), 1), 40), 255)
    FACE.paint(canvas, 0, 0, text)
    return canvas


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_each_sign_without_a_letter_is_a_box_of_its_own(text: str):
    prepared = prepare(text)
    assert missing(prepared) == prepared
    boxes = [drawn(sign) for sign in prepared]
    assert all(FACE.width(sign) >= 12 for sign in prepared)
    for one in boxes:
        others = [other for other in boxes if other is not one and other.size == one.size]
        assert all(ImageChops.logical_xor(one, other).getbbox() for other in others)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("ﬁ", "fi"), ("１２", "12"), ("①", "1"), ("㎏", "kg"), ("ǎ", "a"), ("Chả mực ₫", "Chả mực ₫")],
)
def test_what_has_a_plain_form_is_told_in_it(text: str, plain: str):
    assert prepare(text) == plain
    assert missing(plain) == ""


def long_receipt(lines: int, name: str) -> Document:
    rows = [
        block
        for number in range(lines)
        for block in (Text(f"{number + 1}. {name}"), Row("1 × 1.000", format_vnd(1_000)))
    ]
    return Document("dài", (*head(), *rows, *foot()))


@PROFILES
def test_two_hundred_lines_of_long_names_are_paged_and_none_is_lost(profile_id: str):
    profile = profiles.load(profile_id)
    name = "Nước khoáng thiên nhiên Quang Hanh " * 4
    document = long_receipt(200, name[:120])
    read = paper.read(render.to_bytes(document, profile))
    if profile.text_only:
        assert len(read.sheets) == 1
        return
    if profile.cut is not profiles.Cut.NONE:
        assert max(sheet.height for sheet in read.sheets) <= profile.max_rows
    whole, top = render.draw(document, profile), 0
    for sheet in read.sheets:
        part = whole.crop((0, top, whole.width, top + sheet.height))
        assert ImageChops.logical_xor(sheet, part).getbbox() is None
        top += sheet.height
    assert top == whole.height


def test_what_the_font_lacks_is_said_in_the_log(hall: Hall, caplog: pytest.LogCaptureFixture):
    job = hall.queue("Mực 🦑 海", JobKind.RECEIPT)
    with caplog.at_level(logging.WARNING):
        assert worker.print_next(hall.store, hall.cast.printer)
    (record,) = [one for one in caplog.records if one.message == "print.signs_lacking"]
    assert (record.job, record.signs) == (job, "U+1F991 U+6D77")


def test_a_paper_of_letters_lacks_nothing():
    assert render.signs_lacking(Document("", (*head(), *foot()))) == ""
    assert payload.load(payload.dump(long_receipt(1, "x"))) == long_receipt(1, "x")
