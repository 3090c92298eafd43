"""The organisers' desk takes in what a till exported: once, whatever is imported how often."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from fair_pos.accounts.models import Till
from fair_pos.checkout import unsent
from fair_pos.core import ids
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.checkout.books import agree, counts
from tests.tills import TillClient, eggs
from tests.web.office import Clerk, sign_in, words

AT = "2027-01-30T03:45:00Z"


@pytest.fixture
def clerk(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.organiser, cast.venue_code)


def export(store: Store, cast: Cast, *facts: tuple[str, dict[str, Any]], **more: Any) -> dict:
    with store.reading() as session:
        till = session.exec(select(Till).where(Till.booth_id == cast.hanh_booth)).first()
    assert till
    return {
        "format": "fair-pos-unsent",
        "version": 1,
        "exported_at": AT,
        "till": {"id": till.id, "series": till.series},
        "booth": {"id": cast.hanh_booth, "code": "B017"},
        "venue": {"code": cast.venue_code},
        "facts": [
            {"id": body.get("id", "z"), "path": path, "body": body, "saved_at": AT, "state": "w"}
            for path, body in facts
        ],
        **more,
    }


def upload(clerk: Clerk, *exports: Any) -> str:
    contents = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in exports]
    files = [("files", (f"may-{n}.json", content)) for n, content in enumerate(contents)]
    return words(clerk.send("tills/unsent", files))


def test_what_a_dead_till_exported_is_taken_in_once(
    till: TillClient, cast: Cast, store: Store, clerk: Clerk
) -> None:
    """opensourcepos#3941: carry stock out, bill offline, sync once without double import."""
    sold = [("/sales", eggs(till, cast)) for _ in range(30)]
    cash = {"id": ids.new_id(), "amount_vnd": 1, "reason": "lẻ", "moved_at": AT, "happened": True}
    facts = [*sold, (f"/shifts/{till.shift_id}/cash", cash)]
    first = upload(clerk, export(store, cast, *facts))
    assert "31 nhập được" in first
    assert "1.350.000 đồng vừa nhập" in first
    again = upload(clerk, export(store, cast, *facts), export(store, cast, *facts))
    assert again.count("0 nhập được") == 2
    assert again.count("31 đã có từ trước") == 2
    assert (counts(store)["sale"], agree(store)) == (30, 1_350_000)


def test_pasted_text_is_the_same_as_a_file(
    till: TillClient, cast: Cast, store: Store, clerk: Clerk
) -> None:
    text = json.dumps(export(store, cast, ("/sales", eggs(till, cast))), ensure_ascii=False)
    assert "1 nhập được" in words(clerk.post("tills/unsent", text=text))
    assert agree(store) == 45_000


def test_each_fact_says_what_became_of_it_and_why(
    till: TillClient, cast: Cast, store: Store, clerk: Clerk
) -> None:
    here = eggs(till, cast)
    till.sell(here)
    facts = [
        ("/sales", here),
        ("/sales", {**here, "note": "khác"}),
        ("/sales", {**eggs(till, cast), "total_vnd": 1}),
        ("/voids", till.document(corrects_id=ids.new_id(), reason="nhầm", happened=True)),
    ]
    said = upload(clerk, export(store, cast, *facts))
    assert f"{here['number']} Đơn bán 30/01/2027 10:42 45.000 đã có từ trước" in said
    assert "trùng mã nhưng khác nội dung, giữ cả hai" in said
    assert "không nhập được Gửi sai mẫu. tiền các cách trả không bằng tổng total_vnd." in said
    assert "Hủy đơn 30/01/2027 10:42 – chờ đơn gốc hoặc ca về trước" in said


def test_a_till_that_a_restore_forgot_is_taken_up_again(
    till: TillClient, cast: Cast, store: Store, clerk: Clerk
) -> None:
    lost = {"id": ids.new_id(), "series": "4"}
    said = upload(clerk, export(store, cast, ("/sales", eggs(till, cast)), till=lost))
    assert "B017-4 may-0.json 1 nhập được" in said
    assert agree(store) == 45_000


def test_another_fair_s_booth_is_refused_with_the_way_out(
    till: TillClient, cast: Cast, store: Store, clerk: Clerk
) -> None:
    foreign = {"id": ids.new_id(), "code": "X9"}
    said = upload(clerk, export(store, cast, ("/sales", eggs(till, cast)), booth=foreign))
    assert "X9: của gian không thuộc hội chợ này." in said
    assert counts(store)["sale"] == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"7", b"\xff\xfe", b'{"format": "fair-pos-unsent", "version": 1}',
     b'{"format": "fair-pos-unsent", "version": "1"}', b"[" * 200_000, b"PK\x03\x04"],
)  # fmt: skip
def test_what_is_no_export_is_named_and_the_others_still_count(
    till: TillClient, cast: Cast, store: Store, clerk: Clerk, content: bytes
) -> None:
    said = upload(clerk, content, export(store, cast, ("/sales", eggs(till, cast))))
    assert "may-0.json: không đọc được." in said
    assert "1 nhập được" in said


def test_an_export_of_a_newer_till_says_so(cast: Cast, clerk: Clerk) -> None:
    said = upload(clerk, {"format": "fair-pos-unsent", "version": 2})
    assert "phiên bản mới hơn" in said


def test_too_many_files_are_refused(cast: Cast, clerk: Clerk) -> None:
    assert "Nhiều nhất 50 tệp một lần." in upload(clerk, *[b"{}"] * 51)


def test_nothing_chosen_shows_the_form_again(cast: Cast, clerk: Clerk) -> None:
    assert "Nhập đơn chưa gửi" in words(clerk.send("tills/unsent", [], text=""))


def test_parse_gives_the_facts_in_their_order(till: TillClient, cast: Cast, store: Store) -> None:
    bodies = [eggs(till, cast) for _ in range(3)]
    told = export(store, cast, *(("/sales", body) for body in bodies))
    read = unsent.parse(json.dumps(told).encode())
    assert [fact.id for fact in read.facts] == [body["id"] for body in bodies]
