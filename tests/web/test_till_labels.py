"""What a till is told of its booth's labels: enough to know them, too little to make them."""

from fair_pos.labels import keys
from tests.tills import TillClient
from tests.web.test_public import code_of, print_one


def test_a_till_is_told_two_signs_of_each_proof_of_its_own_booth(till: TillClient, store, cast):
    print_one(store, cast, cast.eggs)
    print_one(store, cast, cast.beads)
    (run,) = till.get("/labels").json()["runs"]
    own = keys.load(store.settings.data).serial(code_of(store, cast, cast.eggs), 1)
    assert run == {
        "code": own.product_code, "key": "0", "first": 1, "last": 1, "heads": own.proof[:2],
    }  # fmt: skip


def test_what_is_unchanged_is_not_sent_again(till: TillClient, store, cast):
    first = till.get("/labels")
    asked = {**first.request.headers, "if-none-match": first.headers["etag"]}
    assert till.http.get(str(first.request.url), headers=asked).status_code == 304
    print_one(store, cast, cast.eggs)
    assert till.http.get(str(first.request.url), headers=asked).status_code == 200


def test_the_server_says_whether_a_proof_is_its_own(till: TillClient, store, cast):
    path = print_one(store, cast, cast.eggs).removeprefix("/P")
    assert till.get(f"/labels{path}").json() == {"is_ours": True, "sold": None}
    assert till.get(f"/labels{path[:-1]}").json() == {"is_ours": False, "sold": None}
