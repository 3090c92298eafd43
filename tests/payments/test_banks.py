import pytest

from fair_pos.payments.banks import find_bank, load_banks

BANKS = load_banks()


def test_every_bank_of_the_seed_is_loaded_once():
    assert len(BANKS) == len({bank.bin for bank in BANKS}) == 68
    assert all(len(bank.bin) == 6 and bank.short_name and bank.name for bank in BANKS)


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.bin)
def test_a_bank_is_found_by_its_bin_and_its_short_name(bank):
    assert find_bank(bank.bin, BANKS) == bank
    assert find_bank(bank.short_name.upper(), BANKS) == bank


def test_a_bank_is_found_by_its_full_name_unless_two_bins_bear_it():
    lost = [bank.short_name for bank in BANKS if find_bank(bank.name, BANKS) != bank]
    assert lost == ["CIMB Bank", "CIMB (SBV BIN)"]


@pytest.mark.parametrize(
    ("text", "short_name"),
    [
        ("MB", "MB Bank"),
        ("MBBank", "MB Bank"),
        ("ngan hang quan doi", "MB Bank"),
        (" 970415 ", "VietinBank"),
        ("Vietin Bank", "VietinBank"),
        ("VietinBank - CN Hạ Long", "VietinBank"),
        ("NH TMCP Ngoại thương VN", "Vietcombank"),
        ("Agribank chi nhánh Quảng Ninh", "Agribank"),
        ("Ngân hàng Nông nghiệp", "Agribank"),
        ("Sacombank (CN Hạ Long)", "Sacombank"),
        ("Sài Gòn - Hà Nội", "SHB"),
        ("NH Sài Gòn Hà Nội, Quảng Ninh", "SHB"),
        ("Ngân hàng Sài Gòn", "SCB"),
        ("A Châu", "ACB"),
        ("Nam A", "Nam A Bank"),
        ("Bac A", "BacA Bank"),
        ("Viet A", "VietABank"),
        ("Đầu tư và Phát triển", "BIDV"),
        ("momo", "MoMo"),
    ],
)
def test_what_people_write_for_a_bank(text, short_name):
    bank = find_bank(text, BANKS)
    assert bank is not None
    assert bank.short_name == short_name


@pytest.mark.parametrize(
    "text", ["", "Ngân hàng", "Việt Nam", "A", "IBK", "CIMB", "MB - TPBank", "Techcom", "970000"]
)
def test_what_means_no_bank_or_several_is_not_guessed(text):
    assert find_bank(text, BANKS) is None


def test_of_two_equal_banks_none_is_chosen():
    assert find_bank("MB", [*BANKS, *BANKS]) is None
