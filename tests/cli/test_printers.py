"""Printers from the command line: added, tried, asked how they are."""

import io
import json
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from fair_pos.printing import paper
from tests.cli.conftest import Terminal
from tests.printing import fakes


def picture(said: str) -> Image.Image:
    file = Path(said.strip().splitlines()[-1])
    return Image.open(io.BytesIO(file.read_bytes())).convert("L")


def add(site: Terminal, address: str, name: str = "Máy A", profile: str = "generic-80mm") -> str:
    host, port = address.split(":")
    return site.done(
        "printers", "add", name, "--driver", "network", "--host", host, "--port", port,
        "--profile", profile,
    )  # fmt: skip


def test_a_network_printer_is_added_and_listed(site: Terminal) -> None:
    assert add(site, "192.168.8.41:9100") == (
        "Đã thêm máy in “Máy A” của XUAN-2027: Khổ 80 mm, ESC/POS (chung), "
        "network 192.168.8.41:9100.\n"
    )
    listed = site.done("printers", "list")
    assert "Máy A\tgeneric-80\t192.168.8.41:9100\t0 phiếu chờ\tsẵn sàng" in listed
    told = json.loads(site.done("printers", "list", "--json"))
    assert {"name": "Máy A", "driver": "network"}.items() <= told[0].items()


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (("--driver", "usb", "--usb", "04B8:0e15"), "04B8:0e15"),
        (("--driver", "serial", "--device", "/dev/ttyUSB0", "--baud", "115200"),
         "/dev/ttyUSB0@115200"),
        (("--driver", "file", "--device", "/dev/usb/lp0"), "/dev/usb/lp0"),
        (("--driver", "cups", "--queue", "Laser"), "Laser"),
        (("--driver", "virtual"), "virtual"),
    ],
)  # fmt: skip
def test_each_driver_is_added_in_its_own_words(
    site: Terminal, words: tuple[str, ...], address: str
) -> None:
    site.done("printers", "add", "Máy B", *words)
    assert f"Máy B\tgeneric-80\t{address}\t" in site.done("printers", "list")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--driver", "network"), "192.168.8.41"),
        (("--driver", "usb"), "04b8:0e15"),
        (("--driver", "virtual", "--profile", "laser"), "Chọn lại kiểu máy in; có: bluetooth-58"),
        (("--driver", "virtual", "--fair", "HE-2030"), "Không có hội chợ hoặc điểm bán nào mã HE"),
    ],
)
def test_what_is_missing_is_said_with_an_example(
    site: Terminal, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in site.refused("printers", "add", "Máy C", *words)


@pytest.mark.parametrize("name", ["", "  ", "may a", "MÁY  A"])
def test_a_printer_without_a_name_or_with_a_name_like_another_is_refused(
    site: Terminal, name: str
) -> None:
    add(site, "192.168.8.41:9100")
    said = site.refused("printers", "add", name, "--driver", "virtual")
    assert "Đã có máy in tên “Máy A”" in said or "Máy in cần có tên" in said


def test_an_ipv6_number_needs_no_brackets(site: Terminal) -> None:
    said = site.done("printers", "add", "Máy 6", "--host", "fe80::1")
    assert "network [fe80::1]:9100" in said


def test_a_test_page_and_a_sample_come_out_of_a_virtual_printer(site: Terminal) -> None:
    site.done("printers", "add", "Ảo", "--driver", "virtual", "--profile", "generic-58mm")
    tested = site.done("printers", "test", "ảo")
    assert "Trang thử ở “Ảo”: đã in, máy in báo xong." in tested
    assert picture(tested).width == 384
    (code,) = zxingcpp.read_barcodes(picture(tested))
    assert code.text.endswith("B4K7R2XQ9F")
    (receipt,) = zxingcpp.read_barcodes(picture(site.done("printers", "sample", "Ảo")))
    assert receipt.text == "HTTP://POS.TEST/R/B4K7R2XQ9F" or "/R/" in receipt.text


def test_a_test_page_goes_to_a_network_printer_and_a_fault_is_told(site: Terminal) -> None:
    with fakes.printer() as fake:
        add(site, fake.address)
        site.done("printers", "test", "Máy A")
        (sheet,) = paper.read(fake.papers[0]).sheets
        assert sheet.width == 576
        fake.state = fakes.PAPER_OUT
        said = site.refused("printers", "test", "Máy A")
        assert "chưa in được, phiếu chờ trong hàng (hết giấy)" in said


def test_the_status_is_told_in_words_and_for_programs(site: Terminal) -> None:
    with fakes.printer() as fake:
        add(site, fake.address)
        said = site.done("printers", "status", "may a")
        assert "Máy A: sẵn sàng" in said
        assert "giấy: còn · nắp: đóng · đang chờ: 0 phiếu" in said
        fake.state = fakes.COVER_OPEN
        asked = site.run("printers", "status", "Máy A", "--json")
        assert asked.exit_code == 1
        told = json.loads(asked.stdout)
        assert (told["cover_open"], told["fault"], told["online"]) == (True, "cover_open", False)
    asked = site.run("printers", "status", "Máy A")
    assert (asked.exit_code, "Máy A: Không thấy máy in" in asked.stdout) == (1, True)


def test_a_name_nobody_knows_is_refused(site: Terminal) -> None:
    assert "không có máy in “X”" in site.refused("printers", "status", "X")
