"""Labels that so many phones opened on one day that copies of them may stick on other packs."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_pos.catalogue.models import Product
from fair_pos.labels.models import LabelPrint, LabelPrintLine, LabelScan
from fair_pos.labels.verdict import MANY_DEVICES, MANY_NETWORKS
from fair_pos.venues.models import Booth

SUSPECTS_MAX = 200


@dataclass(frozen=True, slots=True)
class Suspect:
    """A label whose page says "may be a copy" because of its scans."""

    number: int
    devices: int
    """On the day with most of them; `networks` the same."""
    networks: int
    key_id: str
    label_code: str
    product: str
    booth: str
    """For which it was printed, or an empty text."""


def widely_seen(session: Session, org_id: str, venue_id: str) -> list[Suspect]:
    """Return the labels printed for a venue that many phones opened, the most looked at first."""
    of_day = (
        select(
            LabelScan.serial,
            func.count().label("devices"),
            func.count(func.distinct(LabelScan.network)).label("networks"),
        )
        .where(LabelScan.org_id == org_id)
        .group_by(col(LabelScan.serial), col(LabelScan.day))
        .subquery()
    )
    worst = (
        select(
            of_day.c.serial,
            func.max(of_day.c.devices).label("devices"),
            func.max(of_day.c.networks).label("networks"),
        )
        .group_by(of_day.c.serial)
        .having(
            func.max(of_day.c.devices) >= MANY_DEVICES,
            func.max(of_day.c.networks) >= MANY_NETWORKS,
        )
        .subquery()
    )
    line, printed = LabelPrintLine, LabelPrint
    statement = (
        select(
            worst.c.serial, worst.c.devices, worst.c.networks, line.key_id,
            Product.label_code, Product.name, func.coalesce(Booth.code, ""),
        )  # type: ignore[call-overload]  # SQLModel types four columns at most
        .join(line, (line.first_serial <= worst.c.serial) & (line.last_serial >= worst.c.serial))
        .join(printed, (col(printed.org_id) == line.org_id) & (col(printed.id) == line.print_id))
        .join(Product, (col(Product.org_id) == line.org_id) & (col(Product.id) == line.product_id))
        .outerjoin(Booth, (col(Booth.org_id) == line.org_id) & (col(Booth.id) == line.booth_id))
        .where(line.org_id == org_id, line.key_id != "", printed.venue_id == venue_id)
        .order_by(worst.c.devices.desc(), worst.c.serial)
        .limit(SUSPECTS_MAX)
    )  # fmt: skip
    return [Suspect(*row) for row in session.exec(statement)]
