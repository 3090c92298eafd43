"""What was understood is written once: importing again changes nothing, a change only itself."""

import itertools
import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from fair_pos.catalogue.importing import queries
from fair_pos.catalogue.importing.booths import BoothRow, preview_booths
from fair_pos.catalogue.importing.columns import Field
from fair_pos.catalogue.importing.listing import Choices
from fair_pos.catalogue.importing.plan import ImportResult
from fair_pos.catalogue.importing.preview import Preview
from fair_pos.catalogue.importing.products import ProductRow, preview_products
from fair_pos.catalogue.importing.reference import load_reference
from fair_pos.catalogue.importing.refusals import BoothGoneError, TooManyRowsError
from fair_pos.catalogue.importing.write import (
    compare_booths,
    compare_products,
    import_booths,
    import_products,
)
from fair_pos.catalogue.models import Certificate, Listing, Price, Product
from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.programme.models import Exhibitor
from fair_pos.venues.models import Booth, BoothExhibitor, Venue, Zone
from tests.catalogue.books import (
    BOOTH_HEADER,
    PRODUCT_HEADER,
    booth_list,
    sample,
    sample_booths,
    workbook,
)

TABLES: tuple[type[SQLModel], ...] = (
    Zone, Booth, Exhibitor, BoothExhibitor, Product, Listing, Price, Certificate, JournalLine,
)  # fmt: skip
NOTHING_NEW = ImportResult(created=0, updated=0, unchanged=1)


class Office:
    """A clerk at a fair of her own."""

    def __init__(self, store: Store, clock: FixedClock) -> None:
        self.store, self.clock = store, clock
        self.venue: Venue = store.lane.run(self._open)

    def _open(self, session: Session) -> Venue:
        now = self.clock.now()
        venue = Venue(
            org_id=self.store.org_id, id=ids.new_id(), code="XUAN-2028", kind="fair",
            name="Hội chợ (mẫu)", first_day=date(2028, 1, 20), last_day=date(2028, 1, 25),
            is_demo=True, created_at=now, changed_at=now,
        )  # fmt: skip
        session.add(venue)
        session.flush()
        session.expunge(venue)
        return venue

    def booths(self, preview: Preview[BoothRow]) -> ImportResult:
        return self.store.lane.run(
            lambda session: import_booths(session, self.clock, self.venue, preview, "ha")
        )

    def products(self, preview: Preview[ProductRow]) -> ImportResult:
        return self.store.lane.run(
            lambda session: import_products(session, self.clock, self.venue, preview, "ha")
        )

    def read_products(self, content: bytes, choices: Choices | None = None) -> Preview[ProductRow]:
        with self.store.reading() as session:
            known = queries.known_booths(session, self.venue)
        return preview_products(content, load_reference(), known, choices or Choices())

    def list_products(self, *rows: dict[str, Any]) -> ImportResult:
        good = {"Gian số": "A01", "Tên sản phẩm": "Chả mực", "ĐVT": "gói", "Giá bán": "85.000"}
        lines = [[(good | row).get(name) for name in PRODUCT_HEADER] for row in rows]
        preview = self.read_products(workbook([PRODUCT_HEADER, *lines]))
        assert not preview.faults
        return self.products(preview)

    def counts(self) -> dict[str, int]:
        with self.store.reading() as session:
            return {
                str(table.__tablename__): session.execute(
                    select(func.count()).select_from(table)
                ).scalar_one()
                for table in TABLES
            }

    def all(self, table: type[SQLModel]) -> list[Any]:
        with self.store.reading() as session:
            return list(session.execute(select(table).order_by("id")).scalars())

    def told(self) -> list[str]:
        with self.store.reading() as session:
            lines = session.execute(select(JournalLine).order_by("seq")).scalars()
            return [line.kind for line in lines]


@pytest.fixture
def office(store: Store, clock: FixedClock) -> Office:
    return Office(store, clock)


@pytest.fixture
def filled(office: Office) -> Office:
    """Both samples are imported."""
    office.booths(sample_booths())
    office.products(office.read_products(sample("danh-muc-san-pham")))
    return office


def test_both_samples_go_in(filled: Office) -> None:
    counts = filled.counts()
    assert counts | {"journal": 0} == {
        "zone": 2, "booth": 86, "exhibitor": 86, "booth_exhibitor": 86, "product": 95,
        "listing": 95, "price": 95, "certificate": 20, "journal": 0,
    }  # fmt: skip
    told = filled.told()
    assert {kind: told.count(kind) for kind in sorted(set(told))} == {
        "booth.added": 86, "booth.joined": 86, "certificate.added": 20, "exhibitor.added": 86,
        "product.added": 95, "zone.added": 2,
    }  # fmt: skip


