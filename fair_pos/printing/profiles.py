"""Printer profiles: what a printer model can do, one TOML file each in printers/."""

import re
import tomllib
from collections.abc import Container
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

from fair_pos import resources
from fair_pos.core.errors import FairPosError

DEFAULT = "generic-80"

_ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,63}$")
_POSSIBLE: dict[str, Container[int]] = {
    "width_dots": range(192, 4097, 8),
    "dpi": range(100, 1201),
    "text_dots": range(12, 65),
    "margin_dots": range(65),
    "qr_module_dots": range(3, 17),
    "drawer_pin": {0, 2, 5},
    "strip_rows": range(8, 1025),
    "strip_pause_ms": range(1001),
    "max_rows": range(1000, 65_536),
}


class Cut(StrEnum):
    """What follows a paper."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class UnknownProfileError(FairPosError):
    """A printer names a profile that is not installed, or one that is faulty."""

    code = "unknown_profile"
    vi = "Không có kiểu máy in “{detail}”. Chọn lại kiểu máy in."
    en = "There is no printer model “{detail}”. Choose another."


@dataclass(frozen=True, slots=True)
class Profile:
    """A printer model. Units and meaning of the fields: printers/README.md."""

    name: str
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


@cache
def load(profile_id: str) -> Profile:
    """Return a profile by its id, e.g. `generic-80`.

    Raises:
        UnknownProfileError: no such file, or a file with missing, unknown or impossible fields.
    """
    file = resources.folder("printers") / f"{profile_id}.toml"
    if not _ID.match(profile_id) or not file.is_file():
        raise UnknownProfileError(profile_id)
    try:
        return parse(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UnknownProfileError(f"{profile_id}: {error}") from error


def ids() -> list[str]:
    """Return the ids of all installed profiles, sorted."""
    return sorted(file.stem for file in resources.folder("printers").glob("*.toml"))


def parse(text: str) -> Profile:
    """Read a profile from TOML.

    Raises:
        ValueError: not TOML, or missing, unknown or impossible fields.
    """
    raw = tomllib.loads(text)
    expected = {field.name: field.type for field in fields(Profile)}
    if raw.keys() != expected.keys():
        raise ValueError(", ".join(sorted(raw.keys() ^ expected.keys())))
    profile = Profile(**{**raw, "cut": Cut(raw["cut"])})
    for field, kind in expected.items():
        if type(getattr(profile, field)) is not kind:
            raise ValueError(field)
    wrong = [field for field, range_ in _POSSIBLE.items() if getattr(profile, field) not in range_]
    if wrong:
        raise ValueError(", ".join(wrong))
    return profile
