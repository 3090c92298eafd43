"""Three answers about a test page lead to the profile of the printer."""

import pytest

from fair_pos.printing import profiles, setup
from fair_pos.printing.setup import Answers, Letters, Ruler

KNOWN = {name: profiles.load(name) for name in profiles.ids()}
FINE = Answers(Ruler.WHOLE, Letters.RIGHT, is_code_whole=True)


def reached(begin: str, printer_dots: int, *, garbles: bool = False) -> list[str]:
    """What is tried at a printer of so many dots, one that garbles long strips or none."""
    tried, current = [begin], begin
    while True:
        profile = KNOWN[current]
        broken = garbles and profile.strip_rows > 64
        off = profile.width_dots - printer_dots
        answers = Answers(
            Ruler.CLIPPED if off > 8 else Ruler.SHORT if off < -8 else Ruler.WHOLE,
            Letters.BROKEN if broken else Letters.RIGHT,
            is_code_whole=not broken,
        )
        if answers.is_right:
            return tried
        current = setup.next_profile(current, tried, answers, KNOWN)
        assert current is not None, tried
        tried.append(current)


@pytest.mark.parametrize("dots", [384, 512, 546, 576])
@pytest.mark.parametrize("begin", ["generic-80", "generic-58", "xprinter-xp-80"])
def test_every_width_is_found_from_everywhere(begin: str, dots: int):
    tried = reached(begin, dots)
    assert abs(KNOWN[tried[-1]].width_dots - dots) <= 8
    assert len(tried) <= 4


@pytest.mark.parametrize(("begin", "dots"), [("generic-80", 576), ("xprinter-xp-58", 384)])
def test_a_printer_with_a_small_buffer_gets_small_strips_not_plain_letters(begin: str, dots: int):
    last = KNOWN[reached(begin, dots, garbles=True)[-1]]
    assert not last.text_only
    assert last.strip_rows <= 64


def test_when_pictures_never_come_out_plain_letters_are_the_end():
    broken = Answers(Ruler.WHOLE, Letters.BROKEN, is_code_whole=False)
    tried = ["generic-80"]
    while following := setup.next_profile(tried[-1], tried, broken, KNOWN):
        tried.append(following)
    assert KNOWN[tried[-1]].text_only


def test_what_fits_is_right_and_anything_else_is_not():
    assert FINE.is_right
    assert not Answers(Ruler.WHOLE, Letters.RIGHT, is_code_whole=False).is_right
