"""Printer profiles: what a printer model can do, one TOML file each in printers/."""

import re
import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Any

from fair_pos import resources
from fair_pos.core.errors import FairPosError

DEFAULT = "generic-80"

_ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,63}$")
_UNIT = re.compile(r"(?<=\d)mm$")
_COLUMN_DOTS = 12
"""A letter of font A."""
_BAD_NAME = "tên tệp chỉ được có chữ thường không dấu, số và gạch nối, không kết thúc bằng “mm”"
_POSSIBLE: dict[str, tuple[Container[int], str]] = {
    "paper_mm": (range(25, 121), "25 đến 120"),
    "width_dots": (range(192, 4097, 8), "192 đến 4096, chia hết cho 8"),
    "dpi": (range(100, 1201), "100 đến 1200"),
    "text_dots": (range(12, 65), "12 đến 64"),
    "margin_dots": (range(65), "0 đến 64"),
    "qr_module_dots": (range(3, 17), "3 đến 16"),
    "drawer_pin": ({0, 2, 5}, "0, 2 hoặc 5"),
    "strip_rows": (range(8, 1025), "8 đến 1024"),
    "strip_pause_ms": (range(1001), "0 đến 1000"),
    "max_rows": (range(1000, 65_536), "1000 đến 65535"),
    "text_columns": (range(24, 97), "24 đến 96"),
}


class Cut(StrEnum):
    """What follows a paper."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Language(StrEnum):
    """What a printer understands."""

    ESCPOS = "escpos"
    TSPL = "tspl"
    ZPL = "zpl"


_RECEIPTS_ONLY: dict[str, Any] = {
    "text_dots": 24,
    "margin_dots": 0,
    "qr_module_dots": 6,
    "cut": Cut.NONE.value,
    "drawer_pin": 0,
    "max_rows": 1000,
    "native_qr": False,
    "text_only": False,
    "text_columns": 24,
}
"""Fields that say nothing of a label printer, so that its file may leave them out."""


class UnknownProfileError(FairPosError):
    """A printer names a profile that is not installed."""

    code = "unknown_profile"
    vi = "Không có kiểu máy in “{detail}”. Chọn lại kiểu máy in; có: {known}."
    en = "There is no printer model “{detail}”. Choose another of: {known}."


class FaultyProfileError(FairPosError):
    """A profile's file that cannot be used; names the file, the field and the way out."""

    code = "faulty_profile"
    vi = "Tệp kiểu máy in printers/{detail}.toml có lỗi: {why}. Sửa theo printers/README.md."
    en = "The file printers/{detail}.toml is faulty: {why}. Correct it by printers/README.md."


@dataclass(frozen=True, slots=True)
class Profile:
    """A printer model. Units and meaning of the fields: printers/README.md."""

    name: str
    models: tuple[str, ...]
    language: Language
    paper_mm: int
    width_dots: int
    dpi: int
    text_dots: int
    margin_dots: int
    qr_module_dots: int
    cut: Cut
    drawer_pin: int
    strip_rows: int
    strip_pause_ms: int
    max_rows: int
    answers_status: bool
    native_qr: bool
    text_only: bool
    text_columns: int
    sources: tuple[str, ...]
    unknown: str

    @property
    def is_for_labels(self) -> bool:
        """Say whether it prints labels only: no receipt, no drawer."""
        return self.language is not Language.ESCPOS


def canonical(name: str) -> str:
    """Return the id that a typed name means: any case, with or without "mm".

    >>> canonical(" Generic-80mm")
    'generic-80'
    """
    return _UNIT.sub("", name.strip().lower())


