"""One stall's day in a simulated fair: its shift, its sales, what comes back. Pure."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from fair_pos.checkout.models import Means
from fair_pos.checkout.orders import (
    PUBLIC_CODE_LENGTH,
    AmountDiscount,
    PaymentOrder,
    Percent,
    RefundLineOrder,
    RefundOrder,
    SaleLineOrder,
    SaleOrder,
    VoidOrder,
    WireDiscount,
)
from fair_pos.checkout.rules import OrderLine, price_basket
from fair_pos.checkout.shifts import NewShift
from fair_pos.core.clock import local
from fair_pos.core.ids import ALPHABET, check_sign
from fair_pos.core.money import Vnd
from fair_pos.core.quantity import Milli
from fair_pos.payments.cash import quick_keys
from fair_pos.payments.memo import memo_for
from fair_pos.rehearsal.acts import Act, CashMoved, Closed, Day, Stall, Ware, What, uuid7

T = TypeVar("T")

#: Customers by hour of the day: a peak before noon, a higher one in the evening.
HOURS = {
    7: 1, 8: 3, 9: 8, 10: 15, 11: 15, 12: 7, 13: 6, 14: 8, 15: 10, 16: 15, 17: 16, 18: 18,
    19: 19, 20: 16, 21: 7,
}  # fmt: skip
_WHOLE_DAY = timedelta(hours=8)
"""From this length on a day has its full pauses."""
_LINES = {1: 40, 2: 30, 3: 17, 4: 9, 5: 4}
_PIECES = {1: 62, 2: 22, 3: 9, 5: 4, 10: 3}
_MEANS = {"cash": 46, "vietqr": 45, "mixed": 5, "other": 4}
_DEAR_VND = 400_000
_VOIDS, _REFUNDS, _DISCOUNTS = 0.005, 0.015, 0.09
_REASONS_BACK = ("Khách đổi ý", "Hàng bị móp vỏ", "Nhầm loại", "Khách mua nhầm")
_REASONS_VOID = ("Bấm nhầm", "Khách không lấy nữa")
_DIFFERENCES = (-50_000, -20_000, -10_000, -5_000, 5_000, 10_000, 20_000)


@dataclass
class Diary:
    """One stall's day, one shift; `seq` is the last number the till gave."""

    stall: Stall
    day: Day
    rng: random.Random
    seq: int

    def write(self, sales: int) -> list[Act]:
        """Return everything that happens at the stall on this day."""
        opened = self.day.opens_at - self._minutes(1, 25)
        shift_id = self._id(opened)
        float_vnd = self.rng.choice((200_000, 300_000, 500_000))
        acts = [self._act(opened, NewShift(shift_id, opened, float_vnd, self.stall.cashier_id))]
        acts += self._trade(shift_id, sales)
        acts += self._move_cash(shift_id, acts)
        closed = self.day.closes_at + self._minutes(2, 18)
        off = self.rng.choice(_DIFFERENCES) if self.rng.random() < 0.12 else 0  # noqa: PLR2004
        acts.append(self._act(closed, Closed(self._id(closed), shift_id, off)))
        return acts

    def sales(self, shift_id: str, count: int) -> list[Act]:
        """Return sales only, in a shift that is open already."""
        moments = sorted(self._moment() for _ in range(count))
        return [self._act(at, self._sale(at, shift_id)) for at in moments]

    def _trade(self, shift_id: str, sales: int) -> list[Act]:
        """Make the documents of a shift in the order of time, so that their numbers run on."""
        moments = sorted(self._moment() for _ in range(sales))
        wanted: list[tuple[datetime, int, str]] = []
        for number, at in enumerate(moments):
            wanted.append((at, number, "sale"))
            fate = self.rng.random()
            if fate < _VOIDS + _REFUNDS:
                wait = self._minutes(2, 8 if fate < _VOIDS else 60)
                kind = "void" if fate < _VOIDS else "refund"
                later = min(at + wait, self.day.closes_at)
                wanted.append((later, number, kind))
        sold: dict[int, SaleOrder] = {}
        acts = []
        for at, number, kind in sorted(wanted):
            what: What
            if kind == "sale":
                what = sold[number] = self._sale(at, shift_id)
            elif kind == "void":
                reason = self.rng.choice(_REASONS_VOID)
                what = VoidOrder(
                    **self._document(at, shift_id), corrects_id=sold[number].id, reason=reason
                )
            else:
                what = self._refund(at, shift_id, sold[number])
            acts.append(self._act(at, what))
        return acts

    def _moment(self) -> datetime:
        first, last = self.day.opens_at, self.day.closes_at
        seconds = int((last - first).total_seconds())
        starts = [first + timedelta(hours=step) for step in range(seconds // 3600 or 1)]
        weights = [HOURS.get(local(start).hour, 1) for start in starts]
        start = self.rng.choices(starts, weights)[0]
        return start + timedelta(seconds=self.rng.randrange(min(seconds, 3600)))

    def _minutes(self, least: int, below: int) -> timedelta:
        """Return some minutes; fewer on the short day of a rehearsal."""
        length = (self.day.closes_at - self.day.opens_at) / _WHOLE_DAY
        return self.rng.randrange(least, below) * timedelta(minutes=min(length, 1))

    def _sale(self, at: datetime, shift_id: str) -> SaleOrder:
        lines = [self._line(ware) for ware in self._basket()]
        discount: WireDiscount | None = None
        if self.rng.random() < _DISCOUNTS:
            off = Percent(kind="percent", percent_milli=self.rng.choice((5_000, 10_000)))
            if self.rng.random() < 0.5:  # noqa: PLR2004
                lines[0] = lines[0].model_copy(update={"discount": off})
            else:
                discount = self.rng.choice((off, AmountDiscount(kind="amount", amount_vnd=1_000)))
        total = _total(lines, discount)
        document = self._document(at, shift_id)
        return SaleOrder(
            **document,
            lines=lines,
            discount=discount,
            discount_reason="Khách quen" if discount else "",
            total_vnd=total,
            payments=self._payments(at, document["id"], total),
        )

    def _basket(self) -> Iterable[Ware]:
        """Choose different goods; those listed first sell best."""
        wares = self.stall.wares
        count = min(self._one_of(_LINES), len(wares))
        weights = [1 / (place + 2) for place in range(len(wares))]
        chosen: dict[str, Ware] = {}
        while len(chosen) < count:
            ware = self.rng.choices(wares, weights)[0]
            chosen[ware.product_id] = ware
        return chosen.values()

    def _line(self, ware: Ware) -> SaleLineOrder:
        if ware.is_weighed:
            quantity = self.rng.randrange(4, 41) * 50
        else:
            quantity = 1000 * (1 if ware.price_vnd > _DEAR_VND else self._one_of(_PIECES))
        return SaleLineOrder(
            product_id=ware.product_id,
            name=ware.name,
            unit=ware.unit,
            sold_by="weight" if ware.is_weighed else "piece",
            quantity_milli=quantity,
            unit_price_vnd=ware.price_vnd,
            list_price_vnd=ware.price_vnd,
        )

    def _payments(self, at: datetime, sale_id: str, total: int) -> list[PaymentOrder]:
        means = self._one_of(_MEANS)
        if means in ("vietqr", "mixed") and (self.stall.bank is None or total == 0):
            means = "cash"
        by_cash = total // 2 // 10_000 * 10_000 if means == "mixed" else 0
        if means == "other":
            return [PaymentOrder(means=Means.OTHER, amount_vnd=total, note="Quẹt thẻ")]
        if means == "cash":
            return [self._cash(total)]
        qr = self._vietqr(at, sale_id, total - by_cash)
        return [self._cash(by_cash), qr] if by_cash else [qr]

    def _cash(self, amount: int) -> PaymentOrder:
        given = self.rng.choice([amount, *quick_keys(Vnd(amount))])
        return PaymentOrder(
            means=Means.CASH, amount_vnd=amount, tendered_vnd=given, change_vnd=given - amount
        )

    def _vietqr(self, at: datetime, sale_id: str, amount: int) -> PaymentOrder:
        assert self.stall.bank is not None, "the caller chose VietQR because there is an account"
        bank_bin, account = self.stall.bank
        return PaymentOrder(
            means=Means.VIETQR,
            amount_vnd=amount,
            memo=memo_for(self.stall.code, sale_id),
            bank_bin=bank_bin,
            account_number=account,
            shown_at=at - timedelta(seconds=self.rng.randrange(15, 90)),
            confirmed_at=at,
        )

    def _refund(self, at: datetime, shift_id: str, sale: SaleOrder) -> RefundOrder:
        position = self.rng.randrange(len(sale.lines))
        line = sale.lines[position]
        pieces = line.quantity_milli // 1000
        back = line.quantity_milli
        if line.sold_by == "piece" and pieces > 1:
            back = 1000 * self.rng.randrange(1, pieces + 1)
        return RefundOrder(
            **self._document(at, shift_id),
            corrects_id=sale.id,
            reason=self.rng.choice(_REASONS_BACK),
            lines=[RefundLineOrder(position=position, quantity_milli=back)],
        )

    def _move_cash(self, shift_id: str, acts: list[Act]) -> list[Act]:
        """Now and then small change is brought at opening, a full box is relieved at closing."""
        moves = []
        if self.rng.random() < 0.1:  # noqa: PLR2004
            moves.append((self.day.opens_at, 200_000, "Thêm tiền lẻ"))
        taken = sum(
            payment.amount_vnd
            for act in acts
            if isinstance(act.what, SaleOrder)
            for payment in act.what.payments
            if payment.means is Means.CASH
        )
        if taken > 3_000_000:  # noqa: PLR2004
            moves.append((self.day.closes_at, -1_000_000, "Mang bớt tiền về"))
        return [
            self._act(at, CashMoved(self._id(at), shift_id, amount, reason))
            for at, amount, reason in moves
        ]

    def _document(self, at: datetime, shift_id: str) -> dict[str, Any]:
        self.seq += 1
        return {
            "id": self._id(at),
            "seq": self.seq,
            "number": f"{self.stall.code}-{self.stall.series}-{self.seq:06d}",
            "public_code": self._code(),
            "shift_id": shift_id,
            "cashier_id": self.stall.cashier_id,
            "sold_at": at,
        }

    def _act(self, at: datetime, what: What) -> Act:
        return Act(at, self.stall, what)

    def _one_of(self, weights: dict[T, int]) -> T:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def _code(self) -> str:
        body = "".join(self.rng.choices(ALPHABET, k=PUBLIC_CODE_LENGTH - 1))
        return body + check_sign(body)

    def _id(self, at: datetime) -> str:
        return uuid7(self.rng, at)


def _total(lines: Sequence[SaleLineOrder], discount: WireDiscount | None) -> int:
    priced = price_basket(
        [
            OrderLine(
                Vnd(line.unit_price_vnd),
                Milli(line.quantity_milli),
                line.discount.off() if line.discount else None,
            )
            for line in lines
        ],
        discount.off() if discount else None,
    )
    return priced.total_vnd
