"""The till and the server sum, round and fold alike: the same seeded input through both."""

import random
import re
from typing import Any

from fair_pos.checkout.rules import AmountOff, Discount, OrderLine, PercentOff, price_basket
from fair_pos.core.ids import new_id
from fair_pos.core.money import Vnd, amount_in_words, format_vnd
from fair_pos.core.quantity import Milli
from fair_pos.core.text import fold
from fair_pos.payments.cash import quick_keys
from fair_pos.payments.memo import memo_for
from fair_pos.printing import layout
from tests.js.nodes import TILL, in_node

RUN = """
import {{ price }} from '{till}/basket.js';
import {{ quickKeys }} from '{till}/cash.js';
import {{ fold }} from '{till}/fold.js';
import {{ amountInWords, formatVnd }} from '{till}/money.js';
import {{ memoFor }} from '{till}/vietqr.js';
import {{ readFileSync }} from 'node:fs';
const given = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify({{
  baskets: given.baskets.map((basket) => price(basket).lines.map(Object.values)),
  keys: given.amounts.map(quickKeys),
  words: given.amounts.map((amount) => `${{formatVnd(amount)}} ${{amountInWords(amount)}}`),
  folds: given.texts.map(fold),
  memos: given.sales.map((id) => memoFor('B017', id)),
}}));
"""
RANGES = [(0, 0x250), (0x300, 0x370), (0x370, 0x530), (0x1E00, 0x2070), (0x3000, 0x3002)]


def test_a_thousand_baskets_amounts_texts_and_ids_give_the_same_in_both(node):
    chance = random.Random(2027)
    given = {
        "baskets": [a_basket(chance) for _ in range(1000)],
        "amounts": [chance.randrange(10 ** chance.randint(1, 12)) for _ in range(1000)],
        "texts": [f"x{chr(at)}ế {chr(at)}" for first, end in RANGES for at in range(first, end)],
        "sales": [new_id() for _ in range(1000)],
    }
    answer = in_node(node, RUN, given)
    assert answer["baskets"] == [summed(basket) for basket in given["baskets"]]
    assert answer["keys"] == [quick_keys(amount) for amount in given["amounts"]]
    assert answer["words"] == [f"{format_vnd(n)} {amount_in_words(n)}" for n in given["amounts"]]
    assert answer["folds"] == [fold(text) for text in given["texts"]]
    assert answer["memos"] == [memo_for("B017", sale) for sale in given["sales"]]


def a_basket(chance: random.Random) -> dict[str, Any]:
    lines = [
        {
            "unit_price_vnd": chance.randrange(10 ** chance.randint(1, 9)),
            "quantity_milli": chance.randint(1, 10 ** chance.randint(1, 7)),
            "discount": a_discount(chance),
        }
        for _ in range(chance.randrange(9))
    ]
    return {"lines": lines, "discount": a_discount(chance)}


def a_discount(chance: random.Random) -> dict[str, Any] | None:
    return chance.choice(
        [
            None,
            {"kind": "percent", "percent_milli": chance.randint(0, 100_000)},
            {"kind": "amount", "amount_vnd": chance.randrange(10 ** chance.randint(1, 7))},
        ]
    )


def summed(basket: dict[str, Any]) -> list[list[int]]:
    lines = [
        OrderLine(
            Vnd(line["unit_price_vnd"]), Milli(line["quantity_milli"]), read(line["discount"])
        )
        for line in basket["lines"]
    ]
    return [
        [line.gross_vnd, line.line_discount_vnd, line.basket_share_vnd, line.amount_vnd]
        for line in price_basket(lines, read(basket["discount"])).lines
    ]


def read(written: dict[str, Any] | None) -> Discount | None:
    if written is None:
        return None
    if written["kind"] == "percent":
        return PercentOff(written["percent_milli"])
    return AmountOff(Vnd(written["amount_vnd"]))


def test_the_till_draws_every_size_of_the_paper_as_the_server_does():
    script = (TILL / "paper.js").read_text(encoding="utf-8")
    (written,) = re.findall(r"^const SIZES = \{(.*)\};$", script, re.MULTILINE)
    drawn = {name: int(dots) for name, dots in re.findall(r"(\w+): (\d+)", written)}
    assert drawn == {size.value: dots for size, dots in layout.SIZES.items()}
