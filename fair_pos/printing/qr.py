"""A text as a QR code's dark modules."""

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from fair_pos.core.errors import FairPosError

QUIET_MODULES = 4

#: ISO/IEC 18004 lets any mask be used; a fixed one saves trying all eight.
_MASK = 2


class CodeTooLongError(FairPosError):
    """A text that no QR code of this paper's width can hold."""

    code = "code_too_long"
    vi = "Mã QR quá dài cho khổ giấy này ({detail} ký tự). Chọn máy in giấy rộng hơn."
    en = "The QR code's text is too long ({detail} characters). Choose a printer of wider paper."


def matrix(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules row by row, level M, without the quiet zone.

    Raises:
        CodeTooLongError: more than a QR code can hold.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(payload)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise CodeTooLongError(str(len(payload))) from error
    return tuple(tuple(bool(module) for module in row) for row in code.modules)
