"""What a scanned text is: a transfer, one of our codes, a number of the trade, or foreign. Pure."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from fair_pos.core import serials
from fair_pos.core.ids import read_code
from fair_pos.core.serials import CODE_SIGNS, PRODUCT_SIGNS
from fair_pos.payments import gs1, vietqr
from fair_pos.payments.banks import Bank
from fair_pos.payments.gs1 import Gs1
from fair_pos.payments.vietqr import VietQr, VietQrError


class CodeKind(StrEnum):
    """What a scanned code is."""

    VIETQR = "vietqr"
    LABEL = "label"
    RECEIPT = "receipt"
    ENROL = "enrol"
    GS1 = "gs1"
    EAN = "ean"
    FOREIGN = "foreign"


class Fault(StrEnum):
    """Why a code that is meant to be ours, or a transfer, cannot be used."""

    CHECK_SIGN = "check_sign"
    VIETQR = "vietqr"


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """One scanned code; only the fields of its kind are set.

    `code` is ours in its one form (label, receipt, enrol). With a `fault` the kind says what
    it was meant to be, and `code` or `transfer` is None; of a label with its serial the product
    may be whole still, then `code` is there. `refusal` tells a VietQR's fault.
    `host` names the page that a foreign address leads to; nothing ever opens it.
    """

    kind: CodeKind
    text: str
    code: str | None = None
    serial: str | None = None
    """All 24 signs of one single label; `code` is its product's."""
    transfer: VietQr | None = None
    bank_name: str | None = None
    gtin: str | None = None
    product: Gs1 | None = None
    host: str | None = None
    fault: Fault | None = None
    refusal: VietQrError | None = None

    def facts(self) -> dict[str, str | int]:
        """Return what is known, flat and without empty fields, as `qr read` prints it."""
        transfer = asdict(self.transfer) if self.transfer else {}
        product = asdict(self.product) if self.product else {"gtin": self.gtin}
        own = {"kind": self.kind.value, "text": self.text, "code": self.code, "serial": self.serial}
        rest = {
            "bank_name": self.bank_name,
            "host": self.host,
            "fault": self.fault and self.fault.value,
        }
        known = own | transfer | product | rest
        return {name: value for name, value in known.items() if value is not None}


_KIND_OF_PATH = {
    "O": CodeKind.LABEL,  # a placard names the product that its labels name
    "P": CodeKind.LABEL,
    "R": CodeKind.RECEIPT,
    "T": CodeKind.ENROL,
}
_OUR_PATH = re.compile(
    r"/([OPRT])/([^/?#]+)(?:/01/[0-9]{14})?/?(?:[?#].*)?$", re.IGNORECASE | re.ASCII
)
"""A label of goods with a GTIN is a GS1 Digital Link whose own path begins with our code."""
_LIKE_OURS = re.compile(r"[0-9A-Z]{8,12}|[0-9A-Z]{24}", re.IGNORECASE | re.ASCII)
_SIGNED = re.compile(r"[0-9BCFGHJKLMNPQRSTVXZ]{40,}", re.IGNORECASE)
"""A receipt's or placard's code with facts and signature behind; cut off it still names its own."""
_HOST = re.compile(r"https?://(?:[^/?#@\\]*@)?([^/?#:@\\\s]+)", re.IGNORECASE)
_BARE_CODE_MIN = 6
_EMV_START = "000201"


def identify(text: str, banks: Sequence[Bank] = ()) -> ScannedCode:
    """Say what a scanned text is; tests/cases/scan.json holds this and the till's twin together.

    A path /O/, /P/, /R/ or /T/ before a code makes it ours whatever the host; a bare code is a
    label. A number with the check digit of a GTIN is an EAN before it is a label.
    """
    text = text.strip()
    if text.startswith(_EMV_START):
        return _identify_vietqr(text, banks)
    return _identify_ours(text) or _identify_trade(text) or _identify_bare(text)


def _identify_vietqr(text: str, banks: Sequence[Bank]) -> ScannedCode:
    try:
        transfer = vietqr.parse(text)
    except VietQrError as refusal:
        return ScannedCode(CodeKind.VIETQR, text, fault=Fault.VIETQR, refusal=refusal)
    names = (bank.short_name for bank in banks if bank.bin == transfer.bank_bin)
    return ScannedCode(CodeKind.VIETQR, text, transfer=transfer, bank_name=next(names, None))


def _identify_ours(text: str) -> ScannedCode | None:
    match = _OUR_PATH.search(text)
    if match is None:
        return None
    kind = _KIND_OF_PATH[match[1].upper()]
    single = _single_label(text, match[2]) if kind is CodeKind.LABEL else None
    if single is not None:
        return single
    is_signed = match[1].upper() in "OR" and _SIGNED.fullmatch(match[2])
    signs = match[2][:PRODUCT_SIGNS] if is_signed else match[2]
    code = read_code(signs)
    if code is None and not _LIKE_OURS.fullmatch(signs):
        return None
    fault = None if code else Fault.CHECK_SIGN
    return ScannedCode(kind, text, code=code, fault=fault)


def _single_label(text: str, signs: str) -> ScannedCode | None:
    """Read a label's code with its serial, or None: another length, or no product in it."""
    signs = re.sub(r"[\s-]", "", signs).upper()
    product = read_code(signs[:PRODUCT_SIGNS])
    if len(signs) != CODE_SIGNS or product is None:
        return None
    if serials.read(signs) is None:
        return ScannedCode(CodeKind.LABEL, text, code=product, fault=Fault.CHECK_SIGN)
    return ScannedCode(CodeKind.LABEL, text, code=product, serial=signs)


def _identify_trade(text: str) -> ScannedCode | None:
    if gs1.is_gtin(text):
        return ScannedCode(CodeKind.EAN, text, gtin=text)
    product = gs1.read_gs1(text)
    if product is None:
        return None
    return ScannedCode(CodeKind.GS1, text, gtin=product.gtin, product=product)


def _identify_bare(text: str) -> ScannedCode:
    single = _single_label(text, text)
    if single is not None:
        return single
    code = read_code(text)
    if code is None or len(code) < _BARE_CODE_MIN:
        address = _HOST.match(text)
        host = address[1].lower() if address else None
        return ScannedCode(CodeKind.FOREIGN, text, host=host)
    return ScannedCode(CodeKind.LABEL, text, code=code)
