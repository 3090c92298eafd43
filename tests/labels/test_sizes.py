"""Sizes of labels in the office: copied, typed, drawn, refused beside the field, undone; a printer
that is off is aligned."""

import html
import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_pos.catalogue.models import Certificate
from fair_pos.db.store import Store
from fair_pos.labels import fitting, rules, shelf, sizes
from fair_pos.labels.fitting import AddressTooLongError, NameTooLongError
from fair_pos.labels.formats import LabelFormat, Measures, Medium
from fair_pos.labels.lettering import MIN_MODULE
from fair_pos.labels.rules import LabelText
from fair_pos.printing.label import Layout
from fair_pos.printing.models import Printer
from tests.cast import Cast
from tests.labels.goods import TODAY, certificate, goods
from tests.labels.test_fitting import LONG, VERSION_3, right_edge
from tests.labels.test_pages import LABELS, field, signed_in

FORMATS, CALIBRATION = f"{LABELS}/formats", f"{LABELS}/calibration"


@pytest.fixture
def office(web: TestClient) -> TestClient:
    return signed_in(web, "ha")


def of(store: Store, cast: Cast, key: str) -> LabelFormat:
    with store.reading() as session:
        return shelf.one_of(session, cast.org_id, key)


def form(office: TestClient, key: str, **changes: str) -> dict[str, str]:
    """What the page of a size holds, with some fields typed over."""
    page = office.get(f"{FORMATS}/{key}").text
    fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', page))
    ticked = dict(re.findall(r'name="(cut_lines|active)" value="1"( checked)?', page))
    for name, mark in ticked.items():
        fields[name] = "1" if mark else ""
    return {name: html.unescape(value) for name, value in fields.items()} | changes


def test_the_list_has_every_size_with_its_paper_and_what_was_printed(
    office: TestClient, store: Store, cast: Cast
) -> None:
    office.post(f"{LABELS}/print", data={"form": "38x21", field(store, cast.eggs): "7"})
    page = office.get(FORMATS).text
    for part in ("38 × 21 mm (Tomy 145)", "5 × 13", "Cuộn 35 × 22 mm, 3 tem ngang", "tờ A4"):
        assert part in page
    assert re.search(r"38 × 21.*?5 × 13</td>\s*<td[^>]*>7<", page, re.DOTALL)


def test_a_copy_gets_measures_of_its_own_and_is_offered_for_printing(
    office: TestClient, store: Store, cast: Cast
) -> None:
    made = office.post(f"{FORMATS}/63x34/copy", follow_redirects=False).headers["location"]
    key = made.rpartition("/")[2]
    answer = office.post(made, data=form(office, key, title="Tem 70 × 37", width="70", height="37",
                                         left="0", top="0,5", gap_x="0"))  # fmt: skip
    assert "Đã lưu lúc" in answer.text
    assert of(store, cast, key).measures == Measures(2100, 700, 370, 3, 8, 0, 5, 0, 0)
    assert "Tem 70 × 37" in office.get(LABELS).text
    assert of(store, cast, "63x34").measures.width == 635


