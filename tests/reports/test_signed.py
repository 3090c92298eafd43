"""A given-out report is signed: its paper's code, its page, its file."""

import io
import re

import pytest
import zxingcpp
from fastapi.testclient import TestClient
from PIL import Image

from fair_pos.core.ids import ALPHABET
from fair_pos.db.store import Store
from fair_pos.printing import a4
from fair_pos.reports import issuing, paper, plain, verify_signed
from fair_pos.reports.verify_signed import GOOD, SAMPLE
from fair_pos.signing import keys
from tests.web.office import Clerk, words


@pytest.fixture(autouse=True)
def signing(store: Store) -> None:
    keys.make(store.settings.data, store.clock.now())


@pytest.fixture
def code(organiser: Clerk) -> str:
    """The print code of a draft that was given out over the page."""
    made = organiser.post("reports/closing/draft")
    found = re.search(r"issued/(\w+)\.pdf", str(made.headers.get("location") or made.url))
    assert found is not None
    return found[1]


def printed(store: Store, code: str) -> str:
    """What a phone reads from the paper at 150 dpi."""
    with store.reading() as session:
        row = issuing.issued(session, store.org_id, code)
        issue = issuing.issue_of(session, row)
    report = plain.from_json(row.body)
    values = paper.closing_values(report, issue, "http://pos.test", store.signer.key)
    assert store.signer.key is not None
    assert store.signer.key.fingerprint in values["key"]
    (found,) = zxingcpp.read_barcodes(
        Image.open(io.BytesIO(a4.pngs("closing.typ", values, 150)[0]))
    )
    return found.text


def test_paper_file_and_page_of_a_report_hold_together(
    organiser: Clerk, web: TestClient, store: Store, code: str
) -> None:
    known = web.get("/keys.json").json()["keys"]
    text = printed(store, code)
    told = verify_signed.check_text(known, text)
    assert (told["code"], told["paper"]) == (SAMPLE if told["is_sample"] else GOOD, "báo cáo sơ bộ")
    file = organiser.get(f"reports/issued/{code}.json").content
    block = verify_signed.check_file(known, file)
    assert (block["code"], block["sha256"]) == (told["code"], told["sha256"])
    page = words(web.get(text.replace("HTTP://POS.TEST", "").lower()))
    assert "Chữ ký đúng" in page
    assert told["sha256"] in page


def test_a_changed_code_on_a_report_is_told(web: TestClient, store: Store, code: str) -> None:
    signs = printed(store, code).partition("/C/")[2]
    other = ALPHABET[(ALPHABET.index(signs[20]) + 1) % 28]
    assert "Chữ ký sai" in words(web.get(f"/C/{signs[:20]}{other}{signs[21:]}"))
    assert "Chữ ký" not in words(web.get(f"/C/{code}"))


def test_the_figures_of_now_are_a_signed_file(organiser: Clerk, web: TestClient) -> None:
    known = web.get("/keys.json").json()["keys"]
    content = organiser.get("reports/closing.json").content
    assert verify_signed.check_file(known, content)["code"] in {GOOD, SAMPLE}
