"""The simulated printer is a process of its own: what it was sent is the drawing, dot for dot."""

import io
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from fair_pos.printing import addresses, label_job, paper, profiles, render
from fair_pos.printing.label_talk import talker
from fair_pos.printing.network import NetworkDriver
from fair_pos.printing.outcome import Fault, Outcome, Reach, Sheet
from fair_pos.printing.profiles import Language
from fair_pos.printing.simulated import PAPERS
from fair_pos.printing.talk import Pace
from tests.printing.papers import QR_TEXT, receipt
from tests.printing.strips import TWO_ACROSS, strip

QUICK = Pace(
    pause_s=0, connect_s=5, status_s=3, send_s=5, done_s=10, close_s=1, bytes_a_second=10_000_000
)


@dataclass
class Machine:
    folder: Path
    process: "subprocess.Popen[str]"
    address: str

    def tell(self, words: str) -> None:
        self.process.stdin.write(f"0 {words}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "ok\n"

    def send(self, job: bytes, profile: str = "generic-80") -> Outcome:
        pace = replace(QUICK, talker=talker(profiles.load(profile).language))
        driver = NetworkDriver(addresses.network(self.address), pace)
        return driver.send(Sheet("job", job), lambda: None)

    def papers(self) -> list[dict]:
        file = self.folder / PAPERS
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    command = [sys.executable, "-m", "fair_pos.printing.simulated", str(tmp_path), "1"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:
        (port,) = json.loads(process.stdout.readline())
        yield Machine(tmp_path, process, f"127.0.0.1:{port}")
        process.stdin.close()


@pytest.mark.parametrize("name", ["generic-58", "generic-80", "epson-tm-t88", "generic-80-546"])
def test_what_came_out_is_the_drawing_dot_for_dot_and_its_code_reads(machine: Machine, name: str):
    profile = profiles.load(name)
    machine.tell("pictures")
    assert machine.send(render.to_bytes(receipt(), profile)) == Outcome(Reach.CONFIRMED)
    sheet = Image.open(io.BytesIO((machine.folder / "0-1.png").read_bytes()))
    assert ImageChops.logical_xor(sheet, render.draw(receipt(), profile)).getbbox() is None
    (code,) = zxingcpp.read_barcodes(sheet.convert("L"))
    assert code.bytes == QR_TEXT.encode()


JOB = render.to_bytes(receipt(), profiles.load("generic-80"))


@pytest.mark.parametrize(
    ("mood", "fault"),
    [
        ("paper_out", Fault.PAPER_OUT),
        ("cover_open", Fault.COVER_OPEN),
        ("cutter", Fault.CUTTER_JAM),
    ],
)
def test_it_refuses_work_while_something_is_wrong(machine: Machine, mood: str, fault: Fault):
    machine.tell(mood)
    assert machine.send(JOB) == Outcome(Reach.NOTHING, fault)
    machine.tell("fine")
    assert machine.send(JOB) == Outcome(Reach.CONFIRMED)
    assert [one["whole"] for one in machine.papers()] == [True]


def test_a_torn_paper_is_kept_as_torn(machine: Machine):
    machine.tell("cut 5000")
    assert machine.send(JOB) == Outcome(Reach.UNKNOWN, Fault.BROKE_OFF)
    (torn,) = machine.papers()
    assert not torn["whole"]
    assert JOB.startswith(zlib.decompress((machine.folder / torn["file"]).read_bytes()))


def test_one_that_hangs_is_given_up(machine: Machine):
    machine.tell("hang")
    outcome = machine.send(JOB * 400)
    assert (outcome.reach, outcome.fault) == (Reach.UNKNOWN, Fault.TIMED_OUT)


def test_a_silent_one_gets_the_whole_paper(machine: Machine):
    machine.tell("silent")
    assert machine.send(JOB) == Outcome(Reach.SENT)
    assert machine.send(JOB) == Outcome(Reach.SENT)
    assert machine.papers()[0]["whole"] is True
    assert len(paper.read(JOB).sheets) == 1


@pytest.mark.parametrize("name", ["label-tspl", "label-zpl", "label-zpl-300"])
def test_it_prints_labels_too_and_answers_in_their_language(machine: Machine, name: str):
    profile = profiles.load(name)
    job = label_job.to_bytes(strip(3, TWO_ACROSS), profile)
    machine.tell("pictures")
    machine.tell("paper_out")
    assert machine.send(job, name) == Outcome(Reach.NOTHING, Fault.PAPER_OUT)
    machine.tell("fine")
    confirmed = profile.language is Language.ZPL
    assert machine.send(job, name) == Outcome(Reach.CONFIRMED if confirmed else Reach.SENT)
    machine.tell("cut 2000")
    assert machine.send(job, name) == Outcome(Reach.UNKNOWN, Fault.BROKE_OFF)
    assert [one["whole"] for one in machine.papers()] == [True, False]
    picture = Image.open(io.BytesIO((machine.folder / "0-1.png").read_bytes()))
    assert picture.convert("1").tobytes() == Image.open(io.BytesIO(paper.png(job))).tobytes()
