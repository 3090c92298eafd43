"""Printer profiles: what a printer model can do, one TOML file each in printers/."""

import re
import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

from fair_pos import resources
from fair_pos.core.errors import FairPosError

DEFAULT = "generic-80"

_ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,63}$")


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
    _check_ranges(profile)
    return profile


def _check_ranges(profile: Profile) -> None:
    possible = {
        "width_dots": 192 <= profile.width_dots <= 4096 and profile.width_dots % 8 == 0,
        "dpi": profile.dpi > 0,
        "text_dots": 12 <= profile.text_dots <= profile.width_dots // 12,
        "margin_dots": 0 <= profile.margin_dots <= profile.width_dots // 8,
        "qr_module_dots": 3 <= profile.qr_module_dots <= 16,
        "drawer_pin": profile.drawer_pin in {0, 2, 5},
        "strip_rows": 8 <= profile.strip_rows <= profile.max_rows,
        "strip_pause_ms": 0 <= profile.strip_pause_ms <= 1000,
        "max_rows": profile.max_rows <= 65_535,
    }
    wrong = [field for field, fine in possible.items() if not fine]
    if wrong:
        raise ValueError(", ".join(wrong))
