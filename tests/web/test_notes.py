"""An inspector notes what a label or its goods are like; the organisers see what to look at."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlmodel import col, select

from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db import companion
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.labels.models import LabelNote
from tests.cast import Cast
from tests.web.office import Clerk, faults, sign_in, words
from tests.web.test_public import code_of, print_one


@pytest.fixture
def inspector(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.inspector, cast.venue_code)


@pytest.fixture
def organiser(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.organiser, cast.venue_code)


def photo(size: tuple[int, int] = (2000, 1000)) -> tuple[str, bytes, str]:
    made = io.BytesIO()
    Image.new("RGB", size, "green").save(made, "JPEG")
    return ("IMG_0001.jpg", made.getvalue(), "image/jpeg")


def write(clerk: Clerk, about: str, files: dict | None = None, **fields: str):
    values = {"id": ids.new_id(), "kind": "fake", "text": "Chữ mờ", "booth": "B017", "place": ""}
    address = clerk.at(f"notes/new?{about}")
    return clerk.http.post(
        address, data=values | fields, files=files or {}, follow_redirects=False,
        headers={"origin": "http://pos.test"},
    )  # fmt: skip


def notes_of(store: Store) -> list[LabelNote]:
    with store.reading() as session:
        return list(session.exec(select(LabelNote).order_by(col(LabelNote.id))).all())


def test_a_scanned_label_leads_an_inspector_to_the_form_and_a_customer_nowhere(
    web: TestClient, store: Store, cast: Cast, inspector: Clerk
) -> None:
    path = print_one(store, cast, cast.eggs)
    assert "/notes/new" not in web.get(path).text
    page = inspector.get(path).text
    link = re.search(r'href="(/notes/new[^"]+)"', page)
    assert link, "the label's page offers a note"
    form = inspector.http.get(link[1])
    assert form.url.path == "/v/XUAN-2027/notes/new"
    assert "Trứng vịt biển Đồng Rui, Trung tâm OCOP Hạ Long" in words(form)
    assert '<option value="B017" selected>' in form.text


def test_a_note_with_photos_is_kept_with_its_place_and_its_author(
    web: TestClient, store: Store, cast: Cast, inspector: Clerk, organiser: Clerk
) -> None:
    code = print_one(store, cast, cast.eggs).removeprefix("/P/")
    files = {"photo_1": photo(), "photo_3": photo((300, 300))}
    answer = write(inspector, f"code={code}", files, place="Cửa kho 2", text="Chữ mờ\r\nTem lệch")
    assert answer.headers["location"].startswith("/v/XUAN-2027/notes?show=&saved=")
    (note,) = notes_of(store)
    assert (note.code, note.product_id, note.booth_id) == (code, cast.eggs, cast.hanh_booth)
    assert note.text == "Chữ mờ\nTem lệch"
    assert (note.written_by, note.kind, len(note.photos.split())) == (cast.inspector, "fake", 2)
    page = organiser.get("notes")
    for part in (
        "Nghi giả · cần xem",
        "Trứng vịt",
        "Gian B017",
        "Cửa kho 2",
        "Chữ mờ",
        "Phạm Thị Lan",
    ):
        assert part in words(page)
    for link in (f"/v/XUAN-2027/products/{cast.eggs}", "/v/XUAN-2027/booths/B017", f"/P/{code}"):
        assert f'href="{link}"' in page.text
    first = organiser.get(f"notes/{note.id}/photos/1")
    assert Image.open(io.BytesIO(first.content)).size == (1600, 800)
    assert organiser.get(f"notes/{note.id}/photos/3").status_code == 404


def test_photos_are_for_those_who_read_notes_only(
    web: TestClient, store: Store, cast: Cast, inspector: Clerk
) -> None:
    write(inspector, f"code={code_of(store, cast, cast.eggs)}", {"photo_1": photo()})
    (note,) = notes_of(store)
    path = f"/v/XUAN-2027/notes/{note.id}/photos/1"
    assert web.get(path, follow_redirects=False).headers["location"].startswith("/login")
    lead = sign_in(web, store, cast.lead, cast.venue_code)
    assert lead.get(path).status_code == lead.get("notes").status_code == 403
    assert web.get(f"/photos/{note.photos}").status_code == 404
    assert "Chữ mờ" not in web.get(f"/P/{note.code}").text


def test_the_journal_and_the_backup_have_the_note_and_its_photos(
    store: Store, cast: Cast, inspector: Clerk, tmp_path
) -> None:
    write(inspector, f"code={code_of(store, cast, cast.eggs)}", {"photo_1": photo()})
    (note,) = notes_of(store)
    with store.reading() as session:
        line = session.exec(select(JournalLine).where(JournalLine.subject_id == note.id)).one()
    told = json.loads(line.body)
    assert (told["kind"], told["data"]["text"]) == ("label.noted", "Chữ mờ")
    assert told["data"]["photos"] == note.photos
    packed = companion.pack(store.settings, tmp_path)
    assert packed
    assert f"photos/{note.photos}" in zipfile.ZipFile(packed).namelist()


def test_a_form_sent_twice_after_a_lost_answer_is_one_note_with_its_photos_once(
    store: Store, cast: Cast, inspector: Clerk
) -> None:
    own = ids.new_id()
    for _ in range(2):
        answer = write(inspector, "code=", {"photo_1": photo()}, id=own)
        assert answer.status_code == 303
    (note,) = notes_of(store)
    kept = [file.name for file in (store.settings.data / "photos").iterdir()]
    assert kept == [note.photos]


def test_a_wrong_photo_keeps_what_was_typed_and_leaves_no_file(
    store: Store, inspector: Clerk
) -> None:
    files = {"photo_1": photo(), "photo_2": ("a.jpg", b"<svg/>", "image/jpeg")}
    answer = write(inspector, "code=", files)
    assert answer.status_code == 422
    assert faults(answer)["photo_2"].startswith("Ảnh phải là JPEG, PNG hoặc WebP")
    assert ">Chữ mờ</textarea>" in answer.text
    assert notes_of(store) == []
    assert not (store.settings.data / "photos").exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": ""}, "text"),
        ({"kind": "settled"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"booth": "Z99"}, "booth"),
    ],
)
def test_what_is_missing_or_not_theirs_to_say_is_told(
    store: Store, inspector: Clerk, fields: dict[str, str], field: str
) -> None:
    answer = write(inspector, "code=", **fields)
    assert (answer.status_code, list(faults(answer))) == (422, [field])
    assert notes_of(store) == []


def test_goods_in_order_need_no_text_and_nobody_s_attention(
    inspector: Clerk, organiser: Clerk
) -> None:
    assert write(inspector, "code=", kind="right", text="").status_code == 303
    assert "ghi nhận kiểm tra cần xem" not in words(organiser.get(""))


def test_a_foreign_code_is_noted_as_it_was_scanned(store: Store, inspector: Clerk) -> None:
    write(inspector, "code=https://fake.example/x?1")
    (note,) = notes_of(store)
    assert (note.code, note.product_id) == ("https://fake.example/x?1", None)
    page = inspector.get("notes")
    assert "không phải của hệ thống này" in words(page)
    assert 'href="https://fake.example' not in page.text


def test_a_correction_is_a_note_of_its_own_and_the_first_one_stays(
    store: Store, inspector: Clerk
) -> None:
    write(inspector, "code=")
    (first,) = notes_of(store)
    assert "Chữ mờ" in words(inspector.get("notes/new", about=first.id))
    write(inspector, f"about={first.id}", kind="right", text="Đã so lại, đúng tem")
    assert {one.text: one.about_id for one in notes_of(store)} == {
        "Chữ mờ": None, "Đã so lại, đúng tem": first.id,
    }  # fmt: skip
    assert "đã đính chính hoặc xử lý" in words(inspector.get("notes"))


def test_the_organisers_see_what_waits_and_settle_it_once(
    store: Store, inspector: Clerk, organiser: Clerk
) -> None:
    assert "Chưa có ghi nhận nào" in words(organiser.get("notes"))
    write(inspector, "code=", kind="price")
    write(inspector, "code=", kind="other")
    (first, _) = notes_of(store)
    assert "1 ghi nhận kiểm tra cần xem" in words(organiser.get(""))
    assert "Cần xem lại 1 Tất cả 2" in words(organiser.get("notes"))
    page = organiser.get("notes/new", about=first.id, kind="settled").text
    assert 'value="settled" checked' in page
    done = {"kind": "settled", "text": "Đã nhắc gian, đã sửa giá"}
    assert write(organiser, f"about={first.id}", **done).status_code == 303
    assert "cần xem" not in words(organiser.get(""))
    again = write(organiser, f"about={first.id}", **done)
    assert (again.status_code, len(notes_of(store))) == (409, 3)
    assert "đã được đính chính hoặc xử lý" in again.text


def test_a_long_list_has_pages_and_an_answer_leads_to_its_note_wherever_it_stands(
    store: Store, cast: Cast, clock: FixedClock, inspector: Clerk, organiser: Clerk
) -> None:
    write(inspector, "code=", text="Ghi nhận đầu tiên")
    (first,) = notes_of(store)
    clock.advance(timedelta(minutes=1))
    more = [
        LabelNote(
            org_id=store.org_id, id=ids.new_id(), venue_id=cast.venue, kind="fake", code="",
            text=f"Ghi nhận {number}", written_at=clock.now(), written_by=cast.inspector,
        )
        for number in range(100)
    ]  # fmt: skip
    store.lane.run(lambda session: session.add_all(more))
    newest, oldest = organiser.get("notes"), organiser.get("notes", show="open", page="2")
    assert "Cần xem lại 101" in words(newest)
    assert "Trang 1/2" in words(newest)
    assert "Ghi nhận đầu tiên" not in words(newest)
    assert "Ghi nhận đầu tiên" in words(oldest)

    clock.advance(timedelta(minutes=1))
    write(organiser, f"about={first.id}", kind="settled", text="Đã xem")
    assert f'href="/v/XUAN-2027/notes/{first.id}"' in organiser.get("notes", show="").text
    found = organiser.get(f"notes/{first.id}")
    assert found.url.params["page"] == "2"
    assert f'id="{first.id}"' in found.text
    assert organiser.get("notes", page="x").status_code == 422
    assert organiser.get(f"notes/{ids.new_id()}").status_code == 404
