"""Stars are shown exactly as certified, on the days the certificate holds, and else never."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.catalogue.ocop import NoStars, add_months, expiry, parse_product_code, stars_on

ISSUED = date(2023, 12, 20)
LAST = date(2026, 12, 20)


@dataclass(frozen=True)
class Paper:
    stars: int = 4
    decision_no: str = "101/QĐ-UBND"
    issued_on: date = ISSUED
    expires_on: date = LAST
    state: str = "valid"
    state_on: date | None = None
    state_decision: str = ""


def test_a_certificate_holds_36_months() -> None:
    assert expiry(ISSUED) == LAST


@pytest.mark.parametrize("day", [ISSUED, date(2025, 6, 1), LAST])
def test_stars_are_shown_from_the_first_day_to_the_last(day: date) -> None:
    shown = stars_on([Paper()], day)
    assert (shown.stars, shown.decision_no, shown.reason) == (4, "101/QĐ-UBND", None)


@pytest.mark.parametrize(
    ("papers", "day", "reason", "vi", "en"),
    [
        ([], LAST, NoStars.NO_CERTIFICATE, "chưa có giấy chứng nhận", "no certificate"),
        (
            [Paper()], LAST + timedelta(1), NoStars.EXPIRED,
            "hết hạn ngày 20/12/2026", "expired on 20/12/2026",
        ),
        (
            [Paper()], ISSUED - timedelta(1), NoStars.NOT_YET,
            "có hiệu lực từ 20/12/2023", "valid from 20/12/2023",
        ),
        (
            [Paper(state="revoked", state_on=date(2025, 1, 2), state_decision="7/QĐ-UBND")],
            date(2025, 1, 2), NoStars.REVOKED,
            "đã thu hồi theo quyết định 7/QĐ-UBND, 02/01/2025",
            "revoked by decision 7/QĐ-UBND, 02/01/2025",
        ),
        ([Paper(state="revoked")], ISSUED, NoStars.REVOKED, "đã thu hồi", "revoked"),
    ],
)  # fmt: skip
def test_no_stars_say_why(
    papers: list[Paper], day: date, reason: NoStars, vi: str, en: str
) -> None:
    shown = stars_on(papers, day)
    assert (shown.stars, shown.reason, shown.vi, shown.en) == (None, reason, vi, en)


def test_before_the_day_of_its_revocation_a_certificate_held() -> None:
    paper = Paper(state="revoked", state_on=date(2025, 1, 2))
    shown = stars_on([paper], date(2025, 1, 1))
    assert (shown.stars, shown.expires_on) == (4, date(2025, 1, 1))


def test_an_extension_holds_to_its_own_end() -> None:
    extended = Paper(state="extended", expires_on=LAST + timedelta(180))
    assert stars_on([extended], LAST + timedelta(180)).stars == 4
    assert stars_on([extended], LAST + timedelta(181)).stars is None


def test_while_it_is_graded_again_a_certificate_holds_to_its_end() -> None:
    assert stars_on([Paper(state="regrading")], LAST).stars == 4


def test_the_newest_certificate_in_force_counts() -> None:
    better = Paper(
        stars=5, decision_no="9/QĐ", issued_on=date(2025, 1, 1), expires_on=date(2028, 1, 1)
    )
    assert stars_on([Paper(), better], date(2025, 1, 1)).stars == 5
    assert stars_on([better, Paper()], date(2024, 12, 31)).stars == 4


def test_a_revoked_newer_certificate_lets_the_older_one_hold() -> None:
    newer = Paper(stars=5, issued_on=date(2025, 1, 1), state="revoked")
    assert stars_on([newer, Paper()], date(2025, 6, 1)).stars == 4


@given(st.dates(date(2014, 1, 1), date(2040, 1, 1)), st.integers(0, 120))
def test_adding_months_keeps_the_day_or_takes_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(1)).day == 1


def test_codes_of_both_forms_are_read() -> None:
    old = parse_product_code("30-288-10507-1-2021")
    new = parse_product_code(" 22 - 06994 - 12 - 2026 ")
    assert old is not None
    assert new is not None
    assert (old.province, old.district, old.commune, old.number, old.year) == (
        "30", "288", "10507", 1, 2021,
    )  # fmt: skip
    assert (new.text, new.district, new.number) == ("22-06994-12-2026", "", 12)


@pytest.mark.parametrize("text", ["", "22-06994-1-1999", "22-06994-1234-2026", "2-06994-1-2026"])
def test_other_texts_are_no_code(text: str) -> None:
    assert parse_product_code(text) is None
