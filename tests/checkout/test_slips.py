"""A booth's slips on its printer: the hand-over (Z), the shift so far (X), the day."""

import pytest
from sqlmodel import select

from fair_pos.core import ids
from fair_pos.core.document import Document
from fair_pos.db.store import Store
from fair_pos.printing import paper, payload, profiles, render
from fair_pos.printing.models import JobKind, PrintJob
from fair_pos.venues.models import Booth
from tests import paper as papers
from tests.cast import PIN, Cast, print_all
from tests.tills import TillClient, line

AT = "2027-01-30T04:00:00Z"
WIDTHS = ("generic-80", "generic-58")


@pytest.fixture
def sold(till: TillClient, cast: Cast) -> TillClient:
    """Hạnh's till after a sale of 45.000 in cash and 20.000 taken out; nothing prints by itself."""
    till.http.app.state.worker.stop()
    till.sell(till.cash_sale([line(cast.eggs, "Trứng vịt biển Đồng Rui", 45_000)], 45_000))
    out = {"id": ids.new_id(), "amount_vnd": -20_000, "reason": "Tiền đá", "moved_at": AT}
    till.post(f"/shifts/{till.shift_id}/cash", out)
    return till


def ask_x(till: TillClient) -> str:
    slip = ids.new_id()
    assert till.post(f"/shifts/{till.shift_id}/x/print", {"id": slip}).status_code == 200
    return slip


def ask_day(till: TillClient) -> str:
    slip = ids.new_id()
    answer = till.post("/day-sheet/print", {"id": slip, "day": "2027-01-30"})
    assert answer.status_code == 200
    return slip


def close(till: TillClient) -> str:
    notes = {"200000": 1, "20000": 1, "5000": 1}
    counted = {"id": ids.new_id(), "notes": notes, "counted_at": AT}
    count_id = till.post(f"/shifts/{till.shift_id}/counts", counted).json()["count_id"]
    till.post(f"/shifts/{till.shift_id}/close", {"count_id": count_id, "pin": PIN})
    return till.shift_id


SLIPS = pytest.mark.parametrize("ask", [ask_x, ask_day, close], ids=["X", "day", "Z"])


def queued(store: Store, slip: str) -> list[Document]:
    """The papers of a slip as they print, oldest first."""
    with store.reading() as session:
        rows = session.exec(
            select(PrintJob)
            .where(PrintJob.kind == JobKind.REPORT, PrintJob.document_id == slip)
            .order_by(PrintJob.id)
        ).all()
    return [payload.mark_copy(payload.load(row.payload), row.copy_no) for row in rows]


def test_the_x_tells_the_shift_but_never_the_cash_that_should_be_there(
    sold: TillClient, store: Store
) -> None:
    (slip,) = queued(store, ask_x(sold))
    assert papers.as_text(slip, papers.COLUMNS_58) == (
        " Hội chợ OCOP Quảng Ninh – Xuân\n"
        "           2027 (mẫu)\n"
        "  Gian B017, khu 1, phường Bãi\n"
        "              Cháy\n"
        "        CA ĐANG BÁN (X)\n"
        "Ca 1                   chưa chốt\n"
        "Mở ca           30/01/2027 10:42\n"
        "In lúc          30/01/2027 10:42\n"
        "--------------------------------\n"
        "Số đơn bán                     1\n"
        "Tiền bán                  45.000\n"
        "Số phiếu trả, hủy              0\n"
        "Tiền trả lại                   0\n"
        "--------------------------------\n"
        "Tiền mặt (1)              45.000\n"
        "--------------------------------\n"
        "Tiền lẻ đầu ca           200.000\n"
        "Tiền đá                  −20.000\n"
    )


def test_the_day_tells_money_goods_and_shifts(sold: TillClient, store: Store) -> None:
    close(sold)
    (slip,) = queued(store, ask_day(sold))
    text = papers.as_text(slip)
    for told in ("BẢNG BÁN TRONG NGÀY", "Ngày 30/01/2027", "Trứng vịt biển Đồng Rui ★★★★"):
        assert told in text
    squeezed = [" ".join(row.split()) for row in text.splitlines()]
    for row in ("Tổng cộng 45.000 đ", "Trong đó OCOP 45.000", "1 vỉ 45.000", "Ca 1, Z số 1 khớp"):
        assert row in squeezed


def test_a_day_without_a_sale_says_so(till: TillClient, store: Store) -> None:
    (slip,) = queued(store, ask_day(till))
    assert "Chưa bán gì trong ngày." in papers.as_text(slip)


@SLIPS
@pytest.mark.parametrize("profile", WIDTHS)
def test_every_slip_is_one_paper_at_both_widths(
    sold: TillClient, store: Store, ask, profile: str
) -> None:
    (slip,) = queued(store, ask(sold))
    loaded = profiles.load(profile)
    (sheet,) = paper.read(render.to_bytes(slip, loaded)).sheets
    assert sheet.width <= loaded.width_dots


@SLIPS
def test_a_slip_printed_again_is_marked_as_a_copy(
    sold: TillClient, store: Store, cast: Cast, ask
) -> None:
    slip = ask(sold)
    assert sold.get(f"/slips/{slip}/print").json()["state"] == "queued"
    print_all(store, cast)
    assert sold.get(f"/slips/{slip}/print").json()["state"] == "confirmed"
    assert sold.post(f"/slips/{slip}/reprint").json()["copy_no"] == 1
    first, copy = (papers.as_text(one) for one in queued(store, slip))
    assert "BẢN SAO – in lại lần 1" in copy
    assert "BẢN SAO" not in first


def test_a_slip_asked_for_twice_is_one_paper(sold: TillClient, store: Store) -> None:
    slip = ids.new_id()
    for _ in range(2):
        sold.post(f"/shifts/{sold.shift_id}/x/print", {"id": slip})
    assert len(queued(store, slip)) == 1


def test_a_booth_without_a_printer_is_told(sold: TillClient, store: Store, cast: Cast) -> None:
    def take_away(session) -> None:
        session.get_one(Booth, (store.org_id, cast.hanh_booth)).printer_id = None

    store.lane.run(take_away)
    answer = sold.post("/day-sheet/print", {"id": ids.new_id(), "day": "2027-01-30"})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_printer")
    assert close(sold)


def test_another_booth_neither_sees_nor_prints_a_slip(
    sold: TillClient, stranger: TillClient
) -> None:
    slip = ask_x(sold)
    assert stranger.get(f"/slips/{slip}/print").status_code == 404
    assert stranger.post(f"/slips/{slip}/reprint").status_code == 404
