import json
from pathlib import Path

import pytest

from fair_pos.db import journal
from fair_pos.db.store import Store
from tests.cli.conftest import PRODUCTS, Terminal

pytestmark = pytest.mark.usefixtures("embedded")


@pytest.fixture
def embedded(request: pytest.FixtureRequest) -> None:
    """Backup copies the file of the embedded database; PostgreSQL has its own test below."""
    if request.config.getoption("--database") == "postgres":
        pytest.skip("PostgreSQL is backed up by pg_dump")


def saved(fair: Terminal, folder: Path) -> Path:
    fair.done("backup", folder)
    (file,) = folder.glob("*.db")
    return file


def lines(fair: Terminal) -> int:
    return int(json.loads(fair.done("verify", "--json"))["lines"])


def test_a_restored_backup_has_the_same_books_in_a_new_epoch(
    fair: Terminal, tmp_path: Path
) -> None:
    fair.done("simulate", "--fair", "XUAN-2027", "--sales", 20)
    before = json.loads(fair.done("verify", "--json"))
    file = saved(fair, tmp_path / "usb")
    elsewhere = Terminal(tmp_path / "other")
    said = elsewhere.done("restore", file)
    assert "Có thể thiếu: mọi việc sau 28/01/2027" in said
    assert "Đơn trong 48 giờ qua còn ở quầy sẽ tự gửi lại" in said
    after = json.loads(elsewhere.done("verify", "--json"))
    assert after["total_vnd"] == before["total_vnd"]
    assert (after["epochs"], after["lines"]) == (before["epochs"] + 1, before["lines"] + 1)


def test_the_restore_names_where_the_old_epoch_ended(fair: Terminal, tmp_path: Path) -> None:
    file = saved(fair, tmp_path / "usb")
    elsewhere = Terminal(tmp_path / "other")
    elsewhere.done("restore", file)
    elsewhere.done("journal", "export", tmp_path / "j.jsonl")
    facts = [json.loads(one) for one in (tmp_path / "j.jsonl").read_text("utf-8").splitlines()]
    *old, restored = facts
    assert restored["kind"] == "site.restored"
    assert restored["data"]["after"]["hash"] == old[-1]["hash"]


def test_each_restore_of_the_same_copy_is_counted(fair: Terminal, tmp_path: Path) -> None:
    """A till's series of numbers carries the count: two restores never give out one series."""
    file = saved(fair, tmp_path / "usb")
    for count in (1, 2, 3):
        fair.done("restore", file, "--force")
        fair.done("journal", "export", tmp_path / "j.jsonl")
        *_, last = (tmp_path / "j.jsonl").read_text("utf-8").splitlines()
        assert json.loads(last)["data"]["restores"] == count


def test_data_that_is_there_is_renamed_never_overwritten(fair: Terminal, tmp_path: Path) -> None:
    file = saved(fair, tmp_path / "usb")
    before = lines(fair)
    fair.done("fairs", "add", "HE", "--name", "Hè", "--from", "2027-05-01", "--to", "2027-05-02")
    assert "--force" in fair.refused("restore", file)
    assert lines(fair) == before + 1
    fair.done("restore", file, "--force")
    assert "HE\t" not in fair.done("fairs", "list")
    (aside,) = fair.data.glob("fair-pos-truoc-*.db")
    older = Terminal(tmp_path / "older")
    older.data.mkdir()
    aside.rename(older.data / "fair-pos.db")
    assert "HE\t" in older.done("fairs", "list")


def test_a_log_without_its_database_does_not_meet_the_restored_one(
    fair: Terminal, tmp_path: Path
) -> None:
    file = saved(fair, tmp_path / "usb")
    elsewhere = Terminal(tmp_path / "other")
    elsewhere.data.mkdir()
    (elsewhere.data / "fair-pos.db-wal").write_bytes(b"left by a crash")
    elsewhere.done("restore", file)
    (aside,) = elsewhere.data.glob("fair-pos-truoc-*.db-wal")
    assert aside.read_bytes() == b"left by a crash"
    assert "Nguyên vẹn" in elsewhere.done("verify")


def test_an_idle_server_keeps_its_database(fair: Terminal, store: Store, tmp_path: Path) -> None:
    file = saved(fair, tmp_path / "usb")
    store.lane.run(journal.current_site)
    assert "Máy chủ đang mở" in fair.refused("restore", file, "--force")
    assert list(fair.data.glob("*.part")) == []
    assert "XUAN-2027" in fair.done("fairs", "list")


def test_a_changed_or_foreign_file_is_refused(fair: Terminal, tmp_path: Path) -> None:
    file = saved(fair, tmp_path / "usb")
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(content)
    elsewhere = Terminal(tmp_path / "other")
    assert "khác mã kiểm SHA-256" in elsewhere.refused("restore", file)
    assert "không phải bản sao lưu" in elsewhere.refused("restore", PRODUCTS)
    assert "không có tệp này" in elsewhere.refused("restore", tmp_path / "khong.db")
    assert not (elsewhere.data / "fair-pos.db").exists()


def test_a_damaged_file_without_its_checksum_is_refused(fair: Terminal, tmp_path: Path) -> None:
    file = saved(fair, tmp_path / "usb")
    file.with_name(f"{file.name}.sha256").unlink()
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 9] = bytes(4096 * 6)
    file.write_bytes(content)
    assert "không dùng được" in Terminal(tmp_path / "other").refused("restore", file)
