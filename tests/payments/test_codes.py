import json
from pathlib import Path

import pytest

from fair_pos.core.ids import new_code
from fair_pos.payments import vietqr
from fair_pos.payments.banks import load_banks
from fair_pos.payments.codes import CodeKind, Fault, identify
from fair_pos.payments.vietqr import VietQrCrcError

BANKS = load_banks()
CODE = "B4K7R2XQ96"
SALE = vietqr.build("970403", "0011012345678", 441_000, "HLB01760MXXK")


def test_a_transfer_names_bank_account_amount_and_memo():
    assert identify(f" {SALE}\n", BANKS).facts() == {
        "kind": "vietqr",
        "text": SALE,
        "bank_bin": "970403",
        "bank_name": "Sacombank",
        "account": "0011012345678",
        "amount_vnd": 441_000,
        "memo": "HLB01760MXXK",
        "service": "QRIBFTTA",
        "dynamic": True,
    }


def test_a_transfer_to_a_bank_that_is_not_in_the_table_is_still_a_transfer():
    scanned = identify(vietqr.build("999999", "1"), BANKS)
    assert scanned.transfer is not None
    assert scanned.bank_name is None


def test_an_altered_transfer_keeps_its_kind_and_says_what_is_wrong():
    scanned = identify(SALE.replace("441000", "041000"), BANKS)
    assert (scanned.kind, scanned.transfer, scanned.fault) == (CodeKind.VIETQR, None, Fault.VIETQR)
    assert isinstance(scanned.refusal, VietQrCrcError)
    assert scanned.facts()["fault"] == "vietqr"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("HTTPS://POS.HALONG.EXAMPLE/P/{}", CodeKind.LABEL),
        ("https://pos.halong.example/p/{}", CodeKind.LABEL),
        ("http://192.168.8.2:8000/R/{}", CodeKind.RECEIPT),
        ("https://pos.halong.example/t/{}?x=1#y", CodeKind.ENROL),
        ("/P/{}/", CodeKind.LABEL),
        ("{}", CodeKind.LABEL),
    ],
)
def test_our_codes_in_any_case_and_at_any_host(text, kind):
    for code in (CODE, CODE.lower()):
        scanned = identify(text.format(code))
        assert (scanned.kind, scanned.code, scanned.fault) == (kind, CODE, None)


def test_a_bare_code_may_stand_in_two_groups():
    assert identify("b4k7r 2xq96").code == CODE


def test_any_new_code_is_recognised_on_a_label():
    for _ in range(200):
        code = new_code(10)
        assert identify(f"HTTPS://POS.EXAMPLE/P/{code}").code == code


def test_a_label_with_a_wrong_check_sign_says_scan_again():
    scanned = identify("HTTPS://POS.EXAMPLE/P/B4K7R2XQ99")
    assert scanned.facts() == {
        "kind": "label",
        "text": "HTTPS://POS.EXAMPLE/P/B4K7R2XQ99",
        "fault": "check_sign",
    }


@pytest.mark.parametrize("text", ["8934563138165", "96385074", "036000291452"])
def test_a_number_with_a_gtin_check_digit_is_an_ean(text):
    assert identify(text).facts() == {"kind": "ean", "text": text, "gtin": text}


@pytest.mark.parametrize("text", ["8934563138164", "12345670123", "893456313816５"])
def test_a_number_with_a_wrong_check_digit_is_foreign(text):
    assert identify(text).kind is CodeKind.FOREIGN


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("https://id.gs1.org/01/09506000134352", {"gtin": "09506000134352"}),
        (
            "https://example.com/01/9506000134352/10/L%2F1/21/0042?17=261231",
            {"gtin": "09506000134352", "lot": "L/1", "serial": "0042", "expiry": "261231"},
        ),
        ("(01)09506000134352(17)261231(10)AB12", {"expiry": "261231", "lot": "AB12"}),
        (
            "]C101095060001343521726123110AB12\x1d2142",
            {"lot": "AB12", "serial": "42", "expiry": "261231"},
        ),
        ("]d2010950600013435210AB12", {"lot": "AB12"}),
        ("0109506000134352", {"gtin": "09506000134352"}),
    ],
)
def test_gs1_names_a_gtin_and_what_is_beside_it(text, facts):
    found = identify(text).facts()
    assert found == {"kind": "gs1", "text": text, "gtin": "09506000134352"} | facts


@pytest.mark.parametrize(
    "text",
    [
        "(01)09506000134352 and more (",
        "0109506000134352" + "99XYZ",
        "0109506000134352" + "10" + "A" * 21,
        "0109506000134352" + "1726",
        "0109506000134352" + "10",
        "hello",
        "",
        "22",
        "Chả mực",
        "WIFI:S:cho;;",
    ],
)
def test_everything_else_is_foreign_and_kept_as_it_was(text):
    assert identify(text).facts() == {"kind": "foreign", "text": text}


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://id.gs1.org/01/09506000134353", "id.gs1.org"),
        ("https://id.gs1.org/01/095060001343", "id.gs1.org"),
        ("https://[bad/01/09506000134352", "[bad"),
        ("https://www.truyxuat.example/sp/12", "www.truyxuat.example"),
        ("https://shop.example/p/ao-thun-nam", "shop.example"),
    ],
)
def test_an_address_of_others_is_foreign_and_its_host_is_named(text, host):
    assert identify(text).facts() == {"kind": "foreign", "text": text, "host": host}


CASES = json.loads(Path(__file__).parents[1].joinpath("cases/scan.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["identify"], ids=lambda case: case["text"][:60])
def test_what_a_code_is_as_the_till_says_it(case):
    """The till's twin runs the same table: tests/js/codekinds.test.js."""
    found = identify(case["text"])
    gtin = found.gtin and found.gtin.zfill(14)
    said = {
        "kind": found.kind.value, "code": found.code, "gtin": gtin, "host": found.host,
        "serial": found.serial,
    }  # fmt: skip
    if found.kind is not CodeKind.VIETQR:
        said["fault"] = found.fault and found.fault.value
    known = {name: value for name, value in said.items() if value}
    assert known == {name: value for name, value in case.items() if name != "text"}