def test_importing_twice_changes_nothing(filled: Office) -> None:
    before = filled.counts()
    filled.clock.advance(timedelta(hours=1))
    assert filled.booths(sample_booths()) == ImportResult(0, 0, 86)
    again = filled.read_products(sample("danh-muc-san-pham"))
    assert filled.products(again) == ImportResult(0, 0, 95)
    assert filled.counts() == before


def test_the_journal_holds_no_phone_and_no_account_number(filled: Office) -> None:
    with filled.store.reading() as session:
        bodies = session.execute(select(JournalLine.body)).scalars()
        assert not [body for body in bodies if "0900000" in body or "00110123" in body]


def test_a_row_corrected_later_is_the_only_new_one(filled: Office) -> None:
    corrections = {(92, Field.BOOTH): "A92", (92, Field.LOCALITY): "Xã Ba Chẽ"}
    preview = sample_booths(Choices(corrections=corrections))
    assert filled.booths(preview) == ImportResult(created=1, updated=0, unchanged=86)
    fixed = {
        (99, Field.PRICE): "85.000", (100, Field.BOOTH): "A03", (101, Field.STARS): "5",
        (102, Field.PRODUCT): "Cam", (102, Field.PRICE): "45.000",
    }  # fmt: skip
    again = filled.read_products(sample("danh-muc-san-pham"), Choices(corrections=fixed))
    assert filled.products(again) == ImportResult(created=4, updated=0, unchanged=95)


def test_a_booth_is_written_as_understood(office: Office) -> None:
    office.booths(booth_list({"Ngân hàng": "MB", "Số tài khoản": "0011012310000"}))
    (booth,), (exhibitor,) = office.all(Booth), office.all(Exhibitor)
    assert (booth.code, booth.kind, booth.sponsor_kind) == ("A01", "standard", "commune")
    assert (booth.commune_code, booth.former_district) == ("06886", "Tiên Yên")
    assert (exhibitor.name, exhibitor.kind) == ("HTX Đồng Tiến", "cooperative")
    assert (exhibitor.bank_bin, exhibitor.account_number) == ("970422", "0011012310000")


def test_a_booth_from_abroad_is_a_foreign_one(office: Office) -> None:
    office.booths(booth_list({"Địa phương": "Lào"}, {"Gian số": "B1", "Địa phương": "Hà Nội"}))
    abroad, other = office.all(Booth)
    assert (abroad.kind, abroad.country, abroad.province) == ("foreign", "LA", "")
    assert (other.kind, other.country, other.province) == ("standard", "", "Hà Nội")


def test_one_exhibitor_may_have_several_booths(office: Office) -> None:
    office.booths(booth_list({}, {"Gian số": "A02", "Tên đơn vị": "htx đồng tiến"}))
    counts = office.counts()
    assert (counts["booth"], counts["exhibitor"], counts["booth_exhibitor"]) == (2, 1, 2)


def test_one_name_from_two_places_is_two_exhibitors(office: Office) -> None:
    office.booths(booth_list({}, {"Gian số": "A02", "Địa phương": "xã Ba Chẽ"}))
    assert office.counts()["exhibitor"] == 2


def test_a_shared_booth_keeps_the_order_of_its_exhibitors(office: Office) -> None:
    both = booth_list({}, {"Gian số": "A01 chung", "Tên đơn vị": "Hộ Lan", "Khu": "Khu 2"})
    assert office.booths(both) == ImportResult(created=2, updated=0, unchanged=0)
    assert [(stand.position) for stand in office.all(BoothExhibitor)] == [0, 1]
    assert office.booths(both) == ImportResult(created=0, updated=0, unchanged=2)
    with office.store.reading() as session:
        known = queries.known_booths(session, office.venue)
    assert known == {"A01": ("HTX Đồng Tiến", "Hộ Lan")}


def test_rows_of_one_exhibitor_that_differ_do_not_change_it_to_and_fro(office: Office) -> None:
    preview = booth_list(
        {"Điện thoại": "0900000001"}, {"Gian số": "A02", "Điện thoại": "0900000002"}
    )
    office.booths(preview)
    assert office.booths(preview) == ImportResult(created=0, updated=0, unchanged=2)
    assert office.all(Exhibitor)[0].phone == "0900000001"


