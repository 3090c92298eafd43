import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core.document import Align, Block, Boxed, Code, Document, Gap, Row, Rule, Size, Text
from fair_pos.printing import payload, preview
from fair_pos.printing.payload import UnreadablePayloadError
from tests.paper import COLUMNS_58, as_text
from tests.printing.papers import receipt

TEXTS = st.builds(
    Text, st.text(), st.sampled_from(Size), st.booleans(), st.sampled_from(Align), st.integers(0, 5)
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    TEXTS,
    st.builds(Row, st.text(), st.text(), st.sampled_from(Size), st.booleans(), st.booleans()),
    st.builds(Rule),
    st.builds(Gap, st.integers(0, 100)),
    st.builds(Boxed, st.text(), st.booleans()),
    st.builds(Code, st.text(), st.lists(TEXTS, max_size=3).map(tuple)),
)


@given(st.builds(Document, st.text(), st.lists(BLOCKS).map(tuple)))
def test_any_document_comes_back_as_it_was(document: Document):
    assert payload.load(payload.dump(document)) == document


def test_the_json_is_canonical():
    text = payload.dump(receipt())
    assert text == json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"v":2,"title":"","blocks":[]}',
        '{"v":1,"title":"","blocks":[{"kind":"table"}]}',
        '{"v":1,"title":"","blocks":[{"kind":"gap","rows":2}]}',
        '{"v":1,"title":"","blocks":[{"kind":"text","text":"","size":"huge"}]}',
    ],
)
def test_what_is_no_stored_paper_is_refused(text: str):
    with pytest.raises(UnreadablePayloadError):
        payload.load(text)


def test_a_copy_carries_its_mark_above_the_title_and_the_original_none():
    assert payload.mark_copy(receipt(), 0) == receipt()
    lines = as_text(payload.mark_copy(receipt(), 2)).splitlines()
    mark = next(at for at, line in enumerate(lines) if "BẢN SAO – in lại lần 2" in line)
    assert "PHIẾU TÍNH TIỀN" in lines[mark + 2]


def test_a_copy_of_a_paper_without_title_carries_its_mark_on_top():
    copy = payload.mark_copy(Document("", (Text("Thử máy in"),)), 1)
    assert copy.blocks[0] == Boxed("BẢN SAO – in lại lần 1")


def test_a_stored_paper_becomes_a_picture_and_its_copy_a_different_one():
    paper = payload.load(payload.dump(receipt()))
    original, copy = (preview.paper_png(paper, "generic-80", number) for number in (0, 1))
    assert original.startswith(b"\x89PNG")
    assert original != copy


def test_the_receipt_as_text():
    assert as_text(receipt(name="Cam"), COLUMNS_58) == SNAPSHOT


SNAPSHOT = """\
  Hội chợ OCOP Quảng Ninh 2026
     Trung tâm OCOP Hạ Long
  Gian B017, khu A, phường Bãi
              Cháy
        PHIẾU TÍNH TIỀN
Số B017-1-000123
                21/11/2026 10:42
Người bán: Hoàng Thị Hạnh   Ca 2
--------------------------------
Mực một nắng Cô Tô loại 2
  0,450 kg × 600.000     270.000
Trứng vịt biển Đồng Rui ★★★★
  2 vỉ × 45.000           90.000
  Giảm 10%                −9.000
Cam ★★★★
  3 chai × 12.000         36.000
Cam Vạn Yên
  1,200 kg × 45.000       54.000
--------------------------------
Tạm tính                 450.000
Giảm giá                  −9.000
Tổng cộng              441.000 đ
Khách đưa tiền mặt       500.000
Trả lại khách             59.000
--------------------------------
★ Sản phẩm OCOP còn hạn sao ngày
21/11/2026
[QR HTTPS://POS.OCOPHALONG.VN/R/B4K7R2XQ9F]
     Quét để xem lại phiếu
     Mã kiểm tra
     B4K7R 2XQ9F
     Cảm ơn quý khách!
+------------------------------+
| Phiếu tính tiền – không phải |
|           hóa đơn            |
+------------------------------+
"""
