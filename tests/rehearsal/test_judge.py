"""The judge names what is wrong: each of its promises can fail."""

from dataclasses import replace
from datetime import date

from fair_pos.rehearsal import papers
from fair_pos.rehearsal.books import Books, Document, Job
from fair_pos.rehearsal.customers import Customers, Done, Told
from fair_pos.rehearsal.judge import Device, Judgement, judge
from fair_pos.rehearsal.printers import Paper

DAY = date(2027, 1, 30)


def told(seq=1, vnd=50_000, **fields):
    known = {"id": f"s{seq}", "number": f"R001-1-{seq:06d}", "by_means": {"cash": vnd}}
    return Told(till_id="t1", booth="R001", seq=seq, day=DAY, **(known | fields))


def stored(one, **fields):
    total = one.total_vnd
    known = {"lines_vnd": total, "by_means": dict(one.by_means), "flags": frozenset()}
    return Document(
        id=fields.pop("id", one.id),
        till_id=one.till_id,
        booth_id="b1",
        seq=one.seq,
        number=one.number,
        day=fields.pop("day", one.day),
        total_vnd=total,
        **(known | fields),
    )


def books_of(*documents):
    sums = {}
    for one in documents:
        sums[one.booth_id, one.day] = sums.get((one.booth_id, one.day), 0) + one.total_vnd
    return Books(
        documents={one.id: one for one in documents},
        others={"shifts": set(), "cash": set(), "counts": set(), "close": set()},
        rollups={"hours": sums, "means": dict(sums), "products": dict(sums)},
    )


def judged(sold, books, *, customers=None, **device) -> Judgement:
    ids = frozenset(one.id for one in sold)
    known = {"facts": ids, "answers": dict.fromkeys(ids, 200), "waiting": frozenset()}
    tills = [Device("t1", **(known | device))]
    return judge(customers or Customers(told=list(sold)), books, tills)


def test_equal_books_are_right():
    sold = [told(1), told(2, -20_000)]
    assert judged(sold, books_of(*map(stored, sold))).wrong == []


def test_a_sale_the_server_forgot_is_lost_by_number_and_amount():
    sold = [told(1), told(2)]
    found = judged(sold, books_of(stored(sold[0])))
    [lost] = found.lost
    assert (lost.id, lost.number, lost.till_says) == ("s2", "R001-1-000002", "cash 50000")
    assert found.sums
    assert found.numbers


def test_a_sale_sent_again_under_a_new_id_is_doubled():
    """POSNext#50, #97: each offline invoice twice."""
    sold = [told(1)]
    found = judged(sold, books_of(stored(sold[0]), stored(sold[0], id="new")))
    assert [one.id for one in found.doubled] == ["new"]


def test_a_label_that_the_server_forgot_is_named():
    sold = [told(1, labels=frozenset({"B4K7"}))]
    assert judged(sold, books_of(stored(sold[0], labels=frozenset({"B4K7"})))).wrong == []
    [wrong] = judged(sold, books_of(stored(sold[0]))).sums
    assert (wrong.kind, wrong.till_says, wrong.server_says) == ("tem lệch", "B4K7", "không có")


def test_one_number_on_two_receipts_is_doubled():
    """odoo/odoo#71455: two tabs gave the same receipt number."""
    sold = [told(1), told(1, id="other")]
    assert len(judged(sold, books_of(*map(stored, sold))).doubled) == 1


def test_two_devices_of_one_till_may_repeat_a_number_that_is_flagged():
    sold = [told(1), told(1, id="other")]
    customers = Customers(told=sold, twins={"t1"})
    flagged = stored(sold[1], flags=frozenset({"number_taken"}))
    right = judged(sold, books_of(stored(sold[0]), flagged), customers=customers)
    assert right.wrong == []
    silent = judged(sold, books_of(*map(stored, sold)), customers=customers)
    assert silent.doubled
    assert silent.numbers


def test_a_hole_in_a_series_is_named():
    """odoo/odoo#287667: counters that jump or begin again."""
    sold = [told(1), told(3)]
    [gap] = judged(sold, books_of(*map(stored, sold))).numbers
    assert gap.number == "t1 số 2"


def test_money_booked_by_another_means_is_no_equal_sum():
    sold = [told(1)]
    wrong = stored(sold[0], by_means={"vietqr": 50_000})
    assert judged(sold, books_of(wrong)).sums[0].server_says == "vietqr 50000"