def test_news_of_a_booth_are_brought_up_to_date_and_told(office: Office) -> None:
    office.booths(booth_list({"Điện thoại": "0900000001"}))
    news = booth_list({"Khu": "Khu 2", "Điện thoại": "0900000002"})
    assert office.booths(news) == ImportResult(created=0, updated=1, unchanged=0)
    assert office.all(Exhibitor)[0].phone == "0900000002"
    assert office.told()[-3:] == ["exhibitor.changed", "zone.added", "booth.changed"]


def test_an_empty_cell_takes_nothing_away(office: Office) -> None:
    office.booths(booth_list({"Điện thoại": "0900000001", "Mã số thuế": "0100109106"}))
    assert office.booths(booth_list({"Khu": ""})) == NOTHING_NEW
    assert office.all(Exhibitor)[0].tax_code == "0100109106"


def test_a_booth_without_a_zone_waits_in_its_own(office: Office) -> None:
    office.booths(booth_list({"Khu": ""}))
    assert [zone.name for zone in office.all(Zone)] == ["Chưa xếp khu"]


def test_a_zone_in_capitals_is_the_same_zone(office: Office) -> None:
    office.booths(booth_list({}, {"Gian số": "A02", "Khu": "KHU 1", "Tên đơn vị": "Hộ Lan"}))
    assert [zone.name for zone in office.all(Zone)] == ["Khu 1"]


def test_comparing_says_what_would_happen_and_writes_nothing(office: Office) -> None:
    preview = sample_booths()
    with office.store.reading() as session:
        would = compare_booths(session, office.clock, office.venue, preview)
    assert would == ImportResult(created=86, updated=0, unchanged=0)
    assert office.counts()["booth"] == 0
    office.booths(preview)
    products = office.read_products(sample("danh-muc-san-pham"))
    with office.store.reading() as session:
        would = compare_products(session, office.clock, office.venue, products)
    assert (would.created, office.counts()["product"]) == (95, 0)


def test_a_product_is_written_as_understood(office: Office) -> None:
    office.booths(booth_list({}))
    office.list_products({
        "Quy cách": "500 g", "Hạng sao": 4, "Số quyết định": "104/QĐ-UBND",
        "Ngày quyết định": date(2025, 12, 20), "Bộ sản phẩm": "08 Chế biến",
        "Mã OCOP": "22-06886-1-2026", "Mã vạch": "8934563138165",
        "Trang truy xuất": "https://qn.check.example/1",
    })  # fmt: skip
    (product,), (price,), (paper,) = map(office.all, (Product, Price, Certificate))
    assert (product.name, product.pack, product.unit) == ("Chả mực", "500 g", "gói")
    assert (product.set_no, product.gtin) == (8, "8934563138165")
    assert ids.read_code(product.label_code) == product.label_code
    assert product.trace_url == "https://qn.check.example/1"
    assert (price.price_vnd, price.is_demo, price.entered_by) == (85_000, True, "ha")
    assert (paper.stars, paper.decision_no, paper.state) == (4, "104/QĐ-UBND", "valid")
    assert (paper.issued_on, paper.expires_on) == (date(2025, 12, 20), date(2028, 12, 20))


def test_another_price_is_a_new_row_and_the_old_one_stays(office: Office) -> None:
    office.booths(booth_list({}))
    office.list_products({})
    office.clock.advance(timedelta(hours=1))
    assert office.list_products({"Giá bán": 90000}) == ImportResult(0, 1, 0)
    assert [price.price_vnd for price in office.all(Price)] == [85_000, 90_000]
    assert office.list_products({"Giá bán": 90000}) == NOTHING_NEW
    assert office.told()[-1] == "price.set"


def test_a_corrected_certificate_is_changed_and_told(office: Office) -> None:
    office.booths(booth_list({}))
    paper = {"Hạng sao": 4, "Số quyết định": "1/QĐ", "Ngày quyết định": date(2025, 12, 20)}
    office.list_products(paper)
    moved = paper | {"Hạng sao": 5, "Ngày quyết định": date(2026, 1, 5)}
    assert office.list_products(moved) == ImportResult(0, 1, 0)
    (one,) = office.all(Certificate)
    assert (one.stars, one.expires_on) == (5, date(2029, 1, 5))
    assert office.told()[-1] == "certificate.changed"


