"""The pages of the reports: what they say, where their figures lead, who may see what."""

import re
from collections.abc import Callable
from html import unescape

from fastapi.testclient import TestClient

from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.reports.story import Story, at
from tests.web.office import Clerk, faults, sign_in, words


def test_the_report_page_proves_itself_first(organiser: Clerk) -> None:
    page = organiser.get("reports/closing")
    assert page.status_code == 200
    said = words(page)
    assert "Khớp: 3 đơn = 545.000 đ" in said
    assert "15 gian-ngày = 3 gian bán hàng × 5 ngày" in said
    assert "Bảng 1. Doanh thu" in said
    assert "không công bố" in said
    assert "Hè 2023 (ước), bình quân ngày" in said
    assert "không ước tính bù" in said


def test_every_blue_amount_opens_a_list_with_that_total(organiser: Clerk) -> None:
    """Read the page as a person does: follow each link, compare the figure with the total."""
    page = organiser.get("reports/closing").text
    links = re.findall(r'<a href="(/v/[^"]*/sales\?[^"]*)">([\d.,]+)</a>', page)
    assert len(links) > 25
    for address, shown in links:
        total = re.search(r'total-line"><b>([\d.−]+)', organiser.http.get(unescape(address)).text)
        assert total is not None, address
        dong = int(total[1].replace(".", "").replace("−", "-"))
        assert shown == f"{(dong + 50_000) // 100_000 / 10:.1f}".replace(".", ","), address


def test_the_report_page_refuses_and_names_the_place(
    organiser: Clerk, tamper: Callable[..., None]
) -> None:
    tamper("UPDATE rollup_booth_hour SET total_vnd = total_vnd + 120000 WHERE day = '2027-01-26'")
    page = organiser.get("reports/closing")
    assert page.status_code == 409
    assert ("Không khớp: gian B017 ngày 26/01 lệch 120.000 đ. Báo cáo chưa lập được.") in words(
        page
    )
    assert "/sales?booth=B017&amp;day=2027-01-26" in page.text
    assert organiser.get("reports/closing.json").status_code == 409


def test_other_editions_and_units_are_chosen_in_the_address(organiser: Clerk) -> None:
    said = words(organiser.get("reports/closing", compare="HL-2019-HE", units="district"))
    assert "Hè 2019 (ước), bình quân ngày" in said
    assert "1.700,0" in said, "10,2 tỷ over 6 days"
    none = words(organiser.get("reports/closing", compare="none", units="all"))
    assert "Kỳ này chưa chọn kỳ so sánh." in none
    assert "Xã Cái Chiên" in none


def test_files_carry_the_same_total(organiser: Clerk) -> None:
    found = organiser.get("reports/closing.json").json()
    assert found["total"]["sum_vnd"] == 1_395_000
    assert organiser.get("reports/closing.xlsx").content[:2] == b"PK"
    assert organiser.get("reports/closing.pdf").content[:4] == b"%PDF"


def test_a_draft_is_given_out_and_checked_by_anybody_with_the_paper(
    organiser: Clerk, web: TestClient, fair: Story, clock: FixedClock
) -> None:
    paper = organiser.post("reports/closing/draft")
    assert paper.content[:4] == b"%PDF"
    code = re.search(r"issued/(\w+)\.pdf", str(paper.url))
    assert code is not None
    said = words(web.get(f"/c/{code[1].lower()}"))
    assert "Bản in này khớp số liệu" in said
    clock.at = at(30, 12)
    fair.lao.sell([(fair.cast.beads, "Vòng hạt gỗ", 70_000, 1000)], cash=70_000)
    changed = words(web.get(f"/C/{code[1]}"))
    assert "Đã thay đổi từ khi in" in changed
    assert "545.000 đ 615.000 đ" in changed
    assert web.get("/c/0000000000").status_code == 404


