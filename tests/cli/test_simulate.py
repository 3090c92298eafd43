import json
import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.checkout.orders import SaleOrder, VoidOrder
from fair_pos.core.ids import is_id, new_id
from fair_pos.payments.cash import count_notes
from fair_pos.rehearsal.acts import Closed, Day, Stall, Ware, uuid7
from fair_pos.rehearsal.counting import explanation, notes_of
from fair_pos.rehearsal.simulation import plan
from tests.cli.conftest import Terminal
from tests.tills import TillClient

FAIR = ("--fair", "XUAN-2027")
WARES = (Ware(new_id(), "Mực", "kg", True, 600_000), Ware(new_id(), "Trứng", "vỉ", False, 45_000))
STALLS = [
    Stall("A01", "1", new_id(), WARES, ("970415", "0011012345678")),
    Stall("A02", "1", new_id(), WARES[:1], None),
]
DAYS = [
    Day(date(2027, 1, day), *(datetime(2027, 1, day, hour, tzinfo=UTC) for hour in (1, 15)))
    for day in (29, 30)
]


def exported(fair: Terminal, tmp_path: Path) -> list[dict[str, Any]]:
    file = tmp_path / "journal.jsonl"
    fair.done("journal", "export", file)
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_simulated_fair_goes_through_the_real_books(fair: Terminal, tmp_path: Path) -> None:
    said = fair.done("simulate", *FAIR, "--sales", 60, "--seed", 3)
    assert said.startswith("XUAN-2027: 60 đơn bán, ")
    assert "Nguyên vẹn" in fair.done("verify")
    sold = [line for line in exported(fair, tmp_path) if line["kind"] == "sale.sold"]
    assert len(sold) == 60
    assert {flag for line in sold for flag in line["data"]["flags"]} == set()
    assert {line["data"]["business_date"] for line in sold} == {
        "2027-01-26", "2027-01-27", "2027-01-28"
    }  # fmt: skip


def test_playing_the_same_seed_again_adds_as_many_sales(fair: Terminal) -> None:
    for played in (1, 2):
        fair.done("simulate", *FAIR, "--sales", 10, "--days", 1)
        sales = json.loads(fair.done("verify", "--json"))["sales"]
        assert sales >= 10 * played


def test_days_limits_the_days(fair: Terminal, tmp_path: Path) -> None:
    fair.done("simulate", *FAIR, "--sales", 8, "--days", 1)
    days = {
        line["data"]["business_date"]
        for line in exported(fair, tmp_path)
        if line["kind"] == "sale.sold"
    }
    assert days == {"2027-01-26"}


def test_simulated_receipts_are_never_printed(fair: Terminal) -> None:
    fair.done("simulate", *FAIR, "--sales", 5)
    assert "0 phiếu chờ" in fair.done("doctor")


def test_nothing_is_simulated_beside_real_sales(till: TillClient, settings: Any, cast: Any) -> None:
    from tests.tills import line

    till.sell(till.cash_sale([line(cast.eggs, "Trứng vịt biển Đồng Rui", 45_000)], 45_000))
    fair = Terminal(settings.data, settings.database_url)
    assert "đã có đơn bán thật" in fair.refused("simulate", *FAIR, "--sales", 5)


def test_a_fair_without_goods_cannot_be_simulated(site: Terminal) -> None:
    assert "chưa có gian bán hàng" in site.refused("simulate", *FAIR, "--sales", 5)


def test_the_same_seed_plans_the_same_fair() -> None:
    assert list(plan(5, STALLS, DAYS, 200)) == list(plan(5, STALLS, DAYS, 200))
    assert list(plan(5, STALLS, DAYS, 200)) != list(plan(6, STALLS, DAYS, 200))


@pytest.mark.parametrize("seed", range(4))
def test_numbers_of_a_till_run_on_without_a_gap(seed: int) -> None:
    acts = list(plan(seed, STALLS, DAYS, 300))
    assert acts == sorted(acts, key=lambda act: act.at)
    for stall in STALLS:
        numbers = [act.what.seq for act in acts if act.stall is stall and hasattr(act.what, "seq")]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_plan_has_exactly_the_sales_asked_for_and_closes_every_shift() -> None:
    acts = [act.what for act in plan(1, STALLS, DAYS, 400)]
    assert sum(isinstance(what, SaleOrder) for what in acts) == 400
    assert any(isinstance(what, VoidOrder) for what in acts)
    assert sum(isinstance(what, Closed) for what in acts) == 4


def test_every_payment_is_paid_and_only_a_booth_with_an_account_takes_vietqr() -> None:
    for act in plan(2, STALLS, DAYS, 300):
        if isinstance(act.what, SaleOrder):
            means = {payment.means.value for payment in act.what.payments}
            assert "vietqr" not in means or act.stall.bank
            for payment in act.what.payments:
                if payment.tendered_vnd is not None:
                    assert payment.tendered_vnd - payment.amount_vnd == payment.change_vnd


@given(st.integers(0, 2**32), st.integers(1_500_000_000, 4_000_000_000))
def test_planned_ids_are_uuid7_of_their_moment(seed: int, second: int) -> None:
    made = uuid7(random.Random(seed), datetime.fromtimestamp(second, UTC))
    assert is_id(made)
    assert int(made.replace("-", "")[:12], 16) == second * 1000


@given(st.integers(0, 10**9))
def test_notes_count_up_to_all_but_the_smallest_note(amount: int) -> None:
    left = amount - count_notes(notes_of(amount))
    assert 0 <= left < 200


def test_a_difference_has_its_words() -> None:
    assert explanation(0) == ""
    assert explanation(-50_000) == "Trả thừa tiền cho khách"
    assert explanation(20_000) == "Khách không lấy tiền thừa"
    assert explanation(-175) == "Tiền lẻ làm tròn"
