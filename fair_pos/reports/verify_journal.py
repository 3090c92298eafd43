"""Checks an exported journal and adds the fair up again; needs Python 3.11 and nothing else.

    python verify_journal.py FILE.jsonl [--json]

One event a line, as canonical JSON. Exit code 0: unbroken; 1: broken, the first broken record is
named; 2: wrong use. The fields are described in docs/journal.md.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

SALES = {"sale.sold": 1, "sale.refunded": 0, "sale.voided": 0}
"""Kinds of facts that carry money, and whether they count as a sale."""


class BrokenError(Exception):
    """The first record that does not fit: where, and what is wrong with it."""

    def __init__(self, line: int, record: str, vi: str, en: str) -> None:
        super().__init__(vi)
        self.line, self.record, self.vi, self.en = line, record, vi, en


@dataclass
class Sum:
    """What was sold at a place on a day; refunds and voids are taken off."""

    sales: int = 0
    corrections: int = 0
    total_vnd: int = 0
    ocop_vnd: int = 0

    def add(self, event: dict[str, Any]) -> None:
        """Add a document."""
        is_sale = SALES[event["kind"]]
        self.sales += is_sale
        self.corrections += 1 - is_sale
        self.total_vnd += event["data"]["total_vnd"]
        self.ocop_vnd += event["data"]["ocop_vnd"]


@dataclass
class Verdict:
    """What a whole journal says."""

    lines: int = 0
    epochs: int = 0
    total: Sum = field(default_factory=Sum)
    venues: dict[str, Sum] = field(default_factory=dict)
    booth_days: dict[str, Sum] = field(default_factory=dict)
    """By `venue booth day`."""
    last_hash: str = ""


def verify(lines: Iterable[str]) -> Verdict:
    """Walk the chain and add up.

    Raises:
        BrokenError: at the first record that was changed, removed, moved or put in.
    """
    verdict = Verdict()
    epoch, seq, expected = "", 0, ""
    for number, event in _events(lines):
        if event["epoch"] != epoch:
            epoch, seq = str(event["epoch"]), 0
            expected = _sha256(f"{event['site']}:{epoch}")
            verdict.epochs += 1
        seq += 1
        _check_link(number, event, seq, expected)
        expected = event["hash"]
        if event["kind"] in SALES:
            _check_sums(number, event)
            _add(verdict, event)
        verdict.lines += 1
    verdict.last_hash = expected
    return verdict


def _events(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    wanted = {"epoch", "site", "seq", "kind", "id", "data", "prev", "hash"}
    for number, text in enumerate(lines, start=1):
        try:
            event = json.loads(text)
        except ValueError as error:
            raise _broken(number, {}, "không phải JSON", "is not JSON") from error
        if not isinstance(event, dict) or not wanted <= set(event):
            raise _broken(number, {}, "thiếu trường bắt buộc", "misses a required field")
        if canonical(event) != text.rstrip("\r\n"):
            raise _broken(number, event, "không ở dạng chuẩn", "is not in canonical form")
        yield number, event


def _check_link(number: int, event: dict[str, Any], seq: int, expected: str) -> None:
    if event["seq"] != seq:
        raise _broken(
            number, event,
            f"số thứ tự {event['seq']}, đáng lẽ {seq}: có dòng bị xóa, đảo hoặc chèn",
            f"has number {event['seq']} instead of {seq}: lines were removed, moved or put in",
        )  # fmt: skip
    if event["prev"] != expected:
        raise _broken(
            number, event,
            "không nối tiếp dòng trước", "does not follow the line before",
        )  # fmt: skip
    body = {name: value for name, value in event.items() if name not in {"prev", "hash"}}
    if _sha256(f"{event['prev']}\n{canonical(body)}") != event["hash"]:
        raise _broken(
            number, event,
            "nội dung không khớp mã băm: đã bị sửa", "does not match its hash: it was changed",
        )  # fmt: skip


def _check_sums(number: int, event: dict[str, Any]) -> None:
    data = event["data"]
    for name in ("lines", "payments"):
        if sum(part["amount_vnd"] for part in data[name]) != data["total_vnd"]:
            raise _broken(
                number, event,
                f"tổng {name} khác total_vnd", f"{name} do not sum to total_vnd",
            )  # fmt: skip


def _add(verdict: Verdict, event: dict[str, Any]) -> None:
    data = event["data"]
    place = f"{data['venue']} {data['booth']} {data['business_date']}"
    verdict.total.add(event)
    verdict.venues.setdefault(data["venue"], Sum()).add(event)
    verdict.booth_days.setdefault(place, Sum()).add(event)


def canonical(value: dict[str, Any]) -> str:
    """Return the one JSON form: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _broken(number: int, event: dict[str, Any], vi: str, en: str) -> BrokenError:
    record = f"{event['kind']} {event['id']}" if event else ""
    named = f" ({record})" if record else ""
    return BrokenError(
        number, record, f"Dòng {number}{named}: {vi}.", f"Line {number}{named}: {en}."
    )


def main(arguments: list[str]) -> int:
    """Check the file that is named; returns the exit code."""
    names = [name for name in arguments if name != "--json"]
    as_json = len(names) < len(arguments)
    if len(names) != 1:
        sys.stderr.write("python verify_journal.py FILE.jsonl [--json]\n")
        return 2
    try:
        with open(names[0], encoding="utf-8", newline="\n") as file:  # noqa: PTH123
            verdict = verify(file)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except BrokenError as broken:
        answer = {"intact": False, "line": broken.line, "record": broken.record}
        _say(
            as_json, {**answer, "message": broken.vi}, f"KHÔNG NGUYÊN VẸN. {broken.vi}\n{broken.en}"
        )
        return 1
    _say(as_json, {"intact": True, **asdict(verdict)}, _summary(verdict))
    return 0


def _summary(verdict: Verdict) -> str:
    rows = [f"Nguyên vẹn: {verdict.lines} dòng, {verdict.epochs} kỳ ghi.", ""]
    parts = [*verdict.booth_days.items(), *verdict.venues.items(), ("Tổng", verdict.total)]
    rows += [
        f"{name}: {one.sales} đơn, {one.corrections} đơn trả, hủy; "
        f"{one.total_vnd} đ, OCOP {one.ocop_vnd} đ"
        for name, one in parts
    ]
    return "\n".join([*rows, "", f"Mã băm cuối: {verdict.last_hash}"])


def _say(as_json: bool, answer: dict[str, Any], text: str) -> None:  # noqa: FBT001
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Windows prints cp1252
    sys.stdout.write((canonical(answer) if as_json else text) + "\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
