"""What a signed paper says, in signs of our alphabet. Pure.

    receipt  code 10 · key 1 · form 1 · minute 6 · total 8 · number
    report   code 10 · key 1 · form 1 · minute 6 · total 8 · issue 2 · SHA-256 54
    placard  code 10 · key 1 · form 1 · minute 6 · decided 4 · until 4 · words

Numbers are written with the 28 signs as digits. `minute` counts from 1970-01-01 UTC, `decided` and
`until` are days from then, `total` is whole đồng without its sign (a refund's form says that it was
given back). A receipt's number is read as a number of base 38; a placard's words, name, exhibitor
and decision with a line feed between, are UTF-8 as one number.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self

from fair_pos.core.ids import ALPHABET, read_code
from fair_pos.core.serials import digits
from fair_pos.signing import signs

CODE, KEY, FORM, MINUTE, TOTAL, ISSUE, HASH, DAY = 10, 1, 1, 6, 8, 2, 54, 4
HEAD = CODE + KEY + FORM + MINUTE
NUMBER_SIGNS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Facts(ABC):
    """What the signature of any paper stands for."""

    PAPER: ClassVar[str]
    """Its name in the signed text."""
    FORMS: ClassVar[tuple[str, ...]]
    """In their order; sample data takes the signs behind them."""

    code: str
    form: str
    is_sample: bool
    at: datetime
    """To the minute, as printed."""

    def body(self, key_id: str) -> str | None:
        """Return all signs before the signature, or None: these few cannot say the facts."""
        minutes = (self.at - _EPOCH) // timedelta(minutes=1)
        own = self._own()
        if own is None or not 0 <= minutes < signs.BASE**MINUTE:
            return None
        form = ALPHABET[self.FORMS.index(self.form) + len(self.FORMS) * self.is_sample]
        return self.code + key_id + form + digits(minutes, MINUTE) + own

    @classmethod
    def read(cls, body: str) -> Self | None:
        """Return the facts of the signs before a signature, or None: they say none."""
        if len(body) <= HEAD or set(body) - set(ALPHABET) or read_code(body[:CODE]) is None:
            return None
        sample, form = divmod(ALPHABET.index(body[CODE + KEY]), len(cls.FORMS))
        own = cls._read_own(body[HEAD:])
        if sample > 1 or own is None:
            return None
        at = _EPOCH + timedelta(minutes=signs.value(body[HEAD - MINUTE : HEAD]))
        return cls(body[:CODE], cls.FORMS[form], bool(sample), at, *own)

    @abstractmethod
    def _own(self) -> str | None:
        """Return the signs that only this paper has."""

    @classmethod
    @abstractmethod
    def _read_own(cls, own: str) -> tuple[Any, ...] | None:
        """Return its own fields in their order."""


@dataclass(frozen=True, slots=True)
class ReceiptFacts(Facts):
    """A receipt."""

    PAPER = "receipt"
    FORMS = ("sale", "refund", "void")

    total_vnd: int
    """Without its sign."""
    number: str

    def _own(self) -> str | None:
        if not self.number or set(self.number) - set(NUMBER_SIGNS):
            return None
        number = 0
        for sign in self.number:
            number = number * (len(NUMBER_SIGNS) + 1) + NUMBER_SIGNS.index(sign) + 1
        return _fixed(self.total_vnd, TOTAL, digits(number, signs.length(number)))

    @classmethod
    def _read_own(cls, own: str) -> tuple[Any, ...] | None:
        number, written = signs.value(own[TOTAL:]), ""
        while number:
            number, one = divmod(number, len(NUMBER_SIGNS) + 1)
            if one == 0:
                return None
            written = NUMBER_SIGNS[one - 1] + written
        return (signs.value(own[:TOTAL]), written) if len(own) > TOTAL else None


@dataclass(frozen=True, slots=True)
class ReportFacts(Facts):
    """A closing report that was given out."""

    PAPER = "report"
    FORMS = ("draft", "final")

    total_vnd: int
    number: str
    """Of the draft or final: `2`."""
    sha256: str
    """Of the figures, hexadecimal."""

    def _own(self) -> str | None:
        issue = _fixed(int(self.number), ISSUE, signs.of_bytes(bytes.fromhex(self.sha256), HASH))
        return _fixed(self.total_vnd, TOTAL, issue)

    @classmethod
    def _read_own(cls, own: str) -> tuple[Any, ...] | None:
        total, issue, digest = own[:TOTAL], own[TOTAL : TOTAL + ISSUE], own[TOTAL + ISSUE :]
        found = signs.to_bytes(digest, _HASH_BYTES) if len(digest) == HASH else None
        return (signs.value(total), str(signs.value(issue)), found.hex()) if found else None


@dataclass(frozen=True, slots=True)
class PlacardFacts(Facts):
    """A product's stars on the sheet that hangs at a booth; `code` is of the product's labels."""

    PAPER = "placard"
    FORMS = ("3", "4", "5")

    decided_on: date
    until: date
    """The last day."""
    name: str
    exhibitor: str
    decision_no: str

    @property
    def stars(self) -> int:
        """Return 3, 4 or 5."""
        return int(self.form)

    def _own(self) -> str | None:
        written = (self.name, self.exhibitor, self.decision_no)
        if not self.name or any("\n" in one or "\0" in one for one in written):
            return None
        number = int.from_bytes("\n".join(written).encode())
        words = digits(number, signs.length(number))
        return _fixed(_day(self.decided_on), DAY, _fixed(_day(self.until), DAY, words))

    @classmethod
    def _read_own(cls, own: str) -> tuple[Any, ...] | None:
        if len(own) <= 2 * DAY:
            return None
        number = signs.value(own[2 * DAY :])
        days = signs.value(own[:DAY]), signs.value(own[DAY : 2 * DAY])
        try:
            written = number.to_bytes((number.bit_length() + 7) // 8).decode().split("\n")
            first, last = (_EPOCH.date() + timedelta(days=day) for day in days)
        except (UnicodeDecodeError, OverflowError):
            return None
        return (first, last, *written) if len(written) == 3 else None  # noqa: PLR2004  the words


def _day(day: date) -> int:
    return (day - _EPOCH.date()).days


def _fixed(number: int, places: int, rest: str | None) -> str | None:
    """Write a number before what follows it, or None: one of them cannot be said."""
    if rest is None or not 0 <= number < signs.BASE**places:
        return None
    return digits(number, places) + rest
