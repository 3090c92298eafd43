"""Reads: exhibitors, places by name, product sets, published editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from sqlmodel import Session, col, select

from fair_pos.core.errors import NotFoundError
from fair_pos.core.text import fold
from fair_pos.programme import reference
from fair_pos.programme.models import Exhibitor, ProductSet, PublishedFair


class Located(Protocol):
    """A row with a place: a commune's code, else a province's name, else a country's code."""

    @property
    def commune_code(self) -> str | None:
        """Return the commune's code, if it is one of Quảng Ninh."""

    @property
    def province(self) -> str:
        """Return the name of another province, or an empty text."""

    @property
    def country(self) -> str:
        """Return the code of a country, or an empty text."""


@dataclass(frozen=True, slots=True)
class CommuneChoice:
    """A commune as a form offers it, with the former districts that it has parts of."""

    code: str
    name: str
    former_districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The names of all places. Provinces by name, countries by code; home province left out."""

    communes: dict[str, CommuneChoice]
    provinces: dict[str, str]
    countries: dict[str, str]

    def name(self, row: Located) -> str:
        """Return `phường Hạ Long`, `tỉnh Thái Nguyên`, `Lào`, or an empty text."""
        if row.commune_code:
            return self.communes[row.commune_code].name
        return self.provinces.get(row.province, row.province) or self.countries.get(
            row.country, row.country
        )

    @property
    def by_district(self) -> dict[str, list[CommuneChoice]]:
        """Return the communes under their former district, both in alphabetical order."""
        groups: dict[str, list[CommuneChoice]] = {}
        for one in sorted(self.communes.values(), key=lambda one: fold(one.name)):
            groups.setdefault(one.former_districts[0], []).append(one)
        return dict(sorted(groups.items(), key=lambda group: fold(group[0])))


@cache
def places() -> Places:
    """Return the names of places; they change with a release only."""
    return Places(
        communes={row["code"]: _commune(row) for row in reference.rows("communes")},
        provinces={
            row["name"]: _with_level(row["level"], row["name"])
            for row in reference.rows("provinces")
            if row["name"] != "Quảng Ninh"
        },
        countries={row["code"]: row["name"] for row in reference.rows("countries")},
    )


def _commune(row: dict[str, str]) -> CommuneChoice:
    also = [name.strip() for name in row["also_from_former_districts"].replace(";", ",").split(",")]
    districts = (row["former_district"], *(name for name in also if name))
    return CommuneChoice(row["code"], _with_level(row["level"], row["name"]), districts)


def _with_level(level: str, name: str) -> str:
    return f"{level[:1].lower()}{level[1:]} {name}"


def exhibitor(session: Session, org_id: str, exhibitor_id: str) -> Exhibitor:
    """Return an exhibitor.

    Raises:
        NotFoundError: no such exhibitor.
    """
    row = session.get(Exhibitor, (org_id, exhibitor_id))
    if row is None:
        raise NotFoundError
    return row


def exhibitors(session: Session, org_id: str, search: str = "") -> Sequence[Exhibitor]:
    """Return exhibitors whose key holds all words of a search, by name; at most 5,000."""
    statement = select(Exhibitor).where(Exhibitor.org_id == org_id)
    for word in fold(search).split():
        statement = statement.where(col(Exhibitor.search_key).contains(word, autoescape=True))
    return session.exec(
        statement.order_by(col(Exhibitor.search_key), col(Exhibitor.id)).limit(5000)
    ).all()


def product_sets(session: Session) -> Sequence[ProductSet]:
    """Return the product sets of the criteria in force, by number."""
    return session.exec(
        select(ProductSet)
        .where(ProductSet.criteria == reference.CRITERIA)
        .order_by(col(ProductSet.set_no))
        .limit(100)
    ).all()


def published_fairs(session: Session) -> Sequence[PublishedFair]:
    """Return earlier editions with published figures, newest first."""
    return session.exec(
        select(PublishedFair)
        .order_by(col(PublishedFair.first_day).desc(), col(PublishedFair.code))
        .limit(200)
    ).all()
