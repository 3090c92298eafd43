"""How a seller counts a cash box at the end of a shift. Pure."""

from fair_pos.payments.cash import DENOMINATIONS


def notes_of(amount_vnd: int) -> dict[int, int]:
    """Return the fewest notes of an amount; what is below the smallest note is left out.

    >>> notes_of(301_600)
    {200000: 1, 100000: 1, 1000: 1, 500: 1}
    """
    notes: dict[int, int] = {}
    for note in DENOMINATIONS:
        count, amount_vnd = divmod(amount_vnd, note)
        if count:
            notes[int(note)] = count
    return notes


def explanation(difference_vnd: int) -> str:
    """Say what a seller would say about a difference."""
    if difference_vnd == 0:
        return ""
    if abs(difference_vnd) < min(DENOMINATIONS):
        return "Tiền lẻ làm tròn"
    return "Khách không lấy tiền thừa" if difference_vnd > 0 else "Trả thừa tiền cho khách"
