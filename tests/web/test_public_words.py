"""What a label's page says to people who type, misread, read another language, or sign in late."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from fair_pos.catalogue.models import Product
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.web.office import sign_in
from tests.web.test_public import change, code_of, look, print_one, scans_of, words


@pytest.mark.parametrize(
    ("tongue", "written"),
    [
        ("vi", ["45.000 đ", "29/12/2027"]),
        ("en", ["45,000 VND", "29 Dec 2027"]),
        ("zh", ["45,000 越南盾", "2027年12月29日"]),
        ("ko", ["45,000동", "2027년 12월 29일"]),
    ],
)
def test_amounts_and_days_are_written_as_the_reader_writes_them(
    web: TestClient, store: Store, cast: Cast, tongue: str, written: list[str]
) -> None:
    page = words(web.get(print_one(store, cast, cast.eggs), params={"lang": tongue}).text)
    assert all(part in page.replace("\u00a0", " ") for part in written)


def test_the_code_in_letters_accuses_no_label_and_proves_none(
    web: TestClient, store: Store, cast: Cast
) -> None:
    """Every label carries these ten signs in letters, for whoever cannot scan the square."""
    print_one(store, cast, cast.eggs)
    page = words(web.get(f"/P/{code_of(store, cast, cast.eggs)}").text)
    assert "gõ mã thì ra trang này" in page
    assert "quét ô vuông trên tem mà ra đây thì tem đó không do Ban Tổ chức in" in page
    assert "Chưa mua?" not in page
    assert "★" not in page


@pytest.mark.parametrize("signs", [{"0": "o", "1": "i"}, {"0": "O", "1": "I"}])
def test_o_and_i_are_read_as_the_figures_they_were_meant_for(
    web: TestClient, store: Store, cast: Cast, signs: dict[str, str]
) -> None:
    path = print_one(store, cast, cast.eggs)
    code = path.rsplit("/")[-1]
    assert "0" in code
    typed = "–".join((code[:5], code[5:])).translate(str.maketrans(signs))
    assert "Tem thật" in words(web.get(f"/P/{typed}").text)


def test_a_misread_code_is_not_called_a_foreign_label(web: TestClient) -> None:
    answer = web.get("/P/000000000H")
    assert answer.status_code == 404
    assert "<h1>Mã đọc chưa đúng</h1>" in answer.text
    assert "không phải của hệ thống" not in answer.text


def test_a_pack_on_the_counter_is_no_copy_after_a_week_of_looks(
    web: TestClient, store: Store, cast: Cast, clock: FixedClock
) -> None:
    """Eleven phones a day, of four networks: many on all days, on none as many as a copy has."""
    path = print_one(store, cast, cast.eggs)
    for _ in range(3):
        for number in range(11):
            assert "Tem thật" in look(web, path, number)
        clock.advance(timedelta(days=1))


def test_another_language_keeps_the_lot_and_the_expiry_of_a_link(
    web: TestClient, store: Store, cast: Cast
) -> None:
    change(store, Product, cast.eggs, gtin="8934563138165")
    page = web.get("/01/08934563138165?17=270930&lang=ko").text
    assert 'href="?17=270930&amp;lang=en"' in page
    assert "2027년 9월 30일" in words(page)


def test_an_inspector_who_signs_in_late_keeps_the_code_of_the_label(
    web: TestClient, store: Store, cast: Cast
) -> None:
    code = print_one(store, cast, cast.eggs).rsplit("/")[-1]
    asked = f"/v/XUAN-2027/notes/new?code={code}"
    answer = web.get(asked, follow_redirects=False)
    page = web.get(answer.headers["location"]).text
    assert f'name="next" value="{asked}"' in page


def test_a_scanner_that_only_asks_for_the_page_is_answered_and_not_counted(
    web: TestClient, store: Store, cast: Cast
) -> None:
    path = print_one(store, cast, cast.eggs)
    assert web.head(path).status_code == 200
    assert web.head("/01/8934563138165").status_code == 404
    assert scans_of(store) == []


def test_a_label_of_an_earlier_fair_names_the_fair_it_was_printed_for(
    web: TestClient, store: Store, cast: Cast, clock: FixedClock
) -> None:
    path = print_one(store, cast, cast.eggs)
    fair = "Hội chợ OCOP Quảng Ninh – Xuân 2027 (mẫu)"
    assert f"in ngày 30/01/2027 {fair}" not in words(web.get(path).text)
    clock.advance(timedelta(days=30))
    assert f"in ngày 30/01/2027 {fair}" in words(web.get(path).text)


def test_the_office_is_told_of_labels_that_many_phones_opened(
    web: TestClient, store: Store, cast: Cast
) -> None:
    few, many = (print_one(store, cast, cast.eggs) for _ in range(2))
    for number in range(12):
        look(web, many, number)
        look(web, few, number % 11)
    page = sign_in(web, store, cast.organiser, "XUAN-2027").get("labels/sold-twice").text
    assert f'href="{many}">000002</a>' in page
    assert few not in page
    assert "Trứng vịt biển Đồng Rui B017 12 4" in words(page)
