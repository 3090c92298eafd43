"""The one lane all writes go through: a thread that takes what waits into one transaction.

The queue is the fairness between tills, and one sync for many sales is the speed. Each action
runs inside a savepoint, so that a refused one leaves no trace and spoils no other. An answer is
given only after the commit.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from fair_pos.db.engine import DiskFullError, is_disk_full
from fair_pos.db.memory import KEY, Memory

T = TypeVar("T")

GROUP_LIMIT = 64
"""Most actions in one transaction."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An action in the queue and who waits for it."""

    action: Callable[[Session], Any]
    future: "Future[Any]"
    is_trade: bool


class WriteLane:
    """Runs actions one after the other on the write engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._memory: Memory = {}
        self._version: Any = None
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="write-lane", daemon=True)
        self._thread.start()

    def submit(self, action: Callable[[Session], T]) -> "Future[T]":
        """Queue an action; the future is done after its transaction is committed."""
        return self._put(action, is_trade=False)

    def submit_trade(self, action: Callable[[Session], T]) -> "Future[T]":
        """Queue a sale, or a step of the spool: it changes nothing that sales recall from memory.

        Such an action writes by statements only, never by the session's flush.
        """
        return self._put(action, is_trade=True)

    def run(self, action: Callable[[Session], T]) -> T:
        """Queue an action and wait until it is committed.

        Raises:
            Whatever the action raised, or DiskFullError; then nothing of it was written.
        """
        return self.submit(action).result()

    def run_trade(self, action: Callable[[Session], T]) -> T:
        """Queue an action of trade or of the spool and wait until it is committed.

        Raises:
            Whatever the action raised; then nothing of it was written.
        """
        return self.submit_trade(action).result()

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _put(self, action: Callable[[Session], T], *, is_trade: bool) -> "Future[T]":
        future: Future[T] = Future()
        self._waiting.put(_Waiting(action, future, is_trade))
        return future

    def _work(self) -> None:
        while True:
            group, last = self._take()
            if group:
                self._commit(group)
            if last:
                return

    def _take(self) -> tuple[list[_Waiting], bool]:
        group = []
        item = self._waiting.get()
        while item is not None:
            group.append(item)
            if len(group) >= GROUP_LIMIT or self._waiting.empty():
                return group, False
            item = self._waiting.get()
        return group, True

    def _commit(self, group: list[_Waiting]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        group = [item for item in group if item.future.set_running_or_notify_cancel()]
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                self._forget_if_changed(session)
                session.info[KEY] = self._memory
                for item in group:
                    run = self._run_trade if item.is_trade else self._run_other
                    run(session, item, done)
                session.commit()
        except BaseException as fault:  # noqa: BLE001  handed to everyone who waits for it
            self._memory.clear()
            self._roll_back()
            for item in group:
                if not item.future.done():
                    item.future.set_exception(_told(fault))
            return
        for future, result in done:
            future.set_result(result)

    def _roll_back(self) -> None:
        """End what a failed COMMIT left open: the next group begins on the same connection."""
        connection = self._engine.raw_connection()
        try:
            connection.rollback()
        finally:
            connection.close()

    def _forget_if_changed(self, session: Session) -> None:
        """Forget what another connection may have changed; PostgreSQL does not tell, so always."""
        if self._engine.dialect.name != "sqlite":
            self._memory.clear()
            return
        version = session.connection().exec_driver_sql("PRAGMA data_version").scalar()
        if version != self._version:
            self._memory.clear()
            self._version = version

    @staticmethod
    def _run_trade(session: Session, item: _Waiting, done: list[tuple["Future[Any]", Any]]) -> None:
        connection = session.connection()
        connection.exec_driver_sql("SAVEPOINT trade")
        try:
            result = item.action(session)
        except Exception as fault:  # noqa: BLE001  belongs to the one who asked
            item.future.set_exception(_told(fault))
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT trade")
        else:
            done.append((item.future, result))
        connection.exec_driver_sql("RELEASE SAVEPOINT trade")
        session.expunge_all()

    def _run_other(
        self, session: Session, item: _Waiting, done: list[tuple["Future[Any]", Any]]
    ) -> None:
        self._memory.clear()
        savepoint = session.begin_nested()
        try:
            result = item.action(session)
            session.flush()
            savepoint.commit()
        except Exception as fault:  # noqa: BLE001  belongs to the one who asked
            item.future.set_exception(_told(fault))
            savepoint.rollback()
        else:
            done.append((item.future, result))
        session.expunge_all()
        self._memory.clear()


def _told(fault: BaseException) -> BaseException:
    """Return the fault as whoever waits is told: a full disk by its own name."""
    if not is_disk_full(fault):
        return fault
    told = DiskFullError()
    told.__cause__ = fault
    return told
