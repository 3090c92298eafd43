"""The house stays as it was drawn: the map, the floors, the size of files and functions."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import fair_pos

ROOT = Path(fair_pos.__file__).parent
FILE_MAX = 400
FILE_COMFORTABLE = 250
FUNCTION_MAX = 50
LONG_FILES = {
    "accounts/actions.py": "people, sessions, cards and tills: one family of small verbs",
    "checkout/models.py": "tables only",
    "cli/demo_fair.py": "the demo's story in one place",
    "db/migrations/versions/0001_first_tables.py": "written by Alembic",
    "rehearsal/stall_day.py": "a day at a stall, played in order",
    "rehearsal/till.py": "a simulated till: its journal, its queue and what it hears",
    "rehearsal/vendor.py": "a seller with every kind of act",
    "reports/programme.py": "figures of one page",
    "reports/proof.py": "one statement per table that is proved",
    "reports/queries.py": "reads only",
    "reports/verify.py": "the walk through the journal, step by step",
    "reports/verify_signed.py": "one file that an auditor carries",
    "web/office/reports.py": "one page with all its forms of export",
}
"""Files above 250 lines, each with its reason; a new one is a decision."""


def sources() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def drawn() -> list[str]:
    """The first words of the map's lines, top to bottom."""
    text = fair_pos.__doc__ or ""
    rows = text.partition("down only:\n\n")[2].splitlines()
    return [row.split()[0] for row in rows if row.strip()]


def test_the_map_names_every_part() -> None:
    parts = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or _is_part(path)}
    assert set(drawn()) == parts - {"__init__"}


def _is_part(path: Path) -> bool:
    return (path / "__init__.py").exists()


EVERYWHERE = {"__init__", "models", "rules", "queries", "actions"}
"""Files that mean the same in every part."""


@pytest.mark.parametrize("part", ["checkout", "labels", "printing"])
def test_a_part_of_many_files_says_which_is_for_what(part: str) -> None:
    table = (import_module(f"fair_pos.{part}").__doc__ or "").rpartition("\n\n")[2]
    named = set(re.findall(r"\w+", " ".join(row.partition("  ")[2] for row in table.splitlines())))
    files = {file.stem: file.stem.partition("_")[0] for file in (ROOT / part).glob("*.py")}
    missing = {file for file, first in files.items() if not {file, first} & (named | EVERYWHERE)}
    assert missing == set()
    assert named - {*files, *files.values()} == set()


def test_the_map_has_the_order_of_the_contract() -> None:
    text = (ROOT.parent / "pyproject.toml").read_text(encoding="utf-8")
    contract = text.partition('type = "layers"')[2].partition("]\n")[0]
    floors = [row.strip(' ",') for row in contract.splitlines() if "fair_pos." in row]
    listed = [part.strip().removeprefix("fair_pos.") for row in floors for part in row.split(":")]
    assert drawn() == listed


def test_imports_point_down_only() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    ran = subprocess.run(command, cwd=ROOT.parent, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("folder", [ROOT, Path(__file__).parent], ids=["product", "tests"])
def test_no_file_is_too_long(folder: Path) -> None:
    long = [file for file in folder.rglob("*.py") if lines(file) > FILE_MAX]
    assert [file.name for file in long if "migrations" not in file.parts] == []


def test_long_files_are_known_with_their_reason() -> None:
    long = {name(file) for file in sources() if lines(file) > FILE_COMFORTABLE}
    assert long - LONG_FILES.keys() == set()


def test_no_function_is_too_long() -> None:
    long = [
        f"{name(file)}: {node.name}"
        for file in sources()
        if "migrations" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_MAX
    ]
    assert long == []


def test_one_file_only_asks_what_time_it_is() -> None:
    asked = {
        name(file)
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _NOW
    }
    assert asked == {"core/clock.py"}


_NOW = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "datetime.datetime.now",
    "datetime.date.today",
}


def test_every_module_and_public_function_says_what_it_promises() -> None:
    silent = []
    for file in sources():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if "versions" in file.parts:
            continue
        named = [(name(file), tree)] + [
            (f"{name(file)}: {node.name}", node)
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        silent += [label for label, node in named if ast.get_docstring(node) is None]
    assert silent == []
