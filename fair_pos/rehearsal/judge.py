"""Compares what customers were told with what the database says. Pure.

Lost: told or done, and not stored. Doubled: stored without having been told, or a number twice at
a till of which there is only one device. The first wrong record of each kind is named.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from fair_pos.rehearsal.books import Books, Document
from fair_pos.rehearsal.customers import Customers, Told

K = TypeVar("K")

NUMBER_TAKEN = "number_taken"
_UNDERSTOOD = 200
_MALFORMED = 422


@dataclass(frozen=True)
class Wrong:
    """A record on which till and server do not agree."""

    kind: str
    id: str
    number: str
    till_says: str
    server_says: str

    def sentence(self) -> str:
        """Say it in one line."""
        return (
            f"{self.kind} – {self.number or self.id} ({self.id}): "
            f"quầy ghi {self.till_says}; máy chủ ghi {self.server_says}"
        )


@dataclass
class Judgement:
    """What came out; every list is in the order of finding."""

    lost: list[Wrong] = field(default_factory=list)
    doubled: list[Wrong] = field(default_factory=list)
    sums: list[Wrong] = field(default_factory=list)
    numbers: list[Wrong] = field(default_factory=list)
    conflicts: list[Wrong] = field(default_factory=list)
    refused: list[Wrong] = field(default_factory=list)
    chain: list[Wrong] = field(default_factory=list)
    papers: list[Wrong] = field(default_factory=list)

    @property
    def wrong(self) -> list[Wrong]:
        """Everything that is wrong, the worst first."""
        return [
            *self.lost, *self.doubled, *self.sums, *self.chain,
            *self.numbers, *self.conflicts, *self.refused, *self.papers,
        ]  # fmt: skip


@dataclass(frozen=True)
class Device:
    """What a till's own journal holds at the end: its facts and the final answers to them."""

    till_id: str
    facts: frozenset[str]
    answers: Mapping[str, int]
    waiting: frozenset[str]


def judge(customers: Customers, books: Books, devices: Iterable[Device]) -> Judgement:
    """Compare everything."""
    found = Judgement()
    devices = list(devices)
    told = {one.id: one for one in customers.told}
    found.lost += _lost(customers, books, devices)
    found.doubled += _doubled(told, books, customers.twins)
    found.sums += _sums(told, books)
    found.numbers += _numbers(told, books, customers.twins)
    found.conflicts += [
        Wrong("hai nội dung một mã", sale_id, "", "một đơn", "giữ cả hai nội dung")
        for sale_id, till_id in books.conflicts
        if till_id not in customers.twins
    ]
    found.refused += _refused(customers, devices)
    if books.broken:
        found.chain.append(Wrong("sổ không nguyên vẹn", "", "", "", books.broken))
    return found


def _lost(customers: Customers, books: Books, devices: list[Device]) -> Iterator[Wrong]:
    kept: dict[str, set[str]] = defaultdict(set)
    for device in devices:
        kept[device.till_id] |= device.facts
    for one in customers.told:
        if one.id not in books.documents:
            yield Wrong("mất đơn", one.id, one.number, _money(one.by_means), "không có")
        elif one.id not in kept[one.till_id]:
            yield Wrong("nói trước khi ghi", one.id, one.number, "máy quầy không có", "có")
    for done in customers.done:
        if done.id not in books.others[done.kind]:
            yield Wrong(f"mất {_NAMES[done.kind]}", done.id, "", "đã làm", "không có")


_NAMES = {"shifts": "ca", "cash": "lần thêm bớt tiền", "counts": "lần đếm", "close": "chốt ca"}


def _doubled(told: dict[str, Told], books: Books, twins: set[str]) -> Iterator[Wrong]:
    seen: dict[tuple[str, str], Document] = {}
    for one in _in_order(books):
        if one.id not in told:
            yield Wrong("thừa đơn", one.id, one.number, "không bán", _money(one.by_means))
            continue
        first = seen.setdefault((one.till_id, one.number), one)
        explained = one.till_id in twins and NUMBER_TAKEN in first.flags | one.flags
        if first is not one and not explained:
            yield Wrong("trùng số phiếu", one.id, one.number, "một đơn", f"hai đơn, kia {first.id}")


