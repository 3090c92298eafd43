import re

import pytest

from fair_pos import resources
from fair_pos.printing import profiles
from fair_pos.printing.profiles import Cut, UnknownProfileError

GOOD = (resources.folder("printers") / "generic-80.toml").read_text(encoding="utf-8")


def test_every_installed_profile_loads():
    assert {"generic-58", "generic-80"} <= set(profiles.ids())
    widths = {name: profiles.load(name).width_dots for name in profiles.ids()}
    assert widths["generic-80"] == 576
    assert widths["generic-58"] == 384


def test_the_readme_names_every_field_and_no_other():
    readme = (resources.folder("printers") / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE))
    assert named == set(profiles.Profile.__dataclass_fields__)


def test_a_profile_is_read_into_precise_values():
    assert profiles.parse(GOOD).cut is Cut.PARTIAL


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("dpi = 203\n", "", "dpi"),
        ("dpi = 203", "dpi = 203\ncolour = true", "colour"),
        ("width_dots = 576", "width_dots = 577", "width_dots"),
        ("width_dots = 576", 'width_dots = "576"', "width_dots"),
        ("strip_rows = 128", "strip_rows = 0", "strip_rows"),
        ("drawer_pin = 2", "drawer_pin = 3", "drawer_pin"),
        ("answers_status = false", "answers_status = 0", "answers_status"),
        ('cut = "partial"', 'cut = "laser"', "laser"),
        ("dpi = 203", "dpi =", "value"),
    ],
)
def test_a_faulty_profile_is_refused_and_the_field_named(old: str, new: str, named: str):
    with pytest.raises(ValueError, match=named):
        profiles.parse(GOOD.replace(old, new))


@pytest.mark.parametrize("name", ["", "no-such", "../pyproject", "README", "generic-80.toml"])
def test_an_unknown_profile_is_refused_with_a_sentence(name: str):
    with pytest.raises(UnknownProfileError, match="Chọn lại kiểu máy in"):
        profiles.load(name)
