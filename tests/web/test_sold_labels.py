"""What customers, tills and the office are told about a label that was sold."""

import json
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from fair_pos.core.clock import FixedClock
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.labels.models import LabelReview
from tests.cast import Cast
from tests.checkout.test_sold_labels import eggs
from tests.tills import TillClient
from tests.web.office import Clerk, faults, sign_in
from tests.web.test_public import look, print_one, words


@pytest.fixture
def path(store: Store, cast: Cast) -> str:
    return print_one(store, cast, cast.eggs)


def sell(till: TillClient, cast: Cast, path: str) -> dict:
    return till.sell(eggs(till, cast, [path.removeprefix("/P/")]))


def page_of(web: TestClient, path: str, tongue: str = "vi") -> str:
    return words(web.get(path, params={"lang": tongue}).text)


@pytest.mark.parametrize(
    ("tongue", "said"),
    [
        ("vi", "Tem thật, hàng đã bán Đã bán lúc 10:42 ngày 30/01/2027 tại gian B017, Hội chợ"),
        ("en", "Genuine label, goods sold Sold at 10:42 on 30 Jan 2027 at booth B017, Hội chợ"),
        ("zh", "标签为真，商品已售出 已于 2027年1月30日 10:42 在 B017 摊位售出"),
        ("ko", "진짜 라벨, 판매된 상품 2027년 1월 30일 10:42에 B017 부스에서 판매되었습니다"),
    ],
)
def test_a_sold_label_says_when_and_where_and_stays_genuine(
    till: TillClient, cast: Cast, path: str, tongue: str, said: str
) -> None:
    sold = sell(till, cast, path)
    page = page_of(till.http, path, tongue)
    assert said in page
    assert "★★★★" in page
    for private in ("Hạnh", sold["number"], sold["id"]):
        assert private not in page


def test_goods_that_came_back_are_not_called_sold(
    web: TestClient, till: TillClient, cast: Cast, path: str
) -> None:
    sold = sell(till, cast, path)
    till.post("/voids", till.document(corrects_id=sold["id"], reason="nhầm"))
    assert "bán lúc" not in page_of(web, path)
    assert till.get(f"/labels{path.removeprefix('/P')}").json() == {"is_ours": True, "sold": None}


def test_a_label_sold_twice_is_suspicious_and_loses_its_stars(
    web: TestClient, till: TillClient, stranger: TillClient, cast: Cast, path: str
) -> None:
    sell(till, cast, path)
    sell(stranger, cast, path)
    page = page_of(web, path)
    assert "Tem đáng ngờ Tem này đã bán 2 lần ở các đơn khác nhau." in page
    assert "10:42 30/01/2027, gian B017" in page
    assert "gian C01" in page
    assert "★" not in page


def test_a_sold_label_scanned_by_a_household_is_no_copy(
    web: TestClient, till: TillClient, cast: Cast, path: str, clock: FixedClock
) -> None:
    sell(till, cast, path)
    clock.advance(timedelta(days=1))
    for phone in (0, 3, 6):
        assert "Tem thật, hàng đã bán" in look(web, path, phone)


def test_a_sold_label_scanned_the_day_after_in_many_places_is_suspicious(
    web: TestClient, till: TillClient, cast: Cast, path: str, clock: FixedClock
) -> None:
    for phone in (0, 3, 6, 9, 10, 11):
        look(web, path, phone)
    sell(till, cast, path)
    clock.advance(timedelta(days=1))
    assert "Tem thật, hàng đã bán" in page_of(web, path)
    for phone in (0, 3, 6, 9, 10):
        look(web, path, phone)
    page = page_of(web, path)
    assert "Tem đáng ngờ" in page
    assert "Đã bán lúc 10:42 ngày 30/01/2027 tại gian B017" in page


def test_any_till_is_told_when_and_where_a_label_was_sold(
    till: TillClient, stranger: TillClient, cast: Cast, path: str
) -> None:
    sell(till, cast, path)
    told = stranger.get(f"/labels{path.removeprefix('/P')}").json()
    assert told == {"is_ours": True, "sold": {"at": "2027-01-30T03:42:00.000Z", "booth": "B017"}}


