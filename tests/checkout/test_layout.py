"""A layout changes words on the receipt; what a customer must find there stays all the same."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlmodel import col, select

from fair_pos.checkout import receipt, sample
from fair_pos.checkout.receipt import Heading
from fair_pos.core.document import Block, Boxed, Code, Document, Picture, Row, Rule, Size, Text
from fair_pos.core.errors import ChangedMeanwhileError, NotFoundError
from fair_pos.db.edit import stamp
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.printing import logos, paper, profiles, render
from fair_pos.printing.logos import Ink
from fair_pos.printing.models import PrintJob
from fair_pos.venues import layouts
from fair_pos.venues.layouts import PLAIN, Layout, LayoutEdit, Owner, Part
from tests.cast import Cast
from tests.checkout.test_sales import reference_sale
from tests.printing.test_logos import picture_file
from tests.tills import TillClient

HEADING = Heading(
    venue_name="Hội chợ OCOP Quảng Ninh", exhibitor_name="Trung tâm OCOP Hạ Long",
    tax_code="5700000000", place_line="Gian B017, khu 1", cashier_name="Hoàng Thị Hạnh",
    shift_number=2, address="http://pos.test",
)  # fmt: skip
SALE = sample.invented(datetime(2027, 1, 30, 3, 42, tzinfo=UTC))
CODE = f"HTTP://POS.TEST/R/{SALE.public_code}"
LINES = st.text(max_size=layouts.LINE_MAX)
DRAWN = LINES.map(layouts.written)
NASTY = (
    "x" * 10_000, "</b><script>alert(1)</script>", "\u202eđổi chiều\u202c", "🦑" * 500,
    "مرحبا " * 90, "\x00\x07\x1b@\x1dV\x00", "Tổng cộng 0 đ", "%s {total} {{ total }}", "\ud83d",
    "e" + "\u0301" * 500,
)  # fmt: skip


def layouts_of(lines: st.SearchStrategy[str]) -> st.SearchStrategy[Layout]:
    return st.builds(
        Layout,
        heading=st.lists(lines, max_size=layouts.HEADING_LINES).map(tuple),
        shop_name=lines,
        logo=st.sampled_from(["", "line-0", "dots-" + "f" * 64]),
        footer=st.lists(lines, max_size=layouts.FOOTER_LINES).map(tuple),
        hidden=st.sets(st.sampled_from(Part)).map(tuple),
    )


def must_stand(kind: str = "sale") -> tuple[tuple[Block, ...], ...]:
    """The parts of SALE's paper that no layout may touch, each as its blocks in order."""
    goods = tuple(block for line in SALE.lines for block in receipt._line(line))
    return (
        (
            Text("PHIẾU TÍNH TIỀN", Size.TITLE, bold=True, align=receipt.Align.CENTER),
            Row("Số B017-1-000123", "30/01/2027 10:42", bold=True),
        ),
        (
            Rule(), *goods, Rule(),
            Row("Tổng cộng", "450.000\u00a0đ", size=Size.TOTAL, bold=True),
            Row("Khách đưa tiền mặt", "500.000"),
            Row("Trả lại khách", "50.000", bold=True),
            Rule(),
        ),
        (Boxed("Phiếu tính tiền – không phải hóa đơn"),),
    )  # fmt: skip


@given(layouts_of(st.one_of(st.text(), st.sampled_from(NASTY))))
def test_no_layout_takes_a_total_or_the_not_an_invoice_line_away(layout: Layout) -> None:
    blocks = receipt.document(replace(HEADING, layout=layout), SALE).blocks
    for part in must_stand():
        at = blocks.index(part[0])
        assert blocks[at : at + len(part)] == part
    (code,) = [block for block in blocks if isinstance(block, Code)]
    assert code.payload == CODE
    assert blocks[-1] == Boxed("Phiếu tính tiền – không phải hóa đơn")


