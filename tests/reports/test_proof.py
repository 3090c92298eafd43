"""The proof finds tampering in any table and names booth and day."""

from collections.abc import Callable

import pytest

from fair_pos.db.store import Store
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.proof import Proof, ReportRefusedError, prove
from fair_pos.reports.scope import Scope
from tests.reports.story import Story


@pytest.fixture
def proof_now(fair: Story, store: Store) -> Callable[[], Proof]:
    def run() -> Proof:
        with store.reading() as fresh:
            return prove(fresh, Scope(store.org_id, fair.cast.venue))

    return run


def test_untouched_books_agree(proof_now: Callable[[], Proof]) -> None:
    proof = proof_now()
    assert proof.agrees
    assert proof.sums() == {
        "amount_vnd": 545_000, "ocop_vnd": 81_000, "sales": 3, "corrections": 1, "lines": 6,
        "payments": 5,
    }  # fmt: skip
    assert {table.sums["amount_vnd"] for table in proof.tables} == {545_000}


AMOUNTS = {
    "sale": "UPDATE sale SET total_vnd = total_vnd + 120000, subtotal_vnd = subtotal_vnd + 120000"
    " WHERE id = :sale",
    "sale_line": "UPDATE sale_line SET amount_vnd = amount_vnd + 120000,"
    " gross_vnd = gross_vnd + 120000 WHERE sale_id = :sale AND position = 0",
    "payment": "UPDATE payment SET amount_vnd = amount_vnd + 120000 WHERE sale_id = :sale",
    "rollup_booth_hour": "UPDATE rollup_booth_hour SET total_vnd = total_vnd + 120000"
    " WHERE day = '2027-01-26'",
    "rollup_booth_product": "UPDATE rollup_booth_product SET amount_vnd = amount_vnd + 60000"
    " WHERE day = '2027-01-26'",
    "rollup_booth_means": "UPDATE rollup_booth_means SET amount_vnd = amount_vnd + 120000"
    " WHERE day = '2027-01-26'",
}


@pytest.mark.parametrize("table", AMOUNTS)
def test_changed_money_is_found_in_every_table(
    fair: Story, make: Callable[..., ClosingReport], tamper: Callable[..., None], table: str
) -> None:
    values = {"sale": fair.first_sale} if ":sale" in AMOUNTS[table] else {}
    tamper(AMOUNTS[table], **values)
    with pytest.raises(ReportRefusedError) as refused:
        make()
    assert refused.value.sentence() == (
        "Không khớp: gian B017 ngày 26/01 lệch 120.000\u00a0đ. Báo cáo chưa lập được."
    )
    assert "booth B017 on 26/01" in refused.value.sentence("en")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM payment WHERE sale_id = :sale",
        "DELETE FROM sale_line WHERE sale_id = :sale AND position = 1",
        "UPDATE sale_line SET stars = 3 WHERE sale_id = :sale AND stars IS NULL",
        "UPDATE sale SET ocop_vnd = 0 WHERE id = :sale",
        "UPDATE sale SET business_date = '2027-01-27' WHERE id = :sale",
        "UPDATE sale SET kind = 'void' WHERE id = :sale",
    ],
)
def test_other_tampering_with_a_sale_is_found(
    fair: Story, proof_now: Callable[[], Proof], tamper: Callable[..., None], statement: str
) -> None:
    tamper(statement, sale=fair.first_sale)
    first = proof_now().disagreements[0]
    assert (first.booth, first.day.day) == ("B017", 26)


def test_a_deleted_rollup_row_is_found_where_no_sale_is_left_to_miss_it(
    fair: Story, proof_now: Callable[[], Proof], tamper: Callable[..., None]
) -> None:
    tamper("DELETE FROM rollup_booth_hour WHERE day = '2027-01-30' AND hour = 10")
    first = proof_now().disagreements[0]
    assert first.sentence() == "gian C01 ngày 30/01 lệch 140.000\u00a0đ"


def test_a_wrong_number_of_sales_is_found(
    fair: Story, proof_now: Callable[[], Proof], tamper: Callable[..., None]
) -> None:
    tamper("UPDATE rollup_booth_hour SET sales = sales + 1 WHERE day = '2027-01-26'")
    first = proof_now().disagreements[0]
    assert first.sentence() == "gian B017 ngày 26/01 lệch 1 đơn"
