"""Products as the labels part reads them, made in one line."""

from datetime import date
from typing import Any

from fair_pos.catalogue.models import Certificate
from fair_pos.core.clock import FixedClock
from fair_pos.labels.rules import Goods
from tests.scenes import MORNING

TODAY = date(2027, 1, 30)
CODE = "000000000G"
BASE = "http://192.168.1.10:8000"


def certificate(stars: int = 4, **fields: Any) -> Certificate:
    facts = {
        "org_id": "o", "id": "c", "product_id": "p", "decision_no": "101/QĐ-UBND",
        "issuer": "UBND tỉnh Quảng Ninh", "issued_on": date(2024, 12, 29),
        "expires_on": date(2027, 12, 29), "changed_at": FixedClock(MORNING).now(),
    }  # fmt: skip
    return Certificate(stars=stars, **facts | fields)


def goods(name: str = "Trứng vịt biển Đồng Rui", *own: Certificate, **fields: Any) -> Goods:
    facts = {
        "listing_id": "l", "product_id": "p", "booth_id": "b", "booth": "A01", "zone": "Khu 1",
        "exhibitor": "HTX Chăn nuôi và dịch vụ Đồng Tiến", "place": "Xã Hải Lạng, Quảng Ninh",
        "product_code": "22-06994-1-2026", "label_code": CODE, "net": "Vỉ 10 quả", "unit": "vỉ",
        "is_weighed": False, "price_vnd": 45_000,
    }  # fmt: skip
    return Goods(name=name, certificates=own, **facts | fields)
