"""Placards at the office, and their page for anybody: what it says today of what was signed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col, select

from fair_pos.catalogue import certificates
from fair_pos.catalogue.certificates import Decision
from fair_pos.catalogue.models import Certificate, Product
from fair_pos.core.clock import FixedClock, business_date
from fair_pos.core.ids import ALPHABET, new_code
from fair_pos.db.edit import Edit, stamp
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.labels import placards
from fair_pos.labels.queries import Filter
from fair_pos.signing import keys, texts
from fair_pos.signing.facts import PlacardFacts
from fair_pos.venues.models import Venue
from tests.cast import Cast
from tests.web.office import Clerk, sign_in


@pytest.fixture
def clerk(web: TestClient, store: Store, cast: Cast) -> Clerk:
    keys.make(store.settings.data, store.clock.now())
    return sign_in(web, store, cast.organiser, "XUAN-2027")


def signed(store: Store, cast: Cast, product_id: str, **changed: object) -> str:
    """What stands behind /O/ on the placard of a product, with some facts made up."""
    with store.reading() as session:
        venue = session.get_one(Venue, (cast.org_id, cast.venue))
        offers = placards.offers(session, venue, store.clock.now(), Filter())
    (one,) = [one for one in offers if one.goods.product_id == product_id]
    key = store.signer.key
    assert key is not None
    printed = placards.Placards(venue, (placards.placard(one),), store.clock.now(), "", key)
    text = placards.address(printed, printed.sheets[0]).removeprefix("/O/")
    checked = texts.check([key], PlacardFacts, text)
    assert checked is not None
    assert checked.facts is not None
    return texts.signed(key, replace(checked.facts, **changed))  # type: ignore[arg-type]


def noted(store: Store) -> list[str]:
    statement = select(JournalLine.body).where(JournalLine.kind == "placard.printed")
    with store.reading() as session:
        return list(session.exec(statement))


def test_the_list_ticks_only_goods_with_stars_and_says_why_not(clerk: Clerk, cast: Cast) -> None:
    page = clerk.get("placards").text
    assert f'value="{cast.eggs}"' in page
    assert f'value="{cast.squid}"' not in page
    assert "chưa có giấy chứng nhận" in page
    assert " checked" not in page
    assert " checked" in clerk.get("placards", tick="all").text
    assert "không có đâu”" in clerk.get("placards", q="không có đâu").text


def test_chosen_placards_are_printed_and_noted(clerk: Clerk, store: Store, cast: Cast) -> None:
    answer = clerk.post("placards", product=cast.eggs)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "phieu-ocop-XUAN-2027-" in answer.headers["content-disposition"]
    (line,) = noted(store)
    assert cast.eggs in line
    assert cast.organiser in line


def test_what_cannot_be_printed_is_told_and_not_noted(
    clerk: Clerk, store: Store, cast: Cast
) -> None:
    assert "Chưa chọn sản phẩm nào" in clerk.post("placards").text
    assert "không còn hạng sao hôm nay" in clerk.post("placards", product=cast.squid).text
    assert noted(store) == []


def test_without_a_key_nothing_is_printed(web: TestClient, store: Store, cast: Cast) -> None:
    clerk = sign_in(web, store, cast.organiser, "XUAN-2027")
    assert "Máy chủ thiếu khóa ký" in clerk.post("placards", product=cast.eggs).text
    page = clerk.get("placards").text
    assert "thiếu khóa ký" in page
    assert "In phiếu đã chọn" not in page
    assert noted(store) == []


def test_a_products_page_offers_its_placard_while_it_has_stars(clerk: Clerk, cast: Cast) -> None:
    assert "In phiếu xác nhận A4" in clerk.get(f"products/{cast.eggs}").text
    assert "In phiếu xác nhận A4" not in clerk.get(f"products/{cast.squid}").text


def test_scanned_it_is_valid_today_in_any_case_and_four_languages(
    clerk: Clerk, web: TestClient, store: Store, cast: Cast
) -> None:
    text = signed(store, cast, cast.eggs)
    page = web.get(f"/o/{text.lower()}").text
    assert "Phiếu còn hiệu lực hôm nay" in page
    assert "Trứng vịt biển Đồng Rui" in page
    for language, words in {
        "en": "Placard valid today", "zh": "确认单今日有效", "ko": "오늘 유효한 확인서",
    }.items():  # fmt: skip
        assert words in web.get(f"/O/{text}", params={"lang": language}).text


def test_one_other_sign_is_told(clerk: Clerk, web: TestClient, store: Store, cast: Cast) -> None:
    text = signed(store, cast, cast.eggs)
    five_stars = text[:11] + ALPHABET[2] + text[12:]
    for wrong in (five_stars, text[:-40], text[:30] + ALPHABET[3] + text[30:]):
        page = web.get(f"/O/{wrong}").text
        assert "Chữ ký sai" in page
        assert "Trên phiếu" not in page


def test_stars_that_ended_or_were_taken_are_told_with_the_reason(
    clerk: Clerk, web: TestClient, store: Store, cast: Cast, clock: FixedClock
) -> None:
    text = signed(store, cast, cast.eggs)
    with store.reading() as session:
        row = session.exec(
            select(Certificate).where(col(Certificate.product_id) == cast.eggs)
        ).one()
    decision = Decision("77/QĐ-UBND", business_date(clock.now()))
    edit = Edit(cast.org_id, row.id, stamp(row))
    store.lane.run(lambda session: certificates.revoke_certificate(session, clock, edit, decision))
    page = web.get(f"/O/{text}").text
    assert "Phiếu không còn hiệu lực" in page
    assert "đã thu hồi theo quyết định 77/QĐ-UBND" in page


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Trứng vịt biển khác"},
        {"form": "5"},
        {"decision_no": "102/QĐ-UBND"},
        {"until": date(2029, 1, 1)},
    ],
)
def test_books_that_say_otherwise_today_are_told(
    clerk: Clerk, web: TestClient, store: Store, cast: Cast, changed: dict[str, object]
) -> None:
    page = web.get(f"/O/{signed(store, cast, cast.eggs, **changed)}").text
    assert "Sổ hôm nay ghi khác phiếu" in page


def test_an_extension_after_printing_leaves_it_valid(
    clerk: Clerk, web: TestClient, store: Store, cast: Cast
) -> None:
    sooner = business_date(store.clock.now()) + timedelta(1)
    assert (
        "Phiếu còn hiệu lực" in web.get(f"/O/{signed(store, cast, cast.eggs, until=sooner)}").text
    )


def test_a_code_alone_an_unknown_key_and_an_unknown_product_prove_nothing(
    clerk: Clerk, web: TestClient, store: Store, cast: Cast
) -> None:
    text = signed(store, cast, cast.eggs)
    lost = signed(store, cast, cast.eggs, code=new_code(10))
    assert "Chữ ký đúng, sổ không có sản phẩm này" in web.get(f"/O/{lost}").text
    assert web.get(f"/O/{lost}").status_code == 404
    alone = web.get(f"/O/{text[:10]}").text
    assert "Quét ô vuông trên phiếu" in alone
    known = {one.key_id for one in store.signer.keys}
    other = next(sign for sign in ALPHABET if sign not in known)
    assert "khóa mà máy chủ này không có" in web.get(f"/O/{text[:10]}{other}{text[11:]}").text
    nothing = web.get("/O/AAAAAAAAAA")
    assert nothing.status_code == 404
    assert "Không phải phiếu của hệ thống này" in nothing.text


def test_a_product_without_a_booth_here_has_no_placard(
    clerk: Clerk, store: Store, cast: Cast
) -> None:
    store.lane.run(
        lambda session: session.execute(
            update(Product)
            .where(col(Product.id) == cast.eggs)
            .values(withdrawn_at=store.clock.now())
        )
    )
    assert "Chưa chọn sản phẩm nào" in clerk.post("placards", product=cast.eggs).text
