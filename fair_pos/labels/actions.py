"""Writes: printing labels gives each its serial and leaves a line in the log for every product."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from fair_pos.core import ids
from fair_pos.core.clock import Clock, business_date
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.core.text import clean
from fair_pos.db import journal
from fair_pos.labels import again, log, queries, repeated, roll_jobs, rolls, rules, serials, sheets
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.keys import Keys
from fair_pos.labels.models import LabelPrint, LabelPrintLine
from fair_pos.labels.queries import Filter
from fair_pos.labels.rules import Goods, LabelText, Lot
from fair_pos.labels.sheets import Run, Sheets
from fair_pos.printing.label import NO_OFFSET, Offset
from fair_pos.venues.models import Venue

LEAST_LINK_WIDTH = 300
"""Dots: a 35 × 22 label keeps its code at version 3 and the room of its words."""


@dataclass(frozen=True, slots=True)
class Printing:
    """Where, in which format and by whom labels are printed, and the server's address on them."""

    venue: Venue
    form: LabelFormat
    printed_by: str
    base_url: str
    keys: Keys
    lots: Mapping[str, Lot] = field(default_factory=dict)
    """By listing; nothing is known of the others."""
    used: int = 0
    """Places of the first sheet whose labels are gone."""
    offset: Offset = NO_OFFSET
    """What the printer needs."""
    printer_id: str = ""
    """The printer that prints them from a roll; empty: they become a file."""
    print_id: str = field(default_factory=ids.new_id)
    """Made with the form: the same labels asked for again with it are the same printing."""

    def lot(self, goods: Goods) -> Lot:
        """Return what is known of a listing's packs."""
        return self.lots.get(goods.listing_id, Lot())


@dataclass(frozen=True, slots=True)
class Printed:
    """A logged printing and what its paper shows; `sheets.pdf` draws it after the commit."""

    entry: LabelPrint
    sheets: Sheets
    is_repeat: bool = False
    """The form came again: nothing was logged."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Goods that got no label, and the sentence that says why."""

    goods: Goods
    error: FairPosError


def print_labels(
    session: Session, clock: Clock, printing: Printing, wanted: dict[str, int]
) -> Printed:
    """Print labels of listings, `wanted` by listing; each gets the next serial.

    Raises:
        NothingChosenError, TooManyLabelsError, NotFoundError: no such number or listing.
        NoPriceError, NameTooLongError, AddressTooLongError: a label cannot be made.
    """
    offered = queries.goods(session, printing.venue, clock.now(), Filter())
    chosen = [one for one in offered if wanted.get(one.listing_id, 0) > 0]
    rules.check_number(wanted.values())
    if len(chosen) != sum(number > 0 for number in wanted.values()):
        raise NotFoundError
    return _print(session, clock, printing, [(one, wanted[one.listing_id]) for one in chosen])


def print_all(
    session: Session, clock: Clock, printing: Printing, wanted: Filter, each: int
) -> tuple[Printed, list[Refused]]:
    """Print `each` labels of all goods that can have one; the others come back with the reason.

    Raises:
        NothingChosenError, TooManyLabelsError: none can, or more than one printing takes.
    """
    chosen = queries.goods(session, printing.venue, clock.now(), wanted)
    refused = [found for one in chosen if (found := refusal(clock, printing, one))]
    without = {found.goods.listing_id for found in refused}
    labels = [(one, each) for one in chosen if one.listing_id not in without]
    rules.check_number(number for _, number in labels)
    return _print(session, clock, printing, labels), refused


def refusal(clock: Clock, printing: Printing, goods: Goods) -> Refused | None:
    """Return why goods can have no label of a format today, or None."""
    try:
        text = rules.label_text(goods, business_date(clock.now()), printing.lot(goods))
        sheets.layout(printing.form, text, _addresses(printing, goods, text, range(1))[0])
    except FairPosError as error:
        return Refused(goods, error)
    return None


def preview(clock: Clock, printing: Printing, goods: Goods) -> bytes:
    """Return one label as PNG, with serial 0, which no printed label has.

    Raises:
        NoPriceError, LotError, NameTooLongError, AddressTooLongError: it cannot be made.
    """
    text = rules.label_text(goods, business_date(clock.now()), printing.lot(goods))
    return sheets.preview(printing.form, text, _addresses(printing, goods, text, range(1))[0])


