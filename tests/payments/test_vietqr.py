import csv
import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos import resources
from fair_pos.core.money import Vnd
from fair_pos.payments import vietqr
from fair_pos.payments.vietqr import (
    TransferFieldError,
    VietQr,
    VietQrBrokenError,
    VietQrCrcError,
    VietQrError,
)

CASES = json.loads(Path(__file__).parents[1].joinpath("cases/vietqr.json").read_text("utf-8"))


def published_vectors() -> list[dict[str, str]]:
    path = resources.folder("seed") / "reference" / "vietqr_vectors.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def sealed(text: str) -> str:
    return f"{text}6304{vietqr.crc16(text + '6304'):04X}"


def ids(case: dict[str, str]) -> str:
    return case.get("story") or f"vector {case['no']}"


@pytest.mark.parametrize("case", CASES["build"], ids=ids)
def test_a_transfer_is_written_byte_for_byte(case):
    written = vietqr.build(case["bank_bin"], case["account"], case["amount_vnd"], case["memo"])
    assert written == case["text"]


@pytest.mark.parametrize("case", CASES["refused"], ids=ids)
def test_a_value_that_does_not_fit_is_refused(case):
    with pytest.raises(TransferFieldError) as refusal:
        vietqr.build(case["bank_bin"], case["account"], case["amount_vnd"], case["memo"])
    assert "Không tạo được mã VietQR" in refusal.value.sentence()


@pytest.mark.parametrize(("text", "crc"), CASES["crc"])
def test_the_crc_is_ccitt_false(text, crc):
    assert vietqr.crc16(text) == crc


@pytest.mark.parametrize("vector", published_vectors(), ids=ids)
def test_a_published_vector_is_read_to_its_columns(vector):
    transfer = vietqr.parse(vector["payload"])
    assert {
        "kind": "dynamic" if transfer.dynamic else "static",
        "service": transfer.service,
        "bin": transfer.bank_bin,
        "account": transfer.account,
        "amount_vnd": str(transfer.amount_vnd or ""),
        "memo": transfer.memo or "",
        "bill_number": transfer.bill_number or "",
    } == {name: value for name, value in vector.items() if name not in {"no", "payload", "source"}}


@pytest.mark.parametrize("vector", published_vectors(), ids=ids)
def test_a_published_vector_is_rebuilt_with_its_crc_in_upper_case(vector):
    payload = vector["payload"]
    rebuilt = vietqr.write(vietqr.parse(payload))
    assert rebuilt == payload[:-4] + payload[-4:].upper()


def test_there_are_eleven_published_vectors_and_one_has_a_crc_in_lower_case():
    ends = [vector["payload"][-4:] for vector in published_vectors()]
    assert len(ends) == 11
    assert [end for end in ends if end != end.upper()] == ["79db"]


def test_the_misprint_of_the_specification_is_refused_although_its_crc_is_right():
    misprint = (
        "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304"
    )
    assert f"{vietqr.crc16(misprint):04X}" == "F4E5"
    with pytest.raises(VietQrBrokenError) as refusal:
        vietqr.parse(misprint + "F4E5")
    assert refusal.value.detail == "38-01-8"


@pytest.mark.parametrize(
    "text",
    [
        "00020101021238570010A00000072701270006970436011308810004580860208QRIBFTTA53037045802VN6304CD60",
        (
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
            "5303704540410005802VN62150811Chuyen tien6304BBB5"
        ),
    ],
    ids=["a published README", "one sign off"],
)
def test_a_wrong_crc_is_refused(text):
    with pytest.raises(VietQrCrcError):
        vietqr.parse(text)