@pytest.mark.parametrize("profile_id", ["generic-80", "generic-58"])
@settings(max_examples=20, deadline=None)
@given(layouts_of(DRAWN))
@example(
    Layout(
        heading=tuple(layouts.written(one)[:80] for one in NASTY[:3]),
        shop_name="W" * 80,
        footer=tuple(layouts.written(one)[:80] for one in NASTY[3:9]),
        hidden=tuple(Part),
    )
)
def test_on_paper_they_are_drawn_dot_for_dot_whatever_stands_around_them(
    profile_id: str, layout: Layout
) -> None:
    profile = profiles.load(profile_id)
    logo = Picture("", 45, b"\xaa" * 45 * 160)
    document = receipt.document(replace(HEADING, layout=layout), SALE)
    sheets = paper.read(render.to_bytes(with_dots(document, logo), profile)).sheets
    whole = b"".join(sheet.tobytes() for sheet in sheets)
    margin = 6 * profile.text_dots // 24
    for part in must_stand():
        alone = render.draw(Document("", part), profile)
        rows = alone.crop((0, margin, alone.width, alone.height - margin))
        assert rows.tobytes() in whole
    (found,) = zxingcpp.read_barcodes(joined(sheets).convert("L"))
    assert found.text == CODE


def with_dots(document: Document, logo: Picture) -> Document:
    blocks = (logo if isinstance(block, Picture) else block for block in document.blocks)
    return replace(document, blocks=tuple(blocks))


def joined(sheets: tuple[Image.Image, ...]) -> Image.Image:
    whole = Image.new("1", (sheets[0].width, sum(sheet.height for sheet in sheets)))
    top = 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height
    return whole


@pytest.mark.parametrize("part", Part)
def test_each_part_can_be_left_out_and_nothing_else_goes_with_it(part: Part) -> None:
    plain = receipt.document(HEADING, SALE).blocks
    shown = receipt.document(replace(HEADING, layout=Layout(hidden=(part,))), SALE).blocks
    gone = [block for block in plain if block not in shown]
    come = [block for block in shown if block not in plain]
    told = {
        Part.TAX_CODE: ([Text("MST 5700000000", align=receipt.Align.CENTER)], []),
        Part.CASHIER: ([Row("Người bán: Hoàng Thị Hạnh", "Ca 2")], [Row("", "Ca 2")]),
        Part.SHIFT: (
            [Row("Người bán: Hoàng Thị Hạnh", "Ca 2")],
            [Row("Người bán: Hoàng Thị Hạnh", "")],
        ),
        Part.STARS_NOTE: (
            [Text("★ Sản phẩm OCOP còn hạn sao ngày 30/01/2027", size=Size.SMALL)],
            [],
        ),
    }
    if part is Part.THANKS:
        assert [len(block.lines) for block in (*gone, *come) if isinstance(block, Code)] == [4, 3]
    else:
        assert (gone, come) == told[part]


def test_what_no_paper_shows_is_taken_out_of_a_typed_line() -> None:
    typed = " Hẹn\u200b gặp\tlại \u202e\x07\x00 \ud83d "
    assert layouts.written(typed) == "Hẹn gặp lại"
    assert layouts.written("\u200f \u200b") == ""


def venue_of(store: Store, cast: Cast) -> Owner:
    return Owner(store.org_id, cast.venue)


def booth_of(store: Store, cast: Cast) -> Owner:
    return Owner(store.org_id, cast.venue, cast.hanh_booth)


def save(store: Store, owner: Owner, layout: Layout, seen: str | None = None) -> None:
    edit = LayoutEdit(owner, seen_of(store, owner) if seen is None else seen, "ha")
    store.lane.run(lambda session: layouts.save(session, store.clock, edit, layout))


def undo(store: Store, owner: Owner) -> None:
    edit = LayoutEdit(owner, seen_of(store, owner), "ha")
    store.lane.run(lambda session: layouts.undo(session, store.clock, edit))


def seen_of(store: Store, owner: Owner) -> str:
    with store.reading() as session:
        row = layouts.row_of(session, owner)
        return stamp(row) if row else ""


def in_force(store: Store, owner: Owner) -> Layout:
    with store.reading() as session:
        return layouts.layout_of(session, owner.org_id, owner.venue_id, owner.booth_id)


def test_a_booth_s_own_words_stand_in_for_the_venue_s_field_by_field(
    store: Store, cast: Cast
) -> None:
    venue, booth = venue_of(store, cast), booth_of(store, cast)
    fair = Layout(("Sở Nông nghiệp",), "", "line-1", ("Hẹn gặp lại",), (Part.SHIFT,))
    save(store, venue, fair)
    save(store, booth, Layout(shop_name="Chả mực Bà Hoàn", footer=("Zalo 0900",)))
    own = Layout(fair.heading, "Chả mực Bà Hoàn", "line-1", ("Zalo 0900",), fair.hidden)
    assert in_force(store, booth) == own
    assert in_force(store, venue) == fair
    with store.reading() as session:
        assert layouts.booths_with_own(session, store.org_id, cast.venue) == [cast.hanh_booth]
    save(store, booth, PLAIN)
    assert in_force(store, booth) == fair
    with store.reading() as session:
        assert layouts.booths_with_own(session, store.org_id, cast.venue) == []


