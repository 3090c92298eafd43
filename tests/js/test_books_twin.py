"""The device's own books, papers and VietQR are the server's: one seeded trade through both."""

import random
from typing import Any

import pytest
from PIL import Image

from fair_pos.checkout import queries
from fair_pos.core import ids
from fair_pos.core.document import Align, Block, Boxed, Code, Picture, Row, Size, Text
from fair_pos.db.edit import stamp
from fair_pos.payments import vietqr
from fair_pos.printing import logos
from fair_pos.printing.logos import Ink
from fair_pos.venues import layouts
from fair_pos.venues.layouts import Layout, LayoutEdit, Owner, Part
from fair_pos.web.till.forms import sale_form
from tests.cast import LEADER_PIN
from tests.js.nodes import in_node
from tests.js.test_twins import summed
from tests.tills import line

STEPS = 60
LAYOUTS = 30
WORDS = [
    "Hẹn gặp lại",
    "<b>Tổng cộng 0 đ</b>",
    "שלום 🦑",
    "x" * 80,
    "{{ total }} ${total}",
    "'\"\\",
    "Ca 9",
]
TRADE = """
import {{ correctionOf, documentsOf, leftOf, rowsOf, withCorrections }} from '{till}/books.js';
import {{ dayTotals, expectedCash, shiftTotals }} from '{till}/shiftbooks.js';
import {{ slipOf }} from '{till}/slip.js';
import {{ readFileSync }} from 'node:fs';
const given = JSON.parse(readFileSync(0, 'utf8'));
const starsOf = (id) => given.stars[id] ?? 0;
const facts = [];
for (const {{ path, body }} of given.steps) {{
  const fact = {{ id: body.id, path, state: 'waiting', answer: null }};
  fact.body = {{ ...body, happened: true }};
  if (body.corrects_id) {{
    const documents = documentsOf(facts, starsOf);
    const sold = documents.find((one) => one.id === body.corrects_id);
    const sale = withCorrections(sold, documents);
    const kind = body.lines ? 'refund' : 'void';
    const lines = body.lines?.map((one) => [one.position, one.quantity_milli]);
    const wanted = lines ? new Map(lines) : leftOf(sale);
    fact.document = correctionOf(sale, documents, kind, wanted, body.means ?? null).document;
  }}
  facts.push(fact);
}}
const documents = documentsOf(facts, starsOf);
const totals = shiftTotals(given.shift, documents, facts);
console.log(JSON.stringify({{
  documents: documents.map((one) => withCorrections(one, documents)),
  rows: rowsOf([], documents),
  totals,
  expected: expectedCash(given.shift, totals),
  day: dayTotals(given.day, documents),
  slips: documents.map((one) => slipOf(one, given.heading)),
}}));
"""
SLIPS = """
import {{ slipOf }} from '{till}/slip.js';
import {{ readFileSync }} from 'node:fs';
const given = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(given.map(([document, heading]) => slipOf(document, heading))));
"""
CODES = """
import {{ build }} from '{till}/vietqr.js';
import {{ readFileSync }} from 'node:fs';
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map((one) => build(...one))));
"""


