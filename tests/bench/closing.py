"""The closing report at 300,000 and 3,000,000 lines: all tables, and rollups against a full scan.

The rows are written in bulk with the sums right; the report's own proof checks them.
"""

import itertools
import random
import time
from datetime import date, timedelta

from sqlmodel import Session, select

from fair_pos.core.clock import SystemClock
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.reports import closing
from fair_pos.venues.models import Venue
from tests.bench.figures import Figure, at_least, at_most
from tests.bench.scene import Scene, scene

BOOTHS, PRODUCTS, LINES_A_SALE, FIRST = 300, 1_200, 4, date(2027, 1, 26)


def run() -> list[Figure]:
    return [*_measure(300_000), *_measure(3_000_000)]


def _measure(lines: int) -> list[Figure]:
    with scene(tills=1) as made:
        store = stores.open_store(made.settings, SystemClock())
        _fill(store, made, lines)
        with store.reading() as session:
            venue = session.exec(select(Venue)).one()
            scope = closing.scope_of(venue)
            proof_s, proof = _timed(lambda: closing.prove(session, scope))
            proof.require()
            tables_s, _ = _timed(
                lambda: closing.build(session, store.clock, venue, scope, (proof, None))
            )
            scan_s, _ = _timed(lambda: _scan(session))
            rollup_s, _ = _timed(lambda: _rollup(session))
        store.close()
    size = f"{lines:,} lines"
    figures = [
        Figure(f"{size}: proof, full scan of all tables", f"{proof_s * 1000:,.0f} ms"),
        Figure(f"{size}: commune × day by full scan", f"{scan_s * 1000:,.0f} ms"),
        Figure(f"{size}: commune × day from rollups", f"{rollup_s * 1000:,.1f} ms"),
    ]
    if lines == 300_000:
        figures.insert(0, at_most(f"{size}: all tables", tables_s * 1000, 500, 150, "ms"))
    else:
        figures.insert(0, Figure(f"{size}: all tables", f"{tables_s * 1000:,.0f} ms"))
        figures.append(at_least("full scan ÷ rollups", scan_s / rollup_s, 40, 75))
    return figures


def _timed(call):
    began = time.perf_counter()
    result = call()
    return time.perf_counter() - began, result


_SCAN = """
SELECT b.commune_code, s.business_date, sum(l.amount_vnd) FROM sale_line l
JOIN sale s ON s.org_id = l.org_id AND s.id = l.sale_id
JOIN booth b ON b.org_id = s.org_id AND b.id = s.booth_id GROUP BY 1, 2"""
_ROLLUP = """
SELECT b.commune_code, r.day, sum(r.total_vnd) FROM rollup_booth_hour r
JOIN booth b ON b.org_id = r.org_id AND b.id = r.booth_id GROUP BY 1, 2"""


def _scan(session: Session):
    return session.connection().exec_driver_sql(_SCAN).fetchall()


def _rollup(session: Session):
    return session.connection().exec_driver_sql(_ROLLUP).fetchall()


def _fill(store: Store, made: Scene, lines: int) -> None:
    """Write booths, sales, lines, payments and rollups in bulk by the bare driver."""
    store.lane.run(lambda session: _fill_in(session, made, lines, random.Random(7)))


