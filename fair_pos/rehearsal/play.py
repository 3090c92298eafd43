"""One rehearsal from the empty folder to the judgement."""

import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

from fair_pos.core.clock import FixedClock
from fair_pos.core.errors import FairPosError
from fair_pos.rehearsal import books, faults, judge, papers, scene, simulation
from fair_pos.rehearsal.acts import Act, Day
from fair_pos.rehearsal.clock import PlayClock, Score
from fair_pos.rehearsal.conductor import Conductor
from fair_pos.rehearsal.customers import Customers
from fair_pos.rehearsal.disk import Disk, laid
from fair_pos.rehearsal.faults import Stage
from fair_pos.rehearsal.judge import Device, Wrong
from fair_pos.rehearsal.outcome import Outcome
from fair_pos.rehearsal.printers import Printers
from fair_pos.rehearsal.processes import Site, free_port
from fair_pos.rehearsal.proxy import Way
from fair_pos.rehearsal.scene import Cast, Kit
from fair_pos.rehearsal.script import FIRST_DAY, Script
from fair_pos.rehearsal.stall_day import Diary
from fair_pos.rehearsal.till import Till
from fair_pos.rehearsal.till_journal import TillJournal
from fair_pos.rehearsal.vendor import Vendor, acts_by_booth
from fair_pos.rehearsal.wire import Wire
from fair_pos.settings import Settings

MOST_PRINTERS = 4
TWIN_SALES = 6
DRAIN_S = 120.0
_NOT_YET_S = 60.0
"""The server starts before the play does."""
_MB_PER_SALE = 0.04


class StuckError(FairPosError):
    """Tills could not hand everything in."""

    code = "stuck"
    vi = "Hết giờ chờ mà quầy chưa gửi hết: {detail}."
    en = "Tills could not hand everything in: {detail}."


Sabotage = Callable[["Stand"], None]


@dataclass
class Stand:
    """Everything that is running; a test's sabotage gets it before the judge does."""

    script: Script
    folder: Path
    site: Site
    way: Way
    printers: Printers
    disk: Disk
    score: Score
    kits: Sequence[Kit]
    customers: Customers = field(default_factory=Customers)
    vendors: list[Vendor] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def settings(self) -> Settings:
        """Where the database is."""
        return Settings(data=self.site.data, database_url="")

    def add_vendor(self, kit: Kit, acts: Sequence[Act], journal: TillJournal) -> Vendor:
        """Put somebody at a till; the device begins with what its journal holds."""
        rng = random.Random(f"till/{self.script.seed}/{next(self._numbers)}")  # noqa: S311
        wire = Wire(self.way.port, kit.token)
        till = Till.opened(journal, wire, PlayClock(self.score), rng)
        vendor = Vendor(kit, till, self.customers, acts_by_booth(acts)[kit.stall.code])
        self.vendors.append(vendor)
        return vendor

    def twin_of(self, vendor: Vendor) -> Vendor:
        """Copy a device with token and journal; somebody else sells with the copy."""
        number = next(self._numbers)
        file = self.folder / "tills" / f"{vendor.kit.stall.code}-twin-{number}.jsonl"
        with vendor.till.held():
            shutil.copyfile(vendor.till.journal.file, file)
            shift_id = vendor.shift_id
        self.customers.twins.add(vendor.kit.till_id)
        now = self.score.at(time.monotonic())
        rng = random.Random(f"twin/{self.script.seed}/{number}")  # noqa: S311  a game
        day = Day(now.date(), now, now + timedelta(seconds=self.score.day_s / 12))
        sales = Diary(vendor.kit.stall, day, rng, 0).sales(shift_id, TWIN_SALES)
        return self.add_vendor(vendor.kit, sales, TillJournal(file))


def rehearse(
    script: Script, folder: Path, tell: Callable[[str], None], sabotage: Sabotage | None = None
) -> Outcome:
    """Play a fair in an empty folder and judge it.

    Raises:
        SiteSilentError: the server did not run, or a command beside it failed.
        StuckError: tills could not hand everything in.
    """
    began_s = time.monotonic()
    with _stood_up(script, folder, tell) as stand:
        conductor = _played(stand, tell)
        tell("Chờ các quầy gửi nốt")
        drain_s = _drain(stand)
        if sabotage is not None:
            sabotage(stand)
        stand.site.stop()
        tell("Đối chiếu sổ với từng quầy")
        if script.keeps:
            stand.disk.keep()
        return _judged(stand, conductor, began_s, drain_s)