NAPAS = "38540010A00000072701240006970422011003523509170208QRIBFTTA"
SOUND = f"000201010211{NAPAS}53037045802VN"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", VietQrError),
        ("hello", VietQrError),
        ("000202010211", VietQrError),
        (f"010211000201{NAPAS}53037045802VN", VietQrError),
        (SOUND, VietQrBrokenError),
        (SOUND + "6304", VietQrBrokenError),
        (SOUND + "6304XYZ1", VietQrBrokenError),
        (SOUND + "6303ABC", VietQrBrokenError),
        (sealed(SOUND) + "6203081", VietQrBrokenError),
        (sealed(SOUND) + "6304ABCD", VietQrBrokenError),
        (sealed(SOUND + "0002") + "", VietQrBrokenError),
        (sealed(SOUND + "5802VN"), VietQrBrokenError),
        (sealed(SOUND + "5900"), VietQrBrokenError),
        (sealed(SOUND + "59-1A"), VietQrBrokenError),
        (sealed(SOUND + "6206081Abc"), VietQrBrokenError),
        (sealed(SOUND + "62060805Ab"), VietQrBrokenError),
        (sealed(SOUND.replace("010211", "010213")), VietQrError),
        (sealed(SOUND.replace("010211", "")), VietQrError),
        (sealed(SOUND.replace("704", "840")), VietQrError),
        (sealed(SOUND.replace("5802VN", "")), VietQrError),
        (sealed(SOUND.replace(NAPAS, "")), VietQrError),
        (sealed(SOUND.replace("A000000727", "A000000001")), VietQrError),
        (sealed(SOUND.replace("0006970422", "000697042A")), VietQrError),
        (sealed(SOUND.replace("0352350917", "03523-0917")), VietQrError),
        (sealed(SOUND.replace("QRIBFTTA", "qribftta")), VietQrError),
        (sealed(SOUND + "540550.00"), VietQrError),
        (sealed(SOUND + "540650.000"), VietQrError),
        (sealed(SOUND + "540650 000"), VietQrError),
        (sealed(SOUND + "54010"), VietQrError),
        (sealed(SOUND + "5414" + "1" * 14), VietQrError),
    ],
)
def test_what_is_not_a_sound_transfer_is_refused(text, refusal):
    with pytest.raises(refusal) as caught:
        vietqr.parse(text)
    assert type(caught.value) is refusal
    assert caught.value.detail in caught.value.sentence("en")


def test_what_the_specification_leaves_open_is_tolerated():
    long_memo = "TT 32 signs of an aggregator 0123"
    fields = f"{SOUND}6237{'0833' + long_memo}8002AB5911QUAY OCOP 1"
    transfer = vietqr.parse(sealed(fields))
    assert (transfer.account, transfer.memo) == ("0352350917", long_memo)


def test_a_code_without_a_service_says_so_and_is_written_back_without_one():
    text = sealed(SOUND.replace("3854", "3842").replace("0208QRIBFTTA", ""))
    transfer = vietqr.parse(text)
    assert transfer.service is None
    assert vietqr.write(transfer) == text


PLAIN = string.ascii_letters + string.digits + " .-/"
transfers = st.builds(
    VietQr,
    bank_bin=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[A-Za-z0-9]{1,19}", fullmatch=True),
    amount_vnd=st.none() | st.integers(1, 9_999_999_999_999).map(Vnd),
    memo=st.none() | st.text(PLAIN, min_size=1, max_size=25),
    bill_number=st.none() | st.text(PLAIN, min_size=1, max_size=25),
    service=st.sampled_from(["QRIBFTTA", "QRIBFTTC", None]),
    dynamic=st.booleans(),
)


@given(transfers)
def test_whatever_is_written_reads_back_the_same(transfer):
    assert vietqr.parse(vietqr.write(transfer)) == transfer


@given(transfers, st.data())
def test_one_wrong_sign_is_never_read_as_a_transfer(transfer, data):
    text = vietqr.write(transfer)
    at = data.draw(st.integers(0, len(text) - 5))
    sign = data.draw(st.sampled_from([sign for sign in PLAIN if sign != text[at]]))
    with pytest.raises(VietQrError):
        vietqr.parse(text[:at] + sign + text[at + 1 :])


@given(st.text(max_size=120) | st.text("0123456789", max_size=40).map("000201".__add__))
def test_any_text_is_read_or_refused_never_a_crash(text):
    with pytest.raises(VietQrError):
        vietqr.parse(text)
