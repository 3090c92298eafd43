import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core.text import clean
from fair_pos.labels import built_in, fitting, formats, measuring, rules
from fair_pos.labels.fitting import AddressTooLongError, Layout, NameTooLongError, Words
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.rules import Lot
from tests.labels.goods import TODAY, certificate, goods

LONG = "Nước khoáng thiên nhiên Quang Hanh (bổ sung ga chất lượng cao)"
NAME_120 = (LONG + ", chai thủy tinh, thùng 24 chai, quà biếu Tết Nguyên đán Đinh Mùi")[:120]
NO_LOT = Lot()
LOT = Lot("ĐR-0127", date(2027, 1, 25), date(2027, 2, 24))
VERSION_3 = 29
"""Modules of a label's code with its serial, for a server address of up to 34 signs."""

every_format = pytest.mark.parametrize("form", built_in.BUILT_IN, ids=lambda form: form.key)


def lay_out(
    form: LabelFormat, name: str, stars: int = 4, lot: Lot = NO_LOT, **fields: object
) -> Layout:
    text = rules.label_text(goods(name, certificate(stars), **fields), TODAY, lot)
    return fitting.lay_out(text, form, VERSION_3)


def texts(layout: Layout) -> set[str]:
    return {word.text for word in layout.words}


def spoken(layout: Layout) -> str:
    return " ".join(word.text for word in layout.words)


def right_edge(word: Words) -> float:
    return word.x + measuring.width(word.text, word.size, bold=word.bold)


@every_format
def test_the_labels_of_every_format_stand_on_their_paper_and_apart(form: LabelFormat) -> None:
    boxes = [form.corner(place) for place in range(form.per_sheet)]
    assert formats.refusals(form.medium, form.measures) == []
    assert all(0 <= x <= form.page_width - form.width for x, _ in boxes)
    assert all(0 <= y <= form.page_height - form.height for _, y in boxes)
    for (x, y), (u, v) in itertools.combinations(boxes, 2):
        assert abs(x - u) >= form.width or abs(y - v) >= form.height


def test_the_sheets_hold_36_65_10_24_21_and_12_labels_the_rolls_1_to_3_across() -> None:
    assert [form.per_sheet for form in built_in.SHEETS] == [36, 65, 10, 24, 21, 12]
    assert [form.per_sheet for form in built_in.ROLLS] == [2, 3, 1, 1, 1]


@pytest.mark.parametrize(
    ("name", "lot"),
    [("Cá", NO_LOT), ("Cá", LOT), (LONG, NO_LOT), ("Nước khoáng thiên nhiên Quang Hanh", LOT)],
)
def test_a_label_of_35_x_22_has_a_code_of_4_dots_a_module_that_a_coarse_print_keeps(
    name: str, lot: Lot
) -> None:
    """Acceptance check 14 wants version 3 at most, 3 dots a module, a quiet zone of 4 modules."""
    form = built_in.BY_KEY["roll-35x22-3"]
    square = lay_out(form, name, lot=lot).square
    assert square.side == 4 * (VERSION_3 + 8)
    assert (square.x, square.y) == (int(square.x), int(square.y))
    assert 0 <= square.x <= form.width - square.side


@pytest.mark.parametrize("form", built_in.ROLLS, ids=lambda form: form.key)
def test_every_roll_has_modules_of_4_dots_for_names_up_to_62_letters(form: LabelFormat) -> None:
    for name in ("Cá", LONG[:34], LONG[:60].strip(), LONG):
        assert lay_out(form, name).square.side == 4 * (VERSION_3 + 8)


def test_a_name_too_long_for_the_line_above_the_code_goes_on_beside_it() -> None:
    layout = lay_out(built_in.BY_KEY["roll-35x22-2"], "Nước khoáng thiên nhiên Quang Hanh")
    above, beside = (word for word in layout.words if word.bold and word.size == 18)
    assert (above.text, beside.text) == ("Nước khoáng thiên nhiên", "Quang Hanh")
    assert above.y < layout.square.y < beside.y
    assert right_edge(above) > layout.square.x > right_edge(beside)


