"""Whole rehearsals, small ones: with real processes, sabotaged, filled up, broken off."""

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fair_pos.cli.main import app
from fair_pos.core import ids
from fair_pos.db.engine import sqlite_driver
from fair_pos.rehearsal import play
from fair_pos.rehearsal.disk import DiskWay, laid
from fair_pos.rehearsal.faults import Fault, Kind
from fair_pos.rehearsal.play import Stand
from fair_pos.rehearsal.proxy import Trick
from fair_pos.rehearsal.script import Script

POLL_S = 0.02


def quiet(_: str) -> None:
    pass


def script(**fields) -> Script:
    known = {"booths": 2, "minutes": 0.1, "speed": 60, "seed": 5, "faults": ()}
    return Script(**(known | fields))


def forget(stand: Stand, sale_id: str) -> None:
    """A server that loses a committed sale with everything that hangs on it."""
    with closing(sqlite_driver().connect(str(stand.settings.sqlite_file))) as database:
        for table, column in (("sale_line", "sale_id"), ("payment", "sale_id"), ("sale", "id")):
            database.execute(f"DELETE FROM {table} WHERE {column} = ?", (sale_id,))
        database.commit()


def send_again_under_a_new_id(stand: Stand, sale_id: str) -> str:
    """A till that makes a new id for every try."""
    [vendor] = [one for one in stand.vendors if sale_id in one.till.facts]
    new = ids.new_id()
    body = {**vendor.till.facts[sale_id].body, "id": new, "public_code": ids.new_code(10)}
    fact = {"id": new, "path": "/sales", "body": body}
    reply = vendor.till.wire.post("/batch", {"facts": [fact]})
    assert reply.body["answers"][0]["status"] == 200
    return new


def test_a_quiet_rehearsal_passes_and_sabotage_is_named(tmp_path):
    """stustapay#426, POSNext#97: new ids for one sale; and a server that forgets one."""
    named = {}

    def sabotage(stand: Stand) -> None:
        first, second = [one for one in stand.customers.told if one.total_vnd > 0][:2]
        named["lost"], named["doubled"] = first, send_again_under_a_new_id(stand, second.id)
        forget(stand, first.id)

    outcome = play.rehearse(script(), tmp_path / "one", quiet, sabotage)
    found = outcome.judgement
    [lost] = found.lost
    assert (lost.id, lost.number) == (named["lost"].id, named["lost"].number)
    assert [one.id for one in found.doubled] == [named["doubled"]]
    assert found.sums
    assert found.chain
    assert found.refused == found.conflicts == found.papers == []
    said = outcome.as_json()
    assert (said["lost"], said["doubled"], said["sums_equal"], said["chain_whole"]) == (
        1, 1, False, False,
    )  # fmt: skip
    assert lost.number in said["first_wrong"]


FEW = (
    Fault(0.5, Trick.LOST_ANSWER, amount=1),
    Fault(0.5, Trick.DUPLICATED, amount=1),
    Fault(1.0, Kind.DISK_FULL, lasts_s=0.5),
    Fault(1.5, Kind.POISON, 0),
    Fault(2.0, Kind.TILL_DIED, 1, amount=1),
    Fault(3.0, Kind.TILL_DIED, 0, amount=0),
)


def test_without_the_right_to_mount_the_disk_is_full_by_a_size_limit(tmp_path):
    if sys.platform != "linux":
        pytest.skip("prlimit is Linux only")
    limited = script(faults=FEW, disk_ways=(DiskWay.SIZE_LIMIT,), minutes=0.15)
    outcome = play.rehearse(limited, tmp_path / "two", quiet)
    assert outcome.passed, outcome.judgement.wrong
    assert outcome.disk_full_by is DiskWay.SIZE_LIMIT
    assert outcome.faults == {
        "lost_answer": 1, "duplicated": 1, "disk_full": 1, "poisoned_fact": 1, "till_died": 2,
    }  # fmt: skip
    assert outcome.missing == ()


def test_a_small_disk_is_full_to_the_last_byte_and_keeps_what_it_is_told_to_keep(tmp_path):
    data = tmp_path / "data"
    with laid(data, 2, (DiskWay.TMPFS,)) as disk:
        if disk.way is not DiskWay.TMPFS:
            pytest.skip("mounting needs root")
        (data / "book").write_bytes(b"1")
        disk.fill(0)
        with pytest.raises(OSError, match="No space left"):
            (data / "sale").write_bytes(b"2" * 5_000)
        disk.free(0)
        (data / "sale").write_bytes(b"2" * 5_000)
        disk.keep()
    assert (data / "book").read_bytes() == b"1"
    assert str(data) not in Path("/proc/mounts").read_text(encoding="utf-8")


def test_a_disk_that_cannot_be_filled_is_said_and_counted_as_none(tmp_path):
    with laid(tmp_path / "data", 1, ()) as disk:
        assert disk.way is DiskWay.IMPOSSIBLE


def test_a_folder_with_anything_in_it_is_refused(tmp_path):
    (tmp_path / "fair-pos.db").write_bytes(b"somebody's")
    ran = CliRunner().invoke(app, ["rehearse", "--keep", str(tmp_path)])
    assert ran.exit_code == 1
    assert "không trống" in ran.output
    assert (tmp_path / "fair-pos.db").read_bytes() == b"somebody's"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_broken_off_it_leaves_no_process_and_no_mount(tmp_path, how):
    keep = tmp_path / "kept"
    command = [
        sys.executable,
        "-m",
        "fair_pos.cli",
        "rehearse",
        "--booths",
        "1",
        "--keep",
        str(keep),
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509  no thread runs here
    ) as running:
        until = time.monotonic() + 60
        while not (keep / "server.log").exists() and time.monotonic() < until:
            time.sleep(POLL_S)
        assert processes_over(keep)
        running.send_signal(how)
        running.communicate(timeout=60)
    assert running.returncode != 0
    until = time.monotonic() + 20
    while processes_over(keep) and time.monotonic() < until:
        time.sleep(POLL_S)  # a server that was only just starting ends when it looks at its stdin
    assert processes_over(keep) == []
    assert str(keep) not in Path("/proc/mounts").read_text(encoding="utf-8")


def hear_ctrl_c() -> None:
    """What a shell started in the background, and all its children, ignores SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_fault_that_met_nobody_is_named(tmp_path):
    nobody = (Fault(0.1, Trick.CAPTIVE_PORTAL, amount=0), Fault(0.2, Kind.POISON))
    outcome = play.rehearse(script(booths=1, minutes=0.05, faults=nobody), tmp_path / "r", quiet)
    assert outcome.missing == ("captive_portal",)


def processes_over(folder: Path) -> list[str]:
    """Command lines that name a folder, but for the rehearsal's own."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().split(b"\0")
        except OSError:
            continue
        if any(str(folder).encode() in word for word in words) and b"rehearse" not in words:
            found.append(" ".join(word.decode() for word in words))
    return found
