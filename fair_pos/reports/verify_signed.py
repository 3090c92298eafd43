"""Checks our signatures with the published keys; needs Python 3.11 and nothing else, no network.

    python verify_signed.py KEYS.json TEXT [REPORT.json] [--json]
    python verify_signed.py KEYS.json FILE [--json]

TEXT is what a phone reads from the QR of a receipt, a closing report or a product's placard; with
REPORT.json it is also said whether that file holds the paper's figures. FILE is an exported closing
report (.json) or journal (.jsonl, with its FILE.sig beside it). Exit code 0: the signature holds;
1: it does not; 2: wrong use; 3: signed with a key that KEYS.json does not have; 4: it holds, and
says itself that the data are a sample.
What is signed is described in docs/signatures.md. Ed25519 as in RFC 8032, 5.1.
"""

import hashlib
import json
import re
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

GOOD, WRONG, MISUSE, UNKNOWN_KEY, SAMPLE = range(5)
WORDS = {
    GOOD: ("ĐÚNG CHỮ KÝ", "The signature holds"),
    WRONG: ("SAI CHỮ KÝ", "The signature does not hold"),
    UNKNOWN_KEY: ("KHÔNG CÓ KHÓA NÀY, chưa kết luận được", "No such key, nothing can be said"),
    SAMPLE: ("ĐÚNG CHỮ KÝ, nhưng là SỐ LIỆU MẪU", "The signature holds, of sample data"),
}
PAPERS = {
    "R": ("receipt", ("phiếu tính tiền", "phiếu trả hàng", "phiếu hủy đơn")),
    "C": ("report", ("báo cáo sơ bộ", "báo cáo chính thức")),
    "O": ("placard", ("phiếu OCOP 3 sao", "phiếu OCOP 4 sao", "phiếu OCOP 5 sao")),
}
SIGNS = "0123456789BCFGHJKLMNPQRSTVXZ"
NUMBER_SIGNS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGNATURE, HASH, HEAD = 107, 54, 18
_ADDRESS = re.compile(r"(?:^|/)([RCO])/([^/?#\s]+)/?\s*$", re.IGNORECASE)

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
_SIZES = (32, 64)
Point = tuple[int, int, int, int]


def holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature is of this message by this key."""
    point = _read_point(public) if (len(public), len(signature)) == _SIZES else None
    half = int.from_bytes(signature[32:], "little")
    if point is None or half >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    x, y, z, t = point
    minus = (P - x, y, z, P - t)
    base = _read_point(bytes([0x58] + [0x66] * 31))
    assert base is not None, "the curve's base point"
    sides = _times(half, base), _times(int.from_bytes(digest, "little") % ORDER, minus)
    return _written(_add(*sides)) == signature[:32]


def _read_point(written: bytes) -> Point | None:
    sign, y = written[31] >> 7, int.from_bytes(written, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _written(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return ((y * inverse % P) | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def _add(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _add(result, point)
        point, factor = _add(point, point), factor >> 1
    return result


def check_text(keys: list[dict[str, Any]], text: str) -> dict[str, Any]:
    """Check what a phone read from a QR; the answer's `code` is the exit code."""
    found = _ADDRESS.search(text.strip())
    if found is None:
        return {"code": WRONG, "why": "không phải địa chỉ /R/, /C/ hay /O/ của hệ thống"}
    paper, forms = PAPERS[found[1].upper()]
    signs = found[2].upper()
    facts = _facts(paper, forms, signs[:-SIGNATURE])
    signature = _bytes(signs[-SIGNATURE:], 64)
    if facts is None or signature is None:
        return {"code": WRONG, "why": "không có chữ ký, bị cắt ngắn hoặc đọc sai"}
    message = f"fair-pos {paper} 1 {signs[:-SIGNATURE]}".encode()
    return _judged(keys, facts, message, signature)


def _facts(paper: str, forms: tuple[str, ...], body: str) -> dict[str, Any] | None:
    """Return what the signs before a signature say, or None."""
    if len(body) <= HEAD or set(body) - set(SIGNS):
        return None
    sample, kind = divmod(SIGNS.index(body[11]), len(forms))
    told = {"report": _report, "receipt": _receipt, "placard": _placard}[paper](body[HEAD:], kind)
    if told is None or sample > 1:
        return None
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=_value(body[12:HEAD]))
    return {
        "paper": forms[kind],
        "check_code": body[:10],
        "key": body[10],
        "is_sample": bool(sample),
        "at": at.strftime("%Y-%m-%dT%H:%MZ"),
        **told,
    }


def _receipt(own: str, kind: int) -> dict[str, Any]:
    total = _value(own[:8]) * (-1 if kind else 1)
    return {"total_vnd": total, "number": _number(_value(own[8:]))}


def _report(own: str, _: int) -> dict[str, Any] | None:
    digest = _bytes(own[10:], 32) if len(own) == 10 + HASH else None
    if digest is None:
        return None
    total, number = _value(own[:8]), str(_value(own[8:10]))
    return {"total_vnd": total, "number": number, "sha256": digest.hex()}


