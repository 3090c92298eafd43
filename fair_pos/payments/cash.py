"""Cash in the hand: change, the quick keys, and the notes in the box. Pure."""

from collections.abc import Mapping

from fair_pos.core.errors import FairPosError
from fair_pos.core.money import Vnd, format_vnd

#: Notes in circulation, largest first; coins have not been used in shops for years.
DENOMINATIONS: tuple[Vnd, ...] = tuple(
    Vnd(note)
    for note in (
        500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200
    )
)  # fmt: skip

_MULTIPLES = (10_000, 20_000, 50_000, 100_000, 200_000, 500_000)
_GIVEN_UP_FIRST = (20_000, 200_000)
_KEYS_MAX = 5


class ShortCashError(FairPosError):
    """Less cash than is due; `detail` is what is missing."""

    code = "short_cash"
    status = 422
    vi = "Còn thiếu {detail}."
    en = "{detail} short."


class BadNoteCountError(FairPosError):
    """A count of notes that cannot be."""

    code = "bad_note_count"
    status = 422
    vi = "Số tờ {detail} không đúng. Đếm lại loại tờ này."
    en = "The number of {detail} notes cannot be right. Count them again."


def still_due(due: Vnd, given: Vnd) -> Vnd:
    """Return what is missing, 0 when there is enough.

    >>> still_due(Vnd(441_000), Vnd(400_000))
    41000
    """
    return Vnd(max(due - given, 0))


def change_due(due: Vnd, given: Vnd) -> Vnd:
    """Return what the customer gets back.

    Raises:
        ShortCashError: less given than due.

    >>> change_due(Vnd(441_000), Vnd(500_000))
    59000
    """
    missing = still_due(due, given)
    if missing:
        raise ShortCashError(format_vnd(missing))
    return Vnd(given - due)


def quick_keys(due: Vnd) -> list[Vnd]:
    """Return the amounts offered as keys: exact first, then what a customer may hold out.

    The next multiples of 10, 20, 50, 100, 200 and 500 thousand, each once, at most five keys.
    Where there are more, the multiple of 20 and then of 200 thousand goes unless it is one
    note, then the largest.

    >>> quick_keys(Vnd(441_000))
    [441000, 450000, 460000, 500000, 600000]
    """
    left = list(_MULTIPLES)
    for rare in _GIVEN_UP_FIRST:
        many = len(_keys(due, left)) > _KEYS_MAX
        if many and _next_multiple(due, rare) not in DENOMINATIONS:
            left.remove(rare)
    return _keys(due, left)[:_KEYS_MAX]


def count_notes(counts: Mapping[int, int]) -> Vnd:
    """Return the sum of a count, note → how many.

    Raises:
        BadNoteCountError: a note that is not in circulation, or a negative number.

    >>> count_notes({200_000: 1, 50_000: 2, 500: 3})
    301500
    """
    for note, count in counts.items():
        if note not in DENOMINATIONS or count < 0:
            raise BadNoteCountError(format_vnd(note))
    return Vnd(sum(note * count for note, count in counts.items()))


def _keys(due: Vnd, steps: list[int]) -> list[Vnd]:
    return sorted({due, *(_next_multiple(due, step) for step in steps)})


def _next_multiple(due: Vnd, step: int) -> Vnd:
    return Vnd(-(-due // step) * step)
