"""Large printings: drawn in the background, stopped, drawn again without new numbers."""

import io
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from fair_pos.catalogue.models import Product
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.labels import again, keys, log, sheets
from fair_pos.labels.drawing import DrawingRoom
from fair_pos.labels.models import LabelPrint
from tests.cast import Cast
from tests.labels.test_pages import LABELS, field, signed_in

HOLD = 10.0
"""Seconds a test waits at most for the thread that draws."""


class Gate:
    """A pool whose one thread waits until the test opens it."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)
        self._open = threading.Event()
        self.pool.submit(self._open.wait, HOLD)

    def open(self) -> None:
        """Let what was given to the pool be done, and wait for it."""
        self._open.set()
        self.pool.submit(int).result()


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open()
    made.pool.shutdown()


@pytest.fixture
def office(web: TestClient, store: Store, gate: Gate) -> TestClient:
    """The organiser's desk; labels are drawn when the gate opens."""
    web.app.state.drawing_room = DrawingRoom(store, gate.pool)  # type: ignore[attr-defined]
    return signed_in(web, "ha")


def order(office: TestClient, store: Store, cast: Cast, labels: int) -> str:
    """Print many labels; returns the address of the page that tells how far they are."""
    answer = office.post(
        f"{LABELS}/print",
        data={"form": "38x21", field(store, cast.eggs): str(labels)},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    return str(answer.headers["location"])


def entries(store: Store, cast: Cast) -> list[LabelPrint]:
    with store.reading() as session:
        return [one.entry for one in log.prints(session, cast.org_id, cast.venue)]


def test_a_large_printing_is_drawn_in_the_background_and_ends_with_its_files(
    office: TestClient, store: Store, cast: Cast, gate: Gate
) -> None:
    address = order(office, store, cast, 600)
    assert "Đã vẽ 0 trên 600 tem" in office.get(address).text
    assert "Đã vẽ 0 trên 600 tem" in office.get(f"{address}/progress").text
    assert office.get(f"{address}/all.zip").status_code == 404
    gate.open()
    page = office.get(address).text
    assert "Đã vẽ xong 600 tem" in page
    assert "000001 – 000455" in page
    assert office.get(f"{address}/2.pdf").content.startswith(b"%PDF-")
    with zipfile.ZipFile(io.BytesIO(office.get(f"{address}/all.zip").content)) as pack:
        assert pack.namelist() == ["tem-000001-000455.pdf", "tem-000456-000600.pdf"]
    assert office.get(f"{address}/3.pdf").status_code == 404


def test_the_log_leads_back_to_a_printing_that_was_left(
    office: TestClient, store: Store, cast: Cast
) -> None:
    address = order(office, store, cast, 201)
    assert f'href="{address}"' in office.get(f"{LABELS}/log").text


def test_200_labels_come_at_once(office: TestClient, store: Store, cast: Cast) -> None:
    answer = office.post(f"{LABELS}/print", data={"form": "38x21", field(store, cast.eggs): "200"})
    assert answer.content.startswith(b"%PDF-")


def test_a_stopped_printing_keeps_its_numbers_and_is_drawn_with_them_when_wanted(
    office: TestClient, store: Store, cast: Cast, gate: Gate
) -> None:
    address = order(office, store, cast, 300)
    office.post(f"{address}/cancel")
    gate.open()
    page = office.get(address).text
    assert "Đã dừng. Số tem đã cấp, không dùng lại" in page
    assert office.get(f"{address}/1.pdf").status_code == 404
    office.post(f"{address}/draw")
    gate.open()
    assert "Đã vẽ xong 300 tem" in office.get(address).text
    assert [one.labels for one in entries(store, cast)] == [300]
    assert drawn_again(store) == [entries(store, cast)[0].id]


def drawn_again(store: Store) -> list[str]:
    """What the journal keeps of labels that were drawn once more."""
    statement = select(JournalLine.subject_id).where(JournalLine.kind == "label.drawn_again")
    with store.reading() as session:
        return list(session.exec(statement))


def test_drawn_again_it_is_the_same_paper_though_the_goods_have_another_name_now(
    office: TestClient, store: Store, cast: Cast
) -> None:
    body = {"form": "50x30", field(store, cast.eggs): "3", "first": "5"}
    paper = office.post(f"{LABELS}/print", data=body).content

    def rename(session: Session) -> None:
        row = session.get(Product, (cast.org_id, cast.eggs))
        assert row
        row.name = "Trứng gà"
        session.add(row)

    store.lane.run(rename)
    (entry,) = entries(store, cast)
    with store.reading() as session:
        made = again.sheets_of(session, keys.load(store.settings.data), entry)
    assert sheets.pdf(made) == paper


def test_a_lost_key_is_told_in_words(
    office: TestClient, store: Store, cast: Cast, gate: Gate
) -> None:
    address = order(office, store, cast, 300)
    (store.settings.data / keys.FILE).unlink()
    gate.open()
    assert "khóa tem cũ đã mất" in office.get(address).text


def test_a_printing_of_an_earlier_version_is_told_in_words(
    office: TestClient, store: Store, cast: Cast
) -> None:
    order(office, store, cast, 201)
    (entry,) = entries(store, cast)
    entry.paper = ""
    with store.reading() as session, pytest.raises(again.PrintedEarlierError, match="bản trước"):
        again.sheets_of(session, keys.load(store.settings.data), entry)


def test_a_full_disk_is_told_and_leaves_no_half_file(
    office: TestClient, store: Store, cast: Cast, gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    address = order(office, store, cast, 300)
    folder = store.settings.data / "labels"
    folder.write_text("a file stands where the folder should be")
    gate.open()
    assert "Đang vẽ thì bị ngắt. Bấm vẽ lại" in office.get(address).text
    assert "labels.drawing_failed" in caplog.text
    folder.unlink()
    office.post(f"{address}/draw")
    gate.open()
    assert "Đã vẽ xong 300 tem" in office.get(address).text


def test_a_printing_that_nobody_made_is_not_found(office: TestClient) -> None:
    for end in ("", "/progress", "/1.pdf", "/all.zip"):
        assert office.get(f"{LABELS}/prints/nobody{end}").status_code == 404
