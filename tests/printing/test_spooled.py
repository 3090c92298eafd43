"""CUPS by programs of our own in its place: what `lp` is given is kept."""

import os
import stat
from pathlib import Path

import pytest

from fair_pos.core.document import Document, Text
from fair_pos.printing import profiles, render
from fair_pos.printing.outcome import Fault, Outcome, Reach, Sheet
from fair_pos.printing.spooled import CupsDriver, a4_pages
from tests.printing.papers import receipt

JOB = Sheet("job", render.to_bytes(receipt(), profiles.load("generic-80")))


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with CUPS and one printer, Laser."""
    said = "printer Laser is idle.  enabled since today"
    program(tmp_path / "lpstat", f'[ "$2" = Laser ] || exit 1; echo "{said}"')
    program(tmp_path / "lp", f'echo "$@" > {tmp_path}/asked; cat > {tmp_path}/page.pdf')
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path


def program(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def send(queue: str) -> tuple[Outcome, int]:
    begun: list[int] = []
    return CupsDriver(queue).send(JOB, lambda: begun.append(1)), len(begun)


def test_an_a4_printer_gets_a_page_with_the_paper_on_it(cups: Path):
    assert send("Laser") == (Outcome(Reach.SENT), 1)
    assert (cups / "asked").read_text().split() == ["-d", "Laser", "-o", "media=A4", "-"]
    page = (cups / "page.pdf").read_bytes()
    assert page.startswith(b"%PDF")
    assert page == a4_pages(JOB.bytes)


def test_a_queue_that_cups_does_not_know_is_not_found(cups: Path):
    assert send("Nowhere") == (Outcome(Reach.NOTHING, Fault.NOT_FOUND), 0)


def test_a_stopped_queue_is_told(cups: Path):
    program(cups / "lpstat", 'echo "printer Laser disabled since today"')
    assert CupsDriver("Laser").condition().fault is Fault.OFFLINE
    assert send("Laser") == (Outcome(Reach.NOTHING, Fault.OFFLINE), 0)


def test_cups_is_asked_in_english_whatever_the_machine_speaks(
    cups: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    program(cups / "lpstat", '[ "$LC_ALL" = C ] && echo disabled || echo "đã tắt"')
    assert CupsDriver("Laser").condition().fault is Fault.OFFLINE


def test_a_paper_longer_than_a_page_is_parted_between_its_lines():
    profile = profiles.load("generic-80")
    whole = render.draw(Document("", (Text("Ẵ ặ đ ₫"),) * 90), profile)
    parts = list(render.parted(whole, 2214))
    assert len(parts) == 2
    assert parts[0].crop((0, parts[0].height - 1, 576, parts[0].height)).getextrema() == (255, 255)
    assert a4_pages(render.pages_to_bytes([whole], profile)).count(b"/Type /Page\n") == 2


def test_a_refusal_of_lp_is_unknown_because_it_had_the_page(cups: Path):
    program(cups / "lp", "exit 1")
    assert send("Laser") == (Outcome(Reach.UNKNOWN, Fault.BROKE_OFF), 1)


def test_a_machine_without_cups_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert send("Laser") == (Outcome(Reach.NOTHING, Fault.NO_DRIVER), 0)
    assert CupsDriver("Laser").condition().fault is Fault.NO_DRIVER


def test_the_drawer_has_no_page(cups: Path):
    pulse = Sheet("job", render.drawer_bytes(profiles.load("generic-80")))
    assert CupsDriver("Laser").send(pulse, lambda: None) == Outcome(Reach.SENT)
    assert not (cups / "asked").exists()
