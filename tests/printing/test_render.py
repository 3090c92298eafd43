import hashlib
import unicodedata

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from fair_pos.core.document import Code, Document, Gap, Row, Rule, Text
from fair_pos.printing import paper, profiles, render
from fair_pos.printing.layout import Matrix, Words, lay_out
from fair_pos.printing.profiles import Profile
from fair_pos.printing.qr import CodeTooLongError
from tests.printing.papers import QR_TEXT, code_lines, foot, receipt, sold

SIGNED_TEXT = QR_TEXT.removesuffix("B4K7R2XQ9F") + "B4K7R2XQ9F" * 14 + "B4K7R2X"
"""As long as the address of a signed receipt."""
BOTH = pytest.mark.parametrize(
    "profile", [profiles.load("generic-80"), profiles.load("generic-58")]
)


@BOTH
def test_strips_put_together_are_the_drawing(profile: Profile):
    """Acceptance check 2 of printing: 0 dots different."""
    sheet = paper.read(render.to_bytes(receipt(), profile)).sheets[0]
    drawing = render.draw(receipt(), profile)
    assert sheet.size == drawing.size
    assert ImageChops.logical_xor(sheet, drawing).getbbox() is None


@BOTH
def test_no_strip_is_higher_than_the_profile_says(profile: Profile):
    job = render.to_bytes(receipt(), profile)
    heads = [at for at in range(len(job)) if job.startswith(b"\x1dv0\x00", at)]
    rows = [job[at + 6] + 256 * job[at + 7] for at in heads]
    assert max(rows) == profile.strip_rows
    assert sum(rows) == render.draw(receipt(), profile).height


@BOTH
@pytest.mark.parametrize(
    "text", [QR_TEXT, SIGNED_TEXT, "https://pos.ocophalong.vn/r/B4K7R2XQ9F?a=Hạ Long"]
)
def test_qr_reads_back_after_dot_gain_and_blur(profile: Profile, text: str):
    """Acceptance check 3 of printing: the code reads back byte for byte."""
    clean = render.draw(Document("", (Code(text, code_lines()),)), profile).convert("L")
    gained = ImageChops.darker(clean, ImageChops.offset(clean, 1, 1))
    for picture in (clean, gained, gained.filter(ImageFilter.GaussianBlur(1.5))):
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.bytes == text.encode()
        assert code.ec_level == "M"


@BOTH
def test_a_signed_code_has_5_dots_a_module_on_both_papers(profile: Profile):
    """docs/decisions/0004: at 4 dots it would read worse than a short one did."""
    layout = lay_out(Document("", (Code(SIGNED_TEXT, code_lines()),)), profile)
    (code,) = [mark for mark in layout.marks if isinstance(mark, Matrix)]
    assert (code.module, len(code.rows)) == (5, 45)


def test_the_white_right_of_a_strip_is_not_sent():
    wide = profiles.load("generic-80")
    alone = render.to_bytes(Document("", (Code(SIGNED_TEXT),)), wide)
    (strip, *_) = [at for at in range(len(alone)) if alone.startswith(b"\x1dv0\x00", at)]
    assert 8 * alone[strip + 4] < wide.width_dots // 2
    (code,) = zxingcpp.read_barcodes(paper.read(alone).sheets[0].convert("L"))
    assert code.text == SIGNED_TEXT


@BOTH
def test_qr_has_its_quiet_zone_of_four_modules(profile: Profile):
    layout = lay_out(Document("", (Code(QR_TEXT, code_lines()),)), profile)
    code, *words = layout.marks
    assert isinstance(code, Matrix)
    quiet, side = 4 * profile.qr_module_dots, code.module * len(code.rows)
    assert code.module == profile.qr_module_dots
    assert code.left >= quiet
    assert 0 < code.top - quiet < quiet
    assert layout.height - (code.top + side) >= quiet
    assert all(mark.left >= code.left + side + quiet for mark in words)


@BOTH
def test_each_star_is_one_more_drawing(profile: Profile):
    inks = [
        _ink(render.draw(Document("", (Text("Chả mực", stars=stars),)), profile))
        for stars in range(6)
    ]
    star = inks[1] - inks[0]
    assert star > 50
    assert inks == [inks[0] + star * stars for stars in range(6)]


