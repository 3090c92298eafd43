import json
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal

ACB = (
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
    "5303704540410005802VN62150811Chuyen tien6304BBB8"
)
"""NAPAS spec v1.0, the worked example of a transfer to an account."""


def test_a_vietqr_is_made_and_read_back_from_its_picture(
    terminal: Terminal, tmp_path: Path
) -> None:
    picture = tmp_path / "ma.png"
    text = terminal.done(
        "qr", "vietqr", "--bin", "ACB", "--account", "257678859", "--amount", "1.000",
        "--memo", "Chuyen tien", "--out", picture,
    )  # fmt: skip
    assert text.strip() == ACB
    found = json.loads(terminal.done("qr", "read", picture))
    assert found["text"] == ACB
    assert (found["kind"], found["bank_name"], found["amount_vnd"]) == ("vietqr", "ACB", 1000)


def test_an_altered_vietqr_is_named_and_refused(terminal: Terminal) -> None:
    result = terminal.run("qr", "read", ACB.replace("54041000", "54049000"))
    assert result.exit_code == 1
    assert json.loads(result.stdout)["fault"] == "vietqr"
    assert "sai mã kiểm" in result.stderr


@pytest.mark.parametrize(
    ("text", "kind"),
    [("4006381333931", "ean"), ("xin chào", "foreign"), ("HTTP://POS.TEST/P/B4K7R2XQ99", "label")],
)
def test_other_codes_are_named(terminal: Terminal, text: str, kind: str) -> None:
    result = terminal.run("qr", "read", text)
    assert json.loads(result.stdout)["kind"] == kind
    assert result.exit_code == (1 if kind == "label" else 0)


def test_a_picture_without_a_code_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    from PIL import Image

    blank = tmp_path / "trang.png"
    Image.new("L", (60, 60), 255).save(blank)
    assert "Không thấy mã nào" in terminal.refused("qr", "read", blank)
    assert "không có tệp" in terminal.refused("qr", "read", tmp_path / "khong.png")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--bin", "Ngân hàng Không Có", "--account", "1"), "Không biết ngân hàng"),
        (("--bin", "970416", "--account", "1 2"), "“1 2” không hợp lệ"),
        (("--bin", "970416", "--account", "1", "--amount", "1,5"), "số đồng"),
        (("--bin", "970416", "--account", "1", "--memo", "Chuyển tiền"), "không hợp lệ"),
    ],
)
def test_a_vietqr_that_cannot_be_is_refused(
    terminal: Terminal, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in terminal.refused("qr", "vietqr", *words)
