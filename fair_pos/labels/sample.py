"""The label that shows what a size looks like: invented goods, whole and of usual length."""

from datetime import date

from fair_pos.core.serials import Serial
from fair_pos.labels import rules, sheets
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.rules import LabelText

_TEXT = LabelText(
    name="Miến dong Bình Liêu",
    exhibitor="Hợp tác xã Nông nghiệp (mẫu)",
    place="Xã Bình Liêu, Quảng Ninh",
    product_code="22-06838-1-2026",
    code="00000 0000G",
    net="Gói 500 g",
    price="85.000\u00a0đ",
    booth="A01",
    stars=4,
    certificate="123/QĐ-UBND",
    until=f"{date(2028, 12, 31):%d/%m/%Y}",
    plain_reason="",
    is_demo=True,
)
_ADDRESS = rules.serial_address(
    "https://tem.quangninh.gov.vn", Serial("000000000G", "0", 0, "B" * 7)
)
"""As long as most servers' addresses: version 3."""


def check(form: LabelFormat) -> None:
    """Lay the sample out.

    Raises:
        NameTooLongError, AddressTooLongError: it does not fit.
    """
    sheets.layout(form, _TEXT, _ADDRESS)


def picture(form: LabelFormat) -> bytes:
    """Return the sample as PNG, dot by dot as at 203 dpi.

    Raises:
        NameTooLongError, AddressTooLongError: it does not fit.
    """
    return sheets.preview(form, _TEXT, _ADDRESS)
