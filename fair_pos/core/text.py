"""Vietnamese text: one normal form, one fold for search, one sort key."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return NFC with single spaces and none at the ends: the form stored everywhere."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Return the search form: no marks, đ as d, no case. The till folds by the same rule.

    >>> fold("Chả mực ĐẶC SẢN")
    'cha muc dac san'
    """
    marks_off = "".join(
        sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)
    )
    return _SPACES.sub(" ", marks_off.replace("đ", "d").replace("Đ", "D").casefold()).strip()


def matches(search_key: str, query: str) -> bool:
    """Say whether all words of a query stand in a folded key, in any order."""
    return all(word in search_key for word in fold(query).split())


def ascii_only(text: str) -> str:
    """Return a plain form for bank memos and printers without Vietnamese."""
    marks_off = "".join(
        sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)
    )
    plain = marks_off.replace("đ", "d").replace("Đ", "D").replace("–", "-").replace("\u2212", "-")
    return plain.encode("ascii", "replace").decode("ascii")
