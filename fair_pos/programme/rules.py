"""Understands the name of a place as people write it: commune, province or country. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fair_pos.core.text import clean, fold

HOME_PROVINCE = "22"
"""Quảng Ninh; its name alone does not say which commune."""


class PlaceKind(StrEnum):
    """Who may send a booth; the values of the sponsor's kind."""

    COMMUNE = "commune"
    PROVINCE = "province"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Place:
    """A commune of Quảng Ninh, another province or a country.

    `name` is what a reader sees (`phường Hạ Long`, `Hải Phòng`, `Lào`).
    """

    kind: PlaceKind
    code: str
    name: str
    former_district: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a written name means: one place, or several to choose from.

    `former` is the former unit as it was called (`Phường Hà Khẩu`), empty for a name of today.
    `guessed` says that the level was written otherwise or is missing where it matters.
    """

    places: tuple[Place, ...]
    former: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """One name a place has or had: `level` and `key` are folded."""

    level: str
    key: str
    place: Place
    former: str = ""


_LEVELS = {
    "phuong": "phuong", "p.": "phuong", "p": "phuong",
    "xa": "xa", "x.": "xa",
    "dac khu": "dac khu", "dk.": "dac khu", "dk": "dac khu",
    "thi tran": "thi tran", "tt.": "thi tran", "tt": "thi tran",
    "thanh pho": "thanh pho", "tp.": "thanh pho", "tp": "thanh pho",
    "thi xa": "thi xa", "tx.": "thi xa", "tx": "thi xa",
    "huyen": "huyen", "h.": "huyen",
    "tinh": "tinh", "t.": "tinh",
    "nuoc": "nuoc",
}  # fmt: skip
_LEVEL = re.compile(
    "^(" + "|".join(sorted(map(re.escape, _LEVELS), key=len, reverse=True)) + r")(?<=\.|\w)\s*(.+)$"
)
_BRACKETS = re.compile(r"\(([^)]*)\)")
_OLD = re.compile(r"\bcu\b")
_DISTRICT_LEVELS = frozenset({"huyen", "thi xa", "thanh pho"})
_PROVINCE_LEVELS = frozenset({"tinh", "thanh pho"})


class Gazetteer:
    """All names of places, of today and before 01/07/2025, ready to be looked up."""

    def __init__(
        self,
        communes: Iterable[Mapping[str, str]],
        provinces: Iterable[Mapping[str, str]],
        countries: Iterable[Mapping[str, str]],
    ) -> None:
        """Read the rows of communes.csv, provinces.csv and countries.csv."""
        self.communes: dict[str, Place] = {}
        self._names: dict[str, list[_Name]] = {}
        self._districts: dict[str, list[_Name]] = {}
        for row in communes:
            self._add_commune(row)
        for row in provinces:
            self._add_province(row)
        for row in countries:
            self._add_country(row)

    def look_up(self, written: str) -> Answer:
        """Return what a written place means; no place at all when the name is unknown.

        Parts after a comma are tried from the right: `Sóc Sơn, Hà Nội` is Hà Nội, and
        `P. Hạ Long, Quảng Ninh` is the ward.
        """
        text, old = _without_brackets(clean(written))
        parts = [part for part in re.split(r"[,;]|\s[-–]\s", text) if part.strip()]
        for part in [text, *reversed(parts)]:
            answer = self._one(part, old=old)
            if answer.places and answer.places[0].code != HOME_PROVINCE:
                return answer
        return self._one(text, old=old)

    def _one(self, text: str, *, old: bool) -> Answer:
        key = fold(text).strip(" .")
        level, rest = _split_level(key)
        answer = self._of_level(level, rest, old=old) if level else Answer(())
        return answer if answer.places else self._without_level(key, old=old)

    def _of_level(self, level: str, key: str, *, old: bool) -> Answer:
        names = self._names.get(key, [])
        exact = [name for name in names if _fits(level, name)]
        found = _tiers(exact, old=old)
        if found.places:
            return found
        if level in _DISTRICT_LEVELS and key in self._districts:
            return _answer(self._districts[key])
        loose = _tiers([name for name in names if name.place.kind is PlaceKind.COMMUNE], old=old)
        return Answer(loose.places, loose.former, guessed=True) if loose.places else loose

    def _without_level(self, key: str, *, old: bool) -> Answer:
        found = _tiers(self._names.get(key, []), old=old)
        if not found.places:
            return _answer(self._districts.get(key, []))
        return Answer(found.places, found.former, guessed=key in self._districts)

    def _add_commune(self, row: Mapping[str, str]) -> None:
        level, district = row["level"], row["former_district"]
        shown = f"{level[0].lower()}{level[1:]} {row['name']}"
        place = Place(PlaceKind.COMMUNE, row["code"], shown, district)
        self.communes[place.code] = place
        self._add(level, row["name"], place)
        for former in row["merged_from"].split(", "):
            match = re.match(r"(Phường|Xã|Thị trấn) (.+)", former)
            if match:
                self._add(match[1], match[2], place, former=former)
        self._districts.setdefault(fold(district), []).append(
            _Name("", fold(district), place, former=district)
        )

    def _add_province(self, row: Mapping[str, str]) -> None:
        place = Place(PlaceKind.PROVINCE, row["code"], row["name"])
        for name in [row["name"], *_listed(row["aliases"])]:
            self._add(row["level"], name, place)
        for former in row["merged_from"].split(", "):
            if former and former != row["name"]:
                self._add("Tỉnh", former, place, former=former)

    def _add_country(self, row: Mapping[str, str]) -> None:
        place = Place(PlaceKind.COUNTRY, row["code"], row["name"])
        for name in {row["name"], row["name_en"], *_listed(row["aliases"])}:
            self._add("Nước", name, place)

    def _add(self, level: str, name: str, place: Place, former: str = "") -> None:
        key = fold(name)
        self._names.setdefault(key, []).append(_Name(fold(level), key, place, former))


def _without_brackets(text: str) -> tuple[str, bool]:
    """Turn `Hòa Bình (tỉnh cũ)` into `tỉnh Hòa Bình`; say whether the name is called old."""
    inside = " ".join(_BRACKETS.findall(text))
    outside = clean(_BRACKETS.sub(" ", text))
    level = re.match(r"(?i)(tỉnh|phường|xã|thị trấn|huyện)\b", inside)
    old = bool(_OLD.search(fold(inside))) or outside.casefold().endswith(" cũ")
    named = re.sub(r"(?i)\s+cũ$", "", outside)
    return (f"{level[1]} {named}" if level else named, old)


def _split_level(key: str) -> tuple[str, str]:
    """Split `p. ha long` into level and name; a short level needs its point or a space."""
    match = _LEVEL.match(key)
    if match is None or not (match[1].endswith(".") or key[len(match[1])] in " ."):
        return ("", key)
    return (_LEVELS[match[1]], match[2].strip(" ."))


def _fits(level: str, name: _Name) -> bool:
    if name.place.kind is PlaceKind.PROVINCE:
        return level in _PROVINCE_LEVELS
    return level == name.level


def _tiers(names: list[_Name], *, old: bool) -> Answer:
    """Prefer the names of today, unless the writer said that the name is old."""
    today = [name for name in names if not name.former]
    former = [name for name in names if name.former]
    return _answer((former or today) if old else (today or former))


def _answer(names: list[_Name]) -> Answer:
    places = tuple(dict.fromkeys(name.place for name in names))
    return Answer(places, names[0].former if names else "")


def _listed(text: str) -> list[str]:
    return [name for name in text.split("; ") if name]
