"""An organiser in a hurry: nothing typed is lost, and nothing is printed twice."""

import html
import re

import pytest
from fastapi.testclient import TestClient

from fair_pos.db.store import Store
from tests.cast import Cast
from tests.labels.test_pages import LABELS, field, office, printings

__all__ = ["office"]


def values(page: str) -> dict[str, str]:
    """Return the fields of a page by name, as a browser would send them."""
    found = re.findall(r'<input[^>]* name="([^"]+)"[^>]*?value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def test_numbers_stay_when_the_list_is_filtered_and_when_one_goes_back(
    office: TestClient, store: Store, cast: Cast
) -> None:
    eggs, water = field(store, cast.eggs), field(store, cast.water)
    page = office.get(LABELS, params={"q": "nuoc khoang", eggs: "25", water: "3"}).text
    assert "Trứng vịt biển" not in page
    assert "Đã ghi số tem cho 1 sản phẩm không hiện trong danh sách này" in page
    assert (values(page)[eggs], values(page)[water]) == ("25", "3")
    seen = office.post(f"{LABELS}/review", data={"form": "38x21", **values(page)}).text
    (back,) = re.findall(r'class="button" href="([^"]*)">Sửa số tem', seen)
    again = office.get(html.unescape(back)).text
    assert (values(again)[eggs], values(again)[water]) == ("25", "3")
    assert '<option value="38x21" selected>' in again


def test_a_wrong_number_is_told_at_its_product_and_the_others_stay(
    office: TestClient, store: Store, cast: Cast
) -> None:
    eggs, water = field(store, cast.eggs), field(store, cast.water)
    answer = office.post(f"{LABELS}/review", data={eggs: "ba", water: "3"})
    assert answer.status_code == 400
    assert (values(answer.text)[eggs], values(answer.text)[water]) == ("ba", "3")
    assert answer.text.count('aria-invalid="true"') == 1


@pytest.mark.parametrize("wrong", [{"use": "31/02/2027"}, {"use": "01/01/2027"}, {"first": "99"}])
def test_a_wrong_date_or_place_is_mended_where_it_stands_and_then_printed(
    office: TestClient, store: Store, cast: Cast, wrong: dict[str, str]
) -> None:
    one, water = field(store, cast.eggs).removeprefix("n_"), field(store, cast.water)
    typed = {
        "form": "50x30", f"n_{one}": "2", water: "3", f"lot_{one}": "BL-1", f"made_{one}": "",
        f"use_{one}": wrong.get("use", "01/05/2027"), "first": wrong.get("first", "5"),
    }  # fmt: skip
    answer = office.post(f"{LABELS}/print", data=typed)
    assert answer.status_code == 422
    assert printings(store, cast) == 0
    shown = values(answer.text)
    assert {name: shown[name] for name in typed} == typed
    mended = shown | {f"use_{one}": "01/05/2027", "first": "5"}
    assert office.post(f"{LABELS}/print", data=mended).content.startswith(b"%PDF-")
    assert "Lô BL-1 · Hạn sử dụng 01/05/2027" in office.get(f"{LABELS}/log").text
    assert "5 tem" in office.get(f"{LABELS}/log").text


def test_the_same_form_sent_twice_is_one_printing_with_the_same_labels(
    office: TestClient, store: Store, cast: Cast
) -> None:
    """The page with the PDF is loaded again, or the answer was lost on the way."""
    body = {"form": "50x30", field(store, cast.eggs): "3"}
    form = body | values(office.post(f"{LABELS}/review", data=body).text)
    first, second = (office.post(f"{LABELS}/print", data=form) for _ in range(2))
    assert first.content == second.content
    assert printings(store, cast) == 1


def test_a_form_that_was_changed_is_a_printing_of_its_own(
    office: TestClient, store: Store, cast: Cast
) -> None:
    eggs = field(store, cast.eggs)
    form = {"form": "50x30", eggs: "3"}
    form |= values(office.post(f"{LABELS}/review", data=form).text)
    for change in ({}, {eggs: "4"}, {"first": "7"}, {"lot_" + eggs.removeprefix("n_"): "L2"}):
        assert office.post(f"{LABELS}/print", data=form | change).status_code == 200
    assert printings(store, cast) == 4


def test_one_button_prints_all_and_says_how_many(
    office: TestClient, store: Store, cast: Cast
) -> None:
    body = {field(store, cast.eggs): "3", field(store, cast.squid): "2"}
    page = office.post(f"{LABELS}/review", data=body).text
    assert "In cả 5 tem" in page
    assert "In tem thường" not in page
    alone = office.post(f"{LABELS}/review", data={field(store, cast.squid): "2"}).text
    assert "In tem thường" in alone


def test_a_size_removed_meanwhile_is_told_and_the_numbers_stay(
    office: TestClient, store: Store, cast: Cast
) -> None:
    eggs = field(store, cast.eggs)
    for step in ("review", "print"):
        answer = office.post(f"{LABELS}/{step}", data={"form": "rieng-1", eggs: "25"})
        assert answer.status_code == 404
        assert "Cỡ tem này không còn nữa." in answer.text
        assert values(answer.text)[eggs] == "25"


def test_fresh_goods_are_made_and_used_on_one_day(
    office: TestClient, store: Store, cast: Cast
) -> None:
    one = field(store, cast.eggs).removeprefix("n_")
    today = {f"{name}_{one}": "30/01/2027" for name in ("made", "use")}
    answer = office.post(f"{LABELS}/print", data={f"n_{one}": "1", f"lot_{one}": "", **today})
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("step", ["review", "print"])
def test_a_sign_in_in_the_middle_leads_back_to_the_list(office: TestClient, step: str) -> None:
    assert office.get(f"{LABELS}/{step}").url.path == LABELS
