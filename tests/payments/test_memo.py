import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core.ids import ALPHABET, new_id, read_code
from fair_pos.payments.memo import memo_for

CASES = json.loads(Path(__file__).parents[1].joinpath("cases/vietqr.json").read_text("utf-8"))


@pytest.mark.parametrize(("booth", "sale_id", "memo"), CASES["memo"])
def test_the_memo_follows_from_the_sale(booth, sale_id, memo):
    assert memo_for(booth, sale_id) == memo


@given(st.text(max_size=30))
def test_any_booth_gives_a_memo_that_every_bank_carries(booth):
    memo = memo_for(booth, new_id())
    assert re.fullmatch("HL[A-Z0-9]{6,17}", memo)
    assert read_code(memo[-6:].lower()) == memo[-6:]


def test_a_wrong_sign_at_the_end_of_a_memo_is_noticed():
    memo = memo_for("B017", new_id())
    for at in range(len(memo) - 6, len(memo)):
        for sign in ALPHABET.replace(memo[at], ""):
            assert read_code((memo[:at] + sign + memo[at + 1 :])[-6:]) is None


def test_two_thousand_sales_of_a_booth_hardly_ever_share_a_memo():
    memos = {memo_for("B017", new_id()) for _ in range(2000)}
    assert len(memos) >= 1995
