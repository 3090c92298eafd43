"""The organisers look after printers: set-up, old receipts, a neighbour's help."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import uuid_utils
from fastapi.testclient import TestClient

from fair_pos import resources
from fair_pos.core.document import Document, Text
from fair_pos.db.store import Store
from fair_pos.printing import payload, profiles, queries, spool, worker
from fair_pos.printing.models import JobKind, JobState, Printer
from fair_pos.printing.spool import NewJob
from tests.cast import Cast, print_all
from tests.printing import fakes
from tests.tills import TillClient, line
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
    assert "Đang gửi trang thử" in words(asked)
    print_all(store, cast)
    assert "1. Khung dưới dòng 1" in words(ha.get(setup, tried="generic-80"))
    wrong = {"ruler": "clipped", "letters": "right", "code": "yes", "tried": "generic-80"}
    assert "546 chấm" in words(ha.post(setup, **wrong))
    print_all(store, cast)
    fits = wrong | {"ruler": "whole", "tried": "generic-80,generic-80-546"}
    assert "Đúng kiểu máy rồi." in words(ha.post(setup, **fits))
    with store.reading() as session:
        assert session.get(Printer, (store.org_id, cast.printer)).profile == "generic-80-546"
        papers = queries.jobs_of_printer(session, store.org_id, cast.printer)
        titles = spool.titles(session, store.org_id, [paper.id for paper in papers])
    assert [titles[paper.id] for paper in papers] == [
        "Phiếu mẫu", "In thử", "In thử",
    ]  # fmt: skip


def test_a_test_page_that_cannot_come_out_says_why_and_changes_no_model(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    form = {"name": "Nhầm số", "profile": "generic-80", "driver": "network"}
    gone = fakes.nobody_listens()
    printer = ha.post("printers/new", **form, address=gone, active="1").url.path.split("/")[-1]
    assert "Hôm nay chưa in" in words(ha.get("printers"))
    setup = f"printers/{printer}/setup"
    for _ in range(2):
        ha.post(setup, act="print", tried="generic-80")
        worker.print_next(store, printer)
    said = words(ha.get(setup, tried="generic-80"))
    assert "Không thấy máy in. Trang thử chưa ra." in said
    assert "1. Khung" not in said
    nothing = {"ruler": "whole", "letters": "none", "code": "no", "tried": "generic-80"}
    assert "Kiểu đang dùng: Khổ 80 mm, ESC/POS (chung)" in words(ha.post(setup, **nothing))
    with store.reading() as session:
        papers = queries.jobs_of_printer(session, store.org_id, printer)
    assert [one.state for one in papers] == [JobState.QUEUED, JobState.CANCELLED]


def test_papers_at_a_printer_that_is_out_of_use_are_not_forgotten(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    receipt(store, cast, 1, 0)
    edit = f"printers/{cast.printer}/edit"
    ha.post(edit, **{**ha.form(edit), "active": ""})
    assert "không dùng nữa: 1 phiếu đang chờ" in words(ha.get(f"printers/{cast.printer}"))


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Let somebody's hand slip in the file of generic-58."""
    folder = tmp_path / "printers"
    shutil.copytree(resources.folder("printers"), folder)
    real = resources.folder
    monkeypatch.setattr(
        resources, "folder", lambda name: folder if name == "printers" else real(name)
    )

    def slip() -> None:
        file = folder / "generic-58.toml"
        text = file.read_text(encoding="utf-8").replace("width_dots = 384", "width_dots = 576")
        file.write_text(text, encoding="utf-8")
        profiles.load.cache_clear()

    yield slip
    profiles.load.cache_clear()


def test_a_faulty_model_is_named_and_cannot_be_chosen(ha: Clerk, spoil: Callable[[], None]) -> None:
    spoil()
    said = words(ha.get("printers"))
    assert "printers/generic-58.toml có lỗi: width_dots = 576, giấy 58 mm rộng nhất 463" in said
    form = ha.get("printers/new").text
    assert '"generic-80"' in form
    assert '"generic-58"' not in form


def test_a_sale_goes_on_at_a_printer_whose_model_became_faulty(
    till: TillClient, ha: Clerk, store: Store, cast: Cast, spoil: Callable[[], None]
) -> None:
    edit = f"printers/{cast.printer}/edit"
    ha.post(edit, **ha.form(edit) | {"profile": "generic-58", "has_drawer": "1"})
    spoil()
    till.sell(till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000))
    assert worker.print_next(store, cast.printer)
    assert "Kiểu máy in không dùng được" in words(ha.get(f"printers/{cast.printer}"))


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
        answers["tried"] = page.url.params["tried"]
    pytest.fail("it went on for ever")
