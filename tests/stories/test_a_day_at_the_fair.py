"""Saturday 30/01/2027 by HTTP alone: two booths, a slip, a late sale, a power cut, a report."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.reports.verify import verify
from fair_pos.settings import Settings
from fair_pos.web.app import create_app
from tests.cast import LEADER_PIN, PIN, Cast, enrol
from tests.checkout.books import agree
from tests.tills import TillClient, line
from tests.web.office import Clerk, sign_in

SQUID_VND, EGGS_VND, BEADS_VND = 270_000, 90_000, 140_000
LATE_VND, ONE_EGG_VND, SLIP_VND = 36_000, 45_000, 500_000
MEASURED_VND = SQUID_VND + EGGS_VND + BEADS_VND + LATE_VND - ONE_EGG_VND


@pytest.fixture
def lao_till(web: TestClient, store: Store, cast: Cast) -> TillClient:
    """Bounmy's till at C01, shift open without a float."""
    new = enrol(store, cast.lao_booth)
    client = TillClient(web, new.token, new.series, "C01", cast.stranger)
    assert client.sign_in(LEADER_PIN).status_code == 200
    client.open_shift(0)
    return client


@pytest.fixture
def ha(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.organiser, cast.venue_code)


def sell_at_both_booths(till: TillClient, lao_till: TillClient, cast: Cast) -> dict[str, Any]:
    """Sell squid by VietQR, eggs and beads for cash; returns the eggs' order."""
    paid = {"means": "vietqr", "amount_vnd": SQUID_VND, "state": "confirmed_by_person"}
    weighed = line(
        cast.squid, "Mực một nắng Cô Tô loại 2", 600_000, 450, unit="kg", sold_by="weight"
    )
    till.sell(till.document(lines=[weighed], total_vnd=SQUID_VND, payments=[paid]))
    two = line(cast.eggs, "Trứng vịt biển Đồng Rui", ONE_EGG_VND, 2000)
    eggs = till.cash_sale([two], EGGS_VND)
    assert till.sell(eggs)["status"] == "stored"
    assert till.sell(eggs)["status"] == "duplicate"
    beads = line(cast.beads, "Vòng hạt gỗ", 70_000, 2000, unit="chiếc")
    lao_till.sell(lao_till.cash_sale([beads], BEADS_VND))
    return eggs


def take_one_back(till: TillClient, eggs: dict[str, Any]) -> None:
    back = {"corrects_id": eggs["id"], "reason": "Trứng vỡ"}
    lines = [{"position": 0, "quantity_milli": 1000}]
    answer = till.post("/refunds", till.document(**back, lines=lines))
    assert answer.json()["total_vnd"] == -ONE_EGG_VND


def close_by_counting(till: TillClient, notes: dict[str, int]) -> dict[str, Any]:
    """Count, then close without a difference; returns the Z."""
    here = f"/shifts/{till.shift_id}"
    body = {"id": ids.new_id(), "notes": notes, "counted_at": till.sold_at}
    counted = till.post(f"{here}/counts", body).json()
    assert counted["difference_vnd"] == 0
    closing = {"count_id": counted["count_id"], "explanation": "", "pin": PIN}
    z: dict[str, Any] = till.post(f"{here}/close", closing).json()
    assert till.post(f"{here}/close", closing).json() == z
    return z


def closing_report(ha: Clerk) -> dict[str, Any]:
    report: dict[str, Any] = ha.get("reports/closing.json").json()
    return report


def test_a_day_at_the_fair_ends_with_a_report_that_agrees(
    till: TillClient, lao_till: TillClient, ha: Clerk, store: Store, cast: Cast
) -> None:
    eggs = sell_at_both_booths(till, lao_till, cast)
    take_one_back(till, eggs)
    offline = till.cash_sale([line(cast.water, "Nước khoáng", 12_000, 3000)], LATE_VND)

    z = close_by_counting(till, {"200000": 1, "20000": 2, "5000": 1})
    assert (z["z_number"], z["expected_vnd"]) == (1, 200_000 + EGGS_VND - ONE_EGG_VND)
    assert "shift_closed" in till.sell(offline)["flags"]

    slip = ha.post("declared/2027-01-30/A05", total_vnd="500.000", ocop_vnd="200 000")
    assert slip.status_code == 200
    report = closing_report(ha)
    assert report["total"]["measured_vnd"] == agree(store) == MEASURED_VND
    assert report["total"]["declared_vnd"] == SLIP_VND
    sheets = [one.get("/day-sheet").json()["total_vnd"] for one in (till, lao_till)]
    assert sheets == [MEASURED_VND - BEADS_VND, BEADS_VND]


def test_no_booth_sees_the_other_s_sales(
    till: TillClient, lao_till: TillClient, ha: Clerk, cast: Cast
) -> None:
    eggs = sell_at_both_booths(till, lao_till, cast)

    assert len(till.get("/sales").json()["sales"]) == 2
    assert len(lao_till.get("/sales").json()["sales"]) == 1
    assert lao_till.get(f"/sales/{eggs['id']}").status_code == 404
    refused = lao_till.document(corrects_id=eggs["id"], reason="của người khác")
    assert lao_till.post("/voids", refused).status_code == 404
    assert ha.get("sales").text.count("B017-1-00000") == 2


def test_the_power_goes_and_nothing_is_lost_or_doubled(  # noqa: PLR0917  the whole scene
    till: TillClient, lao_till: TillClient, settings: Settings, clock: FixedClock, store: Store,
    cast: Cast,
) -> None:  # fmt: skip
    eggs = sell_at_both_booths(till, lao_till, cast)

    with TestClient(create_app(settings, clock), base_url="http://pos.test") as again:
        till.http = again
        assert till.sell(eggs)["status"] == "duplicate"
        take_one_back(till, eggs)
        with store.reading() as session:
            assert verify(session, store.org_id).intact
        ha = sign_in(again, store, cast.organiser, cast.venue_code)
        total = closing_report(ha)["total"]["measured_vnd"]

    assert total == agree(store) == SQUID_VND + EGGS_VND + BEADS_VND - ONE_EGG_VND
