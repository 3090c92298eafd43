"""Sizes of labels: what fits a sheet or a roll, and what people made of them."""

import pytest

from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.labels import built_in, formats, shelf
from fair_pos.labels.formats import Measures, Medium
from fair_pos.labels.models import LabelFormatRow
from tests.cast import Cast


def row(store: Store, cast: Cast, key: str, **changes: object) -> LabelFormatRow:
    facts = {
        "org_id": cast.org_id, "id": key, "title": "Tem nhỏ", "medium": "sheet", "page_width": 2100,
        "width": 400, "height": 250, "columns": 4, "rows": 10, "left": 100, "top": 100, "gap_x": 20,
        "gap_y": 10, "changed_at": store.clock.now(),
    }  # fmt: skip
    made = LabelFormatRow(**facts | changes)
    store.lane.run(lambda session: session.add(made))
    return made


def test_a_fresh_system_has_the_built_in_sizes(store: Store, cast: Cast) -> None:
    with store.reading() as session:
        assert shelf.every(session, cast.org_id) == list(built_in.BUILT_IN)


def test_a_row_takes_the_place_of_the_built_in_size_or_stands_behind_them(
    store: Store, cast: Cast
) -> None:
    row(store, cast, "38x21", active=False)
    row(store, cast, "own-1")
    with store.reading() as session:
        every = shelf.every(session, cast.org_id)
        active = shelf.active(session, cast.org_id)
        own = shelf.one_of(session, cast.org_id, "own-1")
        with pytest.raises(NotFoundError):
            shelf.one_of(session, cast.org_id, "own-2")
    assert [one.key for one in every] == [*built_in.BY_KEY, "own-1"]
    assert [one.key for one in active] == [one.key for one in every if one.key != "38x21"]
    assert (own.width, own.height, own.per_sheet, own.corner(5)) == (320, 200, 40, (416, 288))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"columns": 5}, "Lề, 5 tem và các khe rộng 210,1 mm, giấy chỉ rộng 210 mm."),
        ({"rows": 12}, "Lề, 12 hàng và các khe cao 297,1 mm, giấy chỉ cao 297 mm."),
    ],
)
def test_labels_beyond_the_sheets_edge_are_refused_to_a_tenth_of_a_millimetre(
    changes: dict[str, int], sentence: str
) -> None:
    fits = {
        "page_width": 2100, "width": 400, "height": 225, "columns": 4, "rows": 11, "left": 21,
        "top": 161, "gap_x": 20, "gap_y": 10,
    }  # fmt: skip
    assert formats.refusals(Medium.SHEET, Measures(**fits)) == []
    (refusal,) = formats.refusals(Medium.SHEET, Measures(**fits | changes))
    assert sentence in refusal.sentence()


def test_places_do_not_drift_over_a_sheet_of_odd_measures() -> None:
    form = built_in.BY_KEY["63x38"]
    last_y = form.corner(form.per_sheet - 1)[1]
    assert abs(last_y - (152 + 6 * 381) * 0.8) <= 0.5
