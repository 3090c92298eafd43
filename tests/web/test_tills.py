"""The organiser's page of tills: what worries, in words; adding one by a code on the screen."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from fair_pos.accounts import earlier
from fair_pos.accounts.models import Till, TillCard
from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db import journal
from fair_pos.db.store import Store
from fair_pos.labels.sheets import code_svg
from fair_pos.web.till import bundle
from tests.cast import Cast, enrol
from tests.tills import TillClient, line
from tests.web.office import Clerk, faults, sign_in, words


@pytest.fixture
def ha(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.organiser, cast.venue_code)


def sell(till: TillClient, cast: Cast, *seqs: int) -> None:
    for seq in seqs:
        till.seq = seq - 1
        till.sell(till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000))


def beat(till: TillClient, **said: Any) -> None:
    body = {"waiting": 0, "app_version": bundle.version(), "offline": "ready"} | said
    assert till.post("/heartbeat", body).status_code == 200


class TestNumbers:
    def test_a_hole_in_the_middle_is_told_the_same_hour(
        self, ha: Clerk, till: TillClient, cast: Cast
    ) -> None:
        """odoo/odoo#71455, #16781: one order vanished with its number; here the hole is seen."""
        sell(till, cast, 1, 2, 5, 6)
        beat(till, last_seq=6)
        page = words(ha.get("tills"))
        assert "Thiếu số đơn 1" in page
        assert "0 0006 thiếu 0003, 0004 bản mới Bán được Mở quầy, chọn Gửi lại" in page

    def test_a_hole_at_the_end_is_one_too(self, ha: Clerk, till: TillClient, cast: Cast) -> None:
        """A till that gave number 9 and has nothing waiting has lost what followed number 6."""
        sell(till, cast, *range(1, 7))
        beat(till, last_seq=9)
        assert "0 0009 thiếu 0007 – 0009" in words(ha.get("tills"))

    def test_what_still_waits_is_no_hole(
        self, ha: Clerk, till: TillClient, cast: Cast, clock: FixedClock
    ) -> None:
        sell(till, cast, *range(1, 7))
        beat(till, last_seq=9, waiting=3, oldest_waiting_at=clock.now().isoformat())
        clock.advance(timedelta(minutes=12))
        page = words(ha.get("tills"))
        assert "12 phút trước 3 lâu nhất 12 phút 0009 đang chờ 0007 – 0009" in page
        assert "Tự gửi khi có mạng" in page

    def test_more_missing_than_waits_is_a_hole_all_the_same(
        self, ha: Clerk, till: TillClient, cast: Cast
    ) -> None:
        sell(till, cast, 1, 3, 4)
        beat(till, last_seq=5, waiting=1)
        assert "thiếu 0002, 0005" in words(ha.get("tills"))

    def test_what_waits_for_a_moment_needs_nobody(
        self, ha: Clerk, till: TillClient, cast: Cast, clock: FixedClock
    ) -> None:
        sell(till, cast, 1)
        beat(till, last_seq=2, waiting=1, oldest_waiting_at=clock.now().isoformat())
        page = words(ha.get("tills"))
        assert "Cần xử lý 0" in page
        assert "Còn đơn chờ gửi 1" in page

    def test_the_reported_number_never_falls(
        self, till: TillClient, cast: Cast, store: Store
    ) -> None:
        """Two tabs of one till, one of them behind."""
        beat(till, last_seq=9)
        beat(till, last_seq=7)
        with store.reading() as session:
            assert session.exec(select(Till.reported_seq)).one() == 9

    def test_a_revoked_till_with_a_hole_is_still_looked_for(
        self, ha: Clerk, till: TillClient, cast: Cast, store: Store
    ) -> None:
        sell(till, cast, 1)
        beat(till, last_seq=2)
        till.post("/leave")
        page = words(ha.get("tills", show="revoked"))
        assert "thiếu 0002" in page
        assert "Tìm máy, xuất đơn chưa gửi" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"offline": "http"}, "Không: mở bằng http Quét lại thẻ gian"),
        ({"offline": "untrusted"}, "Không: chứng chỉ chưa tin Cài chứng chỉ ở trang /cai-dat"),
        ({"offline": "private"}, "Không: mở ẩn danh Mở bằng cửa sổ thường"),
        ({"offline": "unsupported"}, "Không: trình duyệt cũ Mở bằng Chrome"),
        ({"app_version": "0ld"}, "bản cũ Bán được Tải lại trang khi vắng khách"),
        ({"clock": "2027-01-30T03:30:00Z"}, "vừa xong đồng hồ chậm 12 phút"),
        ({"clock": "2027-01-30T05:42:00Z"}, "vừa xong đồng hồ nhanh 2 giờ"),
    ],
)
def test_what_a_till_says_of_itself_is_a_worry_with_its_remedy(
    ha: Clerk, till: TillClient, said: dict[str, Any], sentence: str
) -> None:
    beat(till, **said)
    page = words(ha.get("tills"))
    assert "Cần xử lý 1" in page
    assert sentence in page


