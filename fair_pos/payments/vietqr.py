"""The VietQR text: written from values, read strictly back. Pure; no bank is asked.

Source: NAPAS "Tài liệu quy định về định dạng mã VietQR trong dịch vụ chuyển nhanh NAPAS247",
v1.0, 09/2021; EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode.
"""

import re
from dataclasses import dataclass

from fair_pos.core.errors import FairPosError
from fair_pos.core.money import Vnd

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"

_STATIC, _DYNAMIC = "11", "12"
_METHOD = re.compile("11|12")
_GUID = re.compile(GUID)
_CURRENCY = re.compile("704")
_COUNTRY = re.compile("VN")
_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[A-Za-z0-9]{1,19}")
_SERVICE = re.compile(r"[A-Z]{1,10}")
_AMOUNT = re.compile(r"[1-9][0-9]{0,12}")
_ANS_25 = re.compile(r"[ -~]{1,25}")
_HEAD = re.compile(r"[0-9]{4}")
_CRC = re.compile(r"[0-9A-Fa-f]{4}")


class VietQrError(FairPosError):
    """A text that is not a sound VietQR transfer code; `detail` names the field."""

    code = "bad_vietqr"
    status = 422
    vi = "Đây không phải mã VietQR chuyển khoản đúng mẫu (trường {detail}). Xin mã khác."
    en = "This is no proper VietQR transfer code (field {detail}). Ask for another one."


class VietQrBrokenError(VietQrError):
    """Length, order or repetition of a field is wrong."""

    code = "broken_vietqr"
    vi = (
        "Mã VietQR bị hỏng: trường {detail} sai độ dài hoặc sai chỗ. Đừng chuyển tiền, xin mã khác."
    )
    en = "Broken VietQR: field {detail} has a wrong length or place. Do not pay, ask for another."


class VietQrCrcError(VietQrError):
    """The CRC does not fit: misread, misprinted or altered."""

    code = "vietqr_crc"
    vi = "Mã VietQR sai mã kiểm {detail}: đọc nhầm hoặc mã đã bị sửa. Quét lại hoặc xin mã khác."
    en = "VietQR check {detail} is wrong: misread or altered. Scan again or ask for another."


class TransferFieldError(VietQrError):
    """A value of ours that a VietQR cannot carry."""

    code = "transfer_field"
    vi = "Không tạo được mã VietQR: “{detail}” không hợp lệ. Kiểm tra tài khoản, số tiền, nội dung."
    en = "No VietQR made: “{detail}” is not valid. Check the account, the amount and the memo."


@dataclass(frozen=True, slots=True)
class VietQr:
    """One transfer request: to whom, how much, what for.

    `dynamic` is what field 01 says (12); no bank makes such a code expire or work only once.
    `service` None: the code names none.
    """

    bank_bin: str
    account: str
    amount_vnd: Vnd | None = None
    memo: str | None = None
    bill_number: str | None = None
    service: str | None = TO_ACCOUNT
    dynamic: bool = False


def build(
    bank_bin: str, account: str, amount_vnd: int | None = None, memo: str | None = None
) -> str:
    """Write the code of a transfer to an account: dynamic with an amount, static without.

    Raises:
        TransferFieldError: a value that does not fit its field.

    >>> build("970416", "257678859", 1_000, "Chuyen tien")[-33:]
    '5802VN62150811Chuyen tien6304BBB8'
    """
    amount = None if amount_vnd is None else Vnd(amount_vnd)
    return write(VietQr(bank_bin, account, amount, memo, dynamic=amount is not None))


def write(transfer: VietQr) -> str:
    """Write the code of a transfer with all that it names, CRC in upper case.

    Raises:
        TransferFieldError: a value that does not fit its field.
    """
    _check_values(transfer)
    receiver = _field("00", transfer.bank_bin) + _field("01", transfer.account)
    napas = _field("00", GUID) + _field("01", receiver) + _field("02", transfer.service)
    amount = None if transfer.amount_vnd is None else str(transfer.amount_vnd)
    purpose = _field("01", transfer.bill_number) + _field("08", transfer.memo)
    text = (
        _field("00", "01")
        + _field("01", _DYNAMIC if transfer.dynamic else _STATIC)
        + _field("38", napas)
        + _field("53", "704")
        + _field("54", amount)
        + _field("58", "VN")
        + _field("62", purpose)
        + "6304"
    )
    return f"{text}{crc16(text):04X}"


def parse(text: str) -> VietQr:
    """Read a code strictly; only what the specification leaves open is tolerated.

    Tolerated: a CRC in lower case, fields we do not know, a memo longer than 25.

    Raises:
        VietQrBrokenError: length, order or repetition of a field.
        VietQrCrcError: the CRC does not fit.
        VietQrError: sound, but no transfer in đồng by NAPAS.
    """
    root = _read_frame(text)
    napas = _read_fields(root.get("38", ""), "38-")
    receiver = _read_fields(napas.get("01", ""), "38-01-")
    purpose = _read_fields(root.get("62", ""), "62-")
    _match(_GUID, napas.get("00"), "38-00")
    _match(_CURRENCY, root.get("53"), "53")
    _match(_COUNTRY, root.get("58"), "58")
    amount = root.get("54")
    return VietQr(
        bank_bin=_match(_BIN, receiver.get("00"), "38-01-00"),
        account=_match(_ACCOUNT, receiver.get("01"), "38-01-01"),
        amount_vnd=None if amount is None else Vnd(int(_match(_AMOUNT, amount, "54"))),
        memo=purpose.get("08"),
        bill_number=purpose.get("01"),
        service=_match(_SERVICE, napas["02"], "38-02") if "02" in napas else None,
        dynamic=_match(_METHOD, root.get("01"), "01") == _DYNAMIC,
    )


def crc16(text: str) -> int:
    """Return CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, no reflection.

    >>> f"{crc16('123456789'):04X}"
    '29B1'
    """
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def _field(number: str, value: str | None) -> str:
    return f"{number}{len(value):02d}{value}" if value else ""


def _check_values(transfer: VietQr) -> None:
    amount = None if transfer.amount_vnd is None else str(transfer.amount_vnd)
    for pattern, value in (
        (_BIN, transfer.bank_bin),
        (_ACCOUNT, transfer.account),
        (_SERVICE, transfer.service),
        (_AMOUNT, amount),
        (_ANS_25, transfer.memo),
        (_ANS_25, transfer.bill_number),
    ):
        if value is not None and not pattern.fullmatch(value):
            raise TransferFieldError(value)


def _read_frame(text: str) -> dict[str, str]:
    if not text.startswith("000201"):
        raise VietQrError("00")
    root = _read_fields(text, "")
    if list(root)[-1] != "63" or not _CRC.fullmatch(root["63"]):
        raise VietQrBrokenError("63")
    if crc16(text[:-4]) != int(root["63"], 16):
        raise VietQrCrcError(root["63"])
    return root


def _read_fields(text: str, path: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    while text:
        head, number = text[:4], text[:2]
        size = int(head[2:]) if _HEAD.fullmatch(head) else 0
        value, text = text[4 : 4 + size], text[4 + size :]
        if not size or len(value) < size or number in fields:
            raise VietQrBrokenError(f"{path}{number}")
        fields[number] = value
    return fields


def _match(pattern: re.Pattern[str], value: str | None, path: str) -> str:
    if value is None or not pattern.fullmatch(value):
        raise VietQrError(path)
    return value
