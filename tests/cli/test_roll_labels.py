"""Labels at a label printer from the command line: the same spool, log and refusals as the web."""

import io
import json
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from sqlmodel import Session, select

from fair_pos.db.store import open_store
from fair_pos.printing.models import Printer
from fair_pos.settings import Settings
from tests.cli.conftest import Terminal
from tests.printing import fakes

FAIR = ("--fair", "XUAN-2027")
ROLL = (*FAIR, "--booth", "a09", "--format", "roll-50x30")


@pytest.fixture
def label_printer(fair: Terminal) -> Terminal:
    fair.done("printers", "add", "Tem 1", "--driver", "virtual", "--profile", "label-tspl")
    return fair


def codes(file: Path) -> list[str]:
    picture = Image.open(io.BytesIO(file.read_bytes())).convert("L")
    return [
        one.text
        for one in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCodeModel2)
    ]


def test_labels_come_out_of_a_label_printer_with_their_serials(label_printer: Terminal) -> None:
    said = label_printer.done("labels", *ROLL, "--printer", "tem 1", "--copies", 20)
    assert said == ("Tem số 000001 – 000060 ở “Tem 1”: đã in, máy in báo xong. Đã in 60/60 tem.\n")
    papers = sorted(label_printer.data.glob("**/*.png"))
    found = [code for paper in papers for code in codes(paper)]
    assert (len(papers), len(set(found))) == (3, 60)
    assert all("/P/" in code for code in found)


def test_the_answer_for_programs_names_serials_printer_and_what_came_out(
    label_printer: Terminal,
) -> None:
    label_printer.done("labels", *ROLL, "--printer", "Tem 1")
    told = json.loads(label_printer.done("labels", *ROLL, "--printer", "Tem 1", "--json"))
    assert {
        "printer": "Tem 1",
        "first": 4,
        "last": 6,
        "labels": 3,
        "out": 3,
    }.items() <= told.items()
    assert told["refused"] == []


def test_a_pdf_is_told_to_programs_too(fair: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "tem.pdf"
    asked = ("labels", *FAIR, "--booth", "A09", "--format", "50x30", "--out", out, "--json")
    told = json.loads(fair.done(*asked))
    assert {"file": str(out), "sheets": 1, "labels": 3, "first": 1}.items() <= told.items()


def test_a_printer_out_of_paper_keeps_the_rest_in_its_queue(fair: Terminal) -> None:
    with fakes.printer(state=fakes.PAPER_OUT) as fake:
        host, port = fake.address.split(":")
        fair.done("printers", "add", "Giấy", "--host", host, "--port", port)
        said = fair.refused("labels", *ROLL, "--printer", "Giấy", "--each", 10)
        assert "chưa in được, phiếu chờ trong hàng (hết giấy). Đã in 0/30 tem." in said
        assert fake.papers == []
    assert '"waiting": 2' in fair.done("printers", "list", "--json")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--printer", "Tem 9", "--format", "roll-50x30"), "không có máy in “Tem 9”"),
        (("--printer", "Tem 1", "--format", "50x30"), "nằm trên tờ A4, không in ở máy in tem được"),
        (("--printer", "Chữ", "--format", "roll-50x30"), "Máy in này chỉ in chữ"),
        (("--printer", "Hẹp", "--format", "roll-50x30"), "không đủ cho cuộn tem"),
    ],
    ids=["unknown", "a sheet's size", "letters only", "too narrow"],
)
def test_a_printer_that_cannot_is_refused_before_a_serial_is_given(
    label_printer: Terminal, words: tuple[str, ...], sentence: str
) -> None:
    for name, profile in (("Chữ", "text-80"), ("Hẹp", "generic-58")):
        label_printer.done("printers", "add", name, "--driver", "virtual", "--profile", profile)
    assert sentence in label_printer.refused("labels", *FAIR, "--booth", "A09", *words)
    told = json.loads(label_printer.done("labels", *ROLL, "--printer", "Tem 1", "--json"))
    assert told["first"] == 1


def test_a_printer_out_of_use_is_refused(label_printer: Terminal, settings: Settings) -> None:
    store = open_store(settings)

    def switch_off(session: Session) -> None:
        session.exec(select(Printer).where(Printer.name == "Tem 1")).one().active = False

    store.lane.run(switch_off)
    store.close()
    assert "đang để ngừng dùng" in label_printer.refused("labels", *ROLL, "--printer", "Tem 1")


@pytest.mark.parametrize("ways", [(), ("--out", "tem.pdf", "--printer", "Tem 1")])
def test_neither_or_both_ways_is_wrong_use(fair: Terminal, ways: tuple[str, ...]) -> None:
    result = fair.run("labels", *ROLL, *ways)
    assert result.exit_code == 2
    assert "--out FILE.pdf hoặc --printer NAME" in result.output