def test_the_office_sees_labels_on_a_sale_and_those_sold_twice(
    till: TillClient, stranger: TillClient, cast: Cast, store: Store, path: str
) -> None:
    clerk = sign_in(till.http, store, cast.organiser, "XUAN-2027")
    first = sell(till, cast, path)
    assert "Chưa có tem nào bán hai lần." in words(clerk.get("labels/sold-twice").text)
    second = sell(stranger, cast, path)
    page = clerk.get("labels/sold-twice").text
    assert "Trứng 000001" not in words(page)
    assert "000001 Trứng" in words(page)
    assert all(one["number"] in page and f"sales/{one['id']}" in page for one in (first, second))
    sale = clerk.get(f"sales/{second['id']}").text
    assert f'href="{path}"' in sale
    assert "Tem đã bán ở đơn khác" in words(sale)


@pytest.fixture
def clerk(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.organiser, cast.venue_code)


@pytest.fixture
def twice(till: TillClient, stranger: TillClient, cast: Cast, path: str) -> str:
    """Sell a label twice; returns where the organisers look into it."""
    sell(till, cast, path)
    sell(stranger, cast, path)
    return f"labels/sold-twice/{path.removeprefix('/P/')}"


def settle(clerk: Clerk, address: str, reason: str = "Quét nhầm, đủ hai gói"):
    return clerk.post(address, **clerk.form(address) | {"reason": reason})


def test_a_label_that_was_looked_into_is_no_longer_suspicious_and_says_why_to_the_office(
    web: TestClient, clerk: Clerk, path: str, twice: str
) -> None:
    assert "Chưa xem xét" in words(clerk.get("labels/sold-twice").text)
    listed = settle(clerk, twice)
    assert listed.url.path.endswith("/sold-twice")
    assert "Đã xem xét Quét nhầm, đủ hai gói" in words(listed.text)
    assert "Nguyễn Thu Hà · 30/01/2027 10:42" in words(listed.text)
    page = page_of(web, path)
    assert "Tem thật, hàng đã bán" in page
    assert "★★★★" in page
    assert "Quét nhầm" not in page


def test_one_more_sale_makes_a_settled_label_suspicious_again(
    till: TillClient, clerk: Clerk, cast: Cast, path: str, twice: str
) -> None:
    settle(clerk, twice)
    third = sell(till, cast, path)
    assert "Tem đáng ngờ Tem này đã bán 3 lần" in page_of(clerk.http, path)
    assert "Chưa xem xét bán thêm sau lần xem xét" in words(clerk.get("labels/sold-twice").text)
    till.post("/voids", till.document(corrects_id=third["id"], reason="nhầm"))
    assert "Tem thật" in page_of(clerk.http, path)


def test_settling_covers_only_the_sales_that_the_page_showed(
    till: TillClient, clerk: Clerk, cast: Cast, path: str, twice: str
) -> None:
    shown = clerk.form(twice)
    sell(till, cast, path)
    clerk.post(twice, **shown | {"reason": "Quét nhầm"})
    assert "Tem đáng ngờ" in page_of(clerk.http, path)


def test_settling_can_be_taken_back_and_all_of_it_is_kept(
    web: TestClient, clerk: Clerk, store: Store, path: str, twice: str
) -> None:
    for _ in range(2):
        settle(clerk, twice)
        clerk.post(f"{twice}/undo")
        clerk.post(f"{twice}/undo")
    assert "Tem đáng ngờ" in page_of(web, path)
    with store.reading() as session:
        kinds = col(JournalLine.kind).in_(["label.reviewed", "label.reopened"])
        lines = session.exec(select(JournalLine).where(kinds).order_by(JournalLine.seq)).all()
        rows = session.exec(select(LabelReview)).all()
    assert [one.kind for one in lines] == ["label.reviewed", "label.reopened"] * 2
    assert [len(json.loads(one.body)["data"]["sales"]) for one in lines] == [2, 0, 2, 0]
    assert len(rows) == 4
    assert words(clerk.get(twice).text).count("Bỏ đánh dấu") == 2


def test_a_review_without_a_reason_is_refused_and_a_label_sold_once_has_none(
    till: TillClient, clerk: Clerk, cast: Cast, store: Store, twice: str
) -> None:
    refused = settle(clerk, twice, " ")
    assert (refused.status_code, list(faults(refused))) == (422, ["reason"])
    once = print_one(store, cast, cast.eggs)
    sell(till, cast, once)
    assert clerk.get(f"labels/sold-twice/{once.removeprefix('/P/')}").status_code == 404
