"""A booth card on a receipt printer, and the log of a cash drawer on its printer's page."""

import pytest
import zxingcpp
from fastapi.testclient import TestClient
from sqlmodel import select

from fair_pos.accounts.models import TillCard
from fair_pos.db.store import Store
from fair_pos.printing import payload, profiles, render
from fair_pos.printing.models import PrintJob
from tests.cast import Cast, give_a_drawer
from tests.paper import as_text
from tests.tills import TillClient, line
from tests.web.office import Clerk, sign_in, words


@pytest.fixture
def ha(web: TestClient, store: Store, cast: Cast) -> Clerk:
    """Nguyễn Thu Hà, organiser; the cards are made, nothing prints by itself."""
    web.app.state.worker.stop()
    clerk = sign_in(web, store, cast.organiser, cast.venue_code)
    clerk.post("cards/make")
    return clerk


def queued(store: Store) -> list[PrintJob]:
    with store.reading() as session:
        return list(session.exec(select(PrintJob).order_by(PrintJob.id)).all())


def ask(ha: Clerk, cast: Cast) -> None:
    ha.post("cards/print", booth="B017", printer=cast.printer)


@pytest.mark.parametrize("profile", ["generic-80", "generic-58"])
def test_a_card_on_receipt_paper_enrols_the_device_that_scans_it(
    ha: Clerk, store: Store, cast: Cast, profile: str
) -> None:
    ask(ha, cast)
    (job,) = queued(store)
    paper = payload.load(job.payload)
    for told in ("THẺ GIAN B017", "Trung tâm OCOP Hạ Long", "Quét mã bằng máy ảnh", "Dùng một lần"):
        assert told in as_text(paper)
    (code,) = zxingcpp.read_barcodes(render.draw(paper, profiles.load(profile)).convert("L"))
    with store.reading() as session:
        card = session.get_one(TillCard, (store.org_id, job.document_id))
    assert code.text == f"HTTP://POS.TEST/T/{card.code}"


def test_a_card_printed_again_says_so(ha: Clerk, store: Store, cast: Cast) -> None:
    ask(ha, cast)
    ask(ha, cast)
    assert [job.copy_no for job in queued(store)] == [0], "the first one waits still"
    ha.post(f"printers/{cast.printer}/jobs/{queued(store)[0].id}", act="cancel")
    ask(ha, cast)
    assert [job.copy_no for job in queued(store)] == [0, 1]


def test_a_card_that_was_taken_back_is_not_printed(ha: Clerk, store: Store, cast: Cast) -> None:
    ha.post("cards/revoke", booth="B017")
    answer = ha.post("cards/print", booth="B017", printer=cast.printer)
    assert (answer.status_code, queued(store)) == (404, [])


def test_an_inspector_does_not_see_a_code_that_enrols(
    ha: Clerk, web: TestClient, store: Store, cast: Cast
) -> None:
    ask(ha, cast)
    picture = f"printers/{cast.printer}/jobs/{queued(store)[0].id}/paper.png"
    assert ha.get(picture).headers["content-type"] == "image/png"
    inspector = sign_in(web, store, cast.inspector, cast.venue_code)
    assert inspector.get(picture).status_code == 403


def test_the_drawer_s_log_says_who_opened_it_why_and_that_it_is_empty_before(
    ha: Clerk, till: TillClient, store: Store, cast: Cast
) -> None:
    page = f"printers/{cast.printer}"
    assert "Những lần mở hộp tiền" not in words(ha.get(page))
    give_a_drawer(store, cast.printer)
    assert "Chưa mở lần nào." in words(ha.get(page))
    till.sell(till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000))
    told = words(ha.get(page))
    for part in ("Thu tiền mặt", "Hoàng Thị Hạnh", "B017"):
        assert part in told
