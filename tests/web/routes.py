"""Every route of the application, with its guards, and an address of it in the fair of the cast."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from fair_pos.accounts.models import Role
from fair_pos.core import ids
from fair_pos.web import guard
from tests.cast import Cast

TILL_GUARDS = {guard.till_of, guard.sale_till_of, guard.active_till_of}


@dataclass(frozen=True)
class Route:
    """One method of one path."""

    method: str
    path: str
    calls: tuple[Any, ...]
    """Every dependency, however deep."""

    @property
    def is_public(self) -> bool:
        return guard.nobody in self.calls

    @property
    def is_of_till(self) -> bool:
        return any(call in TILL_GUARDS for call in self.calls)

    @property
    def roles(self) -> frozenset[Role]:
        """Roles that pass every guard of the route; empty when it asks for none."""
        asked = [set(call.roles) for call in self.calls if isinstance(call, guard.Allowed)]
        return frozenset(set.intersection(*asked)) if asked else frozenset()

    @property
    def is_safe(self) -> bool:
        return self.method == "GET"

    def at(self, places: dict[str, str]) -> str:
        address = self.path.replace(":path", "")
        return address.format(**places)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def all_routes(app: FastAPI) -> list[Route]:
    """Return every route but mounts and the OpenAPI list itself."""
    return [
        Route(method, route.path_format, tuple(_calls(route.dependant)))
        for route in _flat(app.router.routes)
        if hasattr(route, "dependant")
        for method in sorted(set(route.methods) - {"HEAD"})
    ]


def places(cast: Cast, **others: str) -> dict[str, str]:
    """Fill a path's names with what exists at B017."""
    return {
        "venue_code": cast.venue_code,
        "booth_code": "B017",
        "product_id": cast.eggs,
        "exhibitor_id": cast.exhibitor,
        "person_id": cast.hanh,
        "printer_id": cast.printer,
        "day": "2027-01-29",
        "code": "0123456782", "gtin": "08930000000019", "rest": "10/L1",
        "number": "1",
        "version": "1",
        "language": "vi", "part": "scanning",
    } | {name: ids.new_id() for name in UNKNOWN} | others  # fmt: skip


UNKNOWN = (
    "card_id", "certificate_id", "conflict_id", "document_id", "job_id", "note_id", "plan_id",
    "print_id", "form_key",
    "sale_id", "shift_id", "slip_id", "till_id", "upload_id",
)  # fmt: skip


def _flat(routes: Iterable[Any]) -> Iterator[Any]:
    for route in routes:
        if hasattr(route, "effective_candidates"):
            yield from _flat(route.effective_candidates())
        else:
            yield route


def _calls(dependant: Any) -> Iterator[Any]:
    for one in dependant.dependencies:
        yield one.call
        yield from _calls(one)
