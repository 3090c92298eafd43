"""Stars that end: within 90 days, during the fair, and only when nothing takes over."""

from datetime import date, timedelta

import pytest

from fair_pos.catalogue.models import Certificate
from fair_pos.core import ids
from fair_pos.labels import expiry
from tests.labels.goods import certificate, goods
from tests.web.office import sign_in
from tests.web.test_public import change, words

NOVEMBER, FAIR_ENDS = date(2026, 11, 22), date(2027, 1, 31)


def of_2023(decided: date, no: str = "2023/QĐ-UBND", **fields: object):
    """A 4-star certificate of the grading of 2023: 36 months from its decision."""
    ends = expiry.ocop.expiry(decided)
    return certificate(4, issued_on=decided, expires_on=ends, decision_no=no, **fields)


def names(*offers, today: date = NOVEMBER, fair_end: date | None = FAIR_ENDS) -> list[str]:
    return [one.goods.name for one in expiry.endings(offers, today, fair_end)]


def test_the_four_star_decisions_of_the_2023_grading_end_early_in_2027() -> None:
    before = goods("A", of_2023(date(2024, 1, 10)), product_id="1")
    during = goods("B", of_2023(date(2024, 1, 28)), product_id="2")
    after = goods("C", of_2023(date(2024, 2, 20)), product_id="3")
    later = goods("D", of_2023(date(2024, 2, 21)), product_id="4")
    found = expiry.endings([later, after, during, before], NOVEMBER, FAIR_ENDS)
    assert [(one.goods.name, one.last_day, one.stars) for one in found] == [
        ("A", date(2027, 1, 10), 4), ("B", date(2027, 1, 28), 4), ("C", date(2027, 2, 20), 4),
    ]  # fmt: skip
    assert [one.days_left(NOVEMBER) for one in found] == [49, 67, 90]


def test_a_fair_far_ahead_is_watched_to_its_last_day() -> None:
    offer = goods("A", of_2023(date(2024, 6, 1)))
    assert names(offer, fair_end=date(2027, 6, 5)) == ["A"]
    assert names(offer) == names(offer, fair_end=None) == []


def test_a_newer_certificate_takes_over() -> None:
    old = of_2023(date(2024, 1, 10))
    assert names(goods("A", old, of_2023(date(2026, 10, 1), "new"))) == []
    assert names(goods("A", old, of_2023(date(2027, 1, 12), "two days late"))) == []


def test_what_ended_lately_is_told_and_what_ended_long_ago_is_not() -> None:
    offer = goods("A", of_2023(date(2023, 11, 1)))
    assert names(offer) == ["A"]
    assert names(offer, today=date(2026, 11, 1) + timedelta(91)) == []
    assert names(goods("B")) == []


def test_a_revocation_dated_ahead_ends_the_stars_the_day_before() -> None:
    revoked = of_2023(date(2026, 1, 10), state="revoked", state_on=date(2026, 12, 20))
    (one,) = expiry.endings([goods("A", revoked)], NOVEMBER, FAIR_ENDS)
    assert one.last_day == date(2026, 12, 19)


def test_goods_at_several_booths_are_listed_once() -> None:
    offers = [goods("A", of_2023(date(2024, 1, 10)), booth=booth) for booth in ("B02", "A01")]
    (one,) = expiry.endings(offers, NOVEMBER, FAIR_ENDS)
    assert one.booths == ("B02", "A01")


@pytest.mark.parametrize(("days", "said"), [(0, "hết hôm nay"), (1, "còn 1 ngày")])
def test_the_organiser_sees_the_list(web, store, cast, days: int, said: str) -> None:
    change(store, Certificate, cast.eggs, expires_on=date(2027, 1, 30) + timedelta(days))
    clerk = sign_in(web, store, cast.organiser, "XUAN-2027")
    page = words(clerk.get("labels/expiring").text)
    assert "Trứng vịt biển Đồng Rui" in page
    assert said in page


def test_the_day_s_page_the_list_and_the_filter_tell_the_same(web, store, cast) -> None:
    """The cast's fair ends on 31/01/2027; 90 days from the 30th reach to 30/04."""
    clerk = sign_in(web, store, cast.organiser, "XUAN-2027")
    assert "hết hạn sao" not in words(clerk.get("").text)
    change(store, Certificate, cast.eggs, expires_on=date(2027, 4, 30))
    change(store, Certificate, cast.water, expires_on=date(2027, 5, 1))
    today = clerk.get("").text
    assert "1 sản phẩm hết hạn sao trong 90 ngày tới" in words(today)
    assert "Sau ngày 30/04/2027 tem in ra không còn sao: Trứng vịt biển Đồng Rui." in words(today)
    assert 'href="/v/XUAN-2027/labels/expiring"' in today
    assert "Nước khoáng" not in words(clerk.get("labels/expiring").text)
    assert "Hết hạn trong 90 ngày 1" in words(clerk.get("products").text)


def test_stars_that_end_during_the_fair_are_told_apart(web, store, cast) -> None:
    change(store, Certificate, cast.eggs, expires_on=date(2027, 1, 30))
    change(store, Certificate, cast.water, expires_on=date(2027, 4, 1))
    page = words(sign_in(web, store, cast.organiser, "XUAN-2027").get("").text)
    assert "1 sản phẩm hết hạn sao trong kỳ hội chợ" in page
    assert "Sau ngày 30/01/2027 tem in ra không còn sao: Trứng vịt biển Đồng Rui." in page


def test_a_locality_lead_sees_its_own_goods_only(web, store, cast) -> None:
    """The beads are of Lào's booth; the lead is of phường Bãi Cháy."""
    change(store, Certificate, cast.eggs, expires_on=date(2027, 2, 1))
    paper = Certificate(
        org_id=cast.org_id, id=ids.new_id(), product_id=cast.beads, stars=4, decision_no="1/QĐ",
        issuer="UBND tỉnh", issued_on=date(2024, 2, 2), expires_on=date(2027, 2, 2),
        changed_at=store.clock.now(),
    )  # fmt: skip
    store.lane.run(lambda session: session.add(paper))
    for who, goods_seen in ((cast.lead, 1), (cast.organiser, 2)):
        page = words(sign_in(web, store, who, "XUAN-2027").get("labels/expiring").text)
        assert ("Trứng vịt" in page) + ("Vòng hạt gỗ" in page) == goods_seen
