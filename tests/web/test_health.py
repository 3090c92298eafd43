"""What anybody may ask: does it answer, and which life of which site is it?"""

from fastapi.testclient import TestClient

from fair_pos.db import journal
from fair_pos.db.store import Store


def test_the_health_page_names_site_and_epoch(web: TestClient, store: Store) -> None:
    told = web.get("/healthz").json()
    with store.reading() as session:
        epoch = journal.current_site(session).epoch
    wanted = {"status": "ok", "site": "site-1", "epoch": epoch, "time": "2027-01-30T03:42:00.000Z"}
    assert told == wanted


def test_a_restored_database_is_another_epoch(web: TestClient, store: Store) -> None:
    before = web.get("/healthz").json()["epoch"]
    store.lane.run(journal.start_epoch)
    assert web.get("/healthz").json()["epoch"] > before
