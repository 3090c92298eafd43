"""Bytes and CPU of receipts on both papers; the first drawing is not counted.

The budget in bytes is for 12 printed lines and a code, as it was set; a whole receipt of 12 goods
has some 40 printed lines.
"""

import tempfile
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from fair_pos.checkout import receipt
from fair_pos.checkout.entry import Entry, Line, Money
from fair_pos.checkout.models import SaleKind
from fair_pos.core.clock import VIETNAM
from fair_pos.core.document import Code, Document, Row
from fair_pos.core.money import format_vnd
from fair_pos.printing import profiles, render
from fair_pos.signing import keys
from fair_pos.signing.keys import Signer
from tests.bench.figures import Figure, at_most

ROUNDS = 40


def run() -> list[Figure]:
    figures = []
    for profile, must, good in (("generic-80", 45_000, 42_000), ("generic-58", 32_000, 30_000)):
        loaded = profiles.load(profile)
        size = len(render.to_bytes(twelve_lines(), loaded))
        paper = twelve_goods()
        whole = len(render.to_bytes(paper, loaded))
        began = time.process_time()
        for _ in range(ROUNDS):
            render.to_bytes(paper, loaded)
        each = (time.process_time() - began) / ROUNDS * 1000
        figures += [
            at_most(f"{profile}: 12 printed lines and a code, bytes", size, must, good),
            Figure(f"{profile}: receipt of 12 goods, bytes", f"{whole:,}"),
            at_most(f"{profile}: receipt of 12 goods, CPU", each, 60, 25, "ms"),
        ]
    return figures


def twelve_lines() -> Document:
    """Twelve printed lines and the receipt's code."""
    rows = tuple(Row(f"Mực ống Cô Tô khô {n}", format_vnd(240_000 + n)) for n in range(12))
    return Document("12", (*rows, Code(f"HTTP://192.168.8.2:8000/R/{'B4K7R2XQ9F' * 15}"[:174])))


def twelve_goods() -> Document:
    """The whole receipt of a sale of twelve goods."""
    at = datetime(2027, 1, 30, 10, 42, tzinfo=VIETNAM)
    lines = tuple(_line(number) for number in range(12))
    total = sum(line.amount_vnd for line in lines)
    entry = Entry(
        id="", kind=SaleKind.SALE, till_id="", shift_id="", seq=123, number="B017-1-000123",
        public_code="B4K7R2XQ96", sold_at=at, received_at=at, business_date=date(2027, 1, 30),
        hour=10, cashier_id="", approved_by=None, corrects_id=None, note="", reason="", flags=(),
        body_sha256="", lines=lines,
        payments=(Money("cash", total, "confirmed_by_person", 2_000_000, 2_000_000 - total),),
    )  # fmt: skip
    heading = receipt.Heading(
        venue_name="Hội chợ OCOP Quảng Ninh – Xuân 2027 (mẫu)",
        exhibitor_name="Trung tâm OCOP Hạ Long",
        tax_code="5700000000",
        place_line="Gian B017, khu 1, phường Bãi Cháy",
        cashier_name="Hoàng Thị Hạnh",
        shift_number=2,
        address="http://192.168.8.2:8000",
    )
    with tempfile.TemporaryDirectory() as folder:
        keys.make(Path(folder), at)
        return receipt.document(replace(heading, signer=Signer(Path(folder))), entry)


def _line(number: int) -> Line:
    names = ("Mực một nắng Cô Tô loại 2", "Trứng vịt biển Đồng Rui", "Cam Vạn Yên", "Chả mực")
    price = 25_000 + number * 1_000
    return Line(
        product_id="", exhibitor_id="", name=names[number % 4], unit="gói", sold_by="piece",
        quantity_milli=2000, unit_price_vnd=price, list_price_vnd=price, gross_vnd=2 * price,
        line_discount_vnd=0, line_discount_text="", basket_discount_vnd=0, amount_vnd=2 * price,
        stars=4 if number % 3 == 0 else None, certificate="", criteria="", set_no=None,
        exhibitor_kind="",
    )  # fmt: skip
