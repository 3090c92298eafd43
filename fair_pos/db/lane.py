"""The one lane all writes go through: a thread that takes what waits into one transaction.

The queue is the fairness between tills, and one sync for many sales is the speed. Each action
runs inside a savepoint, so that a refused one leaves no trace and spoils no other. An answer is
given only after the commit.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

T = TypeVar("T")
Action = Callable[[Session], Any]

GROUP_LIMIT = 64
"""Most actions in one transaction."""


class WriteLane:
    """Runs actions one after the other on the write engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[tuple[Action, Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="write-lane", daemon=True)
        self._thread.start()

    def submit(self, action: Callable[[Session], T]) -> "Future[T]":
        """Queue an action; the future is done after its transaction is committed."""
        future: Future[T] = Future()
        self._waiting.put((action, future))
        return future

    def run(self, action: Callable[[Session], T]) -> T:
        """Queue an action and wait until it is committed.

        Raises:
            Whatever the action raised; then nothing of it was written.
        """
        return self.submit(action).result()

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while True:
            group, last = self._take()
            if group:
                self._commit(group)
            if last:
                return

    def _take(self) -> tuple[list[tuple[Action, Future[Any]]], bool]:
        group = []
        item = self._waiting.get()
        while item is not None:
            group.append(item)
            if len(group) >= GROUP_LIMIT or self._waiting.empty():
                return group, False
            item = self._waiting.get()
        return group, True

    def _commit(self, group: list[tuple[Action, Future[Any]]]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                for action, future in group:
                    self._run_one(session, action, future, done)
                session.commit()
        except BaseException as fault:  # noqa: BLE001  handed to everyone who waits for it
            for _, future in group:
                if not future.done():
                    future.set_exception(fault)
            return
        for future, result in done:
            future.set_result(result)

    @staticmethod
    def _run_one(
        session: Session,
        action: Action,
        future: "Future[Any]",
        done: list[tuple["Future[Any]", Any]],
    ) -> None:
        savepoint = session.begin_nested()
        try:
            result = action(session)
            session.flush()
            savepoint.commit()
        except Exception as fault:  # noqa: BLE001  belongs to the one who asked
            savepoint.rollback()
            session.expunge_all()
            future.set_exception(fault)
        else:
            session.expunge_all()
            done.append((future, result))
