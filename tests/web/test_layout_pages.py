"""The organisers change how slips look: a form, its preview, the way back."""

import io
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlmodel import Session, func, select

from fair_pos.db.store import Store
from fair_pos.printing.models import Logo
from fair_pos.venues import layouts
from fair_pos.venues.layouts import Layout, Part
from fair_pos.venues.models import Venue
from tests.cast import Cast
from tests.checkout.test_sales import reference_sale
from tests.printing.test_logos import SVG, bomb, picture_file
from tests.tills import TillClient
from tests.web.office import Clerk, faults, form_values, sign_in, words

STEP = timedelta(seconds=1)


@pytest.fixture
def ha(web: TestClient, store: Store, cast: Cast) -> Clerk:
    """Nguyễn Thu Hà, organiser."""
    return sign_in(web, store, cast.organiser, cast.venue_code)


def in_force(store: Store, cast: Cast, booth_id: str | None = None) -> Layout:
    with store.reading() as session:
        return layouts.layout_of(session, store.org_id, cast.venue, booth_id)


def change(ha: Clerk, booth: str = "", **typed: str):
    """Fill in the form as it stands and save it; an empty tick is none."""
    shown = form_values(ha.get("layout", booth=booth).text)
    fields = {"ink": "line"} | shown | typed | {"act": "save"}
    path = f"layout?booth={booth}" if booth else "layout"
    return ha.post(path, **{name: value for name, value in fields.items() if value})


def picture_of(ha: Clerk, path: str = "layout/paper.png", **typed: str) -> Image.Image:
    answer = ha.post(path, ink="line", **typed)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    return Image.open(io.BytesIO(answer.content))


def test_the_page_is_reached_from_the_printers(ha: Clerk, cast: Cast) -> None:
    page = ha.get("printers").text
    assert f'href="/v/{cast.venue_code}/layout">Mẫu phiếu' in page


def test_what_is_saved_stands_on_the_slip_and_the_page_says_who_and_when(
    ha: Clerk, store: Store, cast: Cast, web: TestClient, till: TillClient
) -> None:
    answer = change(
        ha, heading="Sở Nông nghiệp\r\n\r\n Hội chợ Xuân ", footer="Hẹn gặp lại", show_shift=""
    )
    assert "Đã lưu lúc" in words(answer)
    assert "Nguyễn Thu Hà" in words(answer)
    assert in_force(store, cast) == Layout(
        ("Sở Nông nghiệp", "Hội chợ Xuân"), "", "", ("Hẹn gặp lại",), (Part.SHIFT,)
    )
    sale = reference_sale(till, cast)
    till.sell(sale)
    assert "Sở Nông nghiệp<br>Hội chợ Xuân<br>" in web.get(f"/R/{sale['public_code']}").text


