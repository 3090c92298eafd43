"""A foreign program at the till's API: what the tests use to sell."""

from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from fair_pos.core import ids
from tests.cast import Cast

API = "/api/v1/till"


@dataclass
class TillClient:
    """One enrolled till with its own counter."""

    http: TestClient
    token: str
    series: str
    booth_code: str
    person_id: str
    shift_id: str = ""
    seq: int = 0
    sold_at: str = "2027-01-30T03:42:00.000Z"
    sent: list[dict[str, Any]] = field(default_factory=list)

    def get(self, path: str, **params: Any) -> Response:
        return self.http.get(f"{API}{path}", params=params, headers=self._headers())

    def post(self, path: str, body: dict[str, Any] | None = None) -> Response:
        return self.http.post(f"{API}{path}", json=body or {}, headers=self._headers())

    def sign_in(self, pin: str) -> Response:
        return self.post("/sign-in", {"person_id": self.person_id, "pin": pin})

    def open_shift(self, float_vnd: int = 200_000) -> None:
        self.shift_id = ids.new_id()
        body = {"id": self.shift_id, "opened_at": self.sold_at, "float_vnd": float_vnd}
        answer = self.post("/shifts", body)
        assert answer.status_code == 200, answer.text

    def document(self, **fields: Any) -> dict[str, Any]:
        self.seq += 1
        return {
            "id": ids.new_id(),
            "seq": self.seq,
            "number": f"{self.booth_code}-{self.series}-{self.seq:06d}",
            "public_code": ids.new_code(10),
            "shift_id": self.shift_id,
            "cashier_id": self.person_id,
            "sold_at": self.sold_at,
            **fields,
        }

    def cash_sale(self, lines: list[dict[str, Any]], total: int, **fields: Any) -> dict[str, Any]:
        """A sale paid in exact cash unless `payments` says otherwise."""
        paid = [{"means": "cash", "amount_vnd": total, "tendered_vnd": total, "change_vnd": 0}]
        return self.document(**{"lines": lines, "total_vnd": total, "payments": paid} | fields)

    def sell(self, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.post("/sales", body)
        assert answer.status_code == 200, answer.text
        self.sent.append(body)
        return dict(answer.json())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def eggs(till: TillClient, cast: Cast, **fields: Any) -> dict[str, Any]:
    """One tray of eggs for 45.000 in cash."""
    return till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000, **fields)


def line(
    product_id: str, name: str, price: int, quantity: int = 1000, **fields: Any
) -> dict[str, Any]:
    """A line of an order; quantity in thousandths."""
    return {
        "product_id": product_id,
        "name": name,
        "unit": fields.pop("unit", "vỉ"),
        "quantity_milli": quantity,
        "unit_price_vnd": price,
        "list_price_vnd": price,
        **fields,
    }
