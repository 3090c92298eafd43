import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from fair_pos.printing import device, profiles, render
from fair_pos.printing.addresses import BadAddressError
from fair_pos.printing.cable import CableDriver
from fair_pos.printing.device import FileDriver
from fair_pos.printing.drivers import VirtualDriver, open_driver, virtual_papers
from fair_pos.printing.network import NetworkDriver
from fair_pos.printing.outcome import FAULT_SENTENCES, Fault, Outcome, Reach, Sheet
from fair_pos.printing.spooled import CupsDriver, WindowsDriver
from fair_pos.printing.talk import Pace, Talk
from tests.printing.papers import receipt

PROFILE = profiles.load("generic-80")


def nothing() -> None:
    """Stand for a first byte that nobody has to know of."""


def test_the_virtual_printer_writes_what_the_paper_would_show(tmp_path: Path):
    folder = virtual_papers(tmp_path, "printer-1")
    sheet = Sheet("job-1", render.to_bytes(receipt(), PROFILE))
    assert VirtualDriver(folder).send(sheet, nothing) == Outcome(Reach.CONFIRMED)
    picture = Image.open(io.BytesIO((folder / "job-1.png").read_bytes()))
    assert ImageChops.logical_xor(picture, render.draw(receipt(), PROFILE)).getbbox() is None
    assert [file.name for file in folder.iterdir()] == ["job-1.png"]


def test_the_same_job_twice_is_one_virtual_paper(tmp_path: Path):
    sheet = Sheet("job-1", render.to_bytes(receipt(), PROFILE))
    for _ in range(2):
        VirtualDriver(tmp_path).send(sheet, nothing)
    assert len(list(tmp_path.iterdir())) == 1


def test_the_drawer_leaves_no_virtual_paper(tmp_path: Path):
    sheet = Sheet("job-1", render.drawer_bytes(PROFILE))
    assert VirtualDriver(tmp_path / "new").send(sheet, nothing) == Outcome(Reach.CONFIRMED)
    assert not (tmp_path / "new").exists()


def test_a_virtual_printer_without_its_folder_sends_nothing(tmp_path: Path):
    (tmp_path / "in-the-way").write_text("")
    sheet = Sheet("job-1", render.to_bytes(receipt(), PROFILE))
    outcome = VirtualDriver(tmp_path / "in-the-way").send(sheet, nothing)
    assert outcome == Outcome(Reach.NOTHING, Fault.NOT_FOUND)


def test_a_file_gets_one_job_after_the_other(tmp_path: Path):
    driver = FileDriver(tmp_path / "jobs.bin")
    for job in (b"first", b"second" * 2000):
        assert driver.send(Sheet("job", job), nothing) == Outcome(Reach.SENT)
    assert (tmp_path / "jobs.bin").read_bytes() == b"first" + b"second" * 2000


def test_an_unplugged_device_is_not_found_and_makes_no_file():
    device = Path("/dev/shm/no-such-printer")
    assert FileDriver(device).send(Sheet("job", b"x"), nothing).fault is Fault.NOT_FOUND
    assert not device.exists()


def test_a_device_that_takes_nothing_more_is_given_up(tmp_path: Path):
    os.mkfifo(tmp_path / "lp0")
    reader = os.open(tmp_path / "lp0", os.O_RDONLY | os.O_NONBLOCK)
    try:
        driver = FileDriver(tmp_path / "lp0", limit_s=0.05, bytes_a_second=2_000_000)
        outcome = driver.send(Sheet("j", bytes(200_000)), nothing)
    finally:
        os.close(reader)
    assert outcome == Outcome(Reach.UNKNOWN, Fault.TIMED_OUT)


def test_a_device_nobody_listens_at_is_not_found_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(device, "OPEN_S", 0.3)
    os.mkfifo(tmp_path / "lp0")
    outcome = FileDriver(tmp_path / "lp0").send(Sheet("job", b"x"), nothing)
    assert outcome == Outcome(Reach.NOTHING, Fault.NOT_FOUND)


def test_each_kind_has_its_driver_at_the_pace_of_its_profile(tmp_path: Path):
    network = open_driver("network", "10.0.0.7", PROFILE, tmp_path)
    assert isinstance(network, NetworkDriver)
    assert network.pace == Pace(chunk_bytes=9216, pause_s=0.02, talker=Talk)
    assert open_driver("file", "/dev/usb/lp0", PROFILE, tmp_path) == FileDriver(
        Path("/dev/usb/lp0")
    )
    assert open_driver("virtual", "", PROFILE, tmp_path) == VirtualDriver(tmp_path)
    assert isinstance(open_driver("usb", "04b8:0e15", PROFILE, tmp_path), CableDriver)
    assert isinstance(open_driver("serial", "/dev/ttyS0", PROFILE, tmp_path), CableDriver)
    assert open_driver("cups", "Laser", PROFILE, tmp_path) == CupsDriver("Laser")
    assert open_driver("windows", "XP-80C", PROFILE, tmp_path) == WindowsDriver("XP-80C")
    with pytest.raises(BadAddressError):
        open_driver("network", "", PROFILE, tmp_path)


def test_windows_printers_need_their_library():
    outcome = WindowsDriver("XP-80C").send(Sheet("job", b"x"), nothing)
    assert outcome == Outcome(Reach.NOTHING, Fault.NO_DRIVER)
    assert WindowsDriver("XP-80C").condition().fault is Fault.NO_DRIVER


def test_every_fault_has_a_sentence_in_both_languages():
    assert set(FAULT_SENTENCES) == set(Fault) - {Fault.NONE}
