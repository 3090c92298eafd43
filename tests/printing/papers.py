"""Documents that the printing tests draw."""

from fair_pos.core.document import (
    Align,
    Block,
    Boxed,
    Code,
    Document,
    Gap,
    Row,
    Rule,
    Size,
    Text,
)

QR_TEXT = "HTTPS://POS.OCOPHALONG.VN/R/B4K7R2XQ9F"


def receipt(
    *, name: str = "Nước khoáng thiên nhiên Quang Hanh (bổ sung ga chất lượng cao)"
) -> Document:
    return Document("Phiếu B017-1-000123", (*head(), *sold(name), *foot()))


def head() -> tuple[Block, ...]:
    return (
        Text("Hội chợ OCOP Quảng Ninh 2026", align=Align.CENTER),
        Text("Trung tâm OCOP Hạ Long", Size.LARGE, bold=True, align=Align.CENTER),
        Text("Gian B017, khu A, phường Bãi Cháy", align=Align.CENTER),
        Gap(8),
        Text("PHIẾU TÍNH TIỀN", Size.TITLE, bold=True, align=Align.CENTER),
        Gap(8),
        Row("Số B017-1-000123", "21/11/2026 10:42", bold_left=True),
        Row("Người bán: Hoàng Thị Hạnh", "Ca 2"),
        Rule(),
    )


def sold(name: str) -> tuple[Block, ...]:
    return (
        Text("Mực một nắng Cô Tô loại 2", bold=True),
        Row("0,450 kg × 600.000", "270.000", indent=True),
        Gap(6),
        Text("Trứng vịt biển Đồng Rui", bold=True, stars=4),
        Row("2 vỉ × 45.000", "90.000", indent=True),
        Row("Giảm 10%", "−9.000", indent=True),
        Gap(6),
        Text(name, bold=True, stars=4),
        Row("3 chai × 12.000", "36.000", indent=True),
        Gap(6),
        Text("Cam Vạn Yên", bold=True),
        Row("1,200 kg × 45.000", "54.000", indent=True),
        Rule(),
    )


def foot() -> tuple[Block, ...]:
    return (
        Row("Tạm tính", "450.000"),
        Row("Giảm giá", "−9.000"),
        Row("Tổng cộng", "441.000\u00a0đ", Size.TOTAL, bold=True),
        Row("Khách đưa tiền mặt", "500.000"),
        Row("Trả lại khách", "59.000", bold=True),
        Rule(),
        Text("★ Sản phẩm OCOP còn hạn sao ngày 21/11/2026", Size.SMALL),
        Code(QR_TEXT, code_lines()),
        Boxed("Phiếu tính tiền – không phải hóa đơn"),
    )


def code_lines() -> tuple[Text, ...]:
    return (
        Text("Quét để xem lại phiếu", bold=True),
        Text("Mã kiểm tra"),
        Text("B4K7R 2XQ9F", bold=True),
        Text("Cảm ơn quý khách!"),
    )
