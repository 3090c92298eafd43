"""Vietnamese text: one normal form, one fold for search, one sort key."""

import re
import unicodedata

#: What Python and JavaScript call a space, together; U+FEFF comes from files of Windows.
_SPACES = re.compile(r"[\s\ufeff]+")


def clean(text: str) -> str:
    """Return NFC with single spaces and none at the ends: the form stored everywhere."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Return the search form: no marks, đ as d, no case. The till folds by the same rule.

    `lower` and not `casefold`: JavaScript has no twin of the latter.

    >>> fold("Chả mực ĐẶC SẢN")
    'cha muc dac san'
    """
    return _SPACES.sub(" ", _marks_off(text).lower()).strip()


def matches(search_key: str, query: str) -> bool:
    """Say whether all words of a query stand in a folded key, in any order."""
    return all(word in search_key for word in fold(query).split())


def ascii_only(text: str) -> str:
    """Return a plain form for bank memos and printers without Vietnamese."""
    plain = _marks_off(text).replace("–", "-").replace("\u2212", "-")
    return plain.encode("ascii", "replace").decode("ascii")


def _marks_off(text: str) -> str:
    letters = (
        sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn"
    )
    return "".join(letters).replace("đ", "d").replace("Đ", "D")
