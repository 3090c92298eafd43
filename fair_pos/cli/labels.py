"""`labels`: labels of a fair's goods, as a PDF or at a label printer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from fair_pos.cli import printer_words, printers, terminal
from fair_pos.cli.fairs import FairCode, venue_of
from fair_pos.cli.printers import AsJson
from fair_pos.cli.terminal import complain, say, say_json
from fair_pos.core.errors import FairPosError
from fair_pos.db.store import Store
from fair_pos.labels import actions, keys, queries, roll_jobs, sheets, shelf
from fair_pos.labels.actions import Printed, Printing, Refused
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.queries import Filter
from fair_pos.labels.roll_jobs import Progress
from fair_pos.printing import worker
from fair_pos.printing.models import Printer
from fair_pos.printing.queries import OUT, JobLine


class NoGoodsError(FairPosError):
    """A booth, or a whole fair, that offers nothing."""

    code = "no_goods"
    vi = "{detail} chưa có sản phẩm nào. Nhập danh mục sản phẩm hoặc kiểm tra số gian."
    en = "{detail} offers nothing yet. Import products or check the booth."


class NotARollError(FairPosError):
    """Labels of a sheet at a printer of rolls."""

    code = "not_a_roll"
    vi = "Cỡ tem “{detail}” nằm trên tờ A4, không in ở máy in tem được. Chọn cỡ cuộn: {rolls}."
    en = "Labels “{detail}” are on A4 sheets, not for a label printer. Choose a roll: {rolls}."


class PrinterOffError(FairPosError):
    """A printer that the organisers took out of use."""

    code = "printer_off"
    vi = "Máy in “{detail}” đang để ngừng dùng. Bật lại trên trang Máy in hoặc chọn máy khác."
    en = "Printer “{detail}” is not in use. Switch it on, or choose another."


@dataclass(frozen=True, slots=True)
class Order:
    """Which labels are wanted: of a fair or one booth, `each` of every product."""

    fair: str
    form: str
    booth: str
    each: int


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an order, for people and for programs."""

    printed: Printed
    refused: list[Refused]
    sentence: str
    values: dict[str, Any]
    is_fine: bool = True


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("labels")(labels)


def labels(
    ctx: typer.Context,
    fair: FairCode,
    form: Annotated[str, typer.Option("--format", help="Cỡ tem, ví dụ 50x30, roll-50x30.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE.pdf", help="In ra tệp PDF.")] = None,
    printer: Annotated[str, typer.Option(metavar="NAME", help="In ở máy in tem này.")] = "",
    booth: Annotated[str, typer.Option(help="Chỉ một gian.")] = "",
    each: Annotated[
        int, typer.Option("--each", "--copies", min=1, max=1000, help="Số tem mỗi sản phẩm.")
    ] = 1,
    as_json: AsJson = False,
) -> None:
    """In tem QR của các sản phẩm ra tệp PDF hoặc ở máy in tem."""
    order = Order(fair, form, booth, each)
    with terminal.opened(ctx) as store:
        if out and not printer:
            told = _to_file(store, order, out)
        elif printer and not out:
            told = _to_printer(store, order, printer)
        else:
            message = "chọn một trong hai: --out FILE.pdf hoặc --printer NAME"
            raise typer.BadParameter(message, param_hint="--out, --printer")
    if as_json:
        say_json(_as_json(told))
    else:
        for one in told.refused:
            complain(f"Không có tem: {one.goods.booth} {one.goods.name}: {one.error.sentence()}")
        (say if told.is_fine else complain)(told.sentence)
    if not told.is_fine:
        raise typer.Exit(1)


def _to_file(store: Store, order: Order, out: Path) -> Told:
    with terminal.writing(out) as file:
        printed, refused = store.lane.run(lambda session: _log(session, store, order))
        file.write(sheets.pdf(printed.sheets))
    pages = len(printed.sheets.pages)
    sentence = f"{out}: {printed.entry.labels} tem trên {pages} tờ."
    return Told(printed, refused, sentence, {"file": str(out), "sheets": pages})


def _to_printer(store: Store, order: Order, name: str) -> Told:
    """Log and queue labels as the office does, and see them printed here or by the server."""
    machine, _ = printers.found(store, name, order.fair)
    if not machine.active:
        raise PrinterOffError(machine.name)
    printed, refused = store.lane.run(lambda session: _log(session, store, order, machine))
    last, how_far = _print(store, machine, printed)
    first, final = _numbers(printed)
    sentence = (
        f"Tem số {first:06d} – {final:06d} ở “{machine.name}”: {printer_words.outcome(last)}."
        f" Đã in {how_far.out}/{how_far.labels} tem."
    )
    values = {"printer": machine.name, "state": last.state, "fault": last.fault}
    values |= {name: getattr(how_far, name) for name in ("out", "waiting", "unknown", "stopped")}
    return Told(printed, refused, sentence, values, is_fine=how_far.out == how_far.labels)


def _log(
    session: Session, store: Store, order: Order, machine: Printer | None = None
) -> tuple[Printed, list[Refused]]:
    """Give the labels their serials; with a printer, queue them there."""
    venue = venue_of(session, store.org_id, order.fair)
    wanted = Filter(booth=order.booth)
    if not queries.goods(session, venue, store.clock.now(), wanted):
        raise NoGoodsError(f"Gian {order.booth.upper()}" if order.booth else venue.code)
    known = keys.load(store.settings.data)
    size = _format(session, store.org_id, order.form, for_printer=machine is not None)
    at = machine.id if machine else ""
    printing = Printing(venue, size, "", store.settings.base_url, known, printer_id=at)
    return actions.print_all(session, store.clock, printing, wanted, order.each)


def _print(store: Store, machine: Printer, printed: Printed) -> tuple[JobLine, Progress]:
    """Send job after job until one does not come out; the others then wait in the queue."""
    entry = printed.entry
    with store.reading() as session:
        jobs = roll_jobs.jobs(session, entry.org_id, entry.id)
    with terminal.progress(f"In ở “{machine.name}”", entry.labels) as advance:
        for job_id, part in jobs:
            job = worker.print_job(store, machine.id, job_id)
            if job.state not in OUT:
                break
            advance(part.labels)
    with store.reading() as session:
        return job, roll_jobs.progress(session, entry.org_id, [entry.id])[entry.id]


def _format(session: Session, org_id: str, key: str, *, for_printer: bool) -> LabelFormat:
    known = {one.key: one for one in shelf.active(session, org_id)}
    if key not in known:
        message = f"không có cỡ tem “{key}”, có: {', '.join(known)}"
        raise typer.BadParameter(message, param_hint="--format")
    if for_printer and not known[key].is_roll:
        rolls = ", ".join(one.key for one in known.values() if one.is_roll)
        raise NotARollError(key, rolls=rolls)
    return known[key]


def _numbers(printed: Printed) -> tuple[int, int]:
    """Return the first and the last serial."""
    pages = printed.sheets.pages
    return pages[0][0].serial, pages[-1][-1].serial


def _as_json(told: Told) -> dict[str, Any]:
    first, final = _numbers(told.printed)
    refused = [
        {"booth": one.goods.booth, "product": one.goods.name, "why": one.error.sentence()}
        for one in told.refused
    ]
    entry = told.printed.entry
    head = {"id": entry.id, "format": entry.format, "labels": entry.labels}
    return {**head, "first": first, "last": final, **told.values, "refused": refused}