def test_final_figures_ask_first_and_name_what_is_missing(organiser: Clerk, fair: Story) -> None:
    asked = words(organiser.get("reports/closing/final"))
    assert "Còn thiếu: 10 gian-ngày của 3 gian chưa có số liệu." in asked
    assert "Hội chợ chưa kết thúc." in asked
    assert "Chốt 1.395.000 đ" in asked
    said = words(organiser.post("reports/closing/final", seen=""))
    assert "SỐ LIỆU CHÍNH THỨC Nguyễn Thu Hà chốt lúc 30/01/2027 11:42" in said
    fair.lao.sell([(fair.cast.beads, "Vòng hạt gỗ", 70_000, 1000)], cash=70_000)
    assert "SỐ LIỆU SƠ BỘ" in words(organiser.get("reports/closing"))


def test_an_outlet_reports_by_month(organiser: Clerk, tamper: Callable[..., None]) -> None:
    tamper("UPDATE venue SET kind = 'outlet', last_day = NULL")
    assert "Khớp: 3 đơn" in words(organiser.get("reports/closing"))
    page = organiser.get("reports/closing", month="2027-01")
    assert "month=2027-01" in page.text
    assert "/sales?from=2027-01-01&amp;to=2027-01-31" in page.text
    assert organiser.get("reports/closing", month="2027-13").status_code == 422
    assert organiser.get("reports/closing.pdf", month="2027-01").content[:4] == b"%PDF"


def test_an_inspector_reads_and_does_not_give_out(
    web: TestClient, store: Store, cast: Cast
) -> None:
    inspector = sign_in(web, store, cast.inspector, cast.venue_code)
    assert inspector.get("reports/closing").status_code == 200
    assert inspector.post("reports/closing/draft").status_code == 403
    assert inspector.post("reports/closing/final").status_code == 403
    assert inspector.post("/programme/plans").status_code == 403


def test_a_locality_lead_sees_its_own_booths_only(lead: Clerk, fair: Story) -> None:
    assert lead.get("reports/closing").status_code == 403
    said = words(lead.get("sales"))
    assert "405.000 đ" in said
    assert "C01" not in said
    board = words(lead.get("live"))
    assert "45.000 đ" in board
    assert "Số này của 1 trên 2 gian bán hàng" in board


def test_a_locality_lead_cannot_open_another_booths_sale(
    lead: Clerk, organiser: Clerk, fair: Story
) -> None:
    links = re.findall(r'/sales/([0-9a-f-]{36})"', organiser.get("sales", booth="C01").text)
    assert organiser.get(f"sales/{links[0]}").status_code == 200
    assert lead.get(f"sales/{links[0]}").status_code == 404


def test_a_sale_shows_everything_about_it(organiser: Clerk, fair: Story) -> None:
    said = words(organiser.get(f"sales/{fair.first_sale}"))
    assert "Đơn bán B017-1-000001" in said
    assert "Mực một nắng Cô Tô loại 2" in said
    assert "0,450 kg" in said
    assert "4 sao" in said
    assert "Trả hàng B017-1-000003" in said
    assert "sale.sold" in said
    refund = words(organiser.get(f"sales/{fair.refund}"))
    assert "Điều chỉnh đơn B017-1-000001" in refund
    assert "Lý do: vỡ" in refund


def test_odd_sales_are_found(organiser: Clerk, fair: Story, clock: FixedClock) -> None:
    none = words(organiser.get("sales", flagged="yes"))
    assert "Không đơn nào khớp." in none
    fair.lao.sell([(fair.cast.beads, "Vòng hạt gỗ", 60_000, 1000)], cash=60_000)
    said = words(organiser.get("sales", flagged="yes"))
    assert "Giá khác giá niêm yết" in said
    assert "60.000 đ · 1 đơn" in said


def test_a_wrong_filter_is_told(organiser: Clerk) -> None:
    answer = organiser.get("sales", day="hôm nay")
    assert answer.status_code == 422
    assert "Bộ lọc “hôm nay” không hiểu được." in unescape(answer.text)
    assert organiser.get("sales", page="0").status_code == 422
    assert organiser.get("reports/closing", month="x").status_code == 200, "a fair has no months"


