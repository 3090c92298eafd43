"""The filter of the sales list: what stands in its address, parsed into precise values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fair_pos.core.errors import FairPosError

YES = "yes"
NONE = "none"


class BadFilterError(FairPosError):
    """A filter in the address that cannot be understood."""

    code = "bad_filter"
    status = 422
    vi = "Bộ lọc “{detail}” không hiểu được. Xóa bộ lọc rồi chọn lại."
    en = "The filter “{detail}” cannot be understood. Clear it and choose again."


@dataclass(frozen=True, slots=True)
class SaleFilter:
    """Which sales, and which part of each: None and "" do not filter.

    Of a product, star, set or kind of exhibitor the matching lines count, of a means of payment
    the matching payments, else the whole sale.
    """

    day: date | None = None
    first: date | None = None
    last: date | None = None
    hour: int | None = None
    booth: str = ""
    zone: str = ""
    booth_kind: str = ""
    sponsor: str = ""
    commune: str = ""
    district: str = ""
    province: str = ""
    country: str = ""
    shift: str = ""
    """Its id."""
    kind: str = ""
    flagged: str = ""
    ocop: str = ""
    """`yes` or `no`."""
    stars: int | None = None
    criteria: str = ""
    set_no: int | None = None
    """0: goods without a set."""
    group: str = ""
    """`none`: goods without a group."""
    exhibitor_kind: str = ""
    """`none`: goods the server does not know."""
    product: str = ""
    means: str = ""
    state: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "SaleFilter":
        """Parse the query of an address; names that are no filter are passed over.

        Raises:
            BadFilterError: a day or number that is none.
        """
        found: dict[str, Any] = {}
        for field in fields(cls):
            name = _IN_ADDRESS.get(field.name, field.name)
            text = query.get(name, "").strip()
            if text:
                found[field.name] = _parse(field.name, text)
        return cls(**found)

    def values(self) -> dict[str, str]:
        """Return what filters, by its name in the address."""
        chosen = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {
            _IN_ADDRESS.get(name, name): str(value)
            for name, value in chosen
            if value is not None and value != ""
        }

    def query(self, **more: object) -> str:
        """Write the filter as a query string.

        >>> SaleFilter.read({"set": "8", "day": "2027-01-30"}).query(page=2)
        'day=2027-01-30&set=8&page=2'
        """
        return urlencode({**self.values(), **more})

    @property
    def by_line(self) -> bool:
        """Say whether lines are chosen."""
        named = (self.ocop, self.criteria, self.group, self.exhibitor_kind, self.product)
        return any(named) or self.stars is not None or self.set_no is not None

    @property
    def by_payment(self) -> bool:
        """Say whether payments are chosen."""
        return bool(self.means or self.state)


_IN_ADDRESS = {"first": "from", "last": "to", "set_no": "set"}
_DAYS = frozenset({"day", "first", "last"})
_NUMBERS = frozenset({"hour", "stars", "set_no"})


def _parse(name: str, text: str) -> date | int | str:
    try:
        if name in _DAYS:
            return date.fromisoformat(text)
        return int(text) if name in _NUMBERS else text
    except ValueError as error:
        raise BadFilterError(text) from error
