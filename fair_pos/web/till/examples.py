"""Examples of the till's API, shown in the OpenAPI list and run by a test."""

from typing import Any

SALE_ID = "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c12"
SHIFT_ID = "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c01"
PERSON_ID = "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c02"
LEADER_ID = "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c04"
COUNT_ID = "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c22"
PRODUCT_ID = "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c03"

_DOCUMENT: dict[str, Any] = {
    "id": SALE_ID,
    "seq": 123,
    "number": "B017-1-000123",
    "public_code": "0123456782",
    "shift_id": SHIFT_ID,
    "cashier_id": PERSON_ID,
    "sold_at": "2027-01-30T03:42:00Z",
}
SALE: dict[str, Any] = {
    "cash": {
        "summary": "Hai vỉ trứng giảm 10%, khách đưa 100.000",
        "value": {
            **_DOCUMENT,
            "lines": [
                {
                    "product_id": PRODUCT_ID,
                    "name": "Trứng vịt biển Đồng Rui",
                    "unit": "vỉ",
                    "sold_by": "piece",
                    "quantity_milli": 2000,
                    "unit_price_vnd": 45000,
                    "list_price_vnd": 45000,
                    "discount": {"kind": "percent", "percent_milli": 10000},
                }
            ],
            "total_vnd": 81000,
            "payments": [
                {
                    "means": "cash",
                    "amount_vnd": 81000,
                    "tendered_vnd": 100000,
                    "change_vnd": 19000,
                }
            ],
        },
    }
}
REFUND: dict[str, Any] = {
    "one line": {
        "summary": "Trả lại một vỉ",
        "value": {
            **_DOCUMENT,
            "id": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c13",
            "seq": 124,
            "number": "B017-1-000124",
            "public_code": "012345679Z",
            "corrects_id": SALE_ID,
            "reason": "Trứng vỡ",
            "lines": [{"position": 0, "quantity_milli": 1000}],
        },
    }
}
VOID: dict[str, Any] = {
    "whole sale": {
        "summary": "Hủy cả đơn",
        "value": {
            **_DOCUMENT,
            "id": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c14",
            "seq": 125,
            "number": "B017-1-000125",
            "public_code": "01234567BV",
            "corrects_id": SALE_ID,
            "reason": "Bấm nhầm",
        },
    }
}


def one(summary: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return one example as the OpenAPI list takes it."""
    return {"example": {"summary": summary, "value": value}}


ENROL = one("Ghép máy bằng thẻ gian", {"code": "B4K7R2XQ9F", "device_name": "Máy chị Hạnh"})
SIGN_IN = one("Nhập PIN", {"person_id": PERSON_ID, "pin": "2580"})
HEARTBEAT = one(
    "Một đơn đang chờ gửi",
    {"waiting": 1, "oldest_waiting_at": "2027-01-30T03:42:00Z", "last_seq": 123},
)
OPEN = one(
    "Mở ca với 200.000 tiền lẻ",
    {"id": SHIFT_ID, "opened_at": "2027-01-30T01:00:00Z", "float_vnd": 200000},
)
CASH = one(
    "Chi tiền đá",
    {
        "id": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c21",
        "amount_vnd": -20000,
        "reason": "Tiền đá",
        "moved_at": "2027-01-30T04:00:00Z",
    },
)
DRAWER = one(
    "Mở hộp tiền để đổi tiền lẻ",
    {
        "id": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c23",
        "reason": "Đổi tiền lẻ",
        "approval": {"person_id": LEADER_ID, "pin": "1379"},
    },
)
SLIP = one("In ca đang bán", {"id": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c24"})
DAY_SLIP = one(
    "In bảng bán của một ngày",
    {"id": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c25", "day": "2027-01-30"},
)
COUNT = one(
    "Đếm tiền trong hộp",
    {
        "id": COUNT_ID,
        "notes": {"100000": 1, "50000": 1, "20000": 1, "10000": 1},
        "counted_at": "2027-01-30T10:00:00Z",
    },
)
BATCH = one(
    "Ba việc làm khi mất mạng",
    {
        "facts": [
            {"id": SALE_ID, "path": "/sales", "body": SALE["cash"]["value"]},
            {
                "id": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c13",
                "path": "/refunds",
                "body": {**REFUND["one line"]["value"], "happened": True},
            },
            {
                "id": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c21",
                "path": f"/shifts/{SHIFT_ID}/cash",
                "body": {
                    **CASH["example"]["value"],
                    "person_id": PERSON_ID,
                    "happened": True,
                },
            },
        ]
    },
)
CLOSE = one("Chốt ca", {"count_id": COUNT_ID, "explanation": "", "pin": "2580"})
