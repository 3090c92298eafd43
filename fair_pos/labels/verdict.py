"""What a scanned code says about its label. Pure.

A proof shows that we printed the code, never that it still sticks on its pack: a copy carries the
same proof. What gives copies away is that many people scan one serial, or that it is sold twice.
"""

from dataclasses import dataclass
from enum import StrEnum

MANY_DEVICES, MANY_NETWORKS = 12, 4
"""From both on, a serial's scans are suspicious. One pack is looked at by a few people before it is
bought and by a household afterwards, and a fair's visitors share its Wi-Fi and three mobile
networks; a copied label is looked at by the customers of many packs in many places. Both must be
reached on one day: a school class on one network is no copy, nor a buyer who travels, nor the pack
that stands on a stall's counter for a whole fair. Our choice of 2026-11-22, to be checked against
the scans of the first fair."""


MANY_DEVICES_SOLD = 6
"""On one day after the sale, from as many networks. The pack is at somebody's home then: one Wi-Fi
and three mobile networks can be a household's, half of those who look at a pack on a stall cannot.
Our choice of 2026-11-22, too."""


class Verdict(StrEnum):
    """What we can say."""

    GENUINE = "genuine"
    COPIED = "copied"
    """The proof holds, but the scans look like copies."""
    SOLD_TWICE = "sold_twice"
    """The proof holds, but several sales of which nothing came back carry the label."""
    UNLOGGED = "unlogged"
    """The proof holds, but the log does not know the printing: an older backup was restored."""
    NO_SERIAL = "no_serial"
    """The product's own code: all labels of before have it, and anybody can write it."""
    NEVER_PRINTED = "never_printed"
    """The product's own code, and no label of that kind was ever printed."""
    NOT_OURS = "not_ours"
    PREVIEW = "preview"
    """The number of the picture that is looked at before printing; no label has it."""
    TRADE = "trade"
    """The producer's own number of the trade: it names goods, and tells nothing of a label."""


@dataclass(frozen=True, slots=True)
class Scans:
    """How often a serial's page was opened. A device counts once on each day."""

    times: int = 0
    devices: int = 0
    networks: int = 0
    """On the day with most of them."""
    days: int = 0
    busiest: int = 0
    """Devices on the day with most of them."""


NEVER_SCANNED = Scans()


def of_serial(
    *, is_ours: bool, is_logged: bool, scans: Scans, sales: int = 0, since: Scans = NEVER_SCANNED
) -> Verdict:
    """Judge a code with a serial; `since` are the scans on the days after its sale.

    >>> of_serial(is_ours=True, is_logged=True, scans=Scans(14, 13, 5, 2, busiest=12)).value
    'copied'
    >>> of_serial(is_ours=True, is_logged=True, scans=Scans(30, 30, 1, 1, busiest=30)).value
    'genuine'
    >>> of_serial(is_ours=True, is_logged=True, scans=Scans(), sales=2).value
    'sold_twice'
    """
    if not is_ours:
        return Verdict.NOT_OURS
    if sales > 1:
        return Verdict.SOLD_TWICE
    if _are_many(scans, MANY_DEVICES) or (sales and _are_many(since, MANY_DEVICES_SOLD)):
        return Verdict.COPIED
    return Verdict.GENUINE if is_logged else Verdict.UNLOGGED


def of_product(labels_without_serial: int) -> Verdict:
    """Judge a product's own code."""
    return Verdict.NO_SERIAL if labels_without_serial else Verdict.NEVER_PRINTED


def _are_many(scans: Scans, devices: int) -> bool:
    return scans.busiest >= devices and scans.networks >= MANY_NETWORKS
