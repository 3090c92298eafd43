"""Import of 20,000 products: workbook checked, understood, compared and written."""

import io
import time

import xlsxwriter
from sqlmodel import select

from fair_pos.catalogue.importing import products, write
from fair_pos.catalogue.importing.queries import known_booths
from fair_pos.catalogue.importing.reference import load_reference
from fair_pos.core.clock import SystemClock
from fair_pos.db import store as stores
from fair_pos.venues.models import Venue
from tests.bench.figures import Figure, at_most
from tests.bench.scene import scene

ROWS = 20_000


def run() -> list[Figure]:
    content = workbook(ROWS)
    with scene(tills=1) as made:
        store = stores.open_store(made.settings, SystemClock())
        with store.reading() as session:
            venue = session.exec(select(Venue)).one()
            known = known_booths(session, venue)
        times = []
        for _ in range(2):
            began = time.perf_counter()
            preview = products.preview_products(content, load_reference(), known)
            understood = time.perf_counter() - began
            result = store.lane.run(
                lambda session, preview=preview: write.import_products(
                    session, store.clock, venue, preview, ""
                )
            )
            times.append((understood, time.perf_counter() - began, result))
        store.close()
    first, second = times
    assert first[2].created >= ROWS, first[2]
    assert (second[2].created, second[2].updated) == (0, 0), second[2]
    return [
        Figure("20,000 products: checked and understood", f"{first[0]:.2f} s"),
        at_most("20,000 products: checked and written", first[1], 10, 4, "s"),
        Figure("the same file again: nothing written", f"{second[1]:.2f} s"),
    ]


def workbook(rows: int) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Sản phẩm")
    heads = ("STT", "Gian số", "Tên sản phẩm", "Quy cách", "ĐVT", "Giá bán (đồng)", "Bộ sản phẩm")
    sheet.write_row(0, 0, heads)
    for number in range(rows):
        row = (number, "B017", f"Sản phẩm thử {number}", "500 g", "gói", "85.000", "08 Chế biến")
        sheet.write_row(number + 1, 0, row)
    book.close()
    return target.getvalue()