def test_an_extension_survives_the_next_import(office: Office) -> None:
    office.booths(booth_list({}))
    paper = {"Hạng sao": 4, "Số quyết định": "1/QĐ", "Ngày quyết định": date(2025, 12, 20)}
    office.list_products(paper)

    def extend(session: Session) -> None:
        one = session.execute(select(Certificate)).scalar_one()
        one.state, one.expires_on = "extended", date(2029, 6, 18)

    office.store.lane.run(extend)
    assert office.list_products(paper) == NOTHING_NEW
    assert office.all(Certificate)[0].expires_on == date(2029, 6, 18)


def test_news_of_a_product_are_brought_up_to_date(office: Office) -> None:
    office.booths(booth_list({}))
    office.list_products({"Mã vạch": "8934563138165", "Bộ sản phẩm": 8})
    assert office.list_products({"ĐVT": "kg", "Tên sản phẩm": "CHẢ MỰC"}) == ImportResult(0, 1, 0)
    (product,) = office.all(Product)
    assert (product.name, product.unit, product.sold_by) == ("CHẢ MỰC", "kg", "weight")
    assert (product.gtin, product.set_no) == ("8934563138165", 8)
    assert product.search_key == "cha muc 8934563138165"
    assert office.list_products({"ĐVT": "", "Tên sản phẩm": "CHẢ MỰC"}) == NOTHING_NEW


def test_a_product_at_two_booths_is_one_product_listed_twice(office: Office) -> None:
    office.booths(booth_list({}, {"Gian số": "A02"}))
    paper = {"Hạng sao": 4, "Số quyết định": "1/QĐ", "Ngày quyết định": date(2025, 12, 20)}
    office.list_products(paper, paper | {"Gian số": "A02"})
    counts = office.counts()
    assert (counts["product"], counts["listing"], counts["price"]) == (1, 2, 1)
    assert counts["certificate"] == 1


def test_a_known_product_at_another_booth_is_listed_there(office: Office) -> None:
    office.booths(booth_list({}, {"Gian số": "A02"}))
    office.list_products({})
    assert office.list_products({"Gian số": "A02"}) == ImportResult(0, 1, 0)
    assert office.told()[-1] == "product.listed"


def test_a_booth_gone_since_the_preview_stops_the_whole_import(office: Office) -> None:
    office.booths(booth_list({}, {"Gian số": "A02"}))
    rows = [PRODUCT_HEADER, ["A01", "Cam", "", "kg", 5000], ["A02", "Bưởi", "", "kg", 6000]]
    preview = office.read_products(workbook(rows))

    def leave(session: Session) -> None:
        booth = session.execute(select(Booth).where(Booth.code == "A02")).scalar_one()
        stand = session.execute(
            select(BoothExhibitor).where(BoothExhibitor.booth_id == booth.id)
        ).scalar_one()
        session.delete(stand)

    office.store.lane.run(leave)
    with pytest.raises(BoothGoneError):
        office.products(preview)
    assert office.counts()["product"] == 0


def test_twenty_thousand_products_go_in_at_once(office: Office) -> None:
    office.booths(sample_booths())
    codes = [row.booth for row in sample_booths().rows]
    lines = [f"{codes[n % 86]};Sản phẩm {n};gói;{50_000 + n}" for n in range(20_000)]
    content = "\n".join(["Gian số;Tên sản phẩm;ĐVT;Giá bán", *lines]).encode()
    preview = office.read_products(content)
    assert office.products(preview) == ImportResult(created=20_000, updated=0, unchanged=0)
    assert office.products(preview) == ImportResult(created=0, updated=0, unchanged=20_000)
    assert office.counts()["price"] == 20_000


def test_the_chain_of_the_journal_holds_after_an_import(filled: Office) -> None:
    with filled.store.reading() as session:
        lines = list(session.execute(select(JournalLine).order_by("seq")).scalars())
    assert all(one.hash == two.prev for one, two in itertools.pairwise(lines))
    assert json.loads(lines[0].body)["seq"] == 1


def test_a_list_of_five_thousand_and_one_booths_is_refused_before_it_is_read() -> None:
    rows = [BOOTH_HEADER, *[["Khu 1", f"A{n}"] for n in range(5_000)]]
    with pytest.raises(TooManyRowsError, match=r"5[.]000"):
        preview_booths(workbook(rows), load_reference())