def _sums(told: dict[str, Told], books: Books) -> Iterator[Wrong]:
    """Compare document by document, then till by means and day, then the rollups."""
    for one in _in_order(books):
        mine = told.get(one.id)
        if not one.total_vnd == one.lines_vnd == sum(one.by_means.values()):
            parts = f"đơn {one.total_vnd}, dòng {one.lines_vnd}, tiền {sum(one.by_means.values())}"
            yield Wrong("tổng trong đơn lệch", one.id, one.number, "", parts)
        if mine is not None and _taken(mine.by_means) != _taken(one.by_means):
            yield Wrong(
                "tiền lệch", one.id, one.number, _money(mine.by_means), _money(one.by_means)
            )
        if mine is not None and mine.labels != one.labels:
            yield Wrong("tem lệch", one.id, one.number, _codes(mine.labels), _codes(one.labels))
        if mine is not None and not mine.wrong_clock and mine.day != one.day:
            yield Wrong("ngày lệch", one.id, one.number, f"{mine.day}", f"{one.day}")
    yield from _differing("tổng theo quầy, cách trả, ngày", _of_told(told, books), _of_books(books))
    by_booth: Counter[tuple[str, date]] = Counter()
    for one in books.documents.values():
        by_booth[one.booth_id, one.day] += one.total_vnd
    for name, rollup in books.rollups.items():
        yield from _differing(f"bảng cộng dồn {name}", by_booth, rollup)


def _codes(labels: frozenset[str]) -> str:
    return ", ".join(sorted(labels)) or "không có"


def _of_told(told: dict[str, Told], books: Books) -> Counter[tuple[str, str, date]]:
    found: Counter[tuple[str, str, date]] = Counter()
    for one in told.values():
        stored = books.documents.get(one.id)
        day = stored.day if stored is not None and one.wrong_clock else one.day
        for means, vnd in one.by_means.items():
            found[one.till_id, means, day] += vnd
    return found


def _of_books(books: Books) -> Counter[tuple[str, str, date]]:
    found: Counter[tuple[str, str, date]] = Counter()
    for one in books.documents.values():
        for means, vnd in one.by_means.items():
            found[one.till_id, means, one.day] += vnd
    return found


def _differing(what: str, left: Mapping[K, int], right: Mapping[K, int]) -> list[Wrong]:
    return [
        Wrong(f"{what} lệch", str(key), "", str(left.get(key, 0)), str(right.get(key, 0)))
        for key in sorted({*left, *right}, key=str)
        if left.get(key, 0) != right.get(key, 0)
    ]


def _numbers(told: dict[str, Told], books: Books, twins: set[str]) -> Iterator[Wrong]:
    """Find holes in a series, and repeats of a twin that were not flagged."""
    by_till: dict[str, list[Document]] = defaultdict(list)
    for one in _in_order(books):
        by_till[one.till_id].append(one)
    highest: Counter[str] = Counter()
    for mine in told.values():
        highest[mine.till_id] = max(highest[mine.till_id], mine.seq)
    for till_id, documents in by_till.items():
        there = {one.seq for one in documents}
        for seq in sorted(set(range(1, highest[till_id] + 1)) - there):
            yield Wrong("thủng số", "", f"{till_id} số {seq}", "đã cấp", "không có")
        if till_id in twins:
            yield from _unflagged(documents)


def _unflagged(documents: list[Document]) -> Iterator[Wrong]:
    times = Counter(one.seq for one in documents)
    flagged = Counter(one.seq for one in documents if NUMBER_TAKEN in one.flags)
    for seq, count in times.items():
        if count - 1 > flagged[seq]:
            yield Wrong("trùng số không gắn cờ", "", f"số {seq}", "hai máy", f"{count} đơn")


def _refused(customers: Customers, devices: list[Device]) -> Iterator[Wrong]:
    """Find facts that happened and were refused, and bad ones that were not."""
    poisoned = set(customers.poisoned)
    for device in devices:
        for fact_id, status in device.answers.items():
            expected = _MALFORMED if fact_id in poisoned else _UNDERSTOOD
            if status != expected:
                yield Wrong("từ chối việc đã xảy ra", fact_id, "", "đã làm", f"trả lời {status}")
        for fact_id in device.waiting:
            yield Wrong("còn nằm ở quầy", fact_id, "", "đang chờ gửi", "chưa trả lời")


def _in_order(books: Books) -> list[Document]:
    return sorted(books.documents.values(), key=lambda one: (one.till_id, one.seq, one.id))


def _taken(money: Mapping[str, int]) -> dict[str, int]:
    return {name: vnd for name, vnd in money.items() if vnd}


def _money(money: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {vnd}" for name, vnd in sorted(money.items())) or "0"
