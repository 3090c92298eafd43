"""A place is understood however an organiser writes it, or it is asked for."""

import unicodedata

import pytest

from fair_pos.programme.reference import gazetteer, rows
from fair_pos.programme.rules import HOME_PROVINCE, PlaceKind

COMMUNES = rows("communes")
PROVINCES = rows("provinces")
COUNTRIES = rows("countries")


def understood(written: str) -> tuple[list[str], str]:
    answer = gazetteer().look_up(written)
    return ([place.name for place in answer.places], answer.former)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Phường Hạ Long", "phường Hạ Long"),
        ("P. Hạ Long", "phường Hạ Long"),
        ("P.Hạ Long", "phường Hạ Long"),
        ("p hạ long", "phường Hạ Long"),
        ("PHƯỜNG HẠ LONG", "phường Hạ Long"),
        ("Phuong Ha Long", "phường Hạ Long"),
        ("  Phường   Hạ Long ", "phường Hạ Long"),
        ("phường Hạ Long, tỉnh Quảng Ninh", "phường Hạ Long"),
        ("P. Hạ Long - Quảng Ninh", "phường Hạ Long"),
        ("Khu 5, phường Hà Tu", "phường Hà Tu"),
        ("xã Hải Lạng", "xã Hải Lạng"),
        ("P. Móng Cái 2", "phường Móng Cái 2"),
        ("Đặc khu Vân Đồn", "đặc khu Vân Đồn"),
        ("đk. Cô Tô", "đặc khu Cô Tô"),
        ("Hà Nội", "Hà Nội"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("TPHCM", "Hồ Chí Minh"),
        ("tỉnh Lào Cai", "Lào Cai"),
        ("Sóc Sơn, Hà Nội", "Hà Nội"),
        ("Thừa Thiên Huế", "Huế"),
        ("Lào", "Lào"),
        ("nước Lào", "Lào"),
        ("CHDCND Lào", "Lào"),
        ("Trung Quốc", "Trung Quốc"),
        ("Thailand", "Thái Lan"),
        ("Pakistan", "Pakistan"),
    ],
)
def test_names_of_today(written: str, name: str) -> None:
    assert understood(written) == ([name], "")


@pytest.mark.parametrize(
    ("written", "name", "former"),
    [
        ("TT Cái Rồng", "đặc khu Vân Đồn", "Thị trấn Cái Rồng"),
        ("Cái Rồng", "đặc khu Vân Đồn", "Thị trấn Cái Rồng"),
        ("xã Hạ Long", "đặc khu Vân Đồn", "Xã Hạ Long"),
        ("phường Hải Hòa", "phường Móng Cái 1", "Phường Hải Hòa"),
        ("Phường Phương Đông", "phường Yên Tử", "Phường Phương Đông"),
        ("Phương Đông", "phường Yên Tử", "Phường Phương Đông"),
        ("huyện Vân Đồn", "đặc khu Vân Đồn", "Vân Đồn"),
        ("xã Cái Rồng", "đặc khu Vân Đồn", "Thị trấn Cái Rồng"),
        ("Bắc Kạn (tỉnh cũ)", "Thái Nguyên", "Bắc Kạn"),
        ("Hải Dương cũ", "Hải Phòng", "Hải Dương"),
        ("Hòa Bình (tỉnh cũ)", "Phú Thọ", "Hòa Bình"),
        ("Bà Rịa - Vũng Tàu", "Hồ Chí Minh", "Bà Rịa - Vũng Tàu"),
    ],
)
def test_former_names_are_understood_and_told(written: str, name: str, former: str) -> None:
    assert understood(written) == ([name], former)


def test_a_ward_split_over_two_asks_which() -> None:
    assert understood("P. Hà Khẩu") == (["phường Việt Hưng", "phường Tuần Châu"], "Phường Hà Khẩu")


def test_a_former_city_asks_which_of_its_units() -> None:
    places, former = understood("TP Hạ Long")
    assert former == "Hạ Long"
    assert len(places) == 11
    assert "phường Bãi Cháy" in places


def test_a_former_commune_and_a_former_province_of_one_name_ask_which() -> None:
    assert understood("Hòa Bình")[0] == ["xã Thống Nhất", "Phú Thọ"]


@pytest.mark.parametrize("written", ["Xã Không Có Thật", "", "12345", "p.", "Sao Hỏa, Sao Kim"])
def test_unknown_names_are_no_place(written: str) -> None:
    assert understood(written) == ([], "")


def test_the_home_province_alone_is_the_province() -> None:
    (place,) = gazetteer().look_up("Tỉnh Quảng Ninh").places
    assert (place.kind, place.code) == (PlaceKind.PROVINCE, HOME_PROVINCE)


@pytest.mark.parametrize("written", ["Hạ Long", "xã Hà An", "Tiên Yên"])
def test_a_level_left_out_or_wrong_is_a_guess_that_is_told(written: str) -> None:
    assert gazetteer().look_up(written).guessed


@pytest.mark.parametrize("row", COMMUNES, ids=lambda row: row["code"])
def test_every_commune_is_found_by_its_own_name(row: dict[str, str]) -> None:
    name = f"{row['level']} {row['name']}"
    for written in (name, unicodedata.normalize("NFD", name), name.upper()):
        (place,) = gazetteer().look_up(written).places
        assert (place.kind, place.code) == (PlaceKind.COMMUNE, row["code"])
        assert place.former_district == row["former_district"]


@pytest.mark.parametrize("row", COMMUNES, ids=lambda row: row["code"])
def test_every_former_unit_leads_to_the_unit_it_went_into(row: dict[str, str]) -> None:
    today = {f"{other['level']} {other['name']}" for other in COMMUNES}
    for former in row["merged_from"].split(", "):
        if former not in today and former != "Không sáp nhập":
            codes = [place.code for place in gazetteer().look_up(former).places]
            assert row["code"] in codes


def test_the_lists_are_whole_and_name_their_sources() -> None:
    former = [name for row in PROVINCES for name in row["merged_from"].split(", ") if name]
    unchanged = [row for row in PROVINCES if not row["merged_from"]]
    assert (len(COMMUNES), len(PROVINCES), len(former) + len(unchanged)) == (54, 34, 63)
    assert len({row["code"] for row in PROVINCES}) == 34
    assert len({row["code"] for row in COUNTRIES}) == len(COUNTRIES)
    assert all(row["source"] for row in [*PROVINCES, *COUNTRIES])


@pytest.mark.parametrize("row", PROVINCES, ids=lambda row: row["name"])
def test_every_former_province_leads_to_the_one_of_today(row: dict[str, str]) -> None:
    for name in filter(None, [row["name"], *row["merged_from"].split(", ")]):
        (place,) = gazetteer().look_up(f"tỉnh {name}").places
        assert place.code == row["code"]
