"""What is left of a sold basket: the sums that a refund or a void gives back. Pure."""

from dataclasses import dataclass

from fair_pos.checkout.orders import RefundOrder, SaleOrder
from fair_pos.checkout.rules import NOTHING, OrderLine, Portion, price_basket, refund_amount
from fair_pos.core.money import Vnd, split
from fair_pos.core.quantity import Milli


@dataclass
class Sold:
    """A sale as the device keeps it, with what came back of it."""

    id: str
    sold: list[Portion]
    back: list[Portion]
    left_by_means: dict[str, int]

    @classmethod
    def of(cls, sale_id: str, order: SaleOrder) -> "Sold":
        """Price a basket as the till does."""
        lines = [
            OrderLine(
                Vnd(line.unit_price_vnd),
                Milli(line.quantity_milli),
                line.discount.off() if line.discount else None,
            )
            for line in order.lines
        ]
        priced = price_basket(lines, order.discount.off() if order.discount else None).lines
        sold = [
            Portion(line.quantity_milli, one.amount_vnd)
            for line, one in zip(lines, priced, strict=True)
        ]
        return cls(sale_id, sold, [NOTHING] * len(sold), by_means(order))

    def refund(self, order: RefundOrder) -> dict[str, int]:
        """Take goods back; returns the money by means, negative."""
        wanted = {line.position: line.quantity_milli for line in order.lines}
        return self._give_back(wanted)

    def void(self) -> dict[str, int]:
        """Take back all that is left; returns the money by means, negative."""
        left = {
            position: sold.quantity_milli - back.quantity_milli
            for position, (sold, back) in enumerate(zip(self.sold, self.back, strict=True))
        }
        return self._give_back({position: milli for position, milli in left.items() if milli})

    def _give_back(self, wanted: dict[int, int]) -> dict[str, int]:
        total = 0
        for position, milli in wanted.items():
            before = self.back[position]
            amount = refund_amount(self.sold[position], before, Milli(milli))
            self.back[position] = Portion(
                Milli(before.quantity_milli + milli), Vnd(before.amount_vnd + amount)
            )
            total += amount
        means = [name for name, vnd in self.left_by_means.items() if vnd > 0]
        parts = split(Vnd(total), [self.left_by_means[name] for name in means])
        for name, part in zip(means, parts, strict=True):
            self.left_by_means[name] -= part
        return {name: -part for name, part in zip(means, parts, strict=True) if part}


def by_means(order: SaleOrder) -> dict[str, int]:
    """Add the payments of a sale up by means."""
    found: dict[str, int] = {}
    for payment in order.payments:
        found[payment.means.value] = found.get(payment.means.value, 0) + payment.amount_vnd
    return found