def _placard(own: str, kind: int) -> dict[str, Any] | None:
    number = _value(own[8:])
    try:
        words = number.to_bytes((number.bit_length() + 7) // 8, "big").decode().split("\n")
        decided, until = (date(1970, 1, 1) + timedelta(_value(one)) for one in (own[:4], own[4:8]))
        name, exhibitor, decision = words
    except (ValueError, OverflowError):
        return None
    return {
        "product": name, "exhibitor": exhibitor, "stars": 3 + kind, "decision": decision,
        "decided_on": decided.isoformat(), "valid_until": until.isoformat(),
    }  # fmt: skip


def _number(value: int) -> str:
    written = ""
    while value:
        value, sign = divmod(value, len(NUMBER_SIGNS) + 1)
        written = (NUMBER_SIGNS[sign - 1] if sign else "?") + written
    return written


def check_file(keys: list[dict[str, Any]], content: bytes, beside: bytes = b"") -> dict[str, Any]:
    """Check a closing report, or a journal with the signature that stands beside it."""
    try:
        signed = {} if beside else json.loads(content)
        block = json.loads(beside) if beside else signed.pop("signature")
        signature = bytes.fromhex(block["signature"])
        whole = canonical({**signed, "signature": block}) + b"\n"
        fields = {name: value for name, value in block.items() if name != "signature"}
    except (ValueError, KeyError, AttributeError, TypeError):
        return {"code": WRONG, "why": "tệp không mang chữ ký của hệ thống"}
    if not beside and whole != content:
        return {"code": WRONG, "why": "không ở dạng chuẩn: đã bị sửa hoặc ghi lại"}
    if hashlib.sha256(content if beside else canonical(signed)).hexdigest() != fields.get("sha256"):
        return {"code": WRONG, **fields, "why": "nội dung khác với nội dung đã ký: đã bị sửa"}
    return _judged(keys, fields, b"fair-pos file 1 " + canonical(fields), signature)


def canonical(value: dict[str, Any]) -> bytes:
    """Return the one JSON form: sorted keys, no spaces, UTF-8 as it is."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _judged(
    keys: list[dict[str, Any]], facts: dict[str, Any], message: bytes, signature: bytes
) -> dict[str, Any]:
    named = [key for key in keys if key["key"] == facts.get("key")]
    if not named:
        return {"code": UNKNOWN_KEY, **facts}
    for key in named:
        if holds(bytes.fromhex(key["public"]), message, signature):
            told = {**facts, "fingerprint": key.get("fingerprint", "")}
            if key.get("until") and facts.get("at", "") > key["until"]:
                told["note"] = "giờ ghi sau lúc khóa thôi dùng: hỏi ban tổ chức"
            return {"code": SAMPLE if facts.get("is_sample") else GOOD, **told}
    return {"code": WRONG, "key": facts.get("key"), "why": "nội dung hoặc chữ ký đã bị sửa"}


def _bytes(signs: str, size: int) -> bytes | None:
    value = -1 if set(signs) - set(SIGNS) else _value(signs)
    return value.to_bytes(size, "big") if 0 <= value < 1 << 8 * size else None


def _value(signs: str) -> int:
    value = 0
    for sign in signs:
        value = value * len(SIGNS) + SIGNS.index(sign)
    return value


def main(arguments: list[str]) -> int:
    """Check what is named; returns the exit code."""
    given = [one for one in arguments if one != "--json"]
    try:
        keys = json.loads(Path(given[0]).read_text("utf-8"))["keys"]
        answer = _answer(keys, given[1], given[2:])
    except (IndexError, KeyError, TypeError, ValueError, OSError) as error:
        sys.stderr.write(f"{(__doc__ or '').strip()}\n\n{type(error).__name__}: {error}\n")
        return MISUSE
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Windows prints cp1252
    told = canonical(answer).decode() if len(given) < len(arguments) else _told(answer)
    sys.stdout.write(f"{told}\n")
    return int(answer["code"])


def _answer(keys: list[dict[str, Any]], what: str, files: list[str]) -> dict[str, Any]:
    if "/" not in what or Path(what).is_file():
        beside = Path(f"{what}.sig")
        return check_file(
            keys, Path(what).read_bytes(), beside.read_bytes() if beside.exists() else b""
        )
    answer = check_text(keys, what)
    if files and "sha256" in answer:
        signed = json.loads(Path(files[0]).read_text("utf-8"))
        signed.pop("signature", None)
        if hashlib.sha256(canonical(signed)).hexdigest() != answer["sha256"]:
            return {**answer, "code": WRONG, "why": f"số liệu trong {files[0]} khác với bản in"}
        answer["same_figures"] = True
    return answer


def _told(answer: dict[str, Any]) -> str:
    vi, en = WORDS[answer["code"]]
    rows = [f"{name}: {value}" for name, value in answer.items() if name not in {"code", "at"}]
    if "at" in answer:
        vietnam = datetime.fromisoformat(answer["at"]).astimezone(timezone(timedelta(hours=7)))
        rows.append(f"giờ Việt Nam: {vietnam:%H:%M %d/%m/%Y}")
    return "\n".join([vi, en, "", *rows])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
