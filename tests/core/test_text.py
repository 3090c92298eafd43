import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core import text

CASES = json.loads(Path(__file__).parents[1].joinpath("cases/fold.json").read_text("utf-8"))


@pytest.mark.parametrize(("written", "folded"), CASES)
def test_the_search_form(written, folded):
    assert text.fold(written) == folded


@given(st.text(max_size=40))
def test_a_fold_of_a_fold_changes_nothing_for_clean_text(written):
    cleaned = text.clean(written)
    assert text.clean(cleaned) == cleaned
    assert text.fold(written) == text.fold(cleaned)


def test_decomposed_text_is_stored_composed():
    assert text.clean("Cha\u0309  mu\u031b\u0323c ") == "Chả mực"
    assert text.clean("\ufeffTên hàng") == "Tên hàng"


@pytest.mark.parametrize("query", ["cha muc", "MỰC chả", "ha long", "", "  tay "])
def test_all_words_of_the_query_stand_in_the_key_in_any_order(query):
    assert text.matches(text.fold("Chả mực giã tay Hạ Long"), query)


def test_a_word_that_is_not_there_does_not_match():
    assert not text.matches(text.fold("Chả mực"), "cha ca")


def test_plain_text_for_banks_and_old_printers():
    assert text.ascii_only("Trả lại khách – Đồng Rui \u22129") == "Tra lai khach - Dong Rui -9"
    assert text.ascii_only("★") == "?"


@given(st.text(max_size=40))
def test_plain_text_is_ascii_whatever_comes(written):
    assert text.ascii_only(written).isascii()
