from string import Formatter

import pytest

from fair_pos.core.errors import (
    BadAmountError,
    ChangedMeanwhileError,
    FairPosError,
    FormError,
    NotFoundError,
)

KINDS = [FairPosError, *FairPosError.__subclasses__()]


def names(text):
    return [name for _, name, _, _ in Formatter().parse(text) if name]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_refusal_has_both_sentences_with_the_same_blanks(kind):
    """A detail that is itself a sentence is told in English as `en`."""
    blanks = [
        {"detail" if name == "en" else name for name in names(text)} for text in (kind.vi, kind.en)
    ]
    assert blanks[0] == blanks[1]
    assert kind.vi != kind.en
    assert 400 <= kind.status < 600


def test_a_refusal_speaks_vietnamese_unless_asked_otherwise():
    refusal = BadAmountError("abc")
    assert (
        str(refusal) == refusal.sentence() == "Số tiền phải là số đồng, ví dụ 85.000. Đã ghi “abc”."
    )
    assert refusal.sentence("en").startswith("The amount must be whole đồng")


def test_a_form_counts_its_faults_and_keeps_them():
    refusal = FormError({"name": "Chưa có tên.", "price": "Số tiền phải là số đồng."})
    assert refusal.sentence() == "Chưa lưu: có 2 chỗ cần sửa."
    assert refusal.faults["name"] == "Chưa có tên."


def test_more_blanks_are_filled_by_name():
    class TooLateError(FairPosError):
        vi = "Muộn {minutes} phút."
        en = "{minutes} minutes late."

    assert TooLateError(minutes="5").sentence("en") == "5 minutes late."
    assert ChangedMeanwhileError("10:42").details == {}
    assert NotFoundError().status == 404
