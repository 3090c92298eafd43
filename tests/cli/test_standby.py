"""A standby laptop goes on from the newest copy: nothing lost, nothing twice, one server at a time.

opensourcepos#1010, #2072, #3979, #402: restore does not work, or nobody knows how. Here it is done
for real: two processes, kill -9, the same address, a till that sends again.
"""

import json
import os
import shutil
import signal
import socket
from pathlib import Path
from typing import Any

import pytest

from fair_pos.cli.standby import NotOurAddressError, claim_address
from fair_pos.db import copies, witness
from fair_pos.db.store import Store
from fair_pos.settings import Settings
from tests.bench.scene import wait_until_up
from tests.cast import Cast, enrol
from tests.cli.conftest import Terminal, free_port
from tests.cli.takeovers import Till, numbers, program


@pytest.fixture
def old(store: Store, cast: Cast) -> tuple[Terminal, Till]:
    """The old server's data folder, and a till of its fair."""
    if not store.database.is_sqlite:
        pytest.skip("PostgreSQL has standbys of its own")
    new = enrol(store, cast.hanh_booth)
    till = Till(free_port(), new.token, new.series, cast.hanh, cast.eggs)
    store.close()
    return Terminal(store.settings.data), till


def books(where: Terminal) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(where.done("verify", "--json"))
    return told


def test_a_standby_takes_over_and_loses_nothing(old: tuple[Terminal, Till], tmp_path: Path) -> None:
    server, till = old
    share, second = tmp_path / "share", Terminal(tmp_path / "second")
    where = ("--host", "127.0.0.1", "--port", till.port)
    with program(server.data, "serve", "--port", till.port) as running:
        wait_until_up(till.port)
        till.sell(25)
        server.done("backup", share)
        till.sell(30)
        assert "Máy chủ cũ vẫn đang chạy" in second.refused("standby", share, *where)
        running.kill()
        running.wait(20)
    with program(second.data, "standby", share, *where):
        wait_until_up(till.port)
        assert till.send_again_if_the_epoch_is_another()
        till.sell(1)
    told = books(second)
    assert (told["intact"], told["sales"]) == (True, 56), "0 lost, 0 doubled"
    assert told["total_vnd"] == 56 * 45_000
    assert numbers(second.data) == [f"B017-{till.series}-{seq:06d}" for seq in range(1, 57)]

    said = server.refused("serve", "--port", free_port())
    assert "Máy dự phòng đã tiếp quản" in said

    second.done("backup", share)
    newest, *_ = copies.listed(share)
    server.done("restore", "--force", newest.file)
    assert books(server)["sales"] == 56, "and back again"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM to send")
def test_a_server_that_is_stopped_says_so_and_a_killed_one_cannot(
    old: tuple[Terminal, Till],
) -> None:
    server, till = old
    settings = Settings(data=server.data)
    for stop, stopped in ((signal.SIGTERM, True), (signal.SIGKILL, False)):
        with program(server.data, "serve", "--port", till.port) as running:
            wait_until_up(till.port)
            running.send_signal(stop)
            running.wait(20)
        note = witness.read(settings)
        assert note
        assert note.stopped is stopped


def test_a_standby_that_sold_already_is_not_thrown_back(
    old: tuple[Terminal, Till], tmp_path: Path
) -> None:
    server, till = old
    server.done("backup", tmp_path / "share")
    second = Terminal(tmp_path / "second")
    shutil.copytree(server.data, second.data)
    with program(second.data, "serve", "--port", till.port):
        wait_until_up(till.port)
        till.sell(2)
    where = ("--host", "127.0.0.1", "--port", till.port)
    said = second.refused("standby", tmp_path / "share", *where)
    assert "Máy này có 2 đơn mà bản sao không có: chạy fair-pos serve" in said


def test_an_address_of_another_machine_is_told_with_the_commands() -> None:
    with pytest.raises(NotOurAddressError) as refused:
        claim_address(Settings(host="192.0.2.7"), wait=False)
    said = refused.value.sentence()
    assert 'netsh interface ipv4 add address "Wi-Fi" 192.0.2.7 255.255.255.0' in said
    assert "sudo ip address add 192.0.2.7/24 dev" in said


def test_a_name_is_no_address(tmp_path: Path) -> None:
    result = Terminal(tmp_path).run("standby", tmp_path, "--host", "pos.example.vn")
    assert result.exit_code == 2
    assert "không phải địa chỉ IP" in result.stderr


def test_without_a_good_copy_it_does_not_begin(old: tuple[Terminal, Till], tmp_path: Path) -> None:
    where = ("--host", "127.0.0.1", "--port", old[1].port)
    said = Terminal(tmp_path / "second").refused("standby", tmp_path / "empty", *where)
    assert "Không có bản sao lưu tốt nào" in said


def test_a_frozen_old_server_counts_as_running(tmp_path: Path) -> None:
    """It would wake up beside the standby."""
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        port = frozen.getsockname()[1]
        where = ("--host", "127.0.0.1", "--port", port)
        said = Terminal(tmp_path / "second").refused("standby", tmp_path, *where)
    assert "không trả lời" in said
