"""The chain, each sale and all sums: the first broken record is named, by both verifiers."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fair_pos.db.journal import canonical, chain_hash
from fair_pos.db.store import Store
from fair_pos.reports import journal_export, verify_journal
from fair_pos.reports.verify import Verdict, verify
from fair_pos.reports.verify_journal import BrokenError
from tests.reports.story import Story

SCRIPT = Path(verify_journal.__file__)


@pytest.fixture
def verdict(fair: Story, store: Store) -> Callable[[], Verdict]:
    def run() -> Verdict:
        with store.reading() as session:
            return verify(session, store.org_id)

    return run


@pytest.fixture
def exported(fair: Story, store: Store) -> list[str]:
    with store.reading() as session:
        return list(journal_export.lines(session, store.org_id))


def run_alone(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the one file with a Python that sees no other package."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(file), *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def line_of(lines: list[str], kind: str) -> int:
    return next(n for n, text in enumerate(lines) if json.loads(text)["kind"] == kind)


def test_untouched_books_are_whole(verdict: Callable[[], Verdict], exported: list[str]) -> None:
    whole = verdict()
    assert whole.intact
    assert (whole.lines, whole.epochs, whole.sales, whole.venues) == (len(exported), 1, 4, 1)
    assert whole.total_vnd == 545_000
    assert whole.sentence().startswith("Nguyên vẹn: ")


@pytest.mark.parametrize(
    ("statement", "record"),
    [
        ("UPDATE sale SET reason = 'x' WHERE id = :sale", "B017-1-000001"),
        ("UPDATE sale SET cashier_id = 'x' WHERE id = :sale", "B017-1-000001"),
        ("UPDATE sale_line SET name = 'Mực khác' WHERE sale_id = :sale", "B017-1-000001"),
        ("UPDATE sale_line SET quantity_milli = 1 WHERE sale_id = :sale", "B017-1-000001"),
        ("UPDATE payment SET means = 'other' WHERE sale_id = :sale", "B017-1-000001"),
    ],
)
def test_a_changed_sale_is_named(
    fair: Story, verdict: Callable[[], Verdict], tamper: Callable[..., None], statement: str,
    record: str,
) -> None:  # fmt: skip
    tamper(statement, **({"sale": fair.first_sale} if ":sale" in statement else {}))
    broken = verdict().broken
    assert broken is not None
    assert record in broken.record


def test_moved_money_between_lines_is_named(
    fair: Story, verdict: Callable[[], Verdict], tamper: Callable[..., None]
) -> None:
    """Sums per booth and day still agree; only the journal knows better."""
    tamper(
        "UPDATE sale_line SET amount_vnd = amount_vnd + CASE position WHEN 0 THEN 1 ELSE -1 END,"
        " gross_vnd = gross_vnd + CASE position WHEN 0 THEN 1 ELSE -1 END WHERE sale_id = :sale",
        sale=fair.first_sale,
    )
    found = verdict()
    assert not found.intact
    assert "lines khác với nhật ký" in found.sentence()
    assert found.as_json()["broken"]["record"].startswith("đơn B017-1-000001")


def test_a_sale_without_its_fact_is_named(
    fair: Story, verdict: Callable[[], Verdict], tamper: Callable[..., None]
) -> None:
    """The last lines of the journal can be cut off without breaking the chain."""
    tamper(
        "DELETE FROM journal WHERE seq >= (SELECT seq FROM journal WHERE subject_id = :id)",
        id=fair.refund,
    )
    found = verdict()
    assert found.sentence() == "Hỏng ở đơn B017-1-000003: không có trong nhật ký."
    assert found.sentence("en").startswith("Broken at ")


def test_wrong_rollups_are_named(
    fair: Story, verdict: Callable[[], Verdict], tamper: Callable[..., None]
) -> None:
    tamper("UPDATE rollup_booth_hour SET total_vnd = 0 WHERE hour = 10 AND day = '2027-01-26'")
    assert verdict().sentence() == (
        "Hỏng ở XUAN-2027, gian B017 ngày 26/01/2027: bảng rollup_booth_hour lệch 360.000\u00a0đ."
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET body = replace(body, '270000', '270001') WHERE kind = 'sale.sold'",
        "UPDATE journal SET kind = 'sale.other' WHERE kind = 'sale.refunded'",
        "DELETE FROM journal WHERE seq = 5",
        "UPDATE journal SET prev = hash WHERE seq = 5",
        "UPDATE journal SET body = 'x' WHERE seq = 5",
    ],
)
def test_a_touched_journal_line_is_named(
    fair: Story, verdict: Callable[[], Verdict], tamper: Callable[..., None], statement: str
) -> None:
    tamper(statement)
    broken = verdict().broken
    assert broken is not None
    assert broken.record.startswith("dòng nhật ký ")


def test_the_verifier_alone_adds_the_fair_up(exported: list[str], tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text("\n".join(exported) + "\n", encoding="utf-8")
    answer = run_alone(file, "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["intact"] is True
    assert found["total"] == {
        "sales": 3, "corrections": 1, "total_vnd": 545_000, "ocop_vnd": 81_000,
    }  # fmt: skip
    assert found["booth_days"]["XUAN-2027 B017 2027-01-26"]["total_vnd"] == 360_000
    assert "Nguyên vẹn" in run_alone(file).stdout


def test_the_verifier_alone_tells_wrong_use(tmp_path: Path) -> None:
    assert run_alone(tmp_path / "none.jsonl").returncode == 2
    assert run_alone(tmp_path, "a", "b").returncode == 2


def edit(lines: list[str]) -> int:
    n = line_of(lines, "sale.sold")
    lines[n] = lines[n].replace("270000", "270001").replace("360000", "360001")
    return n


def delete(lines: list[str]) -> int:
    n = line_of(lines, "sale.sold")
    del lines[n]
    return n


def reorder(lines: list[str]) -> int:
    n = line_of(lines, "sale.sold")
    lines[n], lines[n + 1] = lines[n + 1], lines[n]
    return n


def insert(lines: list[str]) -> int:
    n = line_of(lines, "sale.sold")
    lines.insert(n, lines[n])
    return n + 1


def rewrite(lines: list[str]) -> int:
    """Change a sale and hash its line anew: the next line tells."""
    n = line_of(lines, "sale.sold")
    event = json.loads(lines[n])
    event["data"]["note"] = "x"
    prev = event.pop("prev")
    event.pop("hash")
    lines[n] = canonical({**event, "prev": prev, "hash": chain_hash(prev, canonical(event))})
    return n + 1


def respell(lines: list[str]) -> int:
    n = line_of(lines, "sale.sold")
    lines[n] = json.dumps(json.loads(lines[n]))
    return n


def cut_head(lines: list[str]) -> int:
    del lines[0]
    return 0


@pytest.mark.parametrize("harm", [edit, delete, reorder, insert, rewrite, respell, cut_head])
def test_the_verifier_alone_names_the_first_broken_line(
    exported: list[str], tmp_path: Path, harm: Callable[[list[str]], int]
) -> None:
    number = harm(exported) + 1
    with pytest.raises(BrokenError) as broken:
        verify_journal.verify(exported)
    assert broken.value.line == number
    file = tmp_path / "journal.jsonl"
    file.write_text("\n".join(exported) + "\n", encoding="utf-8")
    answer = run_alone(file)
    assert answer.returncode == 1
    assert answer.stdout.startswith(f"KHÔNG NGUYÊN VẸN. Dòng {number}")
