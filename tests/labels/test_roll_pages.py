"""The organiser prints labels at a label printer, through the browser's requests."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.labels import trial
from fair_pos.labels.built_in import ROLLS
from fair_pos.printing import label_job, profiles
from fair_pos.printing.label import load
from fair_pos.printing.models import JobKind, JobState, PrintJob
from fair_pos.printing.worker import print_next
from fair_pos.settings import Settings
from fair_pos.web.app import create_app
from tests.cast import Cast
from tests.conftest import PUBLIC_URL
from tests.labels.test_pages import LABELS, field, signed_in
from tests.labels.test_rolls import add_printer

PRINTERS = "/v/XUAN-2027/printers"


@pytest.fixture
def office(settings: Settings, clock: FixedClock, cast: Cast) -> Iterator[TestClient]:
    """Nguyễn Thu Hà, an organiser, signed in; no worker of the application prints."""
    app = create_app(settings, clock)
    client = TestClient(app, base_url=PUBLIC_URL)
    yield signed_in(client, "ha")
    client.close()
    app.state.drawing_room.close()
    app.state.store.close()


@pytest.fixture
def roll_printer(store: Store, cast: Cast) -> str:
    return add_printer(store, cast, "Máy in tem 1", "label-tspl")


def jobs(store: Store) -> list[PrintJob]:
    with store.reading() as session:
        chosen = select(PrintJob).where(PrintJob.kind == JobKind.LABEL)
        return list(session.exec(chosen.order_by(col(PrintJob.id))))


def printed(office: TestClient, store: Store, cast: Cast, printer: str, labels: int = 50) -> str:
    """Print labels of eggs; returns the address of the page that tells how far they are."""
    typed = {"form": "roll-50x30", field(store, cast.eggs): str(labels), "roll_printer": printer}
    answer = office.post(f"{LABELS}/print", data=typed, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_a_roll_may_go_to_a_printer_or_a_file_and_a_sheet_only_to_a_file(
    office: TestClient, store: Store, cast: Cast, roll_printer: str
):
    typed = {"form": "roll-50x30", field(store, cast.eggs): "3"}
    page = office.post(f"{LABELS}/review", data=typed).text
    (choice,) = re.findall(r'(?s)<select form="labels" name="roll_printer">.*?</select>', page)
    assert f'value="{roll_printer}" selected' in choice
    assert ">Máy in tem 1<" in choice
    assert "tệp PDF" in choice
    page = office.post(f"{LABELS}/review", data=typed | {"form": "50x30"}).text
    assert 'name="roll_printer"' not in page


def test_a_form_sent_twice_queues_its_labels_once(
    office: TestClient, store: Store, cast: Cast, roll_printer: str
):
    form = {"form": "roll-50x30", field(store, cast.eggs): "3", "id": ids.new_id()}
    to_printer = form | {"roll_printer": roll_printer}
    there = {office.post(f"{LABELS}/print", data=to_printer).url for _ in range(2)}
    assert len(there) == len(jobs(store)) == 1
    assert office.post(f"{LABELS}/print", data=form).content.startswith(b"%PDF-")
    assert "000004 – 000006" in office.get(f"{LABELS}/log").text


def test_the_page_says_how_far_it_is_and_stops_the_rest(
    office: TestClient, store: Store, cast: Cast, roll_printer: str
):
    here = printed(office, store, cast, roll_printer)
    assert "Đã in 0/50 tem" in office.get(here).text
    assert print_next(store, roll_printer)
    part = office.get(f"{here}/progress").text
    assert "Đã in 20/50 tem" in part
    assert "Dừng, không in 30 tem còn lại" in part
    page = office.post(f"{here}/stop").text
    assert "30 tem không in" in page
    assert "In ở Máy in tem 1: đã in 20/50" in office.get(f"{LABELS}/log").text


def test_labels_printed_again_are_told_in_the_log(
    office: TestClient, store: Store, cast: Cast, roll_printer: str
):
    here = printed(office, store, cast, roll_printer, labels=5)
    assert print_next(store, roll_printer)
    queue = office.get(f"{PRINTERS}/{roll_printer}").text
    assert "In lại đúng các số này" in queue
    assert "Tem số 000001 – 000005" in queue
    assert "đánh dấu “BẢN SAO”" not in queue
    (job,) = jobs(store)
    office.post(f"{PRINTERS}/{roll_printer}/jobs/{job.id}", data={"act": "copy"})
    for page in (office.get(here).text, office.get(f"{LABELS}/log").text):
        assert "đúng các số cũ: 000001 – 000005" in page


def test_labels_in_a_file_have_no_page_of_a_printer(office: TestClient, store: Store, cast: Cast):
    typed = {"form": "roll-50x30", field(store, cast.eggs): "1"}
    assert office.post(f"{LABELS}/print", data=typed).headers["content-type"] == "application/pdf"
    entry = re.findall(r"/prints/([0-9a-f-]{36})", office.get(f"{LABELS}/log").text)[0]
    assert office.get(f"{LABELS}/rolls/{entry}").status_code == 404


def test_the_picture_of_labels_in_the_queue_can_be_seen(
    office: TestClient, store: Store, cast: Cast, roll_printer: str
):
    printed(office, store, cast, roll_printer, labels=2)
    (job,) = jobs(store)
    picture = office.get(f"{PRINTERS}/{roll_printer}/jobs/{job.id}/paper.png")
    assert picture.content.startswith(b"\x89PNG")


def test_a_label_printer_prints_a_test_label_with_a_frame_at_its_edge(
    office: TestClient, store: Store, cast: Cast, roll_printer: str
):
    page = office.get(f"{PRINTERS}/{roll_printer}").text
    assert f"{PRINTERS}/{roll_printer}/label-test" in page
    assert "calibration?printer=" in page
    for form in ("", "roll-35x22-3"):
        office.post(f"{PRINTERS}/{roll_printer}/label-test", data={"form": form})
    assert print_next(store, roll_printer)
    assert print_next(store, roll_printer)
    assert [job.state for job in jobs(store)] == [JobState.CONFIRMED] * 2
    strip = load(jobs(store)[1].payload)
    (row, _) = label_job.pictures(strip, profiles.load("label-tspl"), label_job.NO_OFFSET)
    assert row.getextrema() == (0, 255)
    assert row.crop((0, 0, 275, 1)).getextrema() == (0, 0)


@pytest.mark.parametrize("form", ROLLS, ids=lambda form: form.key)
def test_the_words_of_a_test_label_stay_inside_it(form):
    strip = trial.strip(form, "Máy in tem khu ẩm thực, dãy B")
    (layout,) = strip.layouts
    assert all(0 < word.y <= strip.roll.height for word in layout.words)
    assert layout.square.y >= 0
    assert layout.square.x > 90


def test_a_roll_that_does_not_fit_is_refused_with_a_way_out(
    office: TestClient, store: Store, cast: Cast
):
    narrow = add_printer(store, cast, "Máy in tem 2", "label-tspl-80")
    answer = office.post(f"{PRINTERS}/{narrow}/label-test", data={"form": "roll-35x22-3"})
    assert answer.status_code == 422
    assert "Không cỡ tem cuộn nào đang dùng vừa máy in" in answer.text


def test_a_booth_is_offered_receipt_printers_only(
    office: TestClient, store: Store, cast: Cast, roll_printer: str
):
    page = office.get("/v/XUAN-2027/booths/B017/edit").text
    assert 'name="printer_id"' in page
    assert roll_printer not in page


def test_a_label_printer_behind_cups_is_refused(office: TestClient):
    typed = {"name": "Tem", "profile": "label-zpl", "driver": "cups", "address": "tem"}
    page = office.post(f"{PRINTERS}/new", data=typed).text
    assert "Máy in tem không nối qua CUPS được" in page
