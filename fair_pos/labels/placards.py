"""Placards: the A4 sheet that hangs at a booth and says a product's stars, signed.

It is the fair's own paper and says so: it never takes the place of the OCOP certificate.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from fair_pos.catalogue import ocop
from fair_pos.catalogue.ocop import StarsOnDay
from fair_pos.core.clock import Clock, business_date, format_date, format_moment
from fair_pos.core.errors import FairPosError
from fair_pos.core.ids import group_code
from fair_pos.core.text import clean
from fair_pos.db import journal
from fair_pos.db.journal import Fact
from fair_pos.labels import queries
from fair_pos.labels.queries import Filter
from fair_pos.labels.rules import Goods, NumberedCertificate
from fair_pos.labels.sheets import code_svg
from fair_pos.printing import a4
from fair_pos.signing import texts
from fair_pos.signing.facts import PlacardFacts
from fair_pos.signing.keys import Key
from fair_pos.venues.models import Venue, VenueKind

PLACARDS_MAX = 200
CODE_MM = 56
"""Side of the code with its quiet zone."""
WORDS_MAX = 60
"""Characters of a name in the code; the longest ones then still have modules of 0.5 mm."""


class NothingTickedError(FairPosError):
    """No product was chosen."""

    code = "no_placards"
    status = 422
    vi = "Chưa chọn sản phẩm nào. Đánh dấu ít nhất một sản phẩm còn hạng sao."
    en = "No product chosen. Tick at least one that has stars."


class TooManyPlacardsError(FairPosError):
    """More placards than one printing takes."""

    code = "too_many_placards"
    status = 422
    vi = "Mỗi lần in nhiều nhất {detail} phiếu. Chọn từng gian rồi in."
    en = "At most {detail} placards at a time. Print booth by booth."


class NoStarsError(FairPosError):
    """A placard says stars; the product has none today."""

    code = "placard_without_stars"
    status = 422
    vi = "“{detail}” không còn hạng sao hôm nay, không in phiếu được. Chọn lại rồi in."
    en = "“{detail}” has no stars today: no placard. Choose again, then print."


class NoKeyError(FairPosError):
    """A placard without a signature proves nothing."""

    code = "placard_without_key"
    status = 409
    vi = "Máy chủ thiếu khóa ký. Khôi phục tệp signing_keys, hoặc chạy: fair-pos signing-key rotate"
    en = "The server lacks its signing key. Restore signing_keys, or: fair-pos signing-key rotate"


@dataclass(frozen=True, slots=True)
class Offer:
    """A product of a venue with the booths that offer it and its stars today."""

    goods: Goods
    booths: tuple[str, ...]
    stars: StarsOnDay
    certificate: NumberedCertificate | None
    """The one that gives the stars."""


@dataclass(frozen=True, slots=True)
class Placard:
    """What one sheet says."""

    goods: Goods
    stars: int
    until: date
    """The last day."""
    certificate: NumberedCertificate


@dataclass(frozen=True, slots=True)
class Placards:
    """What a printing shows; `pdf` draws it after the commit."""

    venue: Venue
    sheets: tuple[Placard, ...]
    at: datetime
    base_url: str
    key: Key


def offers(session: Session, venue: Venue, at: datetime, wanted: Filter) -> list[Offer]:
    """Return the products of a venue in the order of its booths, each once."""
    together: dict[str, list[Goods]] = {}
    for one in queries.goods(session, venue, at, wanted):
        together.setdefault(one.product_id, []).append(one)
    return [offer(every, business_date(at)) for every in together.values()]


def print_placards(  # noqa: PLR0913  the parameters are the paper's
    session: Session,
    clock: Clock,
    venue: Venue,
    product_ids: Collection[str],
    *,
    base_url: str,
    key: Key | None,
    by: str,
) -> Placards:
    """Note who printed which placards, and return them.

    Raises:
        NothingTickedError, TooManyPlacardsError, NoStarsError, NoKeyError: as they say.
    """
    now = clock.now()
    every = offers(session, venue, now, Filter())
    sheets = tuple(placard(one) for one in every if one.goods.product_id in product_ids)
    if not sheets:
        raise NothingTickedError
    if len(sheets) > PLACARDS_MAX:
        raise TooManyPlacardsError(str(PLACARDS_MAX))
    if key is None:
        raise NoKeyError
    facts = [
        Fact(
            "placard.printed",
            one.goods.product_id,
            {"decision_no": one.certificate.decision_no, "stars": one.stars, "by": by},
        )
        for one in sheets
    ]
    journal.write_all(session, clock, facts)
    return Placards(venue, sheets, now, base_url, key)


def pdf(placards: Placards) -> bytes:
    """Return the placards, a page each."""
    return a4.pdf("placards.typ", values(placards))


def values(placards: Placards) -> dict[str, Any]:
    """Return every text of the paper; the template only lays them out."""
    venue = placards.venue
    is_fair = venue.kind == VenueKind.FAIR
    return {
        "host": "BAN TỔ CHỨC" if is_fair else "",
        "venue": venue.name,
        "printer": "Ban tổ chức hội chợ" if is_fair else venue.name,
        "code_mm": CODE_MM,
        "moment": format_moment(placards.at),
        "key": f"{placards.key.key_id}: {placards.key.fingerprint}",
        "pages": [_page(placards, one) for one in placards.sheets],
    }


def address(placards: Placards, one: Placard) -> str:
    """Return what the code of a placard holds."""
    facts = PlacardFacts(
        code=one.goods.label_code,
        form=str(one.stars),
        is_sample=_is_sample(placards, one),
        at=placards.at,
        decided_on=one.certificate.issued_on,
        until=one.until,
        name=short(one.goods.name),
        exhibitor=short(one.goods.exhibitor),
        decision_no=one.certificate.decision_no,
    )
    text = texts.signed(placards.key, facts)
    assert text != facts.code, "the sheet says that it is signed"
    return f"{placards.base_url}/O/{text}".upper()


def short(text: str) -> str:
    """Return a name as the code holds it: a long one is cut, and says so."""
    words = clean(text)
    return words if len(words) <= WORDS_MAX else words[: WORDS_MAX - 1] + "…"


def offer(every: Sequence[Goods], day: date) -> Offer:
    """Return one product of several booths."""
    goods, booths = every[0], tuple(one.booth for one in every)
    stars = ocop.stars_on(goods.certificates, day)
    paper = ocop.by_decision(goods.certificates, stars.decision_no) if stars.stars else None
    return Offer(goods, booths, stars, paper)


def placard(one: Offer) -> Placard:
    """Return what its sheet says.

    Raises:
        NoStarsError: no certificate in force.
    """
    stars, until = one.stars.stars, one.stars.expires_on
    if stars is None or until is None or one.certificate is None:
        raise NoStarsError(one.goods.name)
    return Placard(one.goods, stars, until, one.certificate)


def _page(placards: Placards, one: Placard) -> dict[str, Any]:
    goods, paper = one.goods, one.certificate
    decision = f"{paper.decision_no} ngày {format_date(paper.issued_on)}"
    rows = {
        "Quyết định": f"{decision}, {paper.issuer}" if paper.issuer else decision,
        "Số giấy chứng nhận": paper.certificate_no,
        "Mã sản phẩm": goods.product_code,
    }
    return {
        "name": _breakable(goods.name),
        "net": clean(goods.net),
        "exhibitor": _breakable(goods.exhibitor),
        "place": goods.place,
        "stars": one.stars,
        "rows": [[head, text] for head, text in rows.items() if text],
        "until": format_date(one.until),
        "code": group_code(goods.label_code),
        "is_sample": _is_sample(placards, one),
        "svg": code_svg(address(placards, one)),
    }


def _is_sample(placards: Placards, one: Placard) -> bool:
    return placards.venue.is_demo or one.certificate.is_demo


def _breakable(text: str) -> str:
    """Return a name that has a place to break in its longest words, too."""
    return re.sub(r"(\S{20})(?=\S)", "\\1\u200b", clean(text))
