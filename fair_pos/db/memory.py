"""What a sale reads and trade does not change, kept in memory between sales.

The write lane owns the memory and hands it to actions in `session.info`. It forgets everything
after any action that is not trade, and when another connection wrote to the database.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlmodel import Session

T = TypeVar("T")

KEY = "memory"
LIMIT = 50_000
"""Most facts kept; then it starts anew."""

Memory = dict[Hashable, Any]


def recall(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """Return a fact from memory, or read it and remember it; without a lane just read it."""
    memory: Memory | None = session.info.get(KEY)
    if memory is None:
        return read()
    if key not in memory:
        if len(memory) >= LIMIT:
            memory.clear()
        memory[key] = read()
    found: T = memory[key]
    return found
