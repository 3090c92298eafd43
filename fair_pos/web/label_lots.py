"""What the print form says beside the numbers: lots and dates, used places, the A4 printer."""

from collections.abc import Iterable, Mapping

from starlette.datastructures import FormData
from starlette.responses import Response

from fair_pos.core.text import clean
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.rules import Lot
from fair_pos.printing.models import Printer
from fair_pos.web.typed import parse_day, whole

LOT, MADE, USE = "lot_", "made_", "use_"
"""Fields `lot_{listing id}` and so on; all of them may stay empty."""
LOT_MAX = 30
FIRST = "first"
PRINTER = "printer"
REMEMBERED = "label_printer"
"""A cookie: the printer that was chosen last at this browser."""
YEAR_S = 365 * 24 * 3600


def lots(posted: FormData) -> dict[str, Lot]:
    """Read what the person who prints knows of the packs.

    Raises:
        BadDayError: no such day.
    """
    listings = {key.removeprefix(LOT) for key in posted if key.startswith(LOT)}
    return {listing: _lot(posted, listing) for listing in sorted(listings)}


def _lot(posted: FormData, listing: str) -> Lot:
    made, use = (_text(posted, name + listing) for name in (MADE, USE))
    return Lot(
        name=_text(posted, LOT + listing)[:LOT_MAX],
        made_on=parse_day(made) if made else None,
        use_by=parse_day(use) if use else None,
    )


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


def query(lots_of: Mapping[str, Lot], listing: str) -> dict[str, str]:
    """Return a lot as the parameters of its preview."""
    lot = lots_of.get(listing, Lot())
    found = {"lot": lot.name, "made": str(lot.made_on or ""), "use": str(lot.use_by or "")}
    return {name: value for name, value in found.items() if value}


def _text(posted: FormData, name: str) -> str:
    value = posted.get(name, "")
    return clean(value) if isinstance(value, str) else ""
