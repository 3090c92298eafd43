"""Before the server opens its door: damaged books are refused, short ones get a new epoch."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from fair_pos.cli.ready import DamagedError, make_ready
from fair_pos.core.clock import FixedClock, SystemClock
from fair_pos.db import witness
from fair_pos.db.engine import sqlite_driver
from fair_pos.db.witness import Witness
from fair_pos.settings import Settings
from tests.cli.conftest import Terminal, free_port


@pytest.fixture(autouse=True)
def embedded(settings: Settings) -> None:
    if settings.database_url:
        pytest.skip("PostgreSQL checks itself")


def settings_of(fair: Terminal) -> Settings:
    return Settings(data=fair.data)


def epochs(fair: Terminal) -> int:
    return int(json.loads(fair.done("verify", "--json"))["epochs"])


def spoil(fair: Terminal) -> None:
    file = fair.data / "fair-pos.db"
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 9] = bytes(4096 * 6)
    file.write_bytes(content)


def change(fair: Terminal, sql: str) -> None:
    with closing(sqlite_driver().connect(str(fair.data / "fair-pos.db"))) as connection:
        connection.execute(sql)
        connection.commit()


def test_a_damaged_database_is_not_sold_on_and_the_restore_is_named(
    fair: Terminal, tmp_path: Path
) -> None:
    """opensourcepos#1010, #2072, #3979: nobody knew how to restore. Here the command is told."""
    fair.done("backup", tmp_path / "usb")
    spoil(fair)
    said = fair.refused("serve", "--port", free_port())
    (copy,) = (tmp_path / "usb").glob("*.db")
    assert "Cơ sở dữ liệu hỏng" in said
    assert f'fair-pos --data "{fair.data}" restore --force "{copy}"' in said
    fair.done("restore", "--force", copy)
    make_ready(settings_of(fair), SystemClock())
    assert "Nguyên vẹn" in fair.done("verify")


def test_without_a_good_copy_it_says_so(fair: Terminal, tmp_path: Path) -> None:
    fair.done("backup", tmp_path / "usb")
    (copy,) = (tmp_path / "usb").glob("*.db")
    copy.write_bytes(b"no database")
    spoil(fair)
    assert "Không thấy bản sao lưu tốt nào" in fair.refused("serve", "--port", free_port())


def test_a_broken_chain_is_damage(fair: Terminal) -> None:
    change(fair, "UPDATE journal SET body = replace(body, '{', '{ ') WHERE seq = 2")
    with pytest.raises(DamagedError, match="nhật ký đứt ở dòng 2"):
        make_ready(settings_of(fair), SystemClock())


def test_after_a_proper_end_nothing_is_walked_again(fair: Terminal) -> None:
    settings, clock = settings_of(fair), SystemClock()
    with witness.kept(settings, clock):
        pass
    change(fair, "UPDATE journal SET body = replace(body, '{', '{ ') WHERE seq = 2")
    make_ready(settings, clock)


def test_a_lost_tail_starts_a_new_epoch_so_that_tills_send_again(
    fair: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, clock = settings_of(fair), SystemClock()
    Witness(settings, clock).look()
    change(fair, "DELETE FROM journal WHERE seq > (SELECT max(seq) - 3 FROM journal)")
    before = epochs(fair)
    make_ready(settings, clock)
    assert "Thiếu 3 việc sau dòng nhật ký" in capsys.readouterr().err
    assert epochs(fair) == before + 1
    make_ready(settings, clock)
    assert epochs(fair) == before + 1, "once is enough"


def test_a_machine_that_went_down_while_selling_asks_the_tills_again(
    fair: Terminal, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """Honest disks lost nothing in any simulated cut; this one may not be honest."""
    settings = settings_of(fair)
    Witness(settings, clock).look()
    before = epochs(fair)
    make_ready(settings, clock)
    assert epochs(fair) == before, "killed, but the machine went on"
    make_ready(settings, SystemClock())
    assert epochs(fair) == before + 1
    assert "tắt đột ngột" in capsys.readouterr().err


def test_another_file_in_its_place_is_noticed(fair: Terminal, tmp_path: Path) -> None:
    settings, clock = settings_of(fair), SystemClock()
    older = (fair.data / "fair-pos.db").read_bytes()
    fair.done("fairs", "add", "HE", "--name", "Hè", "--from", "2027-05-01", "--to", "2027-05-02")
    with witness.kept(settings, clock):
        pass
    (fair.data / "fair-pos.db").write_bytes(older)
    before = epochs(fair)
    make_ready(settings, clock)
    assert epochs(fair) == before + 1
