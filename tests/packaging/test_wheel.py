"""The wheel holds all that the program reads, and runs in a venv that has nothing else."""

import json
import os
import re
import signal
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, read, run

SHIPPED = ("fair_pos", "templates", "printers", "seed")

pytestmark = pytest.mark.packaging


def test_every_file_of_the_program_is_in_the_wheel_and_no_other(wheel: Path) -> None:
    listed = ("ls-files", "--cached", "--others", "--exclude-standard", *SHIPPED)
    tracked = run("git", *listed, cwd=ROOT).splitlines()
    expected = {
        name if name.startswith("fair_pos/") else f"fair_pos/_data/{name}"
        for name in tracked
        if (ROOT / name).exists()
    }
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert shipped == expected


def test_the_licence_travels_with_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def test_the_wheel_runs_a_fair_from_list_to_report(installed: Path, tmp_path: Path) -> None:
    def fair_pos(*words: object) -> str:
        return run(installed, "--data", tmp_path / "data", *words, cwd=tmp_path)

    fair = ("--fair", "XUAN-2027")
    assert "init" in fair_pos("--help")
    assert "Mật khẩu" in fair_pos("init")
    fair_pos(
        "fairs", "add", "XUAN-2027", "--name", "Xuân", "--from", "2027-01-26", "--to", "2027-01-27"
    )
    lists = next((installed.parents[1]).rglob("fair_pos/_data/seed/demo"))
    fair_pos("import", "booths", lists / "danh-sach-gian-hang.xlsx", *fair)
    fair_pos("import", "products", lists / "danh-muc-san-pham.xlsx", *fair)
    fair_pos("labels", *fair, "--booth", "A01", "--format", "50x30", "--out", "tem.pdf")
    fair_pos("simulate", *fair, "--sales", 5)
    fair_pos("report", "closing", *fair, "--out", "bao-cao.pdf")
    assert "Nguyên vẹn" in fair_pos("verify")
    assert json.loads(fair_pos("doctor", "--json"))["ok"]
    for paper in ("tem.pdf", "bao-cao.pdf"):
        assert (tmp_path / paper).read_bytes().startswith(b"%PDF")


def test_the_server_finds_its_pages_styles_and_words_in_the_wheel(
    installed: Path, tmp_path: Path
) -> None:
    run(installed, "--data", tmp_path / "data", "init", cwd=tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [installed, "--data", tmp_path / "data", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline().startswith("Fair POS: ")
            page = read(f"http://127.0.0.1:{port}/login")
            style = re.search(r'href="(/static/[^"]+\.css[^"]*)"', page)
            assert style is not None
            assert "{" in read(f"http://127.0.0.1:{port}{style[1]}")
        finally:
            server.terminate()
    assert "Đăng nhập" in page


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is sent as a signal")
def test_one_command_serves_the_demo_until_ctrl_c(installed: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [installed, "demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = ""
        for line in server.stdout:
            said += line
            if line.startswith("Fair POS: "):
                break
        assert f"http://127.0.0.1:{port}/v/XUAN-2027" in said
        card = re.search(r"/T/(\w+)", said)
        assert card is not None
        for path in ("/login", f"/T/{card[1]}"):
            assert read(f"http://127.0.0.1:{port}{path}")
        server.send_signal(signal.SIGINT)
        assert "Đã dừng." in server.stdout.read()
    assert server.returncode == 0
    assert (tmp_path / "demo-data" / ".fair-pos-demo").exists()
