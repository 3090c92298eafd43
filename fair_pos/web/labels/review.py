"""What will be printed, looked at before: every label, what is wrong with it, lots and dates."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts.queries import Viewer
from fair_pos.catalogue import ocop
from fair_pos.catalogue.ocop import NoStars, StarsOnDay
from fair_pos.core import ids
from fair_pos.core.clock import business_date
from fair_pos.core.errors import FairPosError
from fair_pos.db.store import Store
from fair_pos.labels import actions, keys, queries
from fair_pos.labels.actions import Printing
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.queries import Filter
from fair_pos.labels.rules import Goods, LotError
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.web.forms import show
from fair_pos.web.labels import counts as label_counts
from fair_pos.web.labels import lots as label_lots
from fair_pos.web.labels import rolls as label_rolls
from fair_pos.web.labels.counts import NUMBER, REFUSED
from fair_pos.web.labels.lots import TypedLot
from fair_pos.web.pages import reader_language
from fair_pos.web.typed import BadDayError

OK, REFUSED_STATUS = 200, 422


@dataclass(frozen=True, slots=True)
class Row:
    """A product as the pages show it: its stars today, labels so far, labels wanted."""

    goods: Goods
    stars: StarsOnDay
    printed: int
    labels: int = 0
    typed: TypedLot = field(default_factory=TypedLot)
    refusal: str = ""
    """Why it can have no label of the chosen format, in the reader's language."""
    is_lot_wrong: bool = False
    """The reason can be mended where it stands: it is still asked for."""

    @property
    def is_asked(self) -> bool:
        """Say whether its labels are printed as soon as nothing is wrong."""
        return not self.refusal or self.is_lot_wrong

    @property
    def why_plain(self) -> dict[str, str]:
        """Return the reason for no stars by language."""
        return {"vi": self.stars.vi, "en": self.stars.en}


@dataclass(frozen=True, slots=True)
class Review:
    """The form of a printing as it was posted, and its rows."""

    printing: Printing
    rows: tuple[Row, ...]
    used: int = 0
    first_fault: FairPosError | None = None
    """What is wrong with the first free place."""

    def is_refused(self, wanted: Iterable[str]) -> bool:
        """Say whether the form, or a label that is wanted, cannot be printed as it is."""
        asked = set(wanted)
        return self.first_fault is not None or any(
            row.refusal for row in self.rows if row.goods.listing_id in asked
        )


def offered(session: Session, store: Store, venue: Venue, wanted: Filter) -> list[Goods]:
    """Return what a venue offers now."""
    return queries.goods(session, venue, store.clock.now(), wanted)


def rows(session: Session, store: Store, venue: Venue, asked: Iterable[Goods]) -> list[Row]:
    """Return goods with their stars today and how many labels they have."""
    asked = list(asked)
    today = business_date(store.clock.now())
    so_far = queries.so_far(session, venue.org_id, (one.product_id for one in asked))
    return [
        Row(one, ocop.stars_on(one.certificates, today), so_far.get(one.product_id, 0))
        for one in asked
    ]


def printing_of(viewer: Viewer, store: Store, venue: Venue, form: LabelFormat) -> Printing:
    """Return a printing of a person; of its packs nothing is known yet."""
    known = keys.load(store.settings.data)
    return Printing(venue, form, viewer.person_id, store.settings.base_url, known)


def read(request: Request, store: Store, posted: FormData, printing: Printing) -> Review:
    """Read a posted form; what is wrong stands in it."""
    wanted = label_counts.read(posted.multi_items(), NUMBER, REFUSED).numbers
    typed = label_lots.lots(posted)
    printing = replace(printing, lots={listing: one.lot for listing, one in typed.items()})
    with store.reading() as session:
        known = offered(session, store, printing.venue, Filter())
        chosen = [one for one in known if one.listing_id in wanted]
        found = rows(session, store, printing.venue, chosen)
    language = reader_language(request)
    looked = []
    for row in found:
        listing = row.goods.listing_id
        lot = typed.get(listing, TypedLot())
        refused = actions.refusal(store.clock, printing, row.goods)
        fault = lot.fault or (refused.error if refused else None)
        why = fault.sentence(language) if fault else ""
        is_lot_wrong = isinstance(fault, LotError | BadDayError)
        looked.append(
            replace(row, labels=wanted[listing], typed=lot, refusal=why, is_lot_wrong=is_lot_wrong)
        )
    try:
        used, first_fault = label_lots.used(posted, printing.form), None
    except FairPosError as error:
        used, first_fault = 0, error
    return Review(printing, tuple(looked), used, first_fault)


def page(
    request: Request, store: Store, posted: FormData, seen: Review, *, status: int = OK
) -> Response:
    """Show what will be printed, and ask about labels without the OCOP mark."""
    venue, form, shown = seen.printing.venue, seen.printing.form, seen.rows
    with store.reading() as session:
        printers = venues.active_printers(session, venue)
    back = {f"{NUMBER}{row.goods.listing_id}": row.labels for row in shown}
    answer = show(
        request,
        "labels/review.html",
        venue=venue,
        print_id=ids.new_id(),
        form_chosen=form,
        first=seen.used + 1,
        first_typed=str(posted.get(label_lots.FIRST, "")) or "1",
        first_fault=seen.first_fault and seen.first_fault.sentence(reader_language(request)),
        printers=printers,
        printer_chosen=str(posted.get("printer", request.cookies.get(label_lots.REMEMBERED, ""))),
        preview=lambda row: urlencode(
            {"listing": row.goods.listing_id, "form": form.key} | label_lots.query(row.typed.lot)
        ),
        back=urlencode({"form": form.key} | back),
        rows=shown,
        marked=sum(row.labels for row in shown if row.stars.stars and row.is_asked),
        plain=sum(row.labels for row in shown if not row.stars.stars and row.is_asked),
        expired=any(row.stars.reason is NoStars.EXPIRED for row in shown),
        is_refused=status != OK,
        **label_rolls.choice(store, venue, form, posted),
    )
    answer.status_code = status
    return answer
