"""What a report is about: a venue, maybe some of its days, maybe one commune's booths."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, Table, and_

from fair_pos.reports.books import BOOTH


@dataclass(frozen=True, slots=True)
class Scope:
    """A venue of a tenant; `first` and `last` close the period where there is one."""

    org_id: str
    venue_id: str
    first: date | None = None
    last: date | None = None
    commune_code: str | None = None
    """Of a locality lead: only booths that this commune sends."""

    def whole(self) -> "Scope":
        """Return the same place and days with every booth."""
        return replace(self, commune_code=None)

    def narrow(self, statement: Select[Any], table: Table) -> Select[Any]:
        """Keep the rows of this scope: of a table with org_id, venue_id, booth_id and a day."""
        day = day_of(table)
        statement = statement.where(
            table.c.org_id == self.org_id, table.c.venue_id == self.venue_id
        )
        if self.first is not None:
            statement = statement.where(day >= self.first)
        if self.last is not None:
            statement = statement.where(day <= self.last)
        if self.commune_code is not None:
            statement = statement.join(
                BOOTH, and_(BOOTH.c.org_id == table.c.org_id, BOOTH.c.id == table.c.booth_id)
            ).where(BOOTH.c.commune_code == self.commune_code)
        return statement


def day_of(table: Table) -> Any:
    """Return the column of the business day."""
    return table.c.business_date if "business_date" in table.c else table.c.day