def test_number_and_end_of_the_certificate_give_way_to_the_code_but_stars_and_lot_do_not() -> None:
    form = built_in.BY_KEY["roll-35x22-2"]
    assert {"101/QĐ-UBND", "đến 29/12/2027"} <= texts(lay_out(form, "Cá"))
    with_lot = lay_out(form, "Nước khoáng thiên nhiên Quang Hanh", lot=LOT)
    assert texts(with_lot) >= {"OCOP", "Lô ĐR-0127", "NSX 25/01/2027", "HSD 24/02/2027"}
    assert not {"101/QĐ-UBND", "đến 29/12/2027"} & texts(with_lot)
    assert [word.stars for word in with_lot.words if word.stars] == [4]


def test_where_all_else_fails_the_code_has_3_dots_and_every_word_is_there() -> None:
    layout = lay_out(built_in.BY_KEY["roll-35x22-2"], LONG, lot=LOT)
    assert layout.square.side == 3 * (VERSION_3 + 8)
    assert {"Lô ĐR-0127 · NSX 25/01/2027", "HSD 24/02/2027", "45.000\u00a0đ"} <= texts(layout)


@every_format
def test_the_code_that_people_type_is_never_broken(form: LabelFormat) -> None:
    for name in ("Cá", LONG):
        assert any("00000 0000G" in text for text in texts(lay_out(form, name, is_demo=True)))


@every_format
@pytest.mark.parametrize("name", ["Cá", LONG, LONG[:60].strip()])
def test_names_up_to_62_letters_stand_whole_on_every_format(form: LabelFormat, name: str) -> None:
    assert clean(name) in spoken(lay_out(form, name))


def test_a_name_of_120_letters_needs_the_large_label_and_is_never_cut() -> None:
    small, tiny, large = built_in.SHEETS[:3]
    assert NAME_120 in spoken(lay_out(large, NAME_120))
    for form in (small, tiny):
        with pytest.raises(NameTooLongError, match="Tên dài quá cỡ tem này"):
            lay_out(form, NAME_120)


@every_format
@pytest.mark.parametrize("name", ["Cá", LONG])
@pytest.mark.parametrize("lot", [NO_LOT, LOT], ids=["", "lot"])
def test_everything_stays_inside_the_label_and_off_the_code(
    form: LabelFormat, name: str, lot: Lot
) -> None:
    net = "Hộp 12 gói × 20 g, có túi quà"
    layout = lay_out(form, name, 5, lot, price_vnd=999_999_999, net=net, is_demo=True)
    serial = Words(*_fields(layout.serial, layout.serial.text + "000000"))
    square = layout.square
    assert square.x + square.side <= form.width
    assert 0 <= square.y <= square.y + square.side <= form.height
    for word in [*layout.words, serial]:
        top, bottom = word.y - word.size * 1.04, word.y + word.size * 0.24
        assert top >= 0
        assert bottom <= form.height
        assert word.x >= form.letters.pad
        assert right_edge(word) <= form.width - form.letters.pad / 2
        beside = right_edge(word) <= square.x
        assert beside or bottom <= square.y + 4 or top >= square.y + square.side - 4


def _fields(word: Words, text: str) -> tuple[float, float, float, str, bool]:
    return (word.x, word.y, word.size, text, word.bold)


@every_format
def test_words_of_a_label_do_not_overlap(form: LabelFormat) -> None:
    layout = lay_out(form, LONG, 5)
    for one, other in itertools.combinations([*layout.words, layout.serial], 2):
        if one.y != other.y:
            lower, upper = max(one, other, key=_y), min(one, other, key=_y)
            beside = right_edge(upper) <= lower.x or right_edge(lower) <= upper.x
            assert beside or lower.y - upper.y >= lower.size


def _y(word: Words) -> float:
    return word.y