def test_a_long_code_gets_smaller_modules_and_still_reads():
    narrow = profiles.load("generic-58")
    picture = render.draw(Document("", (Code("x" * 600),)), narrow)
    (code,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == "x" * 600


@pytest.mark.parametrize("length", [1500, 5000])
def test_a_code_that_cannot_be_printed_is_refused(length: int):
    with pytest.raises(CodeTooLongError, match=str(length)):
        render.draw(Document("", (Code("x" * length),)), profiles.load("generic-58"))


@BOTH
def test_nfc_and_nfd_give_the_same_bytes_every_time(profile: Profile):
    """Acceptance check 5 of printing: composed or not, first or again, the same bytes."""
    name = "Nước mắm Cái Rồng, chượp ủ 12 tháng, hộp 3 chai"
    composed, apart = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert composed != apart
    hashes = {
        hashlib.sha256(render.to_bytes(receipt(name=text), profile)).hexdigest()
        for text in (composed, apart, composed)
    }
    assert len(hashes) == 1


@pytest.mark.parametrize(("profile_id", "limit"), [("generic-80", 45_000), ("generic-58", 32_000)])
def test_a_paper_of_twelve_lines_and_a_code_is_small(profile_id: str, limit: int):
    """Acceptance check 6 of printing: 12 lines at most 45 kB (80 mm), 32 kB (58 mm)."""
    rows = tuple(Row(f"{line} × 45.000", "90.000") for line in range(12))
    job = render.to_bytes(Document("", (*rows, Code(QR_TEXT))), profiles.load(profile_id))
    assert len(job) <= limit


@BOTH
def test_nothing_touches_the_margins_however_long_the_name(profile: Profile):
    long = "Chả mực giã tay Hạ Long đặc biệt loại một " * 3 + "W" * 80
    blocks = (Text(long, bold=True, stars=5), Row(long, "999.999.999.999\u00a0đ", indent=True))
    picture = render.draw(Document("", (*blocks, *sold(long), *foot())), profile)
    margin = profile.margin_dots - 2
    for left in (0, profile.width_dots - margin):
        edge = picture.crop((left, 0, left + margin, picture.height))
        assert edge.getextrema() == (255, 255)


def test_the_amount_moves_under_the_label_where_it_does_not_fit():
    row = Document("", (Row("0,450 kg × 1.600.000 (giá hội chợ)", "720.000"),))
    heights = [
        render.draw(row, profiles.load(name)).height for name in ("generic-80", "generic-58")
    ]
    assert heights == [6 + 34 + 6, 5 + 2 * 31 + 5]


def test_a_long_paper_goes_on_on_the_next_parted_between_two_lines():
    profile = profiles.load("generic-80")
    document = Document("", tuple(Row(f"Dòng {number}", "45.000") for number in range(200)))
    read = paper.read(render.to_bytes(document, profile))
    drawing = render.draw(document, profile)
    assert read.cuts == len(read.sheets) == 3
    assert all(sheet.height <= profile.max_rows for sheet in read.sheets)
    assert sum(sheet.height for sheet in read.sheets) == drawing.height
    top = 0
    for sheet in read.sheets[:-1]:
        top += sheet.height
        assert drawing.crop((0, top - 1, drawing.width, top)).getextrema() == (255, 255)


def test_gaps_and_rules_have_height_and_an_empty_paper_is_short():
    profile = profiles.load("generic-80")
    assert render.draw(Document("", ()), profile).height == 12
    assert render.draw(Document("", (Gap(10), Rule())), profile).height == 12 + 10 + 22


def test_the_drawer_opens_without_paper():
    read = paper.read(render.drawer_bytes(profiles.load("generic-80")))
    assert (read.pulses, read.cuts, read.sheets) == (1, 0, ())


def _ink(picture: Image.Image) -> int:
    return picture.histogram()[0]


@BOTH
def test_an_emoji_and_a_chinese_sign_are_visible_boxes(profile: Profile):
    empty, emoji, chinese = (
        render.draw(Document("", (Text(text),)), profile) for text in ("", "🦑", "海")
    )
    assert _ink(empty) == 0
    assert emoji.tobytes() != chinese.tobytes()
    assert min(_ink(emoji), _ink(chinese)) > 20


def test_stars_never_stand_on_a_line_of_their_own():
    profile = profiles.load("generic-80")
    name = "Nước khoáng thiên nhiên Quang Hanh Fresh"
    words = [
        mark.text
        for mark in lay_out(Document("", (Text(name, bold=True, stars=4),)), profile).marks
        if isinstance(mark, Words)
    ]
    assert words == ["Nước khoáng thiên nhiên Quang Hanh", "Fresh\u00a0★★★★"]
