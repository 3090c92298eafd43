"""The A4 sheet of a booth: what it says, its code read back from the drawn page, refusals."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from fair_pos.core.clock import FixedClock
from fair_pos.labels import placards
from fair_pos.labels.placards import Offer, Placards
from fair_pos.printing import a4, qr
from fair_pos.signing import keys, texts
from fair_pos.signing.facts import PlacardFacts
from fair_pos.signing.texts import Verdict
from fair_pos.venues.models import Venue
from tests.labels.goods import TODAY, certificate, goods
from tests.scenes import MORNING

NOW = FixedClock(MORNING).now()
LEAST_MODULE_MM = 0.5
FAIR = Venue(
    org_id="o", id="v", code="XUAN", name="Hội chợ OCOP Quảng Ninh – Xuân 2027", kind="fair",
    is_demo=False,
)  # fmt: skip


@pytest.fixture
def key(tmp_path: Path) -> keys.Key:
    keys.make(tmp_path, NOW)
    found = keys.Signer(tmp_path).key
    assert found is not None
    return found


def placards_of(key: keys.Key, *offers: Offer) -> Placards:
    sheets = tuple(placards.placard(one) for one in offers)
    return Placards(FAIR, sheets, NOW, "https://pos.ocophalong.vn", key)


def offer(*own, **fields) -> Offer:
    return placards.offer(
        [goods("Chả mực giã tay Hạ Long", *own, label_code="B4K7R2XQ96", **fields)], TODAY
    )


def test_its_code_says_whose_stars_until_when_and_holds(key: keys.Key) -> None:
    printed = placards_of(key, offer(certificate(4), exhibitor="HTX Thoan Hà"))
    (drawn,) = a4.pngs("placards.typ", placards.values(printed), 150)
    (found,) = zxingcpp.read_barcodes(
        Image.open(io.BytesIO(drawn)).convert("L"), formats=zxingcpp.BarcodeFormat.QRCodeModel2
    )
    assert found.text.startswith("HTTPS://POS.OCOPHALONG.VN/O/B4K7R2XQ96")
    checked = texts.check([key], PlacardFacts, found.text.partition("/O/")[2])
    assert checked is not None
    assert checked.verdict is Verdict.GOOD
    assert checked.facts == PlacardFacts(
        "B4K7R2XQ96", "4", False, NOW.replace(second=0, microsecond=0),
        date(2024, 12, 29), date(2027, 12, 29),
        "Chả mực giã tay Hạ Long", "HTX Thoan Hà", "101/QĐ-UBND",
    )  # fmt: skip


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_it_says_exactly_the_certified_stars(key: keys.Key, stars: int) -> None:
    printed = placards_of(key, offer(certificate(stars)))
    (sheet,) = placards.values(printed)["pages"]
    assert sheet["stars"] == stars
    assert sheet["until"] == "29/12/2027"
    assert ["Quyết định", "101/QĐ-UBND ngày 29/12/2024, UBND tỉnh Quảng Ninh"] in sheet["rows"]


@pytest.mark.parametrize("word", ["Ệ", "Miến dong ", "ổ bánh "])
def test_the_longest_names_stay_on_one_page_and_their_code_is_read(
    key: keys.Key, word: str
) -> None:
    name = (word * 120)[:120]
    one = placards.offer([goods(name, certificate(5), exhibitor=name, net=name[:60])], TODAY)
    printed = placards_of(key, one, one)
    drawn = a4.pngs("placards.typ", placards.values(printed), 200)
    assert len(drawn) == 2
    (found,) = zxingcpp.read_barcodes(
        Image.open(io.BytesIO(drawn[0])).convert("L"), formats=zxingcpp.BarcodeFormat.QRCodeModel2
    )
    assert found.text == placards.address(printed, printed.sheets[0])
    modules = len(qr.matrix(found.text)) + 2 * qr.QUIET_MODULES
    assert placards.CODE_MM / modules >= LEAST_MODULE_MM


def test_a_revocation_dated_ahead_is_the_last_day_but_one(key: keys.Key) -> None:
    ends = TODAY + timedelta(10)
    printed = placards_of(key, offer(certificate(4, state="revoked", state_on=ends)))
    assert printed.sheets[0].until == ends - timedelta(1)


@pytest.mark.parametrize(
    "own",
    [
        [],
        [certificate(4, expires_on=TODAY - timedelta(1))],
        [certificate(4, issued_on=TODAY + timedelta(1))],
        [certificate(4, state="revoked", state_on=TODAY)],
    ],
)
def test_without_stars_today_there_is_no_placard(own: list) -> None:
    with pytest.raises(placards.NoStarsError, match="Chả mực"):
        placards.placard(offer(*own))


def test_an_invented_certificate_says_so(key: keys.Key) -> None:
    printed = placards_of(key, offer(certificate(4, is_demo=True)))
    (sheet,) = placards.values(printed)["pages"]
    checked = texts.check(
        [key],
        PlacardFacts,
        placards.address(printed, printed.sheets[0]).partition("/O/")[2],
    )
    assert checked is not None
    assert checked.facts is not None
    assert (sheet["is_sample"], checked.facts.is_sample) == (True, True)
