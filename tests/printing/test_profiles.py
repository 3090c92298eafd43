import re
import tomllib

import pytest

from fair_pos import resources
from fair_pos.printing import profiles
from fair_pos.printing.profiles import Cut, FaultyProfileError, UnknownProfileError

FOLDER = resources.folder("printers")
GOOD = (FOLDER / "generic-80.toml").read_text(encoding="utf-8")
PROMISED = {
    "generic-58": 384, "generic-80": 576, "epson-tm-t20ii": 576, "epson-tm-t82": 576,
    "epson-tm-t88": 512, "xprinter-xp-58": 384, "xprinter-xp-80": 576, "xprinter-xp-n160": 576,
    "bluetooth-58": 384, "serial-80": 576, "generic-80-42col": 512, "generic-80-546": 544,
}  # fmt: skip


def test_the_promised_printers_are_there_with_their_widths():
    assert {name: profiles.load(name).width_dots for name in PROMISED} == PROMISED


@pytest.mark.parametrize("name", profiles.ids())
def test_every_profile_says_where_its_figures_come_from_and_what_is_not_known(name: str):
    profile = profiles.load(name)
    assert profile.models
    assert profile.sources
    assert len(profile.unknown) > 20
    assert profile.text_columns * 12 <= max(profile.width_dots, 504)


def test_the_readme_names_every_field_and_no_other():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)`(?: ◊)? \|", readme, re.MULTILINE))
    assert named == set(profiles.Profile.__dataclass_fields__)


def test_what_the_file_of_a_label_printer_may_leave_out_is_marked():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    left_out = set(re.findall(r"^\| `(\w+)` ◊ \|", readme, re.MULTILINE))
    file = (FOLDER / "label-tspl.toml").read_text(encoding="utf-8")
    assert left_out == set(profiles.Profile.__dataclass_fields__) - set(tomllib.loads(file))
    with pytest.raises(ValueError, match="thiếu text_dots; thiếu margin_dots"):
        profiles.parse(file.replace('"tspl"', '"escpos"'))


@pytest.mark.parametrize("name", ["generic-80mm", "GENERIC-80", " generic-80 "])
def test_a_profile_is_found_as_people_write_it(name: str):
    assert profiles.load(name) == profiles.load("generic-80")


def test_a_profile_is_read_into_precise_values():
    assert profiles.parse(GOOD).cut is Cut.PARTIAL
    assert isinstance(profiles.parse(GOOD).sources, tuple)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("dpi = 203\n", "", "thiếu dpi"),
        ("dpi = 203", "dpi = 203\ncolour = true", "không biết ô colour"),
        ("width_dots = 576", "width_dots = 577", "width_dots = 577.*chia hết cho 8"),
        ("width_dots = 576", 'width_dots = "576"', "width_dots = '576'"),
        ("strip_rows = 128", "strip_rows = 0", "strip_rows = 0, phải là số 8 đến 1024"),
        ("drawer_pin = 2", "drawer_pin = 3", "drawer_pin = 3, phải là số 0, 2 hoặc 5"),
        ("answers_status = false", "answers_status = 0", "answers_status = 0.*true hoặc false"),
        ('"escpos"', '"pcl"', "language = 'pcl', phải là escpos, tspl, zpl"),
        ('cut = "partial"', 'cut = "laser"', "'laser', phải là full, partial, none"),
        ('unknown = "', "unknown = 1 #", "unknown = 1"),
        ("dpi = 203", "dpi =", "value"),
    ],
)
def test_a_faulty_profile_is_refused_and_says_what_may_stand_there(
    old: str, new: str, sentence: str
):
    with pytest.raises(ValueError, match=sentence):
        profiles.parse(GOOD.replace(old, new))


def test_all_faults_of_a_profile_are_told_at_once():
    with pytest.raises(ValueError, match="thiếu dpi; drawer_pin = 3"):
        profiles.parse(GOOD.replace("dpi = 203\n", "").replace("drawer_pin = 2", "drawer_pin = 3"))


def test_a_faulty_file_is_named(tmp_path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "mine.toml").write_text(GOOD.replace("dpi = 203", "dpi = 2"), encoding="utf-8")
    monkeypatch.setattr(profiles.resources, "folder", lambda _: tmp_path)
    with pytest.raises(FaultyProfileError, match=r"printers/mine\.toml .*dpi = 2, phải là số 100"):
        profiles.load("mine")


@pytest.mark.parametrize("name", ["", "no-such", "../pyproject", "README.md", "generic-80.toml"])
def test_an_unknown_profile_is_refused_with_what_there_is(name: str):
    with pytest.raises(UnknownProfileError, match=r"Chọn lại kiểu máy in; có: .*generic-80"):
        profiles.load(name)


def test_figures_that_cannot_be_true_together_are_refused():
    with pytest.raises(ValueError, match="width_dots = 576, giấy 58 mm rộng nhất 463 chấm"):
        profiles.parse(GOOD.replace("paper_mm = 80", "paper_mm = 58"))
    with pytest.raises(ValueError, match="text_columns = 60, nhiều nhất 48"):
        profiles.parse(GOOD.replace("text_columns = 48", "text_columns = 60"))


def test_a_file_that_notepad_saved_is_read(tmp_path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8-sig")
    (tmp_path / "Mine 2.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(profiles.resources, "folder", lambda _: tmp_path)
    assert list(profiles.usable()) == ["mine"]
    (fault,) = profiles.faults()
    assert "printers/Mine 2.toml có lỗi: tên tệp chỉ được có chữ thường" in str(fault)