@pytest.mark.parametrize(
    "wrong",
    [
        ({"width": "abc"}, "width", "Ghi số mm từ 15 đến 210, ví dụ 38,1. Đã ghi “abc”."),
        ({"columns": "4"}, "columns", "khe rộng 268,7 mm, giấy chỉ rộng 210 mm"),
        ({"rows": "9"}, "rows", "khe cao 318,1 mm, giấy chỉ cao 297 mm"),
        ({"width": "20", "height": "12"}, "height", "Tem 20 × 12 mm nhỏ quá"),
        ({"title": ""}, "title", "Chưa ghi ô này"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field_and_nothing_is_saved(
    office: TestClient, store: Store, cast: Cast, wrong: tuple[dict[str, str], str, str]
) -> None:
    typed, at, sentence = wrong
    before = of(store, cast, "63x34")
    body = form(office, "63x34", **typed)
    answer = office.post(f"{FORMATS}/63x34", data=body)
    assert answer.status_code == 422
    (beside,) = re.findall(rf'id="{at}-fault">(.*?)</p>', answer.text, re.DOTALL)
    assert sentence in beside
    assert of(store, cast, "63x34") == before
    drawn = office.post(f"{FORMATS}/63x34/draw", data=body)
    assert (drawn.status_code, sentence in drawn.text) == (200, True)


def test_the_picture_shows_every_place_of_what_is_typed_with_a_sample(office: TestClient) -> None:
    sheet = office.post(f"{FORMATS}/63x34/draw", data=form(office, "63x34", rows="4")).text
    assert sheet.count('class="label"') == 12
    assert 'width="2100" height="2970"' in sheet
    assert "data:image/png;base64," in sheet
    roll = office.post(f"{FORMATS}/roll-35x22-3/draw", data=form(office, "roll-35x22-3")).text
    assert roll.count('class="label"') == 6


def test_a_change_is_undone_and_a_built_in_size_gets_its_measures_back(
    office: TestClient, store: Store, cast: Cast
) -> None:
    own = of(store, cast, "38x21")
    office.post(f"{FORMATS}/38x21", data=form(office, "38x21", left="5,5"))
    office.post(f"{FORMATS}/38x21", data=form(office, "38x21", left="6"))
    assert of(store, cast, "38x21").measures.left == 60
    office.post(f"{FORMATS}/38x21/back", data={"act": "undo"})
    assert of(store, cast, "38x21").measures.left == 55
    office.post(f"{FORMATS}/38x21/back", data={"act": "restore"})
    assert of(store, cast, "38x21") == own


def test_two_people_at_once_are_told_and_nothing_is_overwritten(
    office: TestClient, store: Store, cast: Cast
) -> None:
    mine = form(office, "38x21", left="6")
    office.post(f"{FORMATS}/38x21", data=form(office, "38x21", left="5,5"))
    office.post(f"{FORMATS}/38x21", data=form(office, "38x21", left="5,6"))
    answer = office.post(f"{FORMATS}/38x21", data=mine | {"seen": "2027-01-01T00:00:00"})
    assert answer.status_code == 409
    assert of(store, cast, "38x21").measures.left == 56


def test_a_size_that_is_switched_off_is_not_offered_but_named_in_the_log(
    office: TestClient, store: Store, cast: Cast
) -> None:
    office.post(f"{LABELS}/print", data={"form": "38x21", field(store, cast.eggs): "7"})
    office.post(f"{FORMATS}/38x21", data=form(office, "38x21", active=""))
    assert "Tomy 145" not in office.get(LABELS).text
    assert "Tomy 145" in office.get(f"{LABELS}/log").text


def test_an_own_size_is_removed_only_while_nobody_printed_it(
    office: TestClient, store: Store, cast: Cast
) -> None:
    for _ in range(2):
        office.post(f"{FORMATS}/63x34/copy")
    office.post(f"{LABELS}/print", data={"form": "rieng-1", field(store, cast.eggs): "2"})
    refused = office.post(f"{FORMATS}/rieng-1/back", data={"act": "remove"})
    assert (refused.status_code, "đã in 2 tem cỡ này" in refused.text) == (409, True)
    office.post(f"{FORMATS}/rieng-2/back", data={"act": "remove"})
    assert office.get(f"{FORMATS}/rieng-2").status_code == 404
    assert office.post(f"{FORMATS}/63x34/back", data={"act": "remove"}).status_code == 404


def test_what_was_measured_on_the_sheet_with_crosses_is_taken_back_and_kept(
    office: TestClient, store: Store, cast: Cast
) -> None:
    crosses = office.get(f"{CALIBRATION}/sheet.pdf", params={"form": "38x21"})
    assert crosses.content.startswith(b"%PDF-")
    for right, down in (("0,8", "-0,5"), ("-0,1", "0")):
        office.post(CALIBRATION, data={"printer": cast.printer, "right": right, "down": down})
    assert offset(store, cast) == (-7, 5)
    page = office.get(CALIBRATION, params={"printer": cast.printer}).text
    assert "sang phải -0,7 mm, xuống dưới 0,5 mm" in page
    wrong = office.post(CALIBRATION, data={"printer": cast.printer, "right": "12", "down": "0"})
    assert "Ghi số mm từ -10 đến 10" in wrong.text
    office.post(CALIBRATION, data={"printer": cast.printer, "act": "zero"})
    assert offset(store, cast) == (0, 0)


def test_a_sheet_is_moved_for_the_chosen_printer_which_is_remembered(
    office: TestClient, store: Store, cast: Cast
) -> None:
    office.post(CALIBRATION, data={"printer": cast.printer, "right": "0,8", "down": "-0,5"})
    body = {"form": "38x21", field(store, cast.eggs): "1", "printer": cast.printer}
    moved = office.post(f"{LABELS}/print", data=body).content
    again = office.post(f"{LABELS}/review", data={"form": "38x21", field(store, cast.eggs): "1"})
    assert f'value="{cast.printer}" selected' in again.text
    plain = office.post(f"{LABELS}/print", data=body | {"printer": ""}).content
    assert moved != plain


def offset(store: Store, cast: Cast) -> tuple[int, int]:
    with store.reading() as session:
        row = session.get(Printer, (cast.org_id, cast.printer))
    assert row
    return row.offset_x_tenths, row.offset_y_tenths


@settings(max_examples=60)
@given(
    st.sampled_from(Medium), st.integers(150, 2100), st.integers(100, 2970),
    st.sampled_from(["Cá", "Miến dong Bình Liêu", LONG]), st.sampled_from([(), (certificate(),)]),
)  # fmt: skip
def test_any_size_is_refused_in_words_or_holds_a_readable_code_and_every_word(
    medium: Medium,
    width: int,
    height: int,
    name: str,
    papers: tuple[Certificate, ...],
) -> None:
    form = LabelFormat("own", "Tem", medium, Measures(2100, width, height, 1))
    text = rules.label_text(goods(name, *papers, is_demo=True), TODAY)
    layout = laid_out(text, form)
    if layout is None:
        return
    square = layout.square
    assert square.side >= MIN_MODULE * (VERSION_3 + 8)
    assert 0 <= square.x <= square.x + square.side <= form.width
    assert 0 <= square.y <= square.y + square.side <= form.height
    spoken = " ".join(word.text for word in layout.words)
    assert all(part in spoken for part in name.split())
    assert text.price in spoken
    for word in layout.words:
        assert word.size >= 11 or word.text == text.price
        assert 0 <= word.x <= right_edge(word) <= form.width
        assert word.size <= word.y <= form.height - word.size * 0.2
        beside = right_edge(word) <= square.x or word.y <= square.y + 4
        assert beside or word.y - word.size * 0.8 >= square.y + square.side - 4


def laid_out(text: LabelText, form: LabelFormat) -> Layout | None:
    """The label, None where it is refused in words; anything else is a fault."""
    try:
        return fitting.lay_out(text, form, VERSION_3)
    except (NameTooLongError, AddressTooLongError):
        return None


def test_the_smallest_sizes_that_the_refusal_names_do_fit() -> None:
    """`TooSmallError` says 34 × 19 mm."""
    for medium in Medium:
        assert not sizes.faults(LabelFormat("own", "Tem", medium, Measures(2100, 340, 190, 1)))
