"""The chain of codes from the till's own code to the server's: cut in Node, joined in Python."""

import json
import random
from typing import Any

import pytest
import zxingcpp

from fair_pos.core import ids, qrchain
from fair_pos.core.qrchain import ChainIncompleteError
from tests.js.nodes import in_node
from tests.js.test_node import picture_of

RUN = """
import {{ chainOf }} from '{till}/chain.js';
import {{ correction, generate }} from '{library}';
import {{ readFileSync }} from 'node:fs';
const {{ texts, drawn }} = JSON.parse(readFileSync(0, 'utf8'));
const chains = [];
for (const [at, text] of texts.entries()) chains.push(await chainOf(text, `B4K${{at % 10}}`));
const rows = (text) => {{
  const code = generate(text, {{ minCorrectionLevel: correction.M }});
  const each = Array.from({{ length: code.size }}, (_, at) => at);
  return each.map((y) => each.map((x) => Number(Boolean(code.get(x, y)))));
}};
console.log(JSON.stringify({{ chains, codes: drawn.map((at) => chains[at].map(rows)) }}));
"""


def a_sale(chance: random.Random, seq: int) -> dict[str, Any]:
    """A sale of four lines as a till keeps it."""
    lines = [
        {
            "product_id": ids.new_id(), "name": "Nước khoáng thiên nhiên Quang Hanh có ga",
            "unit": "chai", "quantity_milli": chance.randint(1, 9000), "note": "",
            "unit_price_vnd": chance.randint(1, 900) * 1000, "list_price_vnd": 45_000,
            "certificate_id": ids.new_id(), "stars": 4, "discount": None, "set_no": 8,
        }
        for _ in range(4)
    ]  # fmt: skip
    body = {
        "id": ids.new_id(), "seq": seq, "number": f"B017-1-{seq:06d}", "shift_id": ids.new_id(),
        "public_code": ids.new_code(10), "cashier_id": ids.new_id(), "total_vnd": 441_000,
        "sold_at": "2027-01-30T03:42:00.000Z", "lines": lines, "catalogue_version": ids.new_id(),
        "payments": [{"means": "cash", "amount_vnd": 441_000, "tendered_vnd": 500_000}],
    }  # fmt: skip
    return {"id": body["id"], "path": "/sales", "body": body, "state": "waiting"}


@pytest.fixture(scope="module")
def made(node: str) -> tuple[list[str], list[list[str]], list[Any]]:
    chance = random.Random(3)
    ten = json.dumps({"facts": [a_sale(chance, at) for at in range(10)]}, ensure_ascii=False)
    odd = [
        "".join(chr(chance.choice([9, 34, 65, 0x1EBF, 0x1F34A])) for _ in range(size))
        for size in [0, 1, 2, 700, 3000]
    ]
    noise = [
        "".join(chr(chance.randrange(32, 0x2000)) for _ in range(size)) for size in (2000, 4000)
    ]
    texts = [ten, *odd, *noise]
    answer = in_node(node, RUN, {"texts": texts, "drawn": [0]})
    return texts, answer["chains"], answer["codes"][0]


def test_ten_sales_are_a_handful_of_codes_that_a_camera_reads(made):
    texts, chains, codes = made
    assert 1 < len(chains[0]) <= 8
    read = [code.text for rows in codes for code in zxingcpp.read_barcodes(picture_of(rows))]
    assert read == chains[0]
    assert max(len(rows) for rows in codes) <= 89, "alphanumeric mode: version 18 at most"
    [chain] = qrchain.collect(read)
    assert chain.document() == texts[0]


def test_any_text_in_any_order_with_repeats_comes_back(made):
    chance = random.Random(4)
    texts, chains, _ = made
    for text, codes in zip(texts, chains, strict=True):
        for _ in range(20):
            scanned = [*codes, *chance.choices(codes, k=2)]
            chance.shuffle(scanned)
            typed = [f"{one}\r\n".lower() if chance.random() < 0.5 else one for one in scanned]
            [chain] = qrchain.collect(typed)
            assert chain.document() == text


def test_each_missing_code_is_named(made):
    _, chains, _ = made
    for codes in (codes for codes in chains if len(codes) > 1):
        for left_out in range(len(codes)):
            [chain] = qrchain.collect(one for at, one in enumerate(codes) if at != left_out)
            with pytest.raises(ChainIncompleteError) as refusal:
                chain.document()
            assert f"thiếu mã {left_out + 1}/{len(codes)}." in refusal.value.sentence()


def test_no_code_is_longer_than_700_signs_or_ends_in_a_space(made):
    for codes in made[1]:
        for code in codes:
            assert len(code.split("/", 4)[4]) <= 700
            assert code == code.strip()