def test_the_preview_follows_what_is_typed_and_saves_nothing(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    plain, changed = picture_of(ha), picture_of(ha, footer="Hẹn gặp lại")
    assert (plain.width, picture_of(ha, mm="58").width) == (576, 384)
    assert changed.height > plain.height
    assert picture_of(ha, show_shift="1").tobytes() != plain.tobytes()
    assert in_force(store, cast) == layouts.PLAIN


def test_too_much_is_said_beside_its_field_and_what_was_typed_stays(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    typed = {"heading": "a\nb\nc\nd", "footer": "x" * 81}
    answer = change(ha, **typed)
    assert (answer.status_code, faults(answer)) == (422, {
        "heading": "Tối đa 3 dòng. Bớt dòng rồi lưu lại.",
        "footer": "Mỗi dòng tối đa 80 ký tự. Tách dòng hoặc rút ngắn.",
    })  # fmt: skip
    assert "a\nb\nc\nd</textarea>" in answer.text
    assert in_force(store, cast) == layouts.PLAIN
    assert picture_of(ha, heading="x" * 10_000, footer="🦑 \u202e\x07" * 3_000).height < 3_000


def test_markup_is_text_on_the_page_and_on_the_paper(ha: Clerk, store: Store, cast: Cast) -> None:
    typed = '</textarea><script>alert("x")</script>'
    page = change(ha, footer=typed)
    assert "<script>alert" not in page.text
    assert in_force(store, cast).footer == (typed,)


def test_a_logo_can_be_looked_at_without_a_script_and_is_kept_once(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    plain = ha.get("layout").text
    file = {"picture": ("a.png", picture_file())}
    tried = ha.send("layout", file, act="try", ink="line", mm="58")
    assert paper_in(tried.text) != paper_in(plain)
    assert in_force(store, cast).logo == ""
    logo = tried.text.partition('name="logo" value="')[2].partition('"')[0]
    change(ha, logo=logo, ink="dots")
    assert in_force(store, cast).logo == logo.replace("line-", "dots-")
    ha.send("layout", file, **ha.form("layout") | {"act": "save", "ink": "line"})
    with store.reading() as session:
        assert session.exec(select(func.count()).select_from(Logo)).one() == 1
    change(ha, no_logo="1")
    assert in_force(store, cast).logo == ""


def paper_in(page: str) -> str:
    return page.partition('src="data:image/png;base64,')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(SVG, "Không nhận hình SVG"), (bomb(), "Hình quá lớn"), (b"GIF89a", "không phải hình PNG")],
    ids=["svg", "bomb", "gif"],
)  # fmt: skip
def test_a_file_that_is_no_logo_is_refused_beside_the_field(
    ha: Clerk, store: Store, cast: Cast, content: bytes, sentence: str
) -> None:
    files = {"picture": ("logo.png", content, "image/png")}
    alone = ha.send("layout/logo", files)
    assert (alone.status_code, sentence in alone.json()["message"]) == (422, True)
    whole = ha.send("layout", files, act="save", ink="line", footer="Hẹn gặp lại")
    assert sentence in faults(whole)["picture"]
    assert "Hẹn gặp lại</textarea>" in whole.text
    assert in_force(store, cast) == layouts.PLAIN


def test_a_logo_that_was_never_stored_is_none(ha: Clerk, store: Store, cast: Cast) -> None:
    change(ha, logo="line-" + "f" * 64, footer="Hẹn gặp lại")
    assert in_force(store, cast) == Layout(footer=("Hẹn gặp lại",))


def test_the_last_save_can_be_undone_and_the_plain_slip_comes_back(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    change(ha, footer="một")
    change(ha, footer="hai")
    seen = ha.form("layout")["seen"]
    assert "Đã lưu lúc" in words(ha.post("layout", act="undo", seen=seen, ink="line"))
    assert in_force(store, cast).footer == ("một",)
    seen = ha.form("layout")["seen"]
    page = ha.post("layout", act="reset", seen=seen, ink="line")
    assert in_force(store, cast) == layouts.PLAIN
    assert "Về mẫu mặc định" not in words(page)
    assert "Hoàn tác lần lưu gần nhất" in words(page)
    assert ha.post("layout", act="burn", ink="line").status_code == 404


def test_two_people_at_once_see_each_other_s_words(ha: Clerk, store: Store, cast: Cast) -> None:
    change(ha, footer="một")
    old = ha.form("layout")
    store.clock.advance(STEP)
    change(ha, footer="hai")
    answer = change(ha, **old | {"footer": "ba"})
    assert answer.status_code == 409
    assert "hai" in answer.text.partition('id="footer-theirs"')[2][:120]
    for act in ("undo", "reset"):
        refused = ha.post("layout", act=act, seen=old["seen"], ink="line")
        assert (refused.status_code, "hai</textarea>" in refused.text) == (409, True)
    assert in_force(store, cast).footer == ("hai",)


def test_a_booth_has_words_of_its_own_and_hides_nothing(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    change(ha, "b017", shop_name="Chả mực Bà Hoàn", heading="Không có ô này")
    assert in_force(store, cast, cast.hanh_booth) == Layout(shop_name="Chả mực Bà Hoàn")
    assert in_force(store, cast) == layouts.PLAIN
    page = words(ha.get("layout", booth="B017"))
    assert "gian B017 · mẫu riêng" in page
    assert "In thêm trên phiếu" not in page
    assert ha.get("layout", booth="Z99").status_code == 404


def test_one_name_for_all_shops_is_offered_to_an_outlet_only(
    ha: Clerk, store: Store, cast: Cast
) -> None:
    assert 'name="shop_name"' not in ha.get("layout").text
    change(ha, shop_name="Một tên cho cả hội chợ")
    assert in_force(store, cast) == layouts.PLAIN

    def make_outlet(session: Session) -> None:
        venue = session.get_one(Venue, (store.org_id, cast.venue))
        venue.kind = "outlet"
        session.add(venue)

    store.lane.run(make_outlet)
    change(ha, shop_name="Trung tâm OCOP")
    assert in_force(store, cast, cast.hanh_booth).shop_name == "Trung tâm OCOP"


def test_who_may_not_manage_printers_may_not_even_look(
    web: TestClient, store: Store, cast: Cast
) -> None:
    for person in (cast.inspector, cast.lead):
        clerk = sign_in(web, store, person, cast.venue_code)
        assert clerk.get("layout").status_code == 403
        assert "/layout" not in clerk.get("printers").text
