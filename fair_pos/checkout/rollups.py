"""Keeps the rollups of booth, day, hour, product and means in step with the sales."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table

from fair_pos.checkout.context import Place
from fair_pos.checkout.entry import Entry, Line
from fair_pos.checkout.models import BoothHour, BoothMeans, BoothProduct, SaleKind
from fair_pos.db.upsert import adding


def add(connection: Connection, place: Place, entry: Entry) -> None:
    """Add an entry to the rollups of its booth and day."""
    keys = {
        "org_id": place.org_id,
        "venue_id": place.venue_id,
        "booth_id": place.booth_id,
        "day": entry.business_date,
    }
    is_sale = entry.kind is SaleKind.SALE
    hour = {
        **keys,
        "hour": entry.hour,
        "sales": int(is_sale),
        "corrections": int(not is_sale),
        "lines": len(entry.lines),
        "total_vnd": entry.total_vnd,
        "ocop_vnd": entry.ocop_vnd,
        "last_at": min(entry.sold_at, entry.received_at),
    }
    _HOUR.run(connection, hour)
    products = [{**keys, **_product_cell(line)} for line in entry.lines]
    _PRODUCTS.run(connection, *_merged(products, _PRODUCT_SUMS))
    means = [
        {
            **keys,
            "means": money.means,
            "state": money.state,
            "payments": 1,
            "amount_vnd": money.amount_vnd,
        }
        for money in entry.payments
    ]
    _MEANS.run(connection, *_merged(means, _MEANS_SUMS))


def _product_cell(line: Line) -> dict[str, Any]:
    return {
        "product_id": line.product_id or "",
        "stars": line.stars or 0,
        "criteria": line.criteria,
        "set_no": line.set_no or 0,
        "exhibitor_kind": line.exhibitor_kind,
        "quantity_milli": line.quantity_milli,
        "lines": 1,
        "amount_vnd": line.amount_vnd,
    }


def _merged(rows: list[dict[str, Any]], sums: Sequence[str]) -> list[dict[str, Any]]:
    """Add rows of the same key together: one statement may not touch a row twice."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(value for name, value in row.items() if name not in sums)
        if key in found:
            for name in sums:
                found[key][name] += row[name]
        else:
            found[key] = dict(row)
    return list(found.values())


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


_PRODUCT_SUMS = ("quantity_milli", "lines", "amount_vnd")
_MEANS_SUMS = ("payments", "amount_vnd")

_HOUR = adding(
    _table(BoothHour),
    sums=("sales", "corrections", "lines", "total_vnd", "ocop_vnd"),
    latest=("last_at",),
)
_PRODUCTS = adding(_table(BoothProduct), sums=_PRODUCT_SUMS)
_MEANS = adding(_table(BoothMeans), sums=_MEANS_SUMS)