def _fill_in(session: Session, made: Scene, lines: int, dice: random.Random) -> None:
    cursor = session.connection().connection.cursor()
    communes = [row[0] for row in cursor.execute("SELECT code FROM commune").fetchall()]
    template = dict(
        zip(
            *_row(cursor, "booth", made.cast.hanh_booth),
            strict=True,
        )
    )
    booths = []
    for number in range(BOOTHS):
        commune = communes[number % len(communes)]
        row = {**template, "id": f"booth-{number:04d}", "code": f"X{number:03d}"}
        row["commune_code"] = commune
        _insert(cursor, "booth", row)
        booths.append(row["id"])
    org, venue = template["org_id"], template["venue_id"]
    till = cursor.execute("SELECT id FROM till").fetchone()[0]
    sales = lines // LINES_A_SALE
    hours: dict[tuple, list[int]] = {}
    cells: dict[tuple, list[int]] = {}
    means: dict[tuple, list[int]] = {}
    for chunk in _chunks(range(sales), 20_000):
        sale_rows, line_rows, pay_rows = [], [], []
        for number in chunk:
            booth = booths[number % BOOTHS]
            day = (FIRST + timedelta(days=dice.randrange(6))).isoformat()
            hour, sale = dice.randrange(8, 22), f"sale-{number:08d}"
            at = f"{day} {hour - 7:02d}:30:00.000000"
            total = ocop = 0
            for place in range(LINES_A_SALE):
                amount = dice.randrange(20, 400) * 1000
                product = dice.randrange(PRODUCTS)
                stars = (None, 3, 4, 5)[product % 4]
                name = f"Sản phẩm {product}"
                line_rows.append(
                    (org, sale, place, name, "gói", "piece", 1000, amount, amount, 0, "", 0,
                     amount, stars, "", "26/2026/QĐ-TTg", 8, "household", "")
                )  # fmt: skip
                total += amount
                ocop += amount if stars else 0
                _add(cells, (org, booth, day, stars or 0), (1000, 1, amount))
            kind = ("cash", "vietqr")[number % 2]
            sale_rows.append(
                (org, sale, "sale", venue, booth, till, "-", number + 1, f"N{number}",
                 f"C{number}", at, at, day, hour, "-", total, 0, total, ocop, LINES_A_SALE, "",
                 "", "", "-")
            )  # fmt: skip
            pay_rows.append((org, sale, 0, kind, total, "confirmed_by_person", "", "", "", "", ""))
            _add(hours, (org, booth, day, hour, at), (1, 0, LINES_A_SALE, total, ocop))
            _add(means, (org, booth, day, kind), (1, total))
        cursor.executemany(
            "INSERT INTO sale (org_id,id,kind,venue_id,booth_id,till_id,shift_id,seq,number,"
            "public_code,sold_at,received_at,business_date,hour,cashier_id,subtotal_vnd,"
            "discount_vnd,total_vnd,ocop_vnd,line_count,note,reason,flags,body_sha256) VALUES "
            f"({','.join('?' * 24)})", sale_rows,
        )  # fmt: skip
        cursor.executemany(
            "INSERT INTO sale_line (org_id,sale_id,position,name,unit,sold_by,quantity_milli,"
            "unit_price_vnd,gross_vnd,line_discount_vnd,line_discount_text,basket_discount_vnd,"
            "amount_vnd,stars,certificate,criteria,set_no,exhibitor_kind,note) VALUES "
            f"({','.join('?' * 19)})", line_rows,
        )  # fmt: skip
        cursor.executemany(
            "INSERT INTO payment (org_id,sale_id,position,means,amount_vnd,state,memo,bank_bin,"
            f"account_number,confirmed_by,note) VALUES ({','.join('?' * 11)})", pay_rows,
        )  # fmt: skip
    cursor.executemany(
        "INSERT INTO rollup_booth_hour (org_id,booth_id,day,hour,last_at,sales,corrections,lines,"
        "total_vnd,ocop_vnd,venue_id) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        [(*key, *sums, venue) for key, sums in hours.items()],
    )
    cursor.executemany(
        "INSERT INTO rollup_booth_product (org_id,booth_id,day,stars,quantity_milli,lines,"
        "amount_vnd,product_id,criteria,set_no,exhibitor_kind,venue_id) VALUES "
        "(?,?,?,?,?,?,?,'','26/2026/QĐ-TTg',8,'household',?)",
        [(*key, *sums, venue) for key, sums in cells.items()],
    )
    cursor.executemany(
        "INSERT INTO rollup_booth_means (org_id,booth_id,day,means,payments,amount_vnd,state,"
        "venue_id) VALUES (?,?,?,?,?,?,'confirmed_by_person',?)",
        [(*key, *sums, venue) for key, sums in means.items()],
    )
    cursor.close()


def _add(sums: dict, key: tuple, more: tuple[int, ...]) -> None:
    found = sums.setdefault(key, [0] * len(more))
    for place, value in enumerate(more):
        found[place] += value


def _row(cursor, table: str, key: str):
    cursor.execute(f"SELECT * FROM {table} WHERE id = ?", (key,))
    return [column[0] for column in cursor.description], cursor.fetchone()


def _insert(cursor, table: str, row: dict) -> None:
    marks = ",".join("?" * len(row))
    cursor.execute(f"INSERT INTO {table} ({','.join(row)}) VALUES ({marks})", tuple(row.values()))


def _chunks(numbers: range, size: int):
    turn = iter(numbers)
    while chunk := list(itertools.islice(turn, size)):
        yield chunk
