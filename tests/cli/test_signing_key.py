"""`signing-key`: made at `init`, listed, published, changed; a lost file is told."""

import json
from pathlib import Path

from fair_pos.reports import verify_journal, verify_signed
from fair_pos.signing import keys
from tests.cli.conftest import Terminal


def test_the_key_is_made_at_init_and_a_change_keeps_the_earlier_one(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.done("init")
    first = (terminal.data / keys.FILE).read_text()
    assert terminal.done("signing-key", "list").count("đang dùng") == 1
    assert "Sao lưu ngay" in terminal.done("signing-key", "rotate")
    assert (terminal.data / keys.FILE).read_text().startswith(first)
    terminal.done("signing-key", "publish", tmp_path / "keys.json")
    old, new = json.loads((tmp_path / "keys.json").read_text())["keys"]
    assert old["until"] == new["since"]
    assert new["until"] is None


def test_a_lost_key_file_is_told_and_a_new_key_mends_it(site: Terminal) -> None:
    (site.data / keys.FILE).unlink()
    assert "không có tệp signing_keys" in site.run("doctor").stdout
    assert "Chưa có khóa ký" in site.done("signing-key", "list")
    site.done("signing-key", "rotate")
    assert "không có tệp signing_keys" not in site.run("doctor").stdout


def test_a_journal_whose_end_was_cut_off_is_told_by_its_signature(
    site: Terminal, tmp_path: Path
) -> None:
    """An unbroken, shorter chain is what the chain alone cannot tell: docs/journal.md."""
    site.done("journal", "export", tmp_path / "j.jsonl")
    site.done("signing-key", "publish", tmp_path / "keys.json")
    arguments = [str(tmp_path / "keys.json"), str(tmp_path / "j.jsonl"), "--json"]
    assert verify_signed.main(arguments) == verify_signed.GOOD
    rows = (tmp_path / "j.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "j.jsonl").write_text("".join(rows[:-1]))
    assert verify_journal.verify(rows[:-1]).lines == len(rows) - 1
    assert verify_signed.main(arguments) == verify_signed.WRONG
