"""A till and its server over a bad line: whatever is lost, repeated or restored, the books agree.

The till sells, gives back and opens shifts; sends prefixes, loses replies, replays, reorders and
duplicates; now and then the server is an older copy of itself with a new epoch. In the end the
server holds exactly what the till made. Answers odoo/odoo#40567, #85527 and #152259 (time-out then
a second order; two tabs), BrainWise-DEV/POSNext#50 and #97 (each offline sale twice),
frappe/erpnext#12971 (posted twice within seconds), odoo/odoo#258304 (uniqueness without replay),
Stripe Terminal #747 (keys per attempt, not per intent), stustapay#426 (new ids after a time-out).
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlmodel import Session, select

from fair_pos.checkout.models import Sale
from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db import journal
from fair_pos.db import store as stores
from fair_pos.reports.verify import verify
from fair_pos.settings import Settings
from fair_pos.web.app import create_app
from tests import databases
from tests.cast import PIN, enrol, raise_curtain
from tests.checkout.books import agree
from tests.scenes import MORNING
from tests.tills import TillClient, line

MOST = 20


class BadLine(RuleBasedStateMachine):
    template: databases.Template

    @initialize()
    def open_the_fair(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template.data / "pepper", self.folder / "pepper")
        self.template.fresh(self.folder)
        self.settings = Settings(data=self.folder, public_url="http://pos.test", prints=False)
        self.clock = FixedClock(MORNING)
        self.copies: list[Path] = []
        self._serve()
        self.cast = raise_curtain(self.store)
        new = enrol(self.store, self.cast.hanh_booth)
        self.till = TillClient(self.http, new.token, new.series, "B017", self.cast.hanh)
        self.till.sign_in(PIN)
        self.made: list[dict[str, Any]] = []
        """What happened at the till, in order; kept for ever."""
        self.waiting: list[dict[str, Any]] = []
        self.epoch = self.store.epoch
        self._shift()
        self.back_up()

    @rule(trays=st.integers(1, 5))
    def sell(self, trays: int) -> None:
        total = trays * 45_000
        goods = [line(self.cast.eggs, "Trứng", 45_000, trays * 1000)]
        self._happens("/sales", self.till.cash_sale(goods, total))

    @rule(which=st.integers(0, 50), trays=st.integers(1, 3))
    def give_back(self, which: int, trays: int) -> None:
        sales = [fact for fact in self.made if fact["path"] == "/sales"]
        if sales:
            lines = [{"position": 0, "quantity_milli": trays * 1000}]
            sale = sales[which % len(sales)]["id"]
            body = self.till.document(corrects_id=sale, reason="vỡ", lines=lines, happened=True)
            self._happens("/refunds", body)

    @rule(which=st.integers(0, 50))
    def void(self, which: int) -> None:
        sales = [fact for fact in self.made if fact["path"] == "/sales"]
        if sales:
            sale = sales[which % len(sales)]["id"]
            body = self.till.document(corrects_id=sale, reason="nhầm", happened=True)
            self._happens("/voids", body)

    @rule(count=st.integers(1, MOST), answered=st.booleans())
    def send_a_prefix(self, *, count: int, answered: bool) -> None:
        """Send what waits first; with the reply lost the till knows nothing of it."""
        self._send(self.waiting[:count], answered=answered)

    @rule(order=st.randoms(use_true_random=False), answered=st.booleans())
    def send_out_of_order_and_twice(self, *, order: Any, answered: bool) -> None:
        facts = [*self.waiting[:10], *self.made[-5:], *self.waiting[:3]]
        order.shuffle(facts)
        self._send(facts[:MOST], answered=answered)

    @rule(which=st.integers(0, 9))
    def lose_what_was_answered(self, which: int) -> None:
        """All is handed in and answered; then the server is an older copy of itself."""
        self._send(self.waiting[:MOST], answered=True)
        self.restore_an_older_copy(which)

    @rule()
    def back_up(self) -> None:
        self._stop()
        copy = self.folder / f"copy-{len(self.copies)}.db"
        shutil.copy(self.folder / "fair-pos.db", copy)
        self.copies.append(copy)
        self._serve()

    def restore_an_older_copy(self, which: int) -> None:
        self._stop()
        for end in ("-wal", "-shm"):
            (self.folder / f"fair-pos.db{end}").unlink(missing_ok=True)
        shutil.copy(self.copies[which % len(self.copies)], self.folder / "fair-pos.db")
        opened = stores.open_store(self.settings, self.clock)

        def anew(session: Session) -> None:
            before = journal.start_epoch(session)
            journal.write(
                session, self.clock, journal.Fact("site.restored", "x", {"after": before})
            )

        opened.lane.run(anew)
        opened.close()
        self._serve()

    @invariant()
    def all_tables_agree(self) -> None:
        if hasattr(self, "store"):
            agree(self.store)

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        for _ in range(len(self.made) // MOST + 3):
            self._send(self.waiting[:MOST] or self.made[:1], answered=True)
        assert self.waiting == []
        with self.store.reading() as session:
            stored = set(session.exec(select(Sale.id)))
            found = verify(session, self.store.org_id)
        made = {fact["id"] for fact in self.made if fact["path"] != "/shifts"}
        assert stored == made
        assert found.intact, found.sentence()
        assert found.total_vnd == agree(self.store)
        self._stop()
        shutil.rmtree(self.folder)

    def _shift(self) -> None:
        self.till.shift_id = ids.new_id()
        body = {"id": self.till.shift_id, "opened_at": self.till.sold_at, "happened": True}
        self._happens("/shifts", body)

    def _happens(self, path: str, body: dict[str, Any]) -> None:
        fact = {"id": body["id"], "path": path, "body": body}
        self.made.append(fact)
        self.waiting.append(fact)

    def _send(self, facts: list[dict[str, Any]], *, answered: bool) -> None:
        if not facts:
            return
        answer = self.till.post("/batch", {"facts": facts})
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert {one["status"] for one in told["answers"]} <= {200, 424}, told
        if not answered:
            return
        done = {one["id"] for one in told["answers"] if one["status"] == 200}
        if told["epoch"] != self.epoch:
            self.epoch, self.waiting = told["epoch"], list(self.made)
        self.waiting = [fact for fact in self.waiting if fact["id"] not in done]

    def _serve(self) -> None:
        self.http = TestClient(create_app(self.settings, self.clock), base_url="http://pos.test")
        self.http.__enter__()
        self.store = self.http.app.state.store  # type: ignore[attr-defined]
        if hasattr(self, "till"):
            self.till.http = self.http

    def _stop(self) -> None:
        self.http.__exit__(None, None, None)


def test_the_server_holds_what_the_till_made(
    template: databases.Template, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("restores a file: SQLite only")
    BadLine.template = template
    case = BadLine.TestCase
    case.settings = settings(
        max_examples=12, stateful_step_count=20, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    case("runTest").runTest()
