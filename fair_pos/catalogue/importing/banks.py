"""Understands the name of a bank as people write it: BIN, short, full or usual name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fair_pos.core.text import fold

_USUAL = {
    "vcb": "970436", "ngoai thuong": "970436",
    "ctg": "970415", "vietin": "970415", "cong thuong": "970415",
    "agri": "970405", "nn va ptnt": "970405", "nong nghiep": "970405", "vbard": "970405",
    "quan doi": "970422", "mbb": "970422",
    "dau tu va phat trien": "970418", "dau tu": "970418",
    "tcb": "970407", "ky thuong": "970407",
    "stb": "970403", "lienvietpostbank": "970449", "lien viet": "970449", "lpb": "970449",
    "viet nam thinh vuong": "970432", "tien phong": "970423", "hang hai": "970426",
}  # fmt: skip
_PREFIXES = ("ngan hang ", "nh ", "tmcp ", "tm cp ")


@dataclass(frozen=True, slots=True)
class BankName:
    """A bank that was understood."""

    bin: str
    short_name: str


class Banks:
    """All banks by every name they go by."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Read the rows of banks.csv."""
        self._by_bin: dict[str, BankName] = {}
        self._by_key: dict[str, BankName] = {}
        for row in rows:
            bank = BankName(row["bin"], row["short_name"])
            self._by_bin[bank.bin] = bank
            for name in (row["short_name"], row["name"].partition("(")[0]):
                self._by_key.setdefault(_key(name), bank)
        for key, code in _USUAL.items():
            self._by_key.setdefault(_key(key), self._by_bin[code])

    def look_up(self, written: str) -> BankName | None:
        """Return the bank, or None when the name says nothing or too much.

        `Vietcombank - CN Quảng Ninh` is Vietcombank: a branch does not matter.
        """
        text = written.strip()
        if text in self._by_bin:
            return self._by_bin[text]
        head = text.partition(" - ")[0].partition(",")[0].partition("(")[0]
        return self._by_key.get(_key(text)) or self._by_key.get(_key(head))


def _key(name: str) -> str:
    """Fold a name and drop what people add or leave out: `NH`, `TMCP`, `Bank`, spaces."""
    key = fold(name)
    for prefix in _PREFIXES:
        key = key.removeprefix(prefix)
    return key.replace(" ", "").removesuffix("bank")
