"""1,000 labels of 40 products to PDF, CPU of the whole: layout, codes, typst."""

import time
from datetime import date

from fair_pos.core import ids
from fair_pos.labels import built_in, rules, sheets
from fair_pos.labels.keys import Keys
from fair_pos.labels.sheets import Run
from tests.bench.figures import Figure, at_most
from tests.labels.goods import BASE, certificate, goods

DAY = date(2027, 1, 30)
KEYS = Keys((("0", b"a key of the bench"),))


def run() -> list[Figure]:
    figures = []
    for form in built_in.SHEETS:
        runs = [_run(number) for number in range(40)]
        began = time.process_time()
        paper = sheets.pdf(sheets.sheets(form, runs))
        cpu = time.process_time() - began
        figures.append(at_most(f"1,000 labels {form.key}: CPU", cpu, 10, 3, "s"))
        figures.append(Figure(f"1,000 labels {form.key}: PDF", f"{len(paper) / 1024:.0f} KiB"))
    return figures


def _run(number: int) -> Run:
    text = rules.label_text(goods(f"Miến dong Bình Liêu {number}", certificate()), DAY)
    code = ids.code_of(number + 1000, 10)
    serials = [KEYS.serial(code, number * 25 + 1 + step) for step in range(25)]
    addresses = tuple(rules.serial_address(BASE, one) for one in serials)
    return Run(text, serials[0].number, addresses)
