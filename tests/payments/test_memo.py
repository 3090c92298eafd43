import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core.ids import ALPHABET, new_id
from fair_pos.payments.memo import is_memo, memo_for

CASES = json.loads(Path(__file__).parents[1].joinpath("cases/vietqr.json").read_text("utf-8"))


@pytest.mark.parametrize(("booth", "sale_id", "memo"), CASES["memo"])
def test_the_memo_follows_from_the_sale(booth, sale_id, memo):
    assert memo_for(booth, sale_id) == memo


@given(st.text(max_size=30))
def test_any_booth_gives_a_memo_that_every_bank_carries(booth):
    memo = memo_for(booth, new_id())
    assert re.fullmatch("HL[A-Z0-9]{6,17}", memo)
    assert is_memo(memo)
    assert is_memo(memo.lower())


def test_a_wrong_sign_at_the_end_of_a_memo_is_noticed():
    memo = memo_for("B017", new_id())
    for at in range(len(memo) - 6, len(memo)):
        for sign in ALPHABET.replace(memo[at], ""):
            assert not is_memo(memo[:at] + sign + memo[at + 1 :])


@pytest.mark.parametrize(
    "text", ["", "HL", "HLB017", "Chuyen tien", "XXB01760MXXK", "HLB017 60MXXK"]
)
def test_what_is_no_memo_of_ours(text):
    assert not is_memo(text)


def test_two_thousand_sales_of_a_booth_hardly_ever_share_a_memo():
    memos = {memo_for("B017", new_id()) for _ in range(2000)}
    assert len(memos) >= 1995