def _print(
    session: Session, clock: Clock, printing: Printing, wanted: list[tuple[Goods, int]]
) -> Printed:
    """Log labels and queue them where a printer is to print them."""
    if not printing.printer_id:
        return _log(session, clock, printing, wanted)
    roll_jobs.check(session, printing.venue, printing.printer_id, printing.form)
    printed = _log(session, clock, printing, wanted)
    if printed.is_repeat:
        return printed
    strips = rolls.strips(printed.sheets)
    roll_jobs.queue(session, clock, printed.entry, printing.printer_id, strips)
    return printed


def _log(
    session: Session, clock: Clock, printing: Printing, wanted: list[tuple[Goods, int]]
) -> Printed:
    day = business_date(clock.now())
    org_id = printing.venue.org_id
    serial = serials.next_serial(session, org_id, sum(labels for _, labels in wanted))
    runs = []
    for one, labels in wanted:
        text = rules.label_text(one, day, printing.lot(one))
        numbers = range(serial, serial + labels)
        runs.append(Run(text, serial, _addresses(printing, one, text, numbers)))
        serial += labels
    made = sheets.sheets(printing.form, runs, printing.used, printing.offset)
    paper = again.paper_of(made, printing.used)
    papers = [
        again.paper_of_run(run, one.label_code) for (one, _), run in zip(wanted, runs, strict=True)
    ]
    known = repeated.known(session, org_id, printing.print_id)
    asked = [(text, labels) for text, (_, labels) in zip(papers, wanted, strict=True)]
    if known and known.is_same(paper, asked, is_queued=bool(printing.printer_id)):
        stored = again.sheets_of(session, printing.keys, known.entry)
        return Printed(known.entry, stored, is_repeat=True)
    entry = LabelPrint(
        org_id=org_id,
        id=ids.new_id() if known else printing.print_id,
        venue_id=printing.venue.id,
        format=printing.form.key,
        printed_by=printing.printed_by,
        printed_at=clock.now(),
        labels=made.labels,
        sha256=sheets.sha256(made),
        paper=paper,
    )
    session.add(entry)
    session.flush()
    epoch = journal.current_site(session).epoch
    lines = [
        _line(entry, printing, one, run, day=day, epoch=epoch)
        for (one, _), run in zip(wanted, runs, strict=True)
    ]
    session.add_all(lines)
    journal.write(session, clock, log.fact(entry, lines))
    return Printed(entry, made)


def _line(  # noqa: PLR0913  what one line of the log is about
    entry: LabelPrint, printing: Printing, goods: Goods, run: Run, *, day: date, epoch: str
) -> LabelPrintLine:
    lot = printing.lot(goods)
    return LabelPrintLine(
        org_id=entry.org_id,
        id=ids.new_id(),
        print_id=entry.id,
        product_id=goods.product_id,
        booth_id=goods.booth_id,
        first_serial=run.first_serial,
        last_serial=run.first_serial + len(run.addresses) - 1,
        day=day,
        stars=run.text.stars,
        certificate=run.text.certificate,
        plain_reason=run.text.plain_reason,
        price_vnd=goods.price_vnd or 0,
        key_id=printing.keys.secrets[-1][0],
        epoch=epoch,
        lot=clean(lot.name),
        made_on=lot.made_on,
        use_by=lot.use_by,
        paper=again.paper_of_run(run, goods.label_code),
    )


def _addresses(
    printing: Printing, goods: Goods, text: LabelText, numbers: range
) -> tuple[str, ...]:
    """Return what each label's code holds: a GS1 Digital Link where goods and size allow it."""
    made = [printing.keys.serial(goods.label_code, number) for number in numbers]
    short = tuple(rules.serial_address(printing.base_url, one) for one in made)
    if goods.gtin:
        links = tuple(rules.digital_link(printing.base_url, one, goods.gtin) for one in made)
        if _has_room(printing.form, text, links[0], short[0]):
            return links
    return short


def _has_room(form: LabelFormat, text: LabelText, link: str, short: str) -> bool:
    if form.width < LEAST_LINK_WIDTH:
        return False
    try:
        return sheets.costs_nothing(form, text, link, short)
    except FairPosError:
        return False