@cache
def load(profile_id: str) -> Profile:
    """Return a profile by its id, e.g. `generic-80` or `generic-80mm`.

    Raises:
        UnknownProfileError: no such file.
        FaultyProfileError: a file with missing, unknown or impossible fields.
    """
    wanted = canonical(profile_id)
    file = resources.folder("printers") / f"{wanted}.toml"
    if not _ID.match(wanted) or not file.is_file():
        raise UnknownProfileError(profile_id, known=", ".join(ids()))
    try:
        return parse(file.read_text(encoding="utf-8-sig"))  # Notepad writes a BOM
    except ValueError as error:
        raise FaultyProfileError(wanted, why=str(error)) from error


def ids() -> list[str]:
    """Return the ids of all installed profiles, sorted."""
    return sorted(file.stem for file in resources.folder("printers").glob("*.toml"))


def usable() -> dict[str, Profile]:
    """Return the profiles that can be used, by id: a faulty file takes only its own away."""
    return {one: profile for one in ids() if (profile := of(one))}


def faults() -> list[FaultyProfileError]:
    """Return what is wrong with the files in printers/, one error for each faulty one."""
    found = []
    for one in ids():
        try:
            load(one)
        except FaultyProfileError as error:
            found.append(error)
        except UnknownProfileError:
            found.append(FaultyProfileError(one, why=_BAD_NAME))
    return found


def of(profile_id: str) -> Profile | None:
    """Return a profile, or None where its file is missing or faulty."""
    try:
        return load(profile_id)
    except FairPosError:
        return None


def of_labels() -> list[str]:
    """Return the ids of the profiles that print labels only."""
    return [one for one, profile in usable().items() if profile.is_for_labels]


def parse(text: str) -> Profile:
    """Read a profile from TOML.

    Raises:
        ValueError: not TOML, or missing, unknown or impossible fields; says each in Vietnamese.
    """
    raw = tomllib.loads(text)
    if raw.get("language") in {Language.TSPL, Language.ZPL}:
        raw = _RECEIPTS_ONLY | raw
    known = [field.name for field in fields(Profile)]
    faults = [f"thiếu {name}" for name in known if name not in raw]
    faults += [f"không biết ô {name}" for name in raw if name not in known]
    faults += [fault for name in known if name in raw and (fault := _fault(name, raw[name]))]
    if not faults:
        faults = list(_misfits(raw))
    if faults:
        raise ValueError("; ".join(faults))
    return Profile(**_precise(raw))


def _misfits(raw: Mapping[str, Any]) -> Iterator[str]:
    """Say which fields, good by themselves, cannot be true together."""
    widest = raw["paper_mm"] * raw["dpi"] * 10 // 254
    if raw["width_dots"] > widest:
        yield f"width_dots = {raw['width_dots']}, giấy {raw['paper_mm']} mm rộng nhất {widest} chấm"
    if raw["text_columns"] * _COLUMN_DOTS > raw["width_dots"]:
        most = raw["width_dots"] // _COLUMN_DOTS
        yield f"text_columns = {raw['text_columns']}, nhiều nhất {most}"


def _fault(name: str, value: Any) -> str:
    """Say what is wrong with a field, or nothing."""
    if name in _POSSIBLE:
        allowed, words = _POSSIBLE[name]
        is_good = type(value) is int and value in allowed
        return "" if is_good else f"{name} = {value!r}, phải là số {words}"
    kind = Profile.__dataclass_fields__[name].type
    if kind is Cut or kind is Language:
        good = [one.value for one in kind]
        return "" if value in good else f"{name} = {value!r}, phải là {', '.join(good)}"
    if kind is bool:
        return "" if type(value) is bool else f"{name} = {value!r}, phải là true hoặc false"
    if kind is str:
        return "" if isinstance(value, str) else f"{name} = {value!r}, phải là chữ trong ngoặc kép"
    is_texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return "" if is_texts else f"{name} = {value!r}, phải là danh sách chữ"


def _precise(raw: Mapping[str, Any]) -> dict[str, Any]:
    lists = {name: tuple(value) for name, value in raw.items() if isinstance(value, list)}
    return {**raw, **lists, "cut": Cut(raw["cut"]), "language": Language(raw["language"])}