def test_a_sale_on_another_day_is_no_equal_sum():
    sold = [told(1)]
    assert judged(sold, books_of(stored(sold[0], day=date(2027, 1, 31)))).sums


def test_a_wrong_clock_leaves_the_day_to_the_server():
    sold = [told(1, wrong_clock=True)]
    assert judged(sold, books_of(stored(sold[0], day=date(2027, 1, 29)))).wrong == []


def test_lines_that_miss_the_total_are_no_equal_sum():
    sold = [told(1)]
    assert judged(sold, books_of(stored(sold[0], lines_vnd=49_000))).sums


def test_a_rollup_that_lags_is_no_equal_sum():
    sold = [told(1)]
    books = books_of(stored(sold[0]))
    books.rollups["means"] = {}
    assert judged(sold, books).sums[0].kind == "bảng cộng dồn means lệch"


def test_what_was_said_before_it_was_kept_is_lost():
    """odoo/odoo#125037: gone with the power."""
    sold = [told(1)]
    found = judged(sold, books_of(*map(stored, sold)), facts=frozenset())
    assert found.lost[0].kind == "nói trước khi ghi"


def test_a_refused_fact_that_happened_is_wrong():
    sold = [told(1)]
    found = judged(sold, books_of(*map(stored, sold)), answers={"s1": 409})
    assert found.refused[0].id == "s1"


def test_a_poisoned_fact_must_be_refused():
    customers = Customers(poisoned=["p"])
    assert judged([], books_of(), customers=customers, answers={"p": 422}).wrong == []
    assert judged([], books_of(), customers=customers, answers={"p": 200}).refused


def test_what_still_waits_on_a_till_is_wrong():
    assert judged([], books_of(), waiting=frozenset({"x"})).refused[0].id == "x"


def test_a_lost_shift_count_or_close_is_lost():
    for kind in ("shifts", "cash", "counts", "close"):
        customers = Customers(done=[Done("d", kind, "t1")])
        assert judged([], books_of(), customers=customers).lost[0].id == "d"


def test_a_conflict_is_explained_by_a_twin_only():
    books = books_of()
    books.conflicts = [("s1", "t1")]
    assert judged([], books).conflicts
    assert judged([], books, customers=Customers(twins={"t1"})).conflicts == []


def test_a_broken_chain_is_told_in_its_own_words():
    books = books_of()
    books.broken = "Hỏng ở dòng 7"
    assert judged([], books).chain[0].server_says == "Hỏng ở dòng 7"


def paper(at_s, sha256="a", **fields):
    known = {"printer": 0, "bytes": 50_000, "whole": True, "file": ""}
    return Paper(at_s=at_s, sha256=sha256, **(known | fields))


def test_a_second_paper_without_a_mark_is_doubled(tmp_path):
    counted = papers.count([paper(1), paper(2)], [Job("receipt", 0, "sent", "a")], [], tmp_path)
    assert len(counted.doubled) == 1


def test_a_paper_again_in_a_new_life_is_counted_by_itself(tmp_path):
    jobs = [Job("receipt", 0, "sent", "a")]
    counted = papers.count([paper(1), paper(9)], jobs, [5.0], tmp_path)
    assert (counted.doubled, counted.again_after_restore) == ((), 1)


def test_a_marked_copy_is_no_double(tmp_path):
    jobs = [Job("receipt", 0, "sent", "a"), Job("receipt", 1, "sent", "b")]
    counted = papers.count([paper(1), paper(2, "b")], jobs, [], tmp_path)
    assert (counted.whole, counted.copies, counted.doubled) == (2, 1, ())


def test_a_torn_paper_that_comes_again_without_a_mark_is_doubled(tmp_path):
    import zlib

    (tmp_path / "torn").write_bytes(zlib.compress(b"x" * 30_000))
    (tmp_path / "whole").write_bytes(zlib.compress(b"x" * 50_000))
    torn = paper(1, "t", whole=False, bytes=30_000, file="torn")
    again = paper(2, "w", file="whole")
    assert papers.count([torn, again], [], [], tmp_path).doubled
    assert not papers.count([torn, replace(again, at_s=0.5)], [], [], tmp_path).doubled
