"""What is wrong with a field, in Vietnamese or English, by the kind of fault the parser names."""

from collections.abc import Mapping, Sequence
from typing import Any

VIETNAMESE = {
    "missing": "thiếu",
    "json_invalid": "không phải JSON",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_parsing_size": "số quá lớn",
    "int_from_float": "phải là số nguyên",
    "bool_parsing": "phải là đúng hoặc sai",
    "string_type": "phải là chữ",
    "string_unicode": "có ký hiệu hỏng",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_too_short": "không được để trống",
    "list_type": "phải là một danh sách",
    "dict_type": "phải là một nhóm trường",
    "model_type": "phải là một nhóm trường",
    "model_attributes_type": "phải là một nhóm trường",
    "too_short": "cần ít nhất {min_length}",
    "too_long": "nhiều nhất {max_length}",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than": "phải nhỏ hơn {lt}",
    "less_than_equal": "không được quá {le}",
    "enum": "phải là một trong {expected}",
    "literal_error": "phải là một trong {expected}",
    "union_tag_invalid": "kind phải là một trong {expected_tags}",
    "union_tag_not_found": "thiếu kind",
    "timezone_aware": "thiếu múi giờ, ví dụ 2027-01-30T03:42:00Z",
    "datetime_type": "phải là giờ ISO 8601, ví dụ 2027-01-30T03:42:00Z",
    "datetime_parsing": "phải là giờ ISO 8601, ví dụ 2027-01-30T03:42:00Z",
    "datetime_from_date_parsing": "phải là giờ ISO 8601, ví dụ 2027-01-30T03:42:00Z",
    "date_parsing": "phải là ngày, ví dụ 2027-01-30",
    "date_from_datetime_parsing": "phải là ngày, ví dụ 2027-01-30",
    "date_from_datetime_inexact": "phải là ngày, ví dụ 2027-01-30",
    "uuid7": "phải là UUIDv7 viết thường",
    "code": "phải là mã 10 ký hiệu có ký hiệu kiểm tra",
    "control_sign": "có ký tự điều khiển",
    "bank_only": "chỉ ngân hàng báo được",
    "payments_sum": "tiền các cách trả không bằng tổng total_vnd",
    "too_much": "tổng các dòng quá lớn",
}


def faults_of(errors: Sequence[Any], language: str) -> dict[str, str]:
    """Return a sentence by field, in the order in which they were found."""
    return {_field(error["loc"]): _sentence(error, language) for error in errors}


def summary(faults: Mapping[str, str], language: str) -> str:
    """Write all faults as one line."""
    head = "Gửi sai mẫu" if language == "vi" else "Malformed"
    listed = "; ".join(f"{name}: {why}" if name else why for name, why in faults.items())
    return f"{head}. {listed}."


def _field(place: Sequence[Any]) -> str:
    """Name a field without where it came from, and without a byte's number in broken JSON."""
    parts = [str(part) for part in place[1:] if not isinstance(part, int) or len(place) > 2]  # noqa: PLR2004
    return ".".join(parts)


def _sentence(error: Mapping[str, Any], language: str) -> str:
    template = VIETNAMESE.get(error["type"])
    if language != "vi":
        return str(error["msg"])
    return template.format_map(error.get("ctx", {})) if template else "sai"