def test_200_transfers_are_written_byte_for_byte_alike(node):
    chance = random.Random(38)
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    given = [
        (
            f"{chance.randrange(10**6):06d}",
            "".join(chance.choices(letters, k=chance.randint(1, 19))),
            chance.randint(1, 10 ** chance.randint(1, 12)),
            "".join(chance.choices(letters + " -.", k=chance.randint(1, 25))),
        )
        for _ in range(200)
    ]
    written = in_node(node, CODES, given)
    assert written == [
        vietqr.build(bank_bin, account, amount_vnd=amount, memo=memo)
        for bank_bin, account, amount, memo in given
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_books_of_the_device_are_those_of_the_server(till, store, cast, node, seed):
    """Money goes back by the means it came: defendicon/POS-Awesome-V15#2625; refunds stand beside
    sales and are not netted: frappe/erpnext#50787; paid in parts: RepairDesk-BUGS-IMPROVEMENTS#377.
    """
    steps = trade(till, cast, random.Random(seed))
    counted = {"id": ids.new_id(), "notes": {"1000": 1}, "counted_at": till.sold_at}
    x = till.get(f"/shifts/{till.shift_id}/x").json()
    books = till.post(f"/shifts/{till.shift_id}/counts", counted).json()
    day = till.get("/day-sheet", day="2027-01-30").json()
    catalogue = till.get("/catalogue").json()
    views = []
    with store.reading() as session:
        for step in steps:
            if "/cash" not in step["path"]:
                view = queries.sale_view(session, store.org_id, step["body"]["id"])
                paper = queries.paper_of(session, view, "http://pos.test")
                views.append((sale_form(view), [form(block) for block in paper.blocks]))

    own = in_node(node, TRADE, {
        "steps": steps,
        "shift": x["shift"],
        "day": "2027-01-30",
        "stars": {one["id"]: one["stars"] for one in catalogue["products"]},
        "heading": heading_of(catalogue),
    })  # fmt: skip

    assert len(views) > STEPS / 2
    for mine, (theirs, _) in zip(own["documents"], views, strict=True):
        assert core(mine) == core(theirs)
    for mine, (_, theirs) in zip(own["slips"], views, strict=True):
        assert [block_of(block) for block in mine] == theirs
    same = ("sales", "corrections", "sold_vnd", "corrected_vnd", "by_means")
    assert {key: own["totals"][key] for key in same} == {key: x[key] for key in same}
    assert amounts(own["totals"]["cash_moves"]) == amounts(x["cash_moves"])
    assert own["expected"] == books["expected_vnd"]
    same = ("sales", "corrections", "total_vnd", "ocop_vnd", "by_means")
    assert {key: own["day"][key] for key in same} == {key: day[key] for key in same}
    assert sold(own["day"]) == sold(day)
    listed = {row["id"]: row for row in till.get("/sales", day="2027-01-30").json()["sales"]}
    for row in own["rows"]:
        theirs = listed[row["id"]]
        same = ("voided", "refunded_vnd", "total_vnd", "kind")
        assert {key: row[key] for key in same} == {key: theirs[key] for key in same}


def test_any_layout_gives_the_same_slip_on_the_device(till, store, cast, node):
    chance = random.Random(407)
    body = a_sale(till, cast, chance)
    till.sell(body)
    refund = a_correction(till, cast, chance, "refund", body)
    assert till.post("/refunds", refund).status_code == 200
    given, papers = [], []
    for _ in range(LAYOUTS):
        set_layouts(store, cast, chance)
        catalogue = till.get("/catalogue").json()
        with store.reading() as session:
            for document in (body, refund):
                view = queries.sale_view(session, store.org_id, document["id"])
                paper = queries.paper_of(session, view, "http://pos.test")
                papers.append([form(block) for block in paper.blocks])
                # The device's documents are the server's: that is what the other test proves.
                lines = [one | {"note": one["note"] or ""} for one in sale_form(view)["lines"]]
                given.append((sale_form(view) | {"lines": lines}, heading_of(catalogue)))

    slips = in_node(node, SLIPS, given)

    assert [[block_of(block) for block in slip] for slip in slips] == papers
    assert len({str(paper) for paper in papers}) > LAYOUTS
    assert any(block[0] == "picture" for paper in papers for block in paper)


def set_layouts(store, cast, chance):
    """Change the venue's layout and the booth's own one to anything."""
    owners = [Owner(store.org_id, cast.venue), Owner(store.org_id, cast.venue, cast.hanh_booth)]

    def action(session):
        grey = Image.new(
            "L", (chance.randint(1, 360), chance.randint(1, 160)), chance.randrange(200)
        )
        logo = logos.name(
            logos.keep(session, store.clock, store.org_id, grey, ""), chance.choice(list(Ink))
        )
        for owner in owners:
            row = layouts.row_of(session, owner)
            edit = LayoutEdit(owner, stamp(row) if row else "", cast.organiser)
            layout = Layout(
                words(chance, 3), chance.choice(["", *WORDS]), chance.choice(["", logo]),
                words(chance, 6), tuple(part for part in Part if chance.random() < 0.3),
            )  # fmt: skip
            layouts.save(session, store.clock, edit, layout)

    store.lane.run(action)


def words(chance, most):
    return tuple(chance.choices(WORDS, k=chance.randint(0, most)))


def heading_of(catalogue):
    return {
        "venue": catalogue["venue"]["name"],
        "exhibitor": catalogue["exhibitors"][0]["name"],
        "taxCode": catalogue["exhibitors"][0]["tax_code"],
        "place": catalogue["booth"]["place"],
        "cashier": "Hoàng Thị Hạnh",
        "shift": catalogue["shift"]["number"],
        "address": "http://pos.test",
        "layout": catalogue["receipt"]["layout"],
    }


def trade(till, cast, chance):
    """Sell, give back, void and move cash, as the server accepts it; the accepted steps."""
    steps: list[dict[str, Any]] = []
    sales: list[dict[str, Any]] = []
    for _ in range(STEPS):
        kind = chance.choice(["sale", "sale", "refund", "refund", "void", "cash"])
        if kind == "sale" or not sales:
            body = a_sale(till, cast, chance)
            sales.append(body)
            path = "/sales"
        elif kind == "cash":
            body = {"id": ids.new_id(), "amount_vnd": chance.randint(-90, 90) * 1000}
            body |= {"reason": "tiền lẻ", "moved_at": till.sold_at}
            path = f"/shifts/{till.shift_id}/cash"
        else:
            body = a_correction(till, cast, chance, kind, chance.choice(sales))
            path = f"/{kind}s"
        answer = till.post(path, body)
        if answer.status_code == 200:
            steps.append({"path": path, "body": body})
        else:
            assert answer.json()["code"] in {"refund_too_much", "already_voided"}, answer.text
    return steps


def a_sale(till, cast, chance):
    goods = [(cast.squid, "Mực một nắng Cô Tô loại 2", 600_000, "weight", "kg"),
             (cast.eggs, "Trứng vịt biển Đồng Rui", 45_000, "piece", "vỉ"),
             (cast.oranges, "Cam Vạn Yên", 45_000, "weight", "kg")]  # fmt: skip
    lines = [
        line(id_, name, price, quantity_of(chance, by), sold_by=by, unit=unit, note=note(chance))
        | {"discount": discount(chance)}
        for id_, name, price, by, unit in chance.sample(goods, chance.randint(1, 3))
    ]
    body = till.document(lines=lines, discount=discount(chance), total_vnd=0, payments=[])
    total = total_of(body)
    cash = chance.randint(0, total)
    paid = {
        "cash": [{"means": "cash", "amount_vnd": total, "tendered_vnd": total, "change_vnd": 0}],
        "mixed": [{"means": "cash", "amount_vnd": cash, "tendered_vnd": None, "change_vnd": None},
                  {"means": "vietqr", "amount_vnd": total - cash}],
        "other": [{"means": "other", "amount_vnd": total}],
    }  # fmt: skip
    payments = [plain(one) for one in paid[chance.choice(list(paid))]]
    return body | {"total_vnd": total, "payments": payments}


def plain(payment):
    return {"tendered_vnd": None, "change_vnd": None, "state": "confirmed_by_person"} | payment


def total_of(body):
    return sum(row[3] for row in summed(body))


def quantity_of(chance, sold_by):
    return chance.randint(1, 5000) if sold_by == "weight" else chance.randint(1, 4) * 1000


def note(chance):
    return chance.choice(["", "gói quà"])


def discount(chance):
    return chance.choice([
        None, None, {"kind": "percent", "percent_milli": chance.randint(0, 20) * 1000},
        {"kind": "amount", "amount_vnd": chance.randint(0, 9) * 1000},
    ])  # fmt: skip


def a_correction(till, cast, chance, kind, sale):
    body = till.document(corrects_id=sale["id"], reason="hàng hỏng")
    body["approval"] = {"person_id": cast.leader, "pin": LEADER_PIN}
    if kind == "refund":
        body["lines"] = [
            {"position": at, "quantity_milli": chance.randint(1, one["quantity_milli"])}
            for at, one in enumerate(sale["lines"])
            if chance.random() < 0.7
        ] or [{"position": 0, "quantity_milli": 1}]
        body["means"] = chance.choice([None, "cash", "vietqr", "other"])
    return body


def core(document):
    """What both say of a document, in one form."""
    same = (
        "id", "kind", "number", "subtotal_vnd", "discount_vnd", "total_vnd", "voided",
        "refunded_vnd", "reason",
    )  # fmt: skip
    fields: tuple[str, ...] = ("name", "quantity_milli", "amount_vnd")
    if document["kind"] == "sale":
        fields += (
            "position", "gross_vnd", "line_discount_vnd", "line_discount_text",
            "basket_discount_vnd", "refunded_milli",
        )  # fmt: skip
    return {
        **{key: document[key] for key in same},
        "lines": [[one[field] for field in fields] for one in document["lines"]],
        "payments": [(one["means"], one["amount_vnd"]) for one in document["payments"]],
        "corrections": sorted(one["id"] for one in document["corrections"]),
    }


def amounts(moves):
    return sorted(one["amount_vnd"] for one in moves)


def sold(sheet):
    return sorted(
        (one["name"], one["stars"] or 0, one["quantity_milli"], one["amount_vnd"])
        for one in sheet["by_product"]
    )


def form(block: Block) -> tuple[Any, ...]:
    match block:
        case Text():
            centred = block.align is Align.CENTER
            return ("text", block.text, block.size, block.bold, centred, block.stars)
        case Row():
            return ("row", block.left, block.right, block.size, block.bold, block.indent)
        case Boxed():
            return ("boxed", block.text)
        case Picture():
            return ("picture", block.name)
        case Code():
            return ("code", block.payload, [form(one) for one in block.lines])
        case _:
            return (type(block).__name__.lower(),)


def block_of(block: dict[str, Any]) -> tuple[Any, ...]:
    size = block.get("size", Size.BODY)
    bold = block.get("bold", False)
    match block["kind"]:
        case "text":
            return ("text", block["text"], size, bold, block.get("center", False),
                    block.get("stars", 0))  # fmt: skip
        case "row":
            return ("row", block["left"], block["right"], size, bold, block.get("indent", False))
        case "boxed":
            return ("boxed", block["text"])
        case "picture":
            return ("picture", block["name"])
        case "code":
            return ("code", block["payload"], [block_of(one) for one in block["lines"]])
        case other:
            return (other,)