@pytest.mark.parametrize(
    "said", [{"clock": "2027-01-30T03:38:00Z"}, {"offline": ""}, {"offline": "of-tomorrow"}, {}]
)
def test_what_is_well_or_not_known_worries_nobody(
    ha: Clerk, till: TillClient, said: dict[str, Any]
) -> None:
    beat(till, **said)
    assert "Cần xử lý 0" in words(ha.get("tills"))


@pytest.mark.parametrize("wild", ["1970-01-01T00:00:00Z", "2999-01-01T00:00:00Z"])
def test_a_wild_clock_in_a_heartbeat_breaks_nothing(ha: Clerk, till: TillClient, wild: str) -> None:
    beat(till, clock=wild, waiting=1, oldest_waiting_at=wild)
    assert ha.get("tills").status_code == 200


class TestAdding:
    """A till by a code on the organiser's screen: ten minutes, once, no JavaScript."""

    @pytest.fixture
    def code(self, ha: Clerk, store: Store) -> TillCard:
        answer = ha.post("tills/add", booth="B017")
        assert answer.status_code == 200
        assert "Còn 10 phút 00 giây" in words(answer)
        with store.reading() as session:
            return session.exec(select(TillCard)).one()

    def use(self, http: TestClient, code: TillCard) -> int:
        body = {"code": code.code, "device_name": "Máy chị Hạnh"}
        device = TestClient(http.app, base_url="http://pos.test")
        return device.post("/api/v1/till/enrol", json=body).status_code

    def test_the_code_can_be_scanned_and_typed(self, ha: Clerk, code: TillCard) -> None:
        picture = ha.get(f"tills/add/{code.id}/qr.svg")
        assert picture.text == code_svg(f"HTTP://POS.TEST/T/{code.code}")
        page = ha.get(f"tills/add/{code.id}").text
        assert f"{code.code[:5]}-{code.code[5:]}" in page
        assert 'http-equiv="refresh"' in page

    def test_the_page_says_when_the_till_is_ready(
        self, ha: Clerk, web: TestClient, code: TillCard
    ) -> None:
        assert self.use(web, code) == 200
        page = ha.get(f"tills/add/{code.id}")
        assert "Quầy B017-1 đã sẵn sàng: Máy chị Hạnh." in words(page)
        assert 'http-equiv="refresh"' not in page.text
        assert ha.get(f"tills/add/{code.id}/qr.svg").status_code == 404

    def test_a_code_works_once(self, web: TestClient, code: TillCard) -> None:
        assert [self.use(web, code) for _ in range(2)] == [200, 409]

    def test_after_ten_minutes_it_is_gone(
        self, ha: Clerk, web: TestClient, code: TillCard, clock: FixedClock, store: Store
    ) -> None:
        clock.advance(timedelta(minutes=9, seconds=59))
        assert "Còn 0 phút 01 giây" in words(ha.get(f"tills/add/{code.id}"))
        clock.advance(timedelta(seconds=1))
        assert self.use(web, code) == 410
        assert (
            "đã hết hạn" in web.post(f"/T/{code.code}", headers={"origin": "http://pos.test"}).text
        )
        page = words(ha.get(f"tills/add/{code.id}"))
        assert "Mã này đã quá 10 phút, không dùng được nữa." in page
        assert "Tạo mã mới" in page

    def test_it_is_no_card_to_print(self, ha: Clerk, code: TillCard) -> None:
        assert code.code[:5] not in ha.get("cards").text

    def test_a_printed_card_still_has_no_end(
        self, store: Store, cast: Cast, clock: FixedClock, ha: Clerk, web: TestClient
    ) -> None:
        ha.post("cards/new", booth="B017")
        with store.reading() as session:
            card = session.exec(select(TillCard)).one()
        clock.advance(timedelta(days=60))
        assert self.use(web, card) == 200

    def test_without_a_booth_the_form_says_so(self, ha: Clerk) -> None:
        answer = ha.post("tills/add", booth="Z99")
        assert (answer.status_code, faults(answer)) == (
            422, {"booth": "Chọn một mục trong danh sách."},
        )  # fmt: skip

    def test_who_only_reads_adds_none(self, web: TestClient, store: Store, cast: Cast) -> None:
        lan = sign_in(web, store, cast.inspector, cast.venue_code)
        assert "Thêm quầy" not in words(lan.get("tills"))
        assert lan.post("tills/add", booth="B017").status_code == 403


