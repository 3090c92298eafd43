"""Facts that happened without the server are never refused: the refusal becomes a flag."""

from enum import StrEnum
from typing import TypeVar

from fair_pos.core.errors import FairPosError, NotFoundError

F = TypeVar("F")


class ShiftFlag(StrEnum):
    """Why a shift, a cash move, a count or a Z that happened offline wants a person's eyes."""

    OTHER_SHIFT_OPEN = "other_shift_open"
    SHIFT_CLOSED = "shift_closed"
    CASHIER_UNKNOWN = "cashier_unknown"
    CLOCK_OFF = "clock_off"
    NOT_APPROVED = "not_approved"
    """The PIN that closed the shift does not fit."""
    NOT_EXPLAINED = "not_explained"
    EXPECTED_DIFFERS = "expected_differs"
    """The books expect another amount than the till told."""


class NotHereYetError(NotFoundError):
    """Names what is not known (so far): in a batch the till sends it again later."""

    vi = "Máy chủ chưa có đơn, ca hoặc lần đếm mà phiếu này nói tới. Gửi phiếu đó trước."
    en = "The sale, shift or count this names is not here yet. Send that one first."


def excused(flag: F, refusal: FairPosError, *, happened: bool) -> F:
    """Return the flag that a refusal becomes.

    Raises:
        FairPosError: the refusal itself; it did not happen yet.
    """
    if not happened:
        raise refusal
    return flag
