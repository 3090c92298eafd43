"""What the print form says beside the numbers: lots and dates, used places, the A4 printer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import FormData
from starlette.responses import Response

from fair_pos.core.clock import format_date
from fair_pos.core.errors import FairPosError
from fair_pos.core.text import clean
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.rules import Lot
from fair_pos.printing.models import Printer
from fair_pos.web.typed import BadDayError, parse_day, whole

LOT, MADE, USE = "lot_", "made_", "use_"
"""Fields `lot_{listing id}` and so on; all of them may stay empty."""
LOT_MAX = 30
FIRST = "first"
PRINTER = "printer"
REMEMBERED = "label_printer"
"""A cookie: the printer that was chosen last at this browser."""
YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class TypedLot:
    """What stands in the fields of a lot, what it means, and what is wrong with it."""

    made: str = ""
    use: str = ""
    lot: Lot = field(default_factory=Lot)
    fault: FairPosError | None = None


def lots(posted: FormData) -> dict[str, TypedLot]:
    """Read what the person who prints knows of the packs, by listing."""
    listings = {key.removeprefix(LOT) for key in posted if key.startswith(LOT)}
    return {listing: _lot(posted, listing) for listing in sorted(listings)}


def _lot(posted: FormData, listing: str) -> TypedLot:
    made, use = (_text(posted, name + listing) for name in (MADE, USE))
    name = _text(posted, LOT + listing)[:LOT_MAX]
    try:
        lot = Lot(name, parse_day(made) if made else None, parse_day(use) if use else None)
    except BadDayError as error:
        return TypedLot(made, use, Lot(name), error)
    return TypedLot(_written(lot.made_on), _written(lot.use_by), lot)


def _written(day: date | None) -> str:
    return format_date(day) if day else ""


def used(posted: FormData, form: LabelFormat) -> int:
    """Read how many places of the first sheet are used, from the first free one's number.

    Raises:
        BadNumberError: the sheet has no such place.
    """
    first = _text(posted, FIRST)
    return whole(1, form.per_sheet)(first) - 1 if first else 0


def printer(posted: FormData, offered: Iterable[Printer]) -> Printer | None:
    """Return the printer that was chosen, None: the sheet is not moved."""
    return next((one for one in offered if one.id == _text(posted, PRINTER)), None)


def remember(answer: Response, chosen: Printer | None) -> Response:
    """Let the browser choose the same printer next time."""
    answer.set_cookie(
        REMEMBERED, chosen.id if chosen else "", max_age=YEAR_S, samesite="lax", httponly=True
    )
    return answer


def query(lot: Lot) -> dict[str, str]:
    """Return a lot as the parameters of its preview."""
    found = {"lot": lot.name, "made": str(lot.made_on or ""), "use": str(lot.use_by or "")}
    return {name: value for name, value in found.items() if value}


def _text(posted: FormData, name: str) -> str:
    value = posted.get(name, "")
    return clean(value) if isinstance(value, str) else ""
