"""Folds measured money by goods, means and hour into the rows of the closing report. Pure."""

from collections.abc import Callable
from typing import TypeVar

from fair_pos.programme.models import ExhibitorKind
from fair_pos.reports import rules
from fair_pos.reports.figures import ExhibitorsRow, GoodsRow, PartRow
from fair_pos.reports.folding import Read
from fair_pos.reports.queries import Goods

BEST_OF_ALL = 20

Part = TypeVar("Part", tuple[str, int], tuple[str, str])
"""Criteria version with a set's or a group's number."""


def stars(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by stars, five first; 0 is everything else."""
    by_star = rules.sum_by(read.goods, lambda row: row.stars, lambda row: row.amount_vnd)
    whole = sum(by_star.values())
    return tuple(
        _part(read, str(star), by_star.get(star, 0), whole, stars=star) for star in (5, 4, 3, 0)
    )


def _part(read: Read, key: str, measured: int, whole: int, **filters: object) -> PartRow:
    return PartRow(key, key, measured, None, rules.permille(measured, whole), read.query(**filters))


def sets(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by product set, in the order of the sets; unknown ones last."""
    names = {(one.criteria, one.set_no): f"{one.set_no}. {one.set_name}" for one in read.sets}
    return _parts(
        read,
        key=lambda row: (row.criteria, row.set_no) if row.set_no else ("", 0),
        names=names,
        query=lambda key: {"criteria": key[0], "set": key[1]} if key[1] else {"set": 0},
    )


def groups(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by product group, in their order; goods without a set last."""
    group_of = {(one.criteria, one.set_no): (one.criteria, one.group_no) for one in read.sets}
    names = {(one.criteria, one.group_no): f"{one.group_no}. {one.group_name}" for one in read.sets}
    return _parts(
        read,
        key=lambda row: group_of.get((row.criteria, row.set_no), ("", "")),
        names=names,
        query=lambda key: {"criteria": key[0], "group": key[1]} if key[1] else {"group": "none"},
    )


def _parts(
    read: Read,
    *,
    key: Callable[[Goods], Part],
    names: dict[Part, str],
    query: Callable[[Part], dict[str, object]],
) -> tuple[PartRow, ...]:
    """Fold goods by a key, in the order of its names; a key without a name comes last."""
    measured = rules.sum_by(read.goods, key, lambda row: row.amount_vnd)
    starred = rules.sum_by(read.goods, key, lambda row: row.amount_vnd if row.stars else 0)
    order = {part: number for number, part in enumerate(names)}
    whole = sum(measured.values())
    return tuple(
        PartRow(
            key=str(part[1]),
            label=names.get(part, ""),
            measured_vnd=measured[part],
            ocop_vnd=starred[part],
            share_permille=rules.permille(measured[part], whole),
            sales_query=read.query(**query(part)),
        )
        for part in sorted(measured, key=lambda part: order.get(part, len(order)))
    )


def exhibitor_kinds(read: Read) -> tuple[ExhibitorsRow, ...]:
    """Return exhibitors and measured money by kind; an empty kind is a product not known."""
    standing = {(exhibitor, kind) for _, exhibitor, kind in read.exhibitors}
    count = rules.sum_by(standing, lambda one: one[1], lambda _: 1)
    measured = rules.sum_by(read.goods, lambda row: row.exhibitor_kind, lambda row: row.amount_vnd)
    starred = rules.sum_by(
        read.goods, lambda row: row.exhibitor_kind, lambda row: row.amount_vnd if row.stars else 0
    )
    kinds = [*map(str, ExhibitorKind), *sorted(set(measured) - set(map(str, ExhibitorKind)))]
    return tuple(
        ExhibitorsRow(
            kind,
            count.get(kind, 0),
            measured.get(kind, 0),
            starred.get(kind, 0),
            read.query(exhibitor_kind=kind or "none"),
        )
        for kind in kinds
    )


def means(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by means of payment and how sure it is."""
    whole = sum(amount for _, _, amount in read.means)
    return tuple(
        _part(read, f"{means}:{state}", amount, whole, means=means, state=state)
        for means, state, amount in read.means
    )


def hours(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by hour of the day."""
    whole = sum(amount for _, amount, _ in read.hours)
    return tuple(
        PartRow(
            str(hour),
            str(hour),
            amount,
            starred,
            rules.permille(amount, whole),
            read.query(hour=hour),
        )
        for hour, amount, starred in read.hours
    )


def best_sellers(read: Read) -> tuple[GoodsRow, ...]:
    """Return the products with the most measured money."""
    known = [row for row in read.goods if row.product_id]
    money = rules.sum_by(known, lambda row: row.product_id, lambda row: row.amount_vnd)
    quantity = rules.sum_by(known, lambda row: row.product_id, lambda row: row.quantity_milli)
    first = {row.product_id: row for row in reversed(known)}
    codes = {booth.id: booth.code for booth in read.booths}
    booths: dict[str, set[str]] = {}
    for row in known:
        booths.setdefault(row.product_id, set()).add(codes.get(row.booth_id, ""))
    return tuple(
        GoodsRow(
            product_id=product,
            name=first[product].name,
            unit=first[product].unit,
            booths=tuple(sorted(booths[product])),
            quantity_milli=quantity[product],
            measured_vnd=money[product],
            sales_query=read.query(product=product),
        )
        for product in rules.largest(money, BEST_OF_ALL)
    )
