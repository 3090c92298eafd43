"""Folds money and booths by place into the rows of the closing report. Pure."""

from collections.abc import Callable

from fair_pos.reports import rules
from fair_pos.reports.figures import KindRow, LocalityRow, ZoneRow
from fair_pos.reports.folding import Read, coverage_of
from fair_pos.reports.queries import BoothPlace
from fair_pos.reports.rules import Amount
from fair_pos.venues.models import BoothKind, SponsorKind

BEST_OF_LOCALITY = 3


def zone_rows(read: Read) -> tuple[ZoneRow, ...]:
    """Return one row per zone in their order."""
    rows = []
    for zone_id, name, title in read.zones:
        here = [booth for booth in read.booths if booth.zone_id == zone_id]
        rows.append(
            ZoneRow(
                name=name,
                title=title,
                booths=len(here),
                selling=sum(booth.sells for booth in here),
                local=_count(here, SponsorKind.COMMUNE),
                other=_count(here, SponsorKind.PROVINCE),
                abroad=_count(here, SponsorKind.COUNTRY),
                coverage=coverage_of(read, here),
                amount=read.money(here),
                sales_query=read.query(zone=name),
            )
        )
    return tuple(rows)


def _count(booths: list[BoothPlace], kind: SponsorKind) -> int:
    return sum(booth.sponsor_kind == kind for booth in booths)


def localities(read: Read) -> tuple[LocalityRow, ...]:
    """Return all communes, largest first; those without a booth by name."""
    rows = _localities(
        read, lambda booth: (booth.commune_code, booth.commune) if booth.commune else None,
        "commune",
    )  # fmt: skip
    present = {row.key for row in rows}
    absent = (
        LocalityRow(one.code, one.full_name, 0, Amount(), (), read.query(commune=one.code))
        for one in read.communes
        if one.code not in present
    )
    return (*rows, *absent)


def districts(read: Read) -> tuple[LocalityRow, ...]:
    """Return the former districts of the communes that sent a booth, largest first."""
    return _localities(
        read, lambda booth: (booth.district, booth.district) if booth.district else None,
        "district",
    )  # fmt: skip


def others(read: Read) -> tuple[LocalityRow, ...]:
    """Return other provinces and countries, largest first."""
    provinces = _localities(
        read, lambda booth: (booth.province, booth.province) if booth.province else None,
        "province",
    )  # fmt: skip
    countries = _localities(
        read,
        lambda booth: (
            (booth.country, read.country_names.get(booth.country, booth.country))
            if booth.country
            else None
        ),
        "country",
    )
    return tuple(sorted((*provinces, *countries), key=lambda row: -row.amount.sum_vnd))


def _localities(
    read: Read, key: Callable[[BoothPlace], tuple[str, str] | None], name: str
) -> tuple[LocalityRow, ...]:
    groups: dict[tuple[str, str], list[BoothPlace]] = {}
    for booth in read.booths:
        place = key(booth)
        if place is not None:
            groups.setdefault(place, []).append(booth)
    best = _best_of(read, {b.id: place for place, some in groups.items() for b in some})
    rows = (
        LocalityRow(
            key=place[0],
            name=place[1],
            booths=len(some),
            amount=read.money(some),
            best=best.get(place, ()),
            sales_query=read.query(**{name: place[0]}),
        )
        for place, some in groups.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.amount.sum_vnd, row.name)))


def _best_of(
    read: Read, place_of: dict[str, tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the names of the best-selling goods of each place."""
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for row in read.goods:
        place = place_of.get(row.booth_id)
        if place is not None and row.name:
            names = sums.setdefault(place, {})
            names[row.name] = names.get(row.name, 0) + row.amount_vnd
    return {place: tuple(rules.largest(names, BEST_OF_LOCALITY)) for place, names in sums.items()}


def booth_kinds(read: Read) -> tuple[KindRow, ...]:
    """Return one row per booth kind met, in the order of the kinds."""
    rows = []
    for kind in BoothKind:
        here = [booth for booth in read.booths if booth.kind == kind]
        if here:
            query = read.query(booth_kind=kind)
            rows.append(KindRow(kind.value, len(here), here[0].sells, read.money(here), query))
    return tuple(rows)
