import json
import os
import stat
from pathlib import Path

import pytest
from sqlmodel import Session, select

from fair_pos.cli import doctor, space
from fair_pos.cli.ready import make_ready
from fair_pos.core.clock import SystemClock
from fair_pos.db.store import Store
from fair_pos.printing.models import Printer
from fair_pos.settings import Settings
from tests.cli.conftest import Terminal


def findings(site: Terminal) -> dict[str, str]:
    told = json.loads(site.run("doctor", "--json").stdout)
    return {one["name"]: one["state"] for one in told["findings"]}


def test_a_fresh_site_is_well(site: Terminal) -> None:
    assert json.loads(site.done("doctor", "--json"))["ok"]
    unwell = {name for name, state in findings(site).items() if state != "ok"}
    assert unwell <= {"Sao lưu"}, "nothing was backed up yet"


def test_the_embedded_database_says_how_it_keeps_data(terminal: Terminal) -> None:
    terminal.done("init", "--password", "mat-khau-dai-du")
    said = terminal.done("doctor")
    assert "journal_mode: wal" in said
    assert "synchronous: 2" in said
    assert "foreign_keys: 1" in said
    assert "query_only: 1" in said


def test_a_lost_pepper_is_bad(site: Terminal) -> None:
    (site.data / "pepper").unlink()
    result = site.run("doctor")
    assert result.exit_code == 1
    assert "mất tệp pepper" in result.stdout


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
def test_a_pepper_that_others_read_is_a_warning(site: Terminal) -> None:
    (site.data / "pepper").chmod(stat.S_IRUSR | stat.S_IROTH)
    assert findings(site)["Khóa PIN"] == "warn"


def test_a_changed_last_journal_line_is_bad(site: Terminal, store: Store) -> None:
    def change(session: Session) -> None:
        session.connection().exec_driver_sql(
            "UPDATE journal SET body = replace(body, 'Hội chợ Xuân', 'Hội chợ Hè')"
        )

    store.lane.run(change)
    assert findings(site)["Nhật ký"] == "bad"
    assert "không khớp mã băm" in site.refused("verify")


def test_a_broken_printer_is_a_warning_not_a_fault(site: Terminal, store: Store) -> None:
    def break_it(session: Session) -> None:
        printer = session.exec(select(Printer)).one()
        printer.fault = "paper_out"
        session.add(printer)

    store.lane.run(break_it)
    assert "có lỗi: Máy in ảo (hết giấy)" in site.done("doctor")


def test_a_database_behind_the_program_is_bad(
    settings: Settings, site: Terminal, store: Store
) -> None:
    store.lane.run(
        lambda session: session.connection().exec_driver_sql(
            "UPDATE alembic_version SET version_num = '0000'"
        )
    )
    found = {one.name: one for one in doctor.examine(settings, SystemClock())}
    assert found["Lược đồ"].state is doctor.State.BAD
    assert "Nhật ký" not in found


@pytest.mark.parametrize(("limit", "state"), [("LOW_MB", "warn"), ("FULL_MB", "bad")])
def test_a_disk_that_fills_up_is_told_in_two_steps(
    monkeypatch: pytest.MonkeyPatch, site: Terminal, limit: str, state: str
) -> None:
    monkeypatch.setattr(space, "LOW_MB", 10**9)
    monkeypatch.setattr(space, limit, 10**9)
    assert findings(site)["Đĩa còn trống"] == state


def test_a_server_says_at_its_start_that_room_is_short(
    monkeypatch: pytest.MonkeyPatch, site: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    if site.url:
        pytest.skip("PostgreSQL keeps its own disk")
    monkeypatch.setattr(space, "LOW_MB", 10**9)
    make_ready(Settings(data=site.data), SystemClock())
    assert "Đĩa chỉ còn" in capsys.readouterr().err


def test_a_site_without_a_fresh_copy_is_warned(site: Terminal, tmp_path: Path) -> None:
    if site.url:
        pytest.skip("PostgreSQL is backed up by pg_dump")
    assert findings(site)["Sao lưu"] == "warn"
    site.done("backup", tmp_path / "usb")
    assert findings(site)["Sao lưu"] == "ok"
    (copy,) = (tmp_path / "usb").glob("*.db")
    copy.rename(tmp_path / "usb" / "fair-pos-site-1-20260101-080000.db")
    assert findings(site)["Sao lưu"] == "warn"
    assert "bản mới nhất lúc 08:00:00 01/01/2026" in site.done("doctor")


def test_lost_label_keys_are_told(site: Terminal) -> None:
    (site.data / "label_keys").unlink()

    result = site.run("doctor")

    assert "mất tệp label_keys" in result.stdout
