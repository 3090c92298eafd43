"""Posts repeated, at the same time and in any order: one fact each, and the books agree."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fair_pos.core import ids
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.checkout.books import agree, counts
from tests.checkout.test_refunds import refund
from tests.checkout.test_voids import void
from tests.tills import TillClient, line


def eggs(till: TillClient, cast: Cast, trays: int = 1) -> dict:
    return till.cash_sale([line(cast.eggs, "Trứng", 45_000, trays * 1000)], trays * 45_000)


def test_sixteen_posts_at_once_are_one_sale(till: TillClient, cast: Cast, store: Store) -> None:
    body = eggs(till, cast)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: till.post("/sales", body), range(16)))
    states = [answer.json()["status"] for answer in answers]
    assert sorted(states) == ["duplicate"] * 15 + ["stored"]
    assert (counts(store)["sale"], agree(store)) == (1, 45_000)


def test_sixteen_refunds_at_once_never_exceed_what_was_sold(
    till: TillClient, cast: Cast, store: Store
) -> None:
    sale = till.sell(eggs(till, cast, trays=3))["id"]
    bodies = [refund(till, sale) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda body: till.post("/refunds", body).status_code, bodies))
    assert (answers.count(200), answers.count(422)) == (3, 13)
    assert agree(store) == 0


def test_a_stranger_who_knows_an_id_learns_nothing(
    till: TillClient, cast: Cast, store: Store, stranger: TillClient
) -> None:
    theirs = eggs(till, cast)
    till.sell(theirs)
    mine = stranger.cash_sale([line(cast.beads, "Vòng", 70_000)], 70_000, id=theirs["id"])
    answer = stranger.post("/sales", mine)
    assert (answer.status_code, theirs["number"] in answer.text) == (409, False)
    assert agree(store) == 45_000


POSTS = st.lists(
    st.tuples(st.sampled_from(["sell", "refund", "void", "again"]), st.integers(0, 5)), max_size=12
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(POSTS)
def test_any_order_and_repetition_leaves_the_books_in_agreement(
    till: TillClient, cast: Cast, store: Store, posts: list[tuple[str, int]]
) -> None:
    sales: list[str] = []
    sent: list[tuple[str, dict]] = []
    before, rows = agree(store), counts(store)["sale"]
    expected = stored = 0
    for verb, which in posts:
        path, body = _next_post(till, cast, verb, which, (sales, sent))
        answer = till.post(path, body)
        assert answer.status_code in {200, 404, 409, 422}, answer.text
        if answer.status_code == 200 and answer.json()["status"] == "stored":
            expected += answer.json()["total_vnd"]
            stored += 1
    assert agree(store) == before + expected
    assert (expected >= 0, counts(store)["sale"]) == (True, rows + stored)


def _next_post(
    till: TillClient, cast: Cast, verb: str, which: int, known: tuple[list, list]
) -> tuple[str, dict]:
    sales, sent = known
    if verb == "again" and sent:
        return sent[which % len(sent)]
    sale_id = sales[which % len(sales)] if sales else ids.new_id()
    if verb == "refund":
        post = ("/refunds", refund(till, sale_id, 700))
    elif verb == "void":
        post = ("/voids", void(till, sale_id))
    else:
        post = ("/sales", eggs(till, cast, which + 1))
        sales.append(post[1]["id"])
    sent.append(post)
    return post