@contextmanager
def _stood_up(script: Script, folder: Path, tell: Callable[[str], None]) -> Iterator[Stand]:
    """Make the fair and start every process; none is left behind."""
    tell("Dựng hội chợ diễn tập")
    (folder / "tills").mkdir(parents=True)
    with ExitStack() as stack:
        size_mb = 96 + round(script.sales * _MB_PER_SALE)
        disk = stack.enter_context(laid(folder / "data", size_mb, script.disk_ways))
        count_ = min(script.booths, MOST_PRINTERS)
        printers = Printers.started(folder / "papers", count_)
        stack.enter_context(closing(printers))
        score = script.score(time.monotonic() + _NOT_YET_S)
        days = tuple(day.day for day in score.days())
        settings = Settings(data=folder / "data", database_url="")
        cast = Cast(script.booths, days, printers.addresses)
        kits = scene.build(settings, FixedClock(FIRST_DAY - timedelta(hours=1)), cast)
        site = Site(folder / "data", folder, free_port())
        stack.callback(site.close)
        score.write(site.score_file)
        site.skew(0)
        site.start()
        score = script.score(time.monotonic())
        score.write(site.score_file)
        way = Way(site.port)
        way.start()
        stack.callback(way.stop)
        stand = Stand(script, folder, site, way, printers, disk, score, kits)
        stack.callback(_send_home, stand)
        yield stand


def _played(stand: Stand, tell: Callable[[str], None]) -> Conductor:
    script, kits = stand.script, stand.kits
    stalls = [kit.stall for kit in kits]
    plan = list(simulation.plan(script.seed, stalls, stand.score.days(), script.sales))
    own = acts_by_booth(plan)
    for kit in kits:
        code = kit.stall.code
        journal = TillJournal(stand.folder / "tills" / f"{code}.jsonl")
        stand.add_vendor(kit, list(own.get(code, [])), journal).start()
    stage = Stage(script.seconds, len(kits), len(stand.printers.addresses))
    drawn = faults.drawn(script.seed, stage)
    planned = drawn if script.faults is None else list(script.faults)
    conductor = Conductor(
        site=stand.site,
        way=stand.way,
        disk=stand.disk,
        printers=stand.printers,
        vendors=list(stand.vendors),
        backups=stand.folder / "backups",
        twin_of=stand.twin_of,
        tell=tell,
        planned=planned,
    )
    try:
        conductor.play(stand.score.began_s, script.seconds)
    finally:
        conductor.mend()
    return conductor


def _drain(stand: Stand) -> float:
    """Wait until every till has handed in everything to the database's last life."""
    began_s = time.monotonic()
    until_s = began_s + DRAIN_S + stand.script.sales / 100
    left = list(stand.vendors)
    while left:
        for vendor in left:
            if vendor.faults:
                raise vendor.faults[0]
        left = [one for one in left if not (one.is_done() and one.till.beat() and one.is_done())]
        if left and time.monotonic() > until_s:
            names = ", ".join(f"{one.kit.stall.code}: {len(one.till.waiting)}" for one in left)
            raise StuckError(names)
        time.sleep(0.05)
    _send_home(stand)
    return time.monotonic() - began_s


def _send_home(stand: Stand) -> None:
    for vendor in stand.vendors:
        vendor.stop_soon()
    for vendor in stand.vendors:
        vendor.stop()


def _judged(stand: Stand, conductor: Conductor, began_s: float, drain_s: float) -> Outcome:
    said = books.read(stand.settings)
    devices = [_device(vendor) for vendor in stand.vendors]
    found = judge.judge(stand.customers, said, devices)
    asides = sorted(stand.site.data.glob("fair-pos-truoc-*.db"))
    for number, aside in enumerate(asides):
        if broken := books.check_aside(aside, stand.folder / f"aside-{number}"):
            found.chain.append(Wrong("sổ cũ không nguyên vẹn", aside.name, "", "", broken))
    folder = stand.printers.folder
    paper = papers.count(stand.printers.papers(), said.jobs, conductor.restored_s, folder)
    found.papers += paper.doubled
    wanted = {str(fault.kind) for fault in conductor.planned}
    counted = {str(kind): number for kind, number in conductor.done.items()}
    counted |= {str(trick): number for trick, number in stand.way.done.items()}
    return Outcome(
        script=stand.script,
        sales=sum(told.total_vnd >= 0 for told in stand.customers.told),
        documents=len(stand.customers.told),
        faults=counted,
        missing=tuple(sorted(wanted - {kind for kind, number in counted.items() if number})),
        judgement=found,
        papers=paper,
        disk_full_by=stand.disk.way,
        seconds=time.monotonic() - began_s,
        epochs=said.epochs,
        drain_s=drain_s,
    )


def _device(vendor: Vendor) -> Device:
    """Read a device's journal as the next start would."""
    kept = Till.opened(
        TillJournal(vendor.till.journal.file), vendor.till.wire, vendor.till.clock, vendor.till.rng
    )
    answers = {fact_id: status for fact_id, (status, _) in kept.answers.items()}
    waiting = frozenset(kept.waiting)
    return Device(vendor.kit.till_id, frozenset(kept.facts), answers, waiting)