def test_a_label_names_everything_the_customer_must_know() -> None:
    large = spoken(lay_out(built_in.BY_KEY["99x55"], "Trứng vịt biển Đồng Rui", 4))
    for part in (
        "Trứng vịt biển Đồng Rui",
        "HTX Chăn nuôi và dịch vụ Đồng Tiến",
        "Xã Hải Lạng, Quảng Ninh",
        "Mã sản phẩm 22-06994-1-2026",
        "OCOP",
        "Giấy chứng nhận 101/QĐ-UBND",
        "Chứng nhận đến 29/12/2027",
        "Vỉ 10 quả",
        "45.000\u00a0đ",
        "00000 0000G",
    ):
        assert part in large


@every_format
@pytest.mark.parametrize("stars", [3, 4, 5])
def test_exactly_the_certified_stars_are_drawn(form: LabelFormat, stars: int) -> None:
    layout = lay_out(form, "Miến dong", stars)
    assert [word.stars for word in layout.words if word.stars] == [stars]


@every_format
def test_a_plain_label_has_no_ocop_word_no_stars_no_certificate(form: LabelFormat) -> None:
    layout = fitting.lay_out(rules.label_text(goods("Kẹo lạc"), TODAY), form, VERSION_3)
    assert not any(word.stars for word in layout.words)
    assert "OCOP" not in spoken(layout)
    assert "hứng nhận" not in spoken(layout)


@given(
    st.text(alphabet="aăâđêơư ẫộỹMW-", min_size=1, max_size=120), st.sampled_from([60, 120, 250])
)
def test_lines_fit_their_room_and_lose_no_letter(text: str, room: int) -> None:
    lines = measuring.wrap(text, 18, room)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")
    assert all(measuring.width(line, 18) <= room for line in lines)


def test_a_word_is_broken_only_where_it_is_longer_than_the_room() -> None:
    for line in measuring.wrap("Bia-Rượu-Nước-giải-khát và trà", 18, 260):
        assert line in {"Bia-Rượu-Nước-giải-khát", "và trà", "Bia-Rượu-Nước-giải-khát và", "trà"}


@every_format
def test_a_label_of_invented_prices_says_that_it_is_a_sample(form: LabelFormat) -> None:
    assert "(mẫu)" in spoken(lay_out(form, "Cá", is_demo=True))
    assert "mẫu" not in spoken(lay_out(form, "Cá"))


def test_an_address_that_makes_the_code_too_fine_is_refused() -> None:
    text = rules.label_text(goods("Cá"), TODAY)
    with pytest.raises(AddressTooLongError, match="Địa chỉ máy chủ dài quá"):
        fitting.lay_out(text, built_in.BY_KEY["38x21"], 45)


def test_a_long_name_and_a_long_address_together_do_not_make_the_code_too_fine() -> None:
    form, version_4 = built_in.BY_KEY["38x21"], 33
    short, long = (rules.label_text(goods(name), TODAY) for name in ("Cá", LONG))
    assert fitting.lay_out(short, form, version_4).square.side >= 3 * (version_4 + 8)
    assert fitting.lay_out(long, form, version_4).square.side >= 3 * (version_4 + 8)
    with pytest.raises(NameTooLongError):
        fitting.lay_out(replace(long, name=NAME_120), form, version_4)


def test_a_foot_too_narrow_for_the_net_content_moves_it_beside_the_code() -> None:
    layout = lay_out(built_in.BY_KEY["50x30"], "Cá", net="Hộp 12 gói × 20 g, có túi quà")
    beside = [word for word in layout.words if word.text.startswith("Hộp")]
    assert [word.y < layout.square.y + layout.square.side for word in beside] == [True]


def test_a_booth_and_price_with_no_room_at_all_are_refused() -> None:
    with pytest.raises(NameTooLongError):
        lay_out(built_in.BY_KEY["50x30"], "Cá", booth="QUAY-CHINH-SO-MOT-TANG-HAI-KHU-BA")
