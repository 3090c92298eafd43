"""The report as JSON, Excel and paper, and what was given out."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
import python_calamine
import zxingcpp
from PIL import Image

from fair_pos.core.clock import FixedClock
from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.printing import a4
from fair_pos.reports import export, issuing, paper, plain, tables
from fair_pos.reports.closing_tables import closing_tables
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.issuing import Issue
from fair_pos.reports.models import IssuedReport, ReportKind
from fair_pos.reports.place_tables import fold
from fair_pos.reports.tables import Form, Phrase
from fair_pos.venues.models import Venue
from tests.reports.story import Story, at


def test_json_comes_back_as_the_same_report(report: ClosingReport) -> None:
    assert plain.from_json(plain.to_json(report)) == report


def test_json_is_canonical_and_keeps_the_kinds_apart(report: ClosingReport) -> None:
    text = export.closing_json(report).decode().rstrip("\n")
    found = json.loads(text)
    assert json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
    assert found["total"] == {
        "measured_vnd": 545_000, "declared_vnd": 850_000, "sum_vnd": 1_395_000,
    }  # fmt: skip
    assert found["as_of"] == "2027-01-30T04:42:00.000Z"
    assert found["coverage"]["booth_days"] == 15
    assert found["days"][0]["sales_query"] == "day=2027-01-26"


def read_sheets(data: bytes) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_excel_has_one_sheet_a_table_with_whole_dong(report: ClosingReport) -> None:
    sheets = read_sheets(export.closing_xlsx(report))
    assert len(sheets) == 1 + len(closing_tables(report))
    revenue = sheets["1. Doanh thu"]
    assert revenue[1][0] == "Đơn vị: đồng"
    assert revenue[4][:4] == ["Tổng doanh thu", 545_000, 850_000, 1_395_000]
    assert revenue[5][4] == 0.201
    assert sheets["2. Từng ngày"][4][:2] == ["T3, 26/01", 1]


def test_excel_writes_a_formula_as_text(report: ClosingReport) -> None:
    harmful = tables.Table(
        "x", "1", Phrase("Thử", "Try"), (tables.Column(Phrase("=1+1", "")),),
        (tables.Row(('=HYPERLINK("http://x")',)), tables.Row((Phrase("@SUM(A1)", ""),))),
    )  # fmt: skip
    data = export.tables_xlsx([harmful], [("=2+2", "+cmd")], "Thử")
    import zipfile

    with zipfile.ZipFile(BytesIO(data)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
    assert sheets
    assert not any("<f>" in sheet for sheet in sheets)


def test_paper_carries_the_figures_and_a_code_that_reads_back(
    fair: Story, store: Store, clock: FixedClock, report: ClosingReport
) -> None:
    issue = Issue("draft", 3, "B4K7R2XQ9F", report.as_of, "Nguyễn Thu Hà")
    values = paper.closing_values(report, issue, "HTTPS://POS.TEST")
    assert values["proof"] == "Khớp: 3 đơn = 545.000\u00a0đ"
    assert values["code"] == "sơ bộ 3 · B4K7R 2XQ9F"
    total = values["revenue"]["rows"][0]["cells"]
    assert total == ["Tổng doanh thu", "0,5", "0,9", "1,4", "100,0%", "0,3", "2.900,0", "−100,0%"]
    assert values["revenue"]["rows"][1]["cells"][6] == "…"
    page = a4.pngs("closing.typ", values, 150)[0]
    codes = zxingcpp.read_barcodes(Image.open(BytesIO(page)))
    assert [code.text for code in codes] == ["HTTPS://POS.TEST/C/B4K7R2XQ9F"]
    assert paper.closing_pdf(report, issue, "HTTPS://POS.TEST").startswith(b"%PDF")


def test_every_table_closes_and_says_since_when(report: ClosingReport) -> None:
    for table in closing_tables(report).values():
        assert any("Tính đến 11:42 ngày 30/01/2027" in note.vi for note in table.notes), table.key
        for column, total in zip(
            table.columns, table.total.values if table.total else (), strict=False
        ):
            if column.form in {Form.MONEY, Form.SUM} and table.key != "revenue":
                place = table.columns.index(column)
                parts = [row.values[place] for row in table.rows]
                assert sum(one for one in parts if isinstance(one, int)) == total, table.key


def test_a_folded_table_still_closes(report: ClosingReport) -> None:
    whole = closing_tables(report)["communes"]
    folded = fold(whole, Phrase("còn lại", "rest"), 8)
    assert len(folded.rows) == 9
    assert folded.total == whole.total
    assert sum(row.values[4] for row in folded.rows) == whole.total.values[4]


def issue(
    store: Store, clock: FixedClock, fair: Story, act: Callable[..., IssuedReport]
) -> IssuedReport:
    def run(session) -> IssuedReport:
        venue = session.get(Venue, (store.org_id, fair.cast.venue))
        return act(session, clock, venue, fair.cast.organiser)

    return store.lane.run(run)


def test_drafts_are_numbered_and_unchanged_figures_keep_theirs(
    fair: Story, store: Store, clock: FixedClock
) -> None:
    first = issue(store, clock, fair, issuing.issue_draft)
    clock.at = at(30, 12)
    again = issue(store, clock, fair, issuing.issue_draft)
    assert (first.number, again.code) == (1, first.code)
    fair.lao.sell([(fair.cast.beads, "Vòng hạt gỗ", 70_000, 1000)], cash=70_000)
    second = issue(store, clock, fair, issuing.issue_draft)
    assert (second.number, second.kind) == (2, ReportKind.DRAFT)
    final = issue(store, clock, fair, issuing.issue_final)
    with store.reading() as session:
        assert issuing.issue_of(session, final).name.vi == "chính thức"
        assert issuing.issue_of(session, final).issued_by == "Nguyễn Thu Hà"


def test_a_print_says_what_changed_since(
    fair: Story, store: Store, clock: FixedClock, make: Callable[..., ClosingReport]
) -> None:
    printed = plain.from_json(issue(store, clock, fair, issuing.issue_draft).body)
    assert issuing.changes(printed, make()) == []
    fair.lao.sell([(fair.cast.beads, "Vòng hạt gỗ", 70_000, 1000)], cash=70_000)
    found = {one.what.vi: (one.printed, one.now) for one in issuing.changes(printed, make())}
    assert found["Tổng doanh thu, ghi tại quầy"] == ("545.000\u00a0đ", "615.000\u00a0đ")
    assert found["Ngày 30/01, cộng"] == ("185.000\u00a0đ", "255.000\u00a0đ")
    assert "Khu vực Quảng Ninh, ghi tại quầy" not in found


def test_a_print_is_found_by_its_code_however_it_is_typed(
    fair: Story, store: Store, clock: FixedClock
) -> None:
    row = issue(store, clock, fair, issuing.issue_draft)
    typed = f"{row.code[:5].lower()} {row.code[5:]}"
    with store.reading() as session:
        assert issuing.issued(session, store.org_id, typed).id == row.id
        wrong = re.sub(r".$", "0" if row.code[-1] != "0" else "1", row.code)
        with pytest.raises(NotFoundError):
            issuing.issued(session, store.org_id, wrong)
