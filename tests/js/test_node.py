"""Runs the till's own tests in Node, and reads back what the vendored QR library draws."""

import json
import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image

from tests.js.nodes import in_node

HERE = Path(__file__).parent
DRAW = """
import {{ generate, correction }} from '{library}';
import {{ readFileSync }} from 'node:fs';
const code = generate(JSON.parse(readFileSync(0, 'utf8')), {{ minCorrectionLevel: correction.M }});
const each = Array.from({{ length: code.size }}, (_, at) => at);
console.log(JSON.stringify(each.map((y) => each.map((x) => (code.get(x, y) ? 1 : 0)))));
"""


def test_the_pure_modules_of_the_till_pass_their_tests(node):
    run = subprocess.run(
        [node, "--test", str(HERE)], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stdout
    assert "# pass 0" not in run.stdout


def test_a_transfer_drawn_by_lean_qr_reads_back_in_37_modules(node):
    sale = json.loads((HERE.parent / "cases" / "vietqr.json").read_text("utf-8"))["build"][0]
    rows = in_node(node, DRAW, sale["text"])
    assert len(rows) == 37
    assert [code.text for code in zxingcpp.read_barcodes(picture_of(rows))] == [sale["text"]]


def picture_of(rows: list[list[int]]) -> Image.Image:
    size, quiet = len(rows), 4
    image = Image.new("L", (size + 2 * quiet, size + 2 * quiet), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.putpixel((x + quiet, y + quiet), 0 if dark else 255)
    return image.resize((image.width * 5, image.height * 5), Image.Resampling.NEAREST)