def test_the_board_says_how_much_of_the_fair_it_is(organiser: Clerk, clock: FixedClock) -> None:
    said = words(organiser.get("live"))
    assert "185.000 đ" in said
    assert "Số này của 2 trên 3 gian bán hàng" in said
    assert "2 ghi tại quầy · 1 tự khai" in said
    assert "Vòng hạt gỗ" in said
    assert words_of_part(organiser.get("live/board").text) == words_of_part(said_part(organiser))


def said_part(organiser: Clerk) -> str:
    page = organiser.get("live").text
    return page.partition("data-every")[2].partition(">")[2].partition("</main>")[0]


def words_of_part(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def test_a_booth_long_without_a_sale_stands_on_the_board(
    organiser: Clerk, clock: FixedClock
) -> None:
    assert "Hiện không có gian nào." in words(organiser.get("live"))
    clock.at = at(30, 13)
    said = words(organiser.get("live"))
    assert "C01 Bounmy Handicraft" in said
    assert "3 giờ" in said


def test_before_the_first_sale_the_board_says_when_it_opens(
    web: TestClient, store: Store, cast: Cast, clock: FixedClock
) -> None:
    clock.at = at(31, 7)
    organiser = sign_in(web, store, cast.organiser, cast.venue_code)
    assert "Chưa có đơn nào hôm nay. Mở cửa lúc 08:00." in words(organiser.get("live"))


def test_the_programme_keeps_the_kinds_apart(organiser: Clerk) -> None:
    said = words(organiser.get("/programme"))
    assert "Chương trình OCOP Quảng Ninh, 2014–2027" in said
    assert "362*" in said
    assert "322*" in said
    assert "mâu thuẫn nhau" in said
    assert ">8.800" in said, "two editions of 2017, one of them a lower bound"
    assert "336,0%" in said or "336,1%" in said
    row = re.search(r"2027, hệ thống này.*?</tr>", organiser.get("/programme").text, re.DOTALL)
    assert row is not None
    assert re.findall(r"\d+,\d", re.sub(r"<[^>]*>", " ", row[0])) == ["0,9", "0,5"]


def test_the_programme_is_filtered_by_commune_star_and_place(organiser: Clerk) -> None:
    starred = organiser.get("/programme", stars="4").text
    assert ">0,1<" in starred.partition('id="editions"')[2]
    none = organiser.get("/programme", commune="06994").text.partition('id="editions"')[2]
    assert "Xuân 2027" not in none.partition("</table>")[0]
    outlets = organiser.get("/programme", kind="outlet").text.partition('id="editions"')[2]
    assert "Xuân 2027" not in outlets.partition("</table>")[0]
    assert organiser.get("/programme", stars="6").status_code == 422
    assert organiser.get("/programme.xlsx").content[:2] == b"PK"
    assert organiser.get("/programme.pdf").content[:4] == b"%PDF"


def test_a_plan_is_typed_in_compared_and_withdrawn(organiser: Clerk) -> None:
    refused = organiser.post(
        "/programme/plans", year="2027", indicator="revenue_fairs", value="ba", source=""
    )
    assert refused.status_code == 422
    assert set(faults(refused)) == {"value", "source"}
    organiser.post(
        "/programme/plans", year="2027", indicator="revenue_fairs", value="10",
        source="Kế hoạch 12/KH-UBND",
    )  # fmt: skip
    page = organiser.get("/programme")
    assert "Doanh thu hội chợ 2027 10 – 1 1 1" in words(page) or "Kế hoạch 12/KH-UBND" in words(
        page
    )
    address = re.search(r"/programme/plans/[0-9a-f-]+/withdraw", page.text)
    assert address is not None
    assert "Rút lại số kế hoạch này?" in words(organiser.get(address[0]))
    organiser.post(address[0], seen="")
    assert "Kế hoạch 12/KH-UBND" not in words(organiser.get("/programme"))
