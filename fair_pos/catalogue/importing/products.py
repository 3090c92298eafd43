"""Understands the organiser's list of products."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fair_pos.catalogue.importing import goods, sentences
from fair_pos.catalogue.importing.booths import booth_code
from fair_pos.catalogue.importing.columns import Field, Wanted
from fair_pos.catalogue.importing.goods import CertificateRow
from fair_pos.catalogue.importing.listing import NO_CHOICES, Choices, Row, open_listing, read_rows
from fair_pos.catalogue.importing.preview import Preview
from fair_pos.catalogue.importing.reference import Reference
from fair_pos.catalogue.importing.sentences import Said
from fair_pos.catalogue.importing.workbook import Limits
from fair_pos.catalogue.models import SoldBy
from fair_pos.core.money import Vnd
from fair_pos.core.text import fold

LIMITS = Limits(rows=25_000)
WANTED = Wanted(
    fields=(
        Field.BOOTH,
        Field.EXHIBITOR,
        Field.PRODUCT,
        Field.PACK,
        Field.UNIT,
        Field.PRICE,
        Field.STARS,
        Field.DECISION_NO,
        Field.DECISION_DAY,
        Field.ISSUER,
        Field.SET,
        Field.PRODUCT_CODE,
        Field.BARCODE,
        Field.TRACE,
    ),
    needed=(Field.BOOTH, Field.PRODUCT, Field.PRICE),
)

KnownBooths = Mapping[str, tuple[str, ...]]
"""Booth number → names of the exhibitors who stand there, the first one first."""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product that a booth offers. `price_vnd` in whole đồng for one `unit`."""

    row: int
    booth: str
    exhibitor: str
    name: str
    pack: str
    unit: str
    sold_by: SoldBy
    price_vnd: Vnd
    certificate: CertificateRow | None
    set_no: int | None
    product_code: str
    gtin: str
    trace_url: str
    notes: tuple[Said, ...]


def preview_products(
    content: bytes,
    reference: Reference,
    known: KnownBooths,
    choices: Choices = NO_CHOICES,
    limits: Limits = LIMITS,
) -> Preview[ProductRow]:
    """Say what a list of products holds, writing nothing.

    Raises:
        ImportRefusedError: the whole file cannot be read.
    """
    listing = open_listing(content, WANTED, limits, choices)
    return read_rows(listing, _Reader(known, reference.sets).read)


_Key = tuple[str, ...]


@dataclass
class _Reader:
    """Reads row by row, remembering the products above."""

    known: KnownBooths
    sets: dict[str, int]
    listed: dict[_Key, int] = field(default_factory=dict)
    prices: dict[_Key, tuple[int, Vnd]] = field(default_factory=dict)

    def read(self, row: Row) -> ProductRow | None:
        name = row.needed(Field.PRODUCT)
        booth = self._booth(row)
        exhibitor = self._exhibitor(row, booth)
        price = goods.read_price(row)
        unit = goods.read_unit(row)
        pack = row.text(Field.PACK)
        self._check_twice(row, (booth, exhibitor, f"{fold(name)}|{fold(pack)}"), price)
        certificate = goods.read_certificate(row)
        set_no = goods.read_set(row, self.sets)
        product_code, gtin = goods.read_product_code(row), goods.read_barcode(row)
        return ProductRow(
            row=row.number,
            booth=booth,
            exhibitor=exhibitor,
            name=name,
            pack=pack,
            unit=unit,
            sold_by=goods.sold_by(unit),
            price_vnd=price,
            certificate=certificate,
            set_no=set_no,
            product_code=product_code,
            gtin=gtin,
            trace_url=goods.read_trace(row),
            notes=tuple(row.notes),
        )

    def _booth(self, row: Row) -> str:
        code, _ = booth_code(row.needed(Field.BOOTH))
        if code and code not in self.known:
            row.fault(Field.BOOTH, sentences.unknown_booth(code))
        return code

    def _exhibitor(self, row: Row, booth: str) -> str:
        """Return whose product it is: the booth's only exhibitor, or the one the row names."""
        names = self.known.get(booth, ())
        if len(names) == 1:
            return names[0]
        if booth in self.known and not names:
            row.fault(Field.BOOTH, sentences.empty_booth(booth))
        named = fold(row.text(Field.EXHIBITOR))
        found = next((name for name in names if fold(name) == named), "")
        if names and not found:
            said = sentences.whose_product(booth, len(names))
            row.fault(Field.EXHIBITOR, said, choices=names)
        return found

    def _check_twice(self, row: Row, key: _Key, price: Vnd) -> None:
        """Refuse a product listed twice at a booth, or with two prices of one exhibitor."""
        if row.faults:
            return
        earlier = self.listed.setdefault(key, row.number)
        if earlier != row.number:
            row.fault(Field.PRODUCT, sentences.product_twice(earlier))
        first = self.prices.setdefault(key[1:], (row.number, price))
        if first[1] != price and earlier == row.number:
            row.fault(Field.PRICE, sentences.other_price(first[0]))
