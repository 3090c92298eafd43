"""More goods for the booth of the cast: a full shelf for pictures and budgets."""

from datetime import date

from sqlmodel import Session

from fair_pos.catalogue.models import Certificate, Listing, Price, Product
from fair_pos.core import ids
from fair_pos.core.text import fold
from fair_pos.db.store import Store
from fair_pos.programme.reference import CRITERIA
from tests.cast import BEFORE, Cast

SHELF = (
    ("Ruốc hàu Vân Đồn", "hũ", 95_000, 0, 5), ("Mực ống Cô Tô khô", "gói", 240_000, 4, 5),
    ("Miến dong Bình Liêu", "gói", 60_000, 4, 9), ("Rượu ba kích Ba Chẽ", "chai", 150_000, 4, 15),
    ("Chả mực Hạ Long", "kg", 450_000, 0, 5), ("Chè Đinh Tân Cương", "hộp", 320_000, 5, 13),
    ("Nước mắm Cái Rồng", "chai", 55_000, 0, 11), ("Kẹo lạc hồng Chung Quy", "gói", 35_000, 0, 10),
    ("Bánh đậu xanh Rồng Vàng Hoàng Gia", "hộp", 70_000, 5, 10),
    ("Sá sùng ăn liền Thanh Tùng", "gói", 120_000, 0, 5),
    ("Mật ong Bình Liêu", "chai", 180_000, 0, 3),
    ("Tinh dầu hồi Bình Liêu", "lọ", 130_000, 0, 20),
    ("Nấm kim châm Long Hải", "gói", 15_000, 4, 1),
    ("Khoai lang Móng Cái", "kg", 30_000, 0, 1), ("Nem chua Quảng Yên", "chục", 60_000, 0, 6),
    ("Sữa tươi thanh trùng An Sinh", "chai", 12_000, 0, 4),
    ("Dầu sở Bình Liêu", "chai", 160_000, 0, 11),
    ("Na dai Đông Triều", "kg", 60_000, 0, 1),
    ("Bộ quà sâm và đông trùng hạ thảo Yên Tử đặc biệt", "bộ", 1_250_000, 3, 20),
    ("Trà hoa vàng túi lọc Ba Chẽ", "hộp", 140_000, 0, 14),
)  # fmt: skip


def fill_shelf(store: Store, cast: Cast, number: int = len(SHELF)) -> None:
    """List more products at B017, with prices and certificates; beyond the shelf numbered ones."""

    def action(session: Session) -> None:
        for at in range(number):
            name, unit, price, stars, set_no = SHELF[at % len(SHELF)]
            title = name if at < len(SHELF) else f"{name} loại {at // len(SHELF) + 1}"
            _add(session, cast, (title, unit, price, stars, set_no), at + 10)

    store.lane.run(action)


def _add(session: Session, cast: Cast, goods: tuple[str, str, int, int, int], at: int) -> None:
    name, unit, price, stars, set_no = goods
    row = Product(
        org_id=cast.org_id, id=ids.new_id(), name=name, unit=unit, label_code=ids.new_code(10),
        sold_by="weight" if unit == "kg" else "piece", exhibitor_id=cast.exhibitor, set_no=set_no,
        search_key=fold(name), created_at=BEFORE, changed_at=BEFORE, criteria=CRITERIA,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(
        Price(
            org_id=cast.org_id, id=ids.new_id(), product_id=row.id, price_vnd=price,
            valid_from=BEFORE, is_demo=True, entered_by="", entered_at=BEFORE,
        )
    )  # fmt: skip
    session.add(
        Listing(
            org_id=cast.org_id, id=ids.new_id(), booth_id=cast.hanh_booth, product_id=row.id,
            position=at,
        )
    )  # fmt: skip
    if stars:
        session.add(
            Certificate(
                org_id=cast.org_id, id=ids.new_id(), product_id=row.id, stars=stars,
                decision_no="100/QĐ-UBND", issuer="UBND tỉnh Quảng Ninh", is_demo=True,
                issued_on=date(2024, 12, 29), expires_on=date(2027, 12, 29), changed_at=BEFORE,
            )
        )  # fmt: skip
    session.flush()
