"""Vendored files are what their SOURCE says, each with its licence."""

import hashlib
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "fair_pos/web/static/vendor"
FOLDERS = sorted(path for path in VENDOR.iterdir() if path.is_dir())


def sums_in(source: str) -> dict[str, str]:
    lines = (line.removeprefix("sha256: ") for line in source.splitlines() if "sha256: " in line)
    pairs = (line.split() for line in lines if "tarball" not in line)
    return {name: digest for digest, name in pairs}


def test_something_is_vendored():
    assert {"lean-qr-2.7.4", "zxing-wasm-3.1.4"} <= {folder.name for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_vendored_folder_holds_exactly_the_files_of_its_source(folder):
    found = [path for path in folder.rglob("*") if path.is_file() and path.name != "SOURCE"]
    files = {path.relative_to(folder).as_posix(): path for path in found}
    sums = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    assert sums == sums_in((folder / "SOURCE").read_text("utf-8"))
    assert "LICENSE" in files


def test_the_wasm_is_the_one_that_its_reader_was_built_with():
    """Binaries match one version only: Sec-ant/zxing-wasm#162."""
    folder = VENDOR / "zxing-wasm-3.1.4" / "reader"
    digest = hashlib.sha256((folder / "zxing_reader.wasm").read_bytes()).hexdigest()
    assert digest in (folder / "index.js").read_text("utf-8")
