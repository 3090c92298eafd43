"""Plain letters for printers that take no picture: nothing but ASCII, nothing lost."""

import zxingcpp

from fair_pos.core.document import Code, Document
from fair_pos.printing import paper, profiles, render
from fair_pos.printing.profiles import Profile
from tests.printing.papers import QR_TEXT, receipt

TEXT = profiles.load("text-80")


def printed(profile: Profile = TEXT) -> str:
    job = render.to_bytes(receipt(), profile)
    return "".join(chr(byte) if byte in range(0x20, 0x7F) else "\n" for byte in job)


def test_a_receipt_is_told_without_marks():
    told = printed()
    for sentence in (
        "Trung tam OCOP Ha Long", "Trung vit bien Dong Rui **** (4 sao)",
        "0,450 kg x 600.000", "* San pham OCOP con han sao",
        "Phieu tinh tien - khong phai hoa don", QR_TEXT,
    ):  # fmt: skip
        assert sentence in told


def test_a_receipt_in_letters_is_short_enough_for_a_slow_line():
    assert len(render.to_bytes(receipt(), TEXT)) < 1_500


def test_amounts_stand_at_the_right_edge_and_no_line_is_too_long():
    lines = [line for line in printed().split("\n") if line]
    assert max(len(line) for line in lines) == TEXT.text_columns
    assert any(line.startswith("Tong cong") and line.endswith(" 441.000 d") for line in lines)


def test_the_printers_own_code_reads_back():
    own = profiles.parse(
        (profiles.resources.folder("printers") / "text-80.toml")
        .read_text(encoding="utf-8")
        .replace("native_qr = false", "native_qr = true")
    )
    job = render.to_bytes(receipt(), own)
    (code,) = zxingcpp.read_barcodes(paper.read(job).sheets[0].convert("L"))
    assert code.text == QR_TEXT


def test_where_no_code_is_drawn_the_address_to_type_is_the_short_one():
    signed = Document("", (Code(f"{QR_TEXT}{'B4K7' * 25}", typed=QR_TEXT),))
    assert QR_TEXT.encode() + b"\n" in render.to_bytes(signed, TEXT)
