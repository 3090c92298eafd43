"""Numbers of the trade: EAN and GTIN with their check digit, GS1 Digital Link, GS1 elements. Pure.

Source: GS1 General Specifications (check digit 7.9, element strings 3); GS1 Digital Link
Standard: URI Syntax 1.4.
"""

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

LENGTHS = (8, 12, 13, 14)
"""Digits of a GTIN."""
_SEPARATOR = "\x1d"
_FIXED = {"01": 14, "11": 6, "13": 6, "15": 6, "17": 6}
_OPEN_MAX = {"10": 20, "21": 20}
_LINK_PATH = re.compile(r"/01/([0-9]{8}|[0-9]{12,14})((?:/[0-9]{2,4}/[^/]+)*)/?$")
_BRACKETS = re.compile(r"\((\d{2,4})\)([^(]+)")
_SYMBOLOGY = re.compile(r"^\](?:C1|d2|Q3|e0)")


@dataclass(frozen=True, slots=True)
class Gs1:
    """What a GS1 code names; `gtin` always in 14 digits, `expiry` as YYMMDD."""

    gtin: str
    lot: str | None = None
    serial: str | None = None
    expiry: str | None = None


def is_gtin(digits: str) -> bool:
    """Say whether 8, 12, 13 or 14 digits end in their check digit.

    >>> is_gtin("8934563138165"), is_gtin("8934563138164")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", digits):
        return False
    weighted = (int(sign) * (3, 1)[at % 2] for at, sign in enumerate(reversed(digits[:-1])))
    return (sum(weighted) + int(digits[-1])) % 10 == 0


def written_forms(gtin: str) -> list[str]:
    """Return the lengths in which a GTIN of 14 digits may be written, the shortest first.

    >>> written_forms("08934563138165")
    ['8934563138165', '08934563138165']
    """
    return [gtin[-digits:] for digits in LENGTHS if not gtin[:-digits].strip("0")]


def expiry_day(expiry: str, today: date) -> date | None:
    """Return the day of a YYMMDD, or None: there is none; day 00 is the month's last.

    The century is the one that brings the year to at most 49 before or 50 after today's.
    Source: GS1 General Specifications 7.12.

    >>> expiry_day("280200", date(2027, 1, 30))
    datetime.date(2028, 2, 29)
    """
    if not re.fullmatch(r"[0-9]{6}", expiry):
        return None
    year = today.year - 49 + (int(expiry[:2]) - (today.year - 49)) % 100
    month, day = int(expiry[2:4]), int(expiry[4:])
    with suppress(ValueError, calendar.IllegalMonthError):
        return date(year, month, day or calendar.monthrange(year, month)[1])
    return None


def read_gs1(text: str) -> Gs1 | None:
    """Read a Digital Link or an element string that names a GTIN; None: it is neither.

    Element strings: in brackets `(01)…(17)…`, or as scanners send them, with a symbology
    identifier or bare, FNC1 as the ASCII group separator.
    """
    return _read_link(text) if "://" in text else _from_elements(_read_elements(text))


def _read_link(text: str) -> Gs1 | None:
    try:
        url = urlsplit(text)
    except ValueError:
        return None
    match = _LINK_PATH.search(url.path)
    if match is None:
        return None
    qualifiers = match[2].split("/")[1:]
    path = dict(zip(qualifiers[::2], map(unquote, qualifiers[1::2]), strict=True))
    return _from_elements(dict(parse_qsl(url.query)) | path | {"01": match[1].zfill(14)})


def _from_elements(elements: dict[str, str]) -> Gs1 | None:
    gtin = elements.get("01", "")
    if not is_gtin(gtin):
        return None
    lot, serial, expiry = (elements.get(number) or None for number in ("10", "21", "17"))
    return Gs1(gtin, lot, serial, expiry)


def _read_elements(text: str) -> dict[str, str]:
    """Return the elements by their identifier, empty where one is not understood."""
    if text.startswith("("):
        return dict(_BRACKETS.findall(text)) if _BRACKETS.sub("", text) == "" else {}
    rest = _SYMBOLOGY.sub("", text).removeprefix(_SEPARATOR)
    elements: dict[str, str] = {}
    while rest:
        number, rest = rest[:2], rest[2:]
        if number in _FIXED:
            value, rest = rest[: _FIXED[number]], rest[_FIXED[number] :]
            rest = rest.removeprefix(_SEPARATOR)
        else:
            value, _, rest = rest.partition(_SEPARATOR)
        if len(value) != _FIXED.get(number) and not 1 <= len(value) <= _OPEN_MAX.get(number, 0):
            return {}
        elements[number] = value
    return elements
