import json
from pathlib import Path

from tests.cli.conftest import BOOTHS, PRODUCTS, Terminal

FAIR = ("--fair", "XUAN-2027")


def counts(fair: Terminal, *words: object) -> dict[str, int]:
    found = json.loads(fair.done("import", *words, *FAIR, "--json"))
    return {**found["result"], "faulty": found["counts"]["faulty"]}


def test_the_sample_workbooks_go_in_once(site: Terminal) -> None:
    new = {"created": 86, "updated": 0, "unchanged": 0, "faulty": 2}
    same = {"created": 0, "updated": 0, "unchanged": 86, "faulty": 2}
    assert counts(site, "booths", BOOTHS) == new
    assert counts(site, "booths", BOOTHS) == same
    assert counts(site, "products", PRODUCTS)["created"] == 95
    assert counts(site, "products", PRODUCTS)["unchanged"] == 95


def test_a_dry_run_says_the_same_and_writes_nothing(site: Terminal) -> None:
    dry = counts(site, "booths", BOOTHS, "--dry-run")
    assert dry == counts(site, "booths", BOOTHS)


def test_each_faulty_row_is_named_with_its_sentence(site: Terminal) -> None:
    said = site.run("import", "booths", BOOTHS, *FAIR)
    assert said.exit_code == 0
    assert "Dòng 91, Gian số: Số gian A01 đã có ở dòng 5" in said.stderr
    assert "86 dòng mới" in said.stdout
    assert "2 dòng lỗi" in said.stdout


def test_faulty_rows_come_out_as_a_workbook_to_correct(site: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "loi.xlsx"
    site.done("import", "booths", BOOTHS, *FAIR)
    site.done("import", "products", PRODUCTS, *FAIR, "--faults", file)
    again = site.run("import", "products", file, *FAIR, "--json")
    assert again.exit_code == 1
    assert json.loads(again.stdout)["counts"] | {"faults": 0} == {
        "good": 0, "faulty": 4, "faults": 0, "skipped": 0, "noted": 0
    }  # fmt: skip
    assert "Không có dòng nào nhập được" in again.stderr


def test_what_is_no_workbook_is_refused_and_nothing_written(site: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "anh.xlsx"
    file.write_bytes(b"PK\x03\x04 no workbook")
    assert "Tệp không phải Excel" in site.refused("import", "booths", file, *FAIR)
    assert counts(site, "booths", BOOTHS, "--dry-run")["created"] == 86


def test_a_text_named_like_excel_is_told_so(site: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "gian.xlsx"
    file.write_text("Họ;Tên", encoding="utf-8")
    assert "đổi đuôi thành .csv" in site.refused("import", "booths", file, *FAIR)


def test_a_wrong_fair_or_file_is_refused(site: Terminal, tmp_path: Path) -> None:
    assert "Không có hội chợ" in site.refused("import", "booths", BOOTHS, "--fair", "KHAC")
    missing = site.refused("import", "booths", tmp_path / "khong-co.xlsx", *FAIR)
    assert "không có tệp" in missing


def test_another_list_is_wrong_use(site: Terminal) -> None:
    assert site.run("import", "people", BOOTHS, *FAIR).exit_code == 2
