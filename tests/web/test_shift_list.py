"""The office sees every shift: open ones first, what was counted, the Z, the sales."""

import io
import re
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from fair_pos.checkout.models import Shift
from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.checkout.test_shifts import FLOAT, close, count, eggs
from tests.tills import TillClient
from tests.web.office import Clerk, sign_in, words


@pytest.fixture
def clerk(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.organiser, cast.venue_code)


@pytest.fixture
def short(till: TillClient, cast: Cast) -> TillClient:
    """A till that sold 45.000 đ in cash and closed its shift 45.000 đ short."""
    till.sell(eggs(till, cast))
    assert close(till, count(till, FLOAT)["count_id"], "Trả nhầm khách").status_code == 200
    return till


def booths(clerk: Clerk, **asked: str) -> list[str]:
    """Return the booths of the listed shifts, in order."""
    return re.findall(r'<td class="code"><a[^>]*>(\w+)</a>', clerk.get("shifts", **asked).text)


def test_open_shifts_stand_first_with_how_long_they_are_open(
    clerk: Clerk, short: TillClient, stranger: TillClient, clock: FixedClock
) -> None:
    assert "chưa chốt từ" not in words(clerk.get("shifts"))
    clock.advance(timedelta(hours=2))
    page = words(clerk.get("shifts"))
    assert booths(clerk) == [stranger.booth_code, short.booth_code]
    assert "1 ca đang mở · 1 ca đã chốt, 1 ca có chênh lệch, cộng lại −45.000 đ" in page
    assert "đang mở 2 giờ" in page


def test_a_shift_left_open_overnight_says_of_which_day_it_is(
    web: TestClient, till: TillClient, cast: Cast, store: Store, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=1))
    clerk = sign_in(web, store, cast.organiser, cast.venue_code)
    assert "đang mở 24 giờ chưa chốt từ 30/01/2027" in words(clerk.get("shifts"))


def test_a_closed_shift_tells_books_count_difference_and_why(
    clerk: Clerk, short: TillClient
) -> None:
    page = words(clerk.get("shifts"))
    assert "1 45.000 245.000 200.000 −45.000 Trả nhầm khách Z số 1" in page


def test_nobody_is_told_what_the_box_of_an_open_shift_should_hold(
    clerk: Clerk, till: TillClient, cast: Cast
) -> None:
    till.sell(eggs(till, cast))
    page = words(clerk.get("shifts"))
    assert "1 45.000 có khi đếm tiền chốt ca" in page
    assert "245.000" not in page


def test_the_number_of_sales_opens_those_sales_late_ones_too(
    clerk: Clerk, short: TillClient, stranger: TillClient, cast: Cast
) -> None:
    stranger.sell(eggs(stranger, cast))
    short.sell(eggs(short, cast))
    page = clerk.get("shifts", booth="b017")
    assert "2 1 đơn đến sau khi chốt 90.000" in words(page)
    assert f'href="/v/XUAN-2027/sales?shift={short.shift_id}"' in page.text
    sales = words(clerk.get("sales", shift=short.shift_id))
    assert "ca 1, B017-1" in sales
    assert "90.000 đ · 2 đơn" in sales


def test_filters_by_day_booth_and_what_wants_eyes(
    clerk: Clerk, short: TillClient, stranger: TillClient
) -> None:
    assert booths(clerk, show="open") == [stranger.booth_code]
    assert booths(clerk, show="different") == [short.booth_code]
    assert booths(clerk, day="2027-01-30", booth="c01") == ["C01"]
    assert "Không có ca nào khớp." in words(clerk.get("shifts", day="2027-01-29"))
    assert clerk.get("shifts", day="hôm nay").status_code == 422


def test_a_fair_without_a_shift_says_how_one_begins(clerk: Clerk) -> None:
    assert "Ca bắt đầu khi người bán mở ca ở quầy." in words(clerk.get("shifts"))


def test_the_z_is_seen_as_its_paper_once_the_shift_is_closed(
    clerk: Clerk, short: TillClient, stranger: TillClient
) -> None:
    answer = clerk.get(f"shifts/{short.shift_id}/z.png")
    assert Image.open(io.BytesIO(answer.content)).width == 576
    assert clerk.get(f"shifts/{stranger.shift_id}/z.png").status_code == 404


def test_a_locality_lead_sees_the_shifts_of_its_own_booths(
    short: TillClient, stranger: TillClient, cast: Cast, store: Store
) -> None:
    close(stranger, count(stranger, FLOAT)["count_id"])
    lead = sign_in(short.http, store, cast.lead, cast.venue_code)
    assert booths(lead) == ["B017"]
    assert lead.get(f"shifts/{short.shift_id}/z.png").status_code == 200
    assert lead.get(f"shifts/{stranger.shift_id}/z.png").status_code == 404


def test_a_long_list_has_pages(
    clerk: Clerk, till: TillClient, cast: Cast, store: Store, clock: FixedClock
) -> None:
    def many(session) -> None:
        first = session.get(Shift, (store.org_id, till.shift_id))
        given = first.model_dump(exclude={"id", "number", "opened_at"})
        session.add_all(
            Shift(
                id=ids.new_id(),
                number=number,
                opened_at=clock.now() + timedelta(seconds=number),
                **given,
            )
            for number in range(2, 102)
        )

    store.lane.run(many)
    asked = {"show": "open", "day": str(date(2027, 1, 30))}
    page = clerk.get("shifts", **asked)
    assert (len(booths(clerk, **asked)), len(booths(clerk, page="2", **asked))) == (100, 1)
    assert 'href="?day=2027-01-30&amp;show=open&amp;page=2"' in page.text
