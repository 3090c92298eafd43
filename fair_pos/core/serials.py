"""The code of one single label: its product, its serial, and a proof that we printed it. Pure.

24 signs: product code (10, with its own check sign), key (1), serial (5), proof (7), check sign.
A label of before has the product code alone.
"""

from dataclasses import dataclass

from fair_pos.core.ids import ALPHABET, check_sign, read_code

PRODUCT_SIGNS, KEY_SIGNS, SERIAL_SIGNS, PROOF_SIGNS = 10, 1, 5, 7
CODE_SIGNS = PRODUCT_SIGNS + KEY_SIGNS + SERIAL_SIGNS + PROOF_SIGNS + 1
MOST_SERIAL = len(ALPHABET) ** SERIAL_SIGNS - 1


@dataclass(frozen=True, slots=True)
class Serial:
    """One printed label; `proof` is made with the key that `key_id` names."""

    product_code: str
    key_id: str
    number: int
    proof: str

    @property
    def code(self) -> str:
        """Return the 24 signs that stand in the label's address."""
        body = self.product_code + self.key_id + digits(self.number, SERIAL_SIGNS) + self.proof
        return body + check_sign(body)


def read(code: str) -> Serial | None:
    """Return the label of a code in its one form, or None: no such code, or a wrong sign.

    >>> read(Serial("B4K7R2XQ96", "0", 417, "BCFGHJK").code).number
    417
    """
    if len(code) != CODE_SIGNS or read_code(code) is None:
        return None
    product, rest = code[:PRODUCT_SIGNS], code[PRODUCT_SIGNS:]
    if read_code(product) is None:
        return None
    number = 0
    for sign in rest[KEY_SIGNS : KEY_SIGNS + SERIAL_SIGNS]:
        number = number * len(ALPHABET) + ALPHABET.index(sign)
    return Serial(product, rest[0], number, rest[KEY_SIGNS + SERIAL_SIGNS : -1])


def digits(number: int, signs: int) -> str:
    """Write a number with our alphabet's signs as digits, without a check sign.

    >>> digits(417, 5)
    '000HV'
    """
    written = ""
    for _ in range(signs):
        number, rest = divmod(number, len(ALPHABET))
        written = ALPHABET[rest] + written
    assert number == 0, "more than these signs can say"
    return written
