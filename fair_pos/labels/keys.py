"""The keys that prove our labels: made at `init`, kept beside the database, one file, newest last.

Only the server has them: who holds such a key can print labels that pass. A till gets the first
signs of each proof of its booth's labels instead (`heads`), which forge nothing.
"""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fair_pos.core import serials
from fair_pos.core.errors import FairPosError
from fair_pos.core.ids import ALPHABET
from fair_pos.core.serials import PROOF_SIGNS, SERIAL_SIGNS, Serial, digits
from fair_pos.db.files import write_secret

FILE = "label_keys"
HEAD_SIGNS = 2
"""Of each proof a till may know: one forged label of 784 passes there, and the five signs left
are one of 17 million for somebody who has read the till's list."""
PREVIEW = 0
"""The number on pictures before printing. No printed label has it, and none that has it is ours:
whoever copies the picture of a preview would hold a label that no log can count."""
_BYTES = 32
_MAKING = threading.Lock()


class NoKeyLeftError(FairPosError):
    """Every sign of the alphabet names a key already."""

    code = "no_label_key_left"
    vi = "Đã đổi khóa tem {detail} lần, không còn chữ cái nào cho khóa mới."
    en = "The label key was changed {detail} times; no sign is left for another."


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets by the sign that stands in the label's code; the last one signs."""

    secrets: tuple[tuple[str, bytes], ...]

    def serial(self, product_code: str, number: int) -> Serial:
        """Return a new label's serial with its proof."""
        key_id, secret = self.secrets[-1]
        return Serial(product_code, key_id, number, _proof(secret, product_code, key_id, number))

    def is_ours(self, serial: Serial) -> bool:
        """Say whether one of our keys made this proof, of a label and not of its preview."""
        if serial.number == PREVIEW:
            return False
        ours = self.again(serial.product_code, serial.key_id, serial.number)
        return ours is not None and hmac.compare_digest(ours.proof, serial.proof)

    def again(self, product_code: str, key_id: str, number: int) -> Serial | None:
        """Return the serial as it was printed then, or None: that key is not here any more."""
        secret = dict(self.secrets).get(key_id)
        if secret is None:
            return None
        return Serial(product_code, key_id, number, _proof(secret, product_code, key_id, number))


def load(data: Path) -> Keys:
    """Return the keys of a data folder; the first one is made where there is none."""
    file = data / FILE
    with _MAKING:
        if not file.exists():
            write_secret(file, f"{_line(ALPHABET[0])}\n".encode())
    return Keys(tuple(_read(line) for line in file.read_text("ascii").split("\n") if line))


def has_foreign(data: Path, codes: Sequence[str]) -> bool:
    """Say whether the proof of one of these labels was made with none of the keys."""
    ours = load(data) if codes else None
    read = (serials.read(code) for code in codes)
    return ours is not None and any(one is None or not ours.is_ours(one) for one in read)


def rotate(data: Path) -> Keys:
    """Add a key that signs from now on; labels of the earlier ones stay ours.

    Raises:
        NoKeyLeftError: 28 keys are the most.
    """
    used = len(load(data).secrets)
    if used == len(ALPHABET):
        raise NoKeyLeftError(str(used))
    file = data / FILE
    lines = [*file.read_text("ascii").split(), _line(ALPHABET[used])]
    write_secret(file, "".join(f"{line}\n" for line in lines).encode())
    return load(data)


def _proof(secret: bytes, product_code: str, key_id: str, number: int) -> str:
    text = f"fair-pos label 1 {product_code}{key_id}{digits(number, SERIAL_SIGNS)}"
    made = int.from_bytes(hmac.digest(secret, text.encode(), hashlib.sha256))
    return digits(made % len(ALPHABET) ** PROOF_SIGNS, PROOF_SIGNS)


def _line(key_id: str) -> str:
    return f"{key_id}:{secrets.token_hex(_BYTES)}"


def _read(line: str) -> tuple[str, bytes]:
    key_id, _, secret = line.partition(":")
    return key_id, bytes.fromhex(secret)
