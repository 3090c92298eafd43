"""A sale's lines carry the labels of their packs; a label in two sales is for people to look at."""

import json
from typing import Any

import pytest
from sqlmodel import col, select

from fair_pos.checkout import sold_labels
from fair_pos.core.ids import check_sign
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.labels.keys import Keys
from fair_pos.labels.models import SoldLabel
from fair_pos.reports.verify import verify
from tests.cast import Cast
from tests.checkout.books import agree
from tests.tills import TillClient, line
from tests.web.test_public import code_of, print_one


def labels_of(store: Store, cast: Cast, number: int) -> list[str]:
    return [print_one(store, cast, cast.eggs).removeprefix("/P/") for _ in range(number)]


def eggs(till: TillClient, cast: Cast, labels: Any, pieces: int = 1) -> dict[str, Any]:
    one = line(cast.eggs, "Trứng", 45_000, pieces * 1000, labels=labels)
    return till.cash_sale([one], pieces * 45_000)


def stored(store: Store) -> list[tuple[str, int]]:
    with store.reading() as session:
        rows = session.exec(select(SoldLabel).order_by(SoldLabel.code)).all()
        return [(row.code, row.position) for row in rows]


def facts(store: Store) -> list[list[dict[str, Any]]]:
    with store.reading() as session:
        kinds = col(JournalLine.kind).in_(["sale.sold", "sale.refunded"])
        rows = session.exec(select(JournalLine.body).where(kinds).order_by(JournalLine.seq)).all()
    return [json.loads(body)["data"]["lines"] for body in rows]


def is_unbroken(store: Store) -> bool:
    with store.reading() as session:
        return verify(session, store.org_id).intact


def test_the_labels_of_a_line_are_kept_with_the_sale_and_in_the_chain(
    till: TillClient, cast: Cast, store: Store
) -> None:
    first, second = labels_of(store, cast, 2)
    plain = line(cast.water, "Nước khoáng", 12_000)
    two = line(cast.eggs, "Trứng", 45_000, 2000, labels=[second, first.lower()])
    assert till.sell(till.cash_sale([plain, two], 102_000))["flags"] == []
    assert stored(store) == [(code, 1) for code in sorted((first, second))]
    ((water, told),) = facts(store)
    assert "labels" not in water
    assert told["labels"] == sorted((first, second))
    assert is_unbroken(store)


def test_a_sale_without_labels_writes_no_row_and_no_field(
    till: TillClient, cast: Cast, store: Store
) -> None:
    till.sell(eggs(till, cast, []))
    assert stored(store) == []
    assert "labels" not in facts(store)[0][0]
    assert is_unbroken(store)


@pytest.mark.parametrize(
    "labels",
    [None, "B4K7", 7, {"a": 1}, [7, None, ["x"]], ["B4K7R2XQ96", "", "x" * 5_000, "\x00" * 24]],
)
def test_what_is_no_label_is_passed_over_and_never_refuses_a_sale(
    till: TillClient, cast: Cast, store: Store, labels: Any
) -> None:
    assert till.sell(eggs(till, cast, labels))["flags"] == []
    assert stored(store) == []


def test_a_foreign_label_is_kept_and_flagged(till: TillClient, cast: Cast, store: Store) -> None:
    forged = Keys((("0", b"theirs"),)).serial(code_of(store, cast, cast.eggs), 1).code
    assert till.sell(eggs(till, cast, [forged]))["flags"] == ["label_not_ours"]
    assert stored(store) == [(forged, 0)]


def test_more_than_a_hundred_labels_of_a_line_are_not_kept(
    till: TillClient, cast: Cast, store: Store
) -> None:
    body = code_of(store, cast, cast.eggs) + "0" + "00" + "{}" + "BCFGHJK"
    bodies = [body.format(f"{number:03d}") for number in range(120)]
    codes = [one + check_sign(one) for one in bodies]
    assert till.sell(eggs(till, cast, codes, 200))["status"] == "stored"
    assert len(stored(store)) == 100


def test_one_label_on_two_lines_of_a_sale_is_the_first_ones(
    till: TillClient, cast: Cast, store: Store
) -> None:
    (label,) = labels_of(store, cast, 1)
    lines = [line(cast.eggs, "Trứng", 45_000, labels=[label, label]) for _ in range(2)]
    assert till.sell(till.cash_sale(lines, 90_000))["flags"] == []
    assert stored(store) == [(label, 0)]
    assert is_unbroken(store)


def test_a_label_sold_twice_is_stored_both_times_and_flagged(
    till: TillClient, stranger: TillClient, cast: Cast, store: Store
) -> None:
    (label,) = labels_of(store, cast, 1)
    assert till.sell(eggs(till, cast, [label]))["flags"] == []
    again = stranger.sell(eggs(stranger, cast, [label]))
    assert again["flags"] == ["label_sold_before"]
    assert len(stored(store)) == 2
    with store.reading() as session:
        ((one, other),) = sold_labels.sold_twice(session, store.org_id, cast.venue)
        assert {one.booth, other.booth} == {"B017", "C01"}
        assert sold_labels.sold_twice(session, store.org_id, "elsewhere") == []


@pytest.mark.parametrize("way", ["voids", "refunds"])
def test_goods_that_came_back_free_their_label(
    till: TillClient, cast: Cast, store: Store, way: str
) -> None:
    (label,) = labels_of(store, cast, 1)
    sold = till.sell(eggs(till, cast, [label]))
    back: dict[str, Any] = {"corrects_id": sold["id"], "reason": "đổi ý"}
    if way == "refunds":
        back["lines"] = [{"position": 0, "quantity_milli": 1000}]
    assert till.post(f"/{way}", till.document(**back)).status_code == 200
    assert till.sell(eggs(till, cast, [label]))["flags"] == []
    assert len(stored(store)) == 2
    with store.reading() as session:
        assert sold_labels.sold_twice(session, store.org_id, cast.venue) == []
    assert is_unbroken(store)


def test_one_of_two_packs_that_came_back_accuses_neither_label(
    till: TillClient, cast: Cast, store: Store
) -> None:
    labels = labels_of(store, cast, 2)
    sold = till.sell(eggs(till, cast, labels, 2))
    lines = [{"position": 0, "quantity_milli": 1000}]
    till.post("/refunds", till.document(corrects_id=sold["id"], reason="hỏng", lines=lines))
    assert till.sell(eggs(till, cast, labels[:1]))["flags"] == []
    with store.reading() as session:
        (_, first) = sold_labels.sales_of(session, store.org_id, labels[:1])
        assert (first.is_back, first.counts) == (False, False)


def test_the_same_sale_again_is_known_and_another_label_is_a_conflict(
    till: TillClient, cast: Cast, store: Store
) -> None:
    first, second = labels_of(store, cast, 2)
    body = eggs(till, cast, [first])
    till.sell(body)
    assert till.sell(body)["status"] == "duplicate"
    body["lines"][0]["labels"] = [second]
    assert till.post("/sales", body).json()["code"] == "sale_conflict"
    assert (stored(store), agree(store)) == ([(first, 0)], 45_000)


def test_a_label_taken_off_a_stored_sale_is_seen_by_the_verifier(
    till: TillClient, cast: Cast, store: Store
) -> None:
    till.sell(eggs(till, cast, labels_of(store, cast, 1)))

    def forget(session: Any) -> None:
        session.delete(session.exec(select(SoldLabel)).one())

    store.lane.run(forget)
    assert not is_unbroken(store)