def test_undoing_puts_back_what_was_and_undoing_again_what_was_undone(
    store: Store, cast: Cast
) -> None:
    owner = venue_of(store, cast)
    with pytest.raises(NotFoundError):
        undo(store, owner)
    first, second = Layout(footer=("một",)), Layout(footer=("hai",))
    for layout, after in [(first, PLAIN), (second, first)]:
        save(store, owner, layout)
        undo(store, owner)
        assert in_force(store, owner) == after
        undo(store, owner)
        assert in_force(store, owner) == layout


def test_each_change_is_a_fact_with_who_and_what_and_the_same_again_is_none(
    store: Store, cast: Cast
) -> None:
    owner = venue_of(store, cast)
    save(store, owner, Layout(footer=("một",)))
    save(store, owner, Layout(footer=("một",)))
    undo(store, owner)
    with store.reading() as session:
        kind = JournalLine.kind == "receipt_layout.changed"
        facts = session.exec(select(JournalLine.body).where(kind).order_by(col(JournalLine.seq)))
        told = list(facts)
    assert ["một" in body for body in told] == [True, False]
    assert all('"by":"ha"' in body for body in told)


def test_two_people_at_once_do_not_overwrite_each_other(store: Store, cast: Cast) -> None:
    owner = venue_of(store, cast)
    seen = seen_of(store, owner)
    save(store, owner, Layout(footer=("một",)))
    with pytest.raises(ChangedMeanwhileError):
        save(store, owner, Layout(footer=("hai",)), seen)
    assert in_force(store, owner).footer == ("một",)


def test_the_next_sale_prints_by_the_new_layout_and_its_row_holds_no_dots(
    till: TillClient, store: Store, cast: Cast
) -> None:
    till.sell(reference_sale(till, cast))
    logo = stored_logo(store)
    save(store, venue_of(store, cast), Layout(logo=logo, footer=("Hẹn gặp lại",)))
    till.sell(reference_sale(till, cast))
    with store.reading() as session:
        jobs = session.exec(select(PrintJob.payload).order_by(col(PrintJob.id))).all()
    old, new = (payload for payload in jobs if "TÍNH TIỀN" in payload)
    assert "Hẹn gặp lại" not in old
    assert "Hẹn gặp lại" in new
    assert len(new) - len(old) < 260
    with store.reading() as session:
        printed = logos.load(session, store.org_id, new)
    grey = logos.shrink(picture_file((2000, 800)))
    assert printed.blocks[0] == Picture(logo, *logos.to_dots(grey, Ink.LINE))


def test_the_till_gets_the_layout_with_its_goods_and_another_version_of_them(
    till: TillClient, store: Store, cast: Cast
) -> None:
    before = till.get("/catalogue").json()
    assert before["receipt"]["layout"] == {}
    assert till.get("/logo").status_code == 404
    logo = stored_logo(store)
    save(store, booth_of(store, cast), Layout(shop_name="Chả mực Bà Hoàn", logo=logo))
    after = till.get("/catalogue").json()
    assert after["receipt"]["layout"] == {"shop_name": "Chả mực Bà Hoàn", "logo": logo}
    assert after["version"] != before["version"]
    dots = till.get("/logo").json()
    grey = logos.shrink(picture_file((2000, 800)))
    told = (dots["name"], dots["width_bytes"], base64.b64decode(dots["dots"]))
    assert told == (logo, *logos.to_dots(grey, Ink.LINE))


def stored_logo(store: Store) -> str:
    grey = logos.shrink(picture_file((2000, 800)))
    logo_id = store.lane.run(
        lambda session: logos.keep(session, store.clock, store.org_id, grey, "ha")
    )
    return logos.name(logo_id, Ink.LINE)


def test_a_layout_of_another_version_is_read_as_far_as_it_is_known() -> None:
    assert layouts.read("{}") == PLAIN
    told = '{"footer":["một"],"hidden":["shift","colour"],"colour":"red"}'
    assert layouts.read(told) == Layout(footer=("một",), hidden=(Part.SHIFT,))
