"""The organisers look after printers: set-up, old receipts, a neighbour's help."""

from datetime import timedelta

import pytest
import uuid_utils
from fastapi.testclient import TestClient

from fair_pos.core.document import Document, Text
from fair_pos.db.store import Store
from fair_pos.printing import payload, queries, spool, worker
from fair_pos.printing.models import JobKind, JobState, Printer
from fair_pos.printing.spool import NewJob
from tests.cast import Cast
from tests.web.office import Clerk, sign_in, words


@pytest.fixture
def ha(web: TestClient, store: Store, cast: Cast) -> Clerk:
    """Nguyễn Thu Hà, organiser; nothing prints by itself."""
    web.app.state.worker.stop()
    return sign_in(web, store, cast.organiser, cast.venue_code)


def receipt(store: Store, cast: Cast, number: int, minutes_ago: int) -> str:
    made = store.clock.now() - timedelta(minutes=minutes_ago)
    title = f"PHIẾU TÍNH TIỀN B017-1-{number:04}"
    new = NewJob(
        store.org_id, cast.printer, cast.hanh_booth, JobKind.RECEIPT,
        str(uuid_utils.uuid7(nanoseconds=int(made.timestamp() * 1000) * 1_000_000)),
        payload.dump(Document(title, (Text(title),))),
    )  # fmt: skip
    return store.lane.run(lambda session: spool.enqueue(session, store.clock, new))


def states(store: Store, jobs: list[str]) -> list[JobState]:
    with store.reading() as session:
        return [queries.job(session, store.org_id, job).state for job in jobs]


def print_all(store: Store, cast: Cast) -> None:
    while worker.print_next(store, cast.printer):
        pass


def test_old_receipts_are_held_and_printed_by_one_button(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    old = [receipt(store, cast, n, 60 - n) for n in range(1, 4)]
    receipt(store, cast, 9, 0)
    print_all(store, cast)
    page = words(ha.get(f"printers/{cast.printer}"))
    assert "Đang giữ 3 phiếu cũ." in page
    assert "In 3 phiếu cũ" in page
    assert "Phiếu tính tiền B017-1-0001" in page
    ha.post(f"printers/{cast.printer}/held", act="print")
    print_all(store, cast)
    assert states(store, old) == [JobState.CONFIRMED] * 3


def test_one_old_receipt_may_be_printed_and_the_rest_given_up(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    old = [receipt(store, cast, n, 60 - n) for n in range(1, 4)]
    receipt(store, cast, 9, 0)
    print_all(store, cast)
    ha.post(f"printers/{cast.printer}/jobs/{old[1]}", act="print")
    ha.post(f"printers/{cast.printer}/held", act="cancel")
    print_all(store, cast)
    cancelled = JobState.CANCELLED
    assert states(store, old) == [cancelled, JobState.CONFIRMED, cancelled]
    assert ha.post(f"printers/{cast.printer}/held", act="burn").status_code == 404


def test_a_neighbour_prints_what_waits_at_a_broken_printer(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    form = {"name": "Dãy B", "profile": "generic-58", "driver": "virtual", "address": ""}
    other = ha.post("printers/new", **form, active="1", neighbour_id="").url.path.split("/")[-1]
    ha.post(
        f"printers/{cast.printer}/edit",
        **ha.form(f"printers/{cast.printer}/edit") | {"neighbour_id": other, "has_drawer": "1"},
    )
    with store.reading() as session:
        row = session.get(Printer, (store.org_id, cast.printer))
        assert (row.neighbour_id, row.has_drawer) == (other, True)
    job = receipt(store, cast, 1, 0)
    ha.post(f"printers/{cast.printer}/pass-on", printer=other)
    with store.reading() as session:
        assert queries.job(session, store.org_id, job).printer_id == other


def test_three_answers_find_the_model_and_end_in_a_sample(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    setup = f"printers/{cast.printer}/setup"
    assert "In trang thử" in words(ha.get(setup))
    asked = ha.post(setup, act="print", tried="generic-80")
    assert "1. Khung dưới dòng 1" in words(asked)
    wrong = {"ruler": "clipped", "letters": "right", "code": "yes", "tried": "generic-80"}
    assert "546 chấm" in words(ha.post(setup, **wrong))
    fits = wrong | {"ruler": "whole", "tried": "generic-80,generic-80-546"}
    assert "Đúng kiểu máy rồi." in words(ha.post(setup, **fits))
    with store.reading() as session:
        assert session.get(Printer, (store.org_id, cast.printer)).profile == "generic-80-546"
        papers = queries.jobs_of_printer(session, store.org_id, cast.printer)
        titles = spool.titles(session, store.org_id, [paper.id for paper in papers])
    assert [titles[paper.id] for paper in papers] == [
        "Phiếu mẫu", "In thử", "In thử",
    ]  # fmt: skip


def test_an_answer_that_is_missing_is_asked_for(ha: Clerk, cast: Cast) -> None:
    answer = ha.post(f"printers/{cast.printer}/setup", ruler="whole", tried="generic-80")
    assert "Trả lời đủ ba câu." in words(answer)


def test_when_nothing_is_left_it_says_what_to_look_at(ha: Clerk, cast: Cast) -> None:
    setup = f"printers/{cast.printer}/setup"
    answers = {"ruler": "whole", "letters": "none", "code": "no", "tried": "generic-80"}
    for _ in range(6):
        page = ha.post(setup, **answers)
        if "Đã thử hết các kiểu" in words(page):
            return
        answers["tried"] = page.text.partition('name="tried" value="')[2].partition('"')[0]
    pytest.fail("it went on for ever")
