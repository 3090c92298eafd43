"""Runs a program of a test in Node, with the till's own modules at hand."""

import json
import subprocess
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parents[2] / "fair_pos/web/static"
TILL = STATIC / "js/till"
LIBRARY = STATIC / "vendor/lean-qr-2.7.4/index.mjs"


def in_node(node: str, program: str, given: Any) -> Any:
    """Give a program its input as JSON; return what it printed as JSON.

    `{till}` and `{library}` in the program stand for the addresses of the till's modules and of
    the library that draws QR codes.
    """
    run = subprocess.run(
        [
            node,
            "--input-type=module",
            "-e",
            program.format(till=TILL.as_uri(), library=LIBRARY.as_uri()),
        ],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
