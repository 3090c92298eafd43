import json
from pathlib import Path

from tests.cli.conftest import Terminal

FAIR = ("--fair", "XUAN-2027")


def test_labels_of_a_booth_come_as_pdf(fair: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "tem.pdf"
    said = fair.done(
        "labels", *FAIR, "--booth", "a09", "--format", "50x30", "--out", out, "--each", 20
    )
    assert said == f"{out}: 60 tem trên 2 tờ.\n"
    assert out.read_bytes().startswith(b"%PDF")


def test_a_booth_without_goods_leaves_no_file(fair: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "tem.pdf"
    said = fair.refused("labels", *FAIR, "--booth", "Z1", "--format", "50x30", "--out", out)
    assert "Gian Z1 chưa có sản phẩm" in said
    assert list(tmp_path.glob("tem*")) == []


def test_an_unknown_format_is_wrong_use(fair: Terminal, tmp_path: Path) -> None:
    result = fair.run("labels", *FAIR, "--format", "9x9", "--out", tmp_path / "tem.pdf")
    assert result.exit_code == 2


def test_the_closing_report_has_the_sales_in_every_form(fair: Terminal, tmp_path: Path) -> None:
    fair.done("simulate", *FAIR, "--sales", 30)
    for form in ("json", "xlsx", "pdf"):
        fair.done("report", "closing", *FAIR, "--out", tmp_path / f"bao-cao.{form}")
    report = json.loads((tmp_path / "bao-cao.json").read_text("utf-8"))
    verdict = json.loads(fair.done("verify", "--json"))
    assert report["total"]["measured_vnd"] == verdict["total_vnd"] > 0
    assert (tmp_path / "bao-cao.xlsx").read_bytes().startswith(b"PK")
    assert (tmp_path / "bao-cao.pdf").read_bytes().startswith(b"%PDF")


def test_a_report_of_another_form_is_wrong_use(fair: Terminal, tmp_path: Path) -> None:
    result = fair.run("report", "closing", *FAIR, "--out", tmp_path / "bao-cao.docx")
    assert result.exit_code == 2


def test_a_report_into_no_folder_is_refused(fair: Terminal, tmp_path: Path) -> None:
    said = fair.refused("report", "closing", *FAIR, "--out", tmp_path / "khong-co" / "b.pdf")
    assert "không có tệp hoặc thư mục này" in said
