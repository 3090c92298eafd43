"""`printers`: adding and trying printers, with the server running or not."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session, select

from fair_pos.checkout import sample
from fair_pos.cli import printer_words, terminal
from fair_pos.cli.fairs import venue_of
from fair_pos.cli.terminal import complain, say, say_json
from fair_pos.core.clock import business_date
from fair_pos.core.errors import FairPosError
from fair_pos.core.text import clean, fold
from fair_pos.db.store import Store
from fair_pos.labels import trial
from fair_pos.printing import addresses, drivers, profiles, queries, simulated, worker
from fair_pos.printing.models import DriverKind, JobState, Printer
from fair_pos.printing.outcome import FAULT_SENTENCES
from fair_pos.venues import printers as actions
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.venues.printers import PrinterDraft

Fair = Annotated[
    str, typer.Option("--fair", metavar="CODE", help="Mã hội chợ (mặc định: kỳ đang mở).")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Tên máy in.")]
AsJson = Annotated[bool, typer.Option("--json", help="Trả lời dạng JSON.")]


class NoVenueError(FairPosError):
    """There is no fair yet that a printer could belong to."""

    code = "no_venue"
    vi = "Chưa có hội chợ nào. Thêm bằng: fair-pos fairs add."
    en = "There is no fair yet. Add one by: fair-pos fairs add."


class NoPrinterError(FairPosError):
    """No printer of this fair has the name."""

    code = "no_printer"
    vi = "{fair} không có máy in “{detail}”. Xem các máy: fair-pos printers list."
    en = "{fair} has no printer “{detail}”. See them by: fair-pos printers list."


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Máy in: thêm, in thử, xem tình trạng.", no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(list_all)
    group.command("test")(try_out)
    group.command("sample")(sample_receipt)
    group.command("status")(status)
    group.command("simulate")(simulate)
    app.add_typer(group, name="printers")


def add(
    ctx: typer.Context,
    name: Name,
    driver: Annotated[DriverKind, typer.Option(help="Cách nối tới máy in.")] = DriverKind.NETWORK,
    host: Annotated[str, typer.Option(help="Máy in mạng: địa chỉ, ví dụ 192.168.8.41.")] = "",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Máy in mạng: cổng.")] = 9100,
    device: Annotated[str, typer.Option(help="file, serial: /dev/usb/lp0, /dev/ttyUSB0")] = "",
    baud: Annotated[int, typer.Option(min=300, max=4_000_000, help="serial: tốc độ.")] = 9600,
    usb: Annotated[str, typer.Option(metavar="VVVV:PPPP", help="usb: mã theo lsusb.")] = "",
    queue: Annotated[str, typer.Option(help="cups, windows: tên máy in.")] = "",
    profile: Annotated[
        str, typer.Option(help="Kiểu máy in, ví dụ generic-80mm.")
    ] = profiles.DEFAULT,
    fair: Fair = "",
) -> None:
    """Thêm một máy in."""
    places = {
        DriverKind.NETWORK: addresses.at_port(host, port) if host else "",
        DriverKind.USB: usb,
        DriverKind.SERIAL: f"{device}@{baud}" if device else "",
        DriverKind.FILE: device,
        DriverKind.CUPS: queue,
        DriverKind.WINDOWS: queue,
        DriverKind.VIRTUAL: "",
    }
    profiles.load(profile)
    draft = PrinterDraft(clean(name), profiles.canonical(profile), driver, places[driver])
    with terminal.opened(ctx) as store:
        with store.reading() as session:
            venue = _venue(session, store, fair)
        store.lane.run(lambda session: actions.add_printer(session, store.clock, venue, draft))
    model = profiles.load(draft.profile).name
    say(f"Đã thêm máy in “{draft.name}” của {venue.code}: {model}, {printer_words.reached(draft)}.")


def list_all(ctx: typer.Context, fair: Fair = "", as_json: AsJson = False) -> None:
    """Liệt kê máy in, hàng chờ và lỗi gần nhất."""
    with terminal.opened(ctx) as store, store.reading() as session:
        venue = _venue(session, store, fair)
        lines = queries.printers(session, venue.org_id, venue.id, store.clock.now())
    if as_json:
        say_json([json.loads(json.dumps(asdict(line), default=str)) for line in lines])
        return
    for line in lines:
        fault = FAULT_SENTENCES[line.fault][0] if line.fault else "sẵn sàng"
        where = line.address or line.driver
        say(f"{line.name}\t{line.profile}\t{where}\t{line.waiting} phiếu chờ\t{fault}")


def try_out(
    ctx: typer.Context,
    name: Name,
    fair: Fair = "",
    form: Annotated[str, typer.Option("--format", help="Máy in tem: cỡ tem của cuộn.")] = "",
) -> None:
    """In trang thử: thước, đủ chữ có dấu, mã QR; máy in tem: tem thử có khung sát mép."""
    with terminal.opened(ctx) as store:
        printer, _ = found(store, name, fair)
        is_for_labels = profiles.load(printer.profile).is_for_labels

        def action(session: Session) -> str:
            if is_for_labels:
                return trial.print_trial(session, store.clock, printer, form, "")
            return actions.print_test(session, store.clock, printer, "")

        what = "Tem thử" if is_for_labels else "Trang thử"
        _tell(store, printer, what, store.lane.run(action))


def sample_receipt(ctx: typer.Context, name: Name, fair: Fair = "") -> None:
    """In một phiếu tính tiền mẫu, có mã QR."""
    with terminal.opened(ctx) as store:
        printer, venue = found(store, name, fair)

        def action(session: Session) -> str:
            now, address = store.clock.now(), store.settings.base_url
            document = sample.paper(session, venue, address, now, store.signer)
            return actions.queue_own_paper(session, store.clock, printer, document, "")

        _tell(store, printer, "Phiếu mẫu", store.lane.run(action))


def status(ctx: typer.Context, name: Name, fair: Fair = "", as_json: AsJson = False) -> None:
    """Hỏi máy in: có mặt không, giấy, nắp. Mã thoát 1 khi có lỗi."""
    with terminal.opened(ctx) as store:
        printer, venue = found(store, name, fair)
        papers = drivers.virtual_papers(store.settings.data, printer.id)
        profile = profiles.load(printer.profile)
        driver = drivers.open_driver(printer.driver, printer.address, profile, papers)
        told = driver.condition()
        with store.reading() as session:
            lines = queries.printers(session, venue.org_id, venue.id, store.clock.now())
        waiting = next(line.waiting for line in lines if line.id == printer.id)
    if as_json:
        say_json(printer_words.as_json(printer, told, waiting))
    else:
        for line in printer_words.in_words(printer, told, waiting):
            say(line)
    if told.fault:
        raise typer.Exit(1)


def simulate(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Cổng đầu; 0: cổng trống.")] = 9100,
    count: Annotated[int, typer.Option(min=1, max=50, help="Số máy in.")] = 1,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Nơi ghi giấy in ra.")] = Path("papers"),
) -> None:
    """Máy in giả trên máy này: in ra ảnh PNG; gõ “0 paper_out”, “0 fine”… để gây lỗi."""
    ports = [port + number if port else 0 for number in range(count)]
    machines = simulated.run(out, ports, draws=True)
    for machine in machines:
        say(f"{machine.number}: 127.0.0.1:{simulated.port_of(machine)} → {out}")
    for answer in simulated.obey(machines, typer.get_text_stream("stdin")):
        say(answer)


def _venue(session: Session, store: Store, code: str) -> Venue:
    """Return the named venue; without a name the fair that is open, or the latest.

    Raises:
        NoFairError, NoVenueError: no such venue, none at all.
    """
    if code:
        return venue_of(session, store.org_id, code)
    today = business_date(store.clock.now())
    known = venues.venues(session, store.org_id)
    if not known:
        raise NoVenueError
    fairs = [one for one in known if one.last_day is not None] or known
    running = [one for one in fairs if one.first_day <= today <= (one.last_day or today)]
    return (running or list(fairs))[0]


def found(store: Store, name: str, fair: str) -> tuple[Printer, Venue]:
    """Find a printer by its name, in any case and without marks.

    Raises:
        NoPrinterError: there is none.
    """
    with store.reading() as session:
        venue = _venue(session, store, fair)
        rows = session.exec(
            select(Printer).where(Printer.org_id == venue.org_id, Printer.venue_id == venue.id)
        ).all()
    exact = [row for row in rows if row.name == clean(name)]
    close = exact or [row for row in rows if fold(row.name) == fold(name)]
    if not close:
        raise NoPrinterError(name, fair=venue.code)
    return close[0], venue


def _tell(store: Store, printer: Printer, what: str, job_id: str) -> None:
    """Print a job here or see the server print it, and say what became of it."""
    job = worker.print_job(store, printer.id, job_id)
    line = f"{what} ở “{printer.name}”: {printer_words.outcome(job)}."
    if job.state not in {JobState.CONFIRMED, JobState.SENT}:
        complain(line)
        raise typer.Exit(1)
    say(line)
    if printer.driver == DriverKind.VIRTUAL:
        say(str(drivers.virtual_papers(store.settings.data, printer.id) / f"{job_id}.png"))