class TestLooks:
    def test_both_contents_of_one_id_stand_side_by_side(
        self, ha: Clerk, till: TillClient, cast: Cast
    ) -> None:
        """odoo/odoo#71455: the reference was taken for the identity and one order vanished."""
        body = till.cash_sale([line(cast.eggs, "Trứng vịt", 45_000)], 45_000)
        till.sell(body)
        other = till.cash_sale([line(cast.eggs, "Trứng gà", 40_000)], 40_000, id=body["id"])
        assert till.post("/sales", other).status_code == 409
        assert "1 đơn trùng mã nhưng khác nội dung." in words(ha.get("tills"))
        page = words(ha.get("tills/looks"))
        assert "Hàng bán 1 × Trứng vịt = 45.000 1 × Trứng gà" in page
        assert "Tổng cộng 45.000 40.000" in page
        address = re.search(r'action="([^"]*/tills/looks/[^"]+)"', ha.get("tills/looks").text)
        assert address
        settled = words(ha.post(address[1]))
        assert "Nguyễn Thu Hà đã xem, 30/01/2027 10:42." in settled
        assert "trùng mã" not in words(ha.get("tills"))

    def test_an_unknown_conflict_is_not_found(self, ha: Clerk) -> None:
        assert ha.post(f"tills/looks/{ids.new_id()}").status_code == 404

    def test_odd_acts_of_shifts_are_listed_with_their_reason(
        self, ha: Clerk, till: TillClient, cast: Cast
    ) -> None:
        cash = {
            "id": ids.new_id(), "amount_vnd": -20_000, "reason": "đá", "happened": True,
            "moved_at": "1970-01-01T00:00:00Z", "person_id": cast.stranger,
        }  # fmt: skip
        opened = {"id": ids.new_id(), "opened_at": till.sold_at, "happened": True}
        assert till.post(f"/shifts/{till.shift_id}/cash", cash).status_code == 200
        assert till.post("/shifts", opened).status_code == 200
        page = words(ha.get("tills/looks"))
        assert "B017 1 Thêm, lấy tiền 01/01/1970 07:00 −20.000" in page
        assert "không phải người của gian, đồng hồ của quầy sai" in page
        assert "B017 2 Mở ca 30/01/2027 10:42 0 ca khác chưa chốt" in page


class TestSeries:
    """Numbers handed out after the backup never come twice (odoo/odoo#287667)."""

    def restore(self, store: Store, **fields: int) -> None:
        def action(session: Session) -> None:
            journal.start_epoch(session)
            journal.write(session, store.clock, journal.Fact("site.restored", "x", dict(fields)))

        store.lane.run(action)

    def test_after_every_restore_the_series_have_another_letter(
        self, store: Store, cast: Cast
    ) -> None:
        booth = cast.hanh_booth
        made = [enrol(store, booth).series for _ in range(2)]
        self.restore(store)
        made += [enrol(store, booth).series for _ in range(2)]
        self.restore(store)
        assert [*made, enrol(store, booth).series] == ["1", "2", "A1", "A2", "B1"]
        assert enrol(store, cast.lao_booth).series == "B1"

    def test_a_restore_that_knows_of_more_before_it_skips_their_letters(
        self, store: Store, cast: Cast
    ) -> None:
        self.restore(store, restores=3)
        assert enrol(store, cast.hanh_booth).series == "C1"
        assert earlier.letters(28) == "AB"
