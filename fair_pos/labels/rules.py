"""What a label says about a product on a day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from fair_pos.catalogue import ocop
from fair_pos.catalogue.ocop import CertificateFacts
from fair_pos.core.clock import format_date
from fair_pos.core.errors import FairPosError
from fair_pos.core.ids import group_code
from fair_pos.core.money import format_vnd, format_vnd_unit
from fair_pos.core.serials import Serial
from fair_pos.core.text import clean

MOST_LABELS = 10_000
"""Of one printing; a bound on one paper."""


class NoPriceError(FairPosError):
    """A label shows the listed price; there is none."""

    code = "label_without_price"
    status = 422
    vi = "“{detail}” chưa có giá niêm yết. Nhập giá rồi in tem."
    en = "“{detail}” has no listed price. Enter it, then print."


class NothingChosenError(FairPosError):
    """No label was asked for."""

    code = "no_labels"
    status = 422
    vi = "Chưa chọn tem nào. Ghi số tem cần in ở ít nhất một sản phẩm."
    en = "No label chosen. Write how many at one product at least."


class TooManyLabelsError(FairPosError):
    """More labels than one printing takes."""

    code = "too_many_labels"
    status = 422
    vi = "Mỗi lần in nhiều nhất {detail} tem. Chia thành nhiều lần."
    en = "At most {detail} labels at a time. Print them in parts."


class LotError(FairPosError):
    """A lot's dates that cannot be."""

    code = "bad_lot"
    status = 422
    vi = "“{detail}”: hạn sử dụng không trước ngày sản xuất, chưa qua; ngày sản xuất đến hôm nay."
    en = "“{detail}”: use by is not before production, nor past; made on is up to today."


@dataclass(frozen=True, slots=True)
class Lot:
    """What the person who prints knows of the packs: all of it may be left out."""

    name: str = ""
    made_on: date | None = None
    use_by: date | None = None


class NumberedCertificate(CertificateFacts, Protocol):
    """A certificate with what stands on papers."""

    @property
    def certificate_no(self) -> str:
        """Return the certificate's number, or an empty text."""

    @property
    def issuer(self) -> str:
        """Return who issued it, or an empty text."""

    @property
    def is_demo(self) -> bool:
        """Say whether it is invented."""


@dataclass(frozen=True, slots=True)
class Goods:
    """A product as a booth offers it, with all its certificates."""

    listing_id: str
    product_id: str
    booth_id: str
    booth: str
    zone: str
    name: str
    exhibitor: str
    place: str
    """Commune and province, another province, or a country."""
    product_code: str
    label_code: str
    net: str
    unit: str
    is_weighed: bool
    price_vnd: int | None
    certificates: tuple[NumberedCertificate, ...]
    is_demo: bool = False
    """Price or certificate is invented: every paper made from it says so."""
    gtin: str = ""
    """The producer's own number of the trade, 8 to 14 digits."""


@dataclass(frozen=True, slots=True)
class LabelText:
    """The words of one label; stars, certificate and until are empty on a plain one."""

    name: str
    exhibitor: str
    place: str
    product_code: str
    code: str
    net: str
    price: str
    booth: str
    stars: int | None
    certificate: str
    until: str
    """Last day of the certificate."""
    plain_reason: str
    """Why there is no OCOP mark: for the log and the person who prints, never on the label."""
    is_demo: bool = False
    lot: str = ""
    """Lot and dates in one line: `Lô BL-0127 · NSX 12/01/2027 · HSD 12/01/2028`."""


def label_text(goods: Goods, day: date, lot: Lot = Lot()) -> LabelText:  # frozen
    """Return what the label of a product says on a day.

    The OCOP mark with exactly the certified stars stands there only while a certificate is valid.

    Raises:
        NoPriceError: the product has no listed price.
        LotError: its dates cannot be.
    """
    if goods.price_vnd is None:
        raise NoPriceError(goods.name)
    _check_lot(goods.name, lot, day)
    rank = ocop.stars_on(goods.certificates, day)
    until = format_date(rank.expires_on) if rank.stars and rank.expires_on else ""
    price = format_vnd_unit(goods.price_vnd)
    return LabelText(
        name=clean(goods.name),
        exhibitor=clean(goods.exhibitor),
        place=goods.place,
        product_code=goods.product_code,
        code=group_code(goods.label_code),
        net=clean(goods.net),
        price=f"{price}/{goods.unit}" if goods.is_weighed else price,
        booth=goods.booth,
        stars=rank.stars,
        certificate=_number(goods.certificates, rank.decision_no) if rank.stars else "",
        until=until,
        plain_reason="" if rank.stars else rank.vi,
        is_demo=goods.is_demo,
        lot=_lot_words(lot),
    )


def address(base_url: str, label_code: str) -> str:
    """Return what the label's code holds: upper case makes the square smaller.

    >>> address("https://pos.example.vn", "B4K7R2XQ9F")
    'HTTPS://POS.EXAMPLE.VN/P/B4K7R2XQ9F'
    """
    return f"{base_url.upper()}/P/{label_code}"


def serial_address(base_url: str, serial: Serial) -> str:
    """Return what the code of one printed label holds.

    >>> serial_address("https://pos.example.vn", Serial("B4K7R2XQ96", "0", 417, "BCFGHJK"))
    'HTTPS://POS.EXAMPLE.VN/P/B4K7R2XQ960000HVBCFGHJKR'
    """
    return address(base_url, serial.code)


def digital_link(base_url: str, serial: Serial, gtin: str) -> str:
    """Return the same with the producer's GTIN behind it: a GS1 Digital Link.

    Our code stands in the part of the path that is the host's own, and in no GS1 field: a serial
    (21) is the manufacturer's to give, and a third party's (235) begins with a number that GS1
    hands out. Source: GS1 Digital Link Standard: URI Syntax 1.4; GS1 General Specifications 3.5.

    >>> digital_link("https://a.vn", Serial("B4K7R2XQ96", "0", 417, "BCFGHJK"), "8934563138165")
    'HTTPS://A.VN/P/B4K7R2XQ960000HVBCFGHJKR/01/08934563138165'
    """
    return f"{serial_address(base_url, serial)}/01/{gtin.zfill(14)}"


def check_number(wanted: Iterable[int]) -> int:
    """Return how many labels are wanted together.

    Raises:
        NothingChosenError, TooManyLabelsError: none, or more than one printing takes.
    """
    labels = sum(wanted)
    if labels < 1:
        raise NothingChosenError
    if labels > MOST_LABELS:
        raise TooManyLabelsError(format_vnd(MOST_LABELS))
    return labels


def _check_lot(name: str, lot: Lot, day: date) -> None:
    if lot.made_on and lot.made_on > day:
        raise LotError(name)
    if lot.use_by and (lot.use_by < day or (lot.made_on and lot.use_by < lot.made_on)):
        raise LotError(name)


def _lot_words(lot: Lot) -> str:
    words = [f"Lô {clean(lot.name)}"] if lot.name else []
    words += [f"NSX {format_date(lot.made_on)}"] if lot.made_on else []
    words += [f"HSD {format_date(lot.use_by)}"] if lot.use_by else []
    return " · ".join(words)


def _number(certificates: Iterable[NumberedCertificate], decision_no: str) -> str:
    """Return the certificate's own number, or its decision's where it has none."""
    paper = ocop.by_decision(certificates, decision_no)
    return (paper and paper.certificate_no) or decision_no
