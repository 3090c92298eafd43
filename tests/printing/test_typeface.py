import unicodedata

import pytest
from PIL import Image

from fair_pos.printing.typeface import Face, prepare

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES}
VIETNAMESE = sorted({*SMALL, "đ"} | {letter.upper() for letter in {*SMALL, "đ"}})
OTHERS = "0123456789.,:;!?%()+-/&@#'\"₫–×★…“”½°€"
FACES = [Face(size, bold) for size in (20, 22, 24, 31, 44) for bold in (False, True)]


def dots(face: Face, sign: str) -> bytes:
    canvas = Image.new("1", (2 * face.size_dots, face.pitch), 255)
    face.paint(canvas, face.size_dots // 2, 0, sign)
    return canvas.tobytes()


@pytest.mark.parametrize("face", FACES, ids=str)
def test_every_vietnamese_letter_and_sign_has_its_own_drawing(face: Face):
    """Acceptance check 4 of printing: each letter drawn, not as .notdef, no two alike."""
    assert len(VIETNAMESE) == 146
    blank, unknown = dots(face, " "), dots(face, "海")
    drawn = [dots(face, sign) for sign in [*VIETNAMESE, *OTHERS]]
    assert len({blank, unknown, *drawn}) == len(drawn) + 2


@pytest.mark.parametrize("face", FACES, ids=str)
def test_no_letter_leaves_its_line(face: Face):
    for letter in [*VIETNAMESE, *OTHERS, "(", "Q", "g"]:
        tall = Image.new("1", (2 * face.size_dots, 3 * face.pitch), 255)
        face.paint(tall, face.size_dots // 2, face.pitch, letter)
        box = tall.point(lambda dot: 255 - dot).getbbox()
        assert box is not None
        assert face.pitch <= box[1] < box[3] <= 2 * face.pitch, letter


def test_lines_break_at_spaces_but_not_at_a_no_break_space():
    face = Face(24)
    width = face.width("Chả mực giã tay")
    assert face.wrap("Chả mực giã tay Hạ\u00a0Long", width) == ["Chả mực giã tay", "Hạ\u00a0Long"]


def test_a_word_wider_than_the_paper_breaks_anywhere_and_loses_nothing():
    face = Face(24)
    lines = face.wrap("Mã " + "X" * 50, 200)
    assert "".join(lines).replace(" ", "") == "Mã" + "X" * 50
    assert all(face.width(line) <= 200 for line in lines)


def test_balanced_lines_are_as_few_and_leave_no_orphan():
    face = Face(22)
    assert face.wrap("Gian B017, khu A, phường Bãi Cháy", 340)[1] == "Cháy"
    balanced = face.balance("Gian B017, khu A, phường Bãi Cháy", 340)
    assert balanced == ["Gian B017, khu A,", "phường Bãi Cháy"]


def test_prepared_text_is_nfc_on_one_line_without_invisible_signs():
    assert prepare(" Cha\u0309 \n mực\u200b\t1\u00a0kg\ufe0f ") == "Chả mực 1\u00a0kg"


def test_the_minus_of_an_amount_is_drawn_though_the_font_has_none():
    face = Face(24)
    minus = dots(face, prepare("\u2212"))
    assert minus not in {dots(face, "海"), dots(face, " ")}
