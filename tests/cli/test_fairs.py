import pytest

from tests.cli.conftest import Terminal


def add(site: Terminal, first: str, last: str, *more: str) -> tuple[object, ...]:
    return ("fairs", "add", "he-2027", "--name", "Hè", "--from", first, "--to", last, *more)


def test_a_fair_is_listed_with_its_days(site: Terminal) -> None:
    said = site.done(*add(site, "28/4/2027", "2027-05-03", "--closed", "2027-05-01..2027-05-02"))
    assert said == "Đã thêm HE-2027: Hè, 28/04/2027 – 03/05/2027.\n"
    assert "HE-2027\t28/04/2027 – 03/05/2027\tHè" in site.done("fairs", "list")


@pytest.mark.parametrize(
    ("first", "last", "more", "sentence"),
    [
        ("2027-02-30", "2027-03-01", (), "Không hiểu ngày “2027-02-30”"),
        ("2027-03-02", "2027-03-01", (), "Ngày kết thúc phải sau ngày bắt đầu"),
        ("2027-03-01", "2027-03-02", ("--closed", "2027-03-05"), "không nằm trong kỳ hội chợ"),
        ("2027-03-01", "2027-03-02", ("--closed", "2027-03-02..2027-03-01"), "Không hiểu ngày"),
    ],
)
def test_impossible_days_are_refused(
    site: Terminal, first: str, last: str, more: tuple[str, ...], sentence: str
) -> None:
    assert sentence in site.refused(*add(site, first, last, *more))
    assert "HE-2027" not in site.done("fairs", "list")


def test_a_code_is_taken_once(site: Terminal) -> None:
    said = site.refused(
        "fairs", "add", "xuan-2027", "--name", "X", "--from", "2027-01-01", "--to", "2027-01-02"
    )
    assert "XUAN-2027 đã dùng" in said


def test_a_missing_option_is_wrong_use(site: Terminal) -> None:
    assert site.run("fairs", "add", "HE-2027").exit_code == 2
