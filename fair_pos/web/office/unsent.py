"""The organisers' desk takes in what a till could not send, by the same path as the till itself."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts import earlier
from fair_pos.accounts.earlier import Earlier
from fair_pos.accounts.queries import TillIdentity, Viewer
from fair_pos.checkout import unsent
from fair_pos.checkout.claims import SaleConflictError
from fair_pos.checkout.models import CashMove, Shift, ShiftClose, ShiftCount
from fair_pos.checkout.unsent import Export, Source
from fair_pos.core.errors import FairPosError
from fair_pos.db.store import Store
from fair_pos.db.table import OrgRow
from fair_pos.venues.models import Booth, Venue
from fair_pos.web.forms import Posted, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.office import chains
from fair_pos.web.pages import reader_language
from fair_pos.web.place import VenueOf
from fair_pos.web.till import batch
from fair_pos.web.till.batch import MOST_FACTS, STILL_MISSING, Fact

router = APIRouter(prefix="/v/{venue_code}/tills/unsent", include_in_schema=False)

MOST_FILES = 50
OK = 200
SHIFT_PARTS: dict[str, type[OrgRow]] = {
    "shifts": Shift,
    "cash": CashMove,
    "counts": ShiftCount,
    "close": ShiftClose,
}
"""Last word of a fact's path to its table: their answers do not say that they were here."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one fact."""

    kind: str
    """Last word of its path: `sales`, `refunds`, `cash` …"""
    name: str
    """The document's number, or the fact's id."""
    at: datetime | None
    total_vnd: int | None
    outcome: str
    """`stored`, `here`, `conflict`, `waits` or `refused`."""
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file."""

    name: str
    till: str = ""
    fault: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """Return facts by outcome."""
        return Counter(row.outcome for row in self.rows)

    @property
    def stored_vnd(self) -> int:
        """Return the money of what was new; what came back is negative."""
        return sum(row.total_vnd or 0 for row in self.rows if row.outcome == "stored")


class OtherVenueError(FairPosError):
    """The booth of the export is not one of this fair."""

    code = "other_venue"
    status = 422
    vi = "{detail}: của gian không thuộc hội chợ này. Mở đúng hội chợ rồi nhập lại."
    en = "{detail}: of a booth of another fair. Open that fair and import it there."


class TooManyFilesError(FairPosError):
    """More than one import takes."""

    code = "too_many_files"
    status = 422
    vi = "Nhiều nhất {detail} tệp một lần. Chia ra rồi nhập tiếp."
    en = "At most {detail} files at once. Import them in parts."


@router.get("")
def page(request: Request, _: Organiser, venue: VenueOf) -> Response:
    """Ask for the files or the text."""
    return show(request, "accounts/unsent.html", venue=venue, results=(), fault="", text="")


@router.post("")
async def take_in(
    request: Request,
    viewer: Organiser,
    store: StoreOf,
    venue: VenueOf,
    posted: Posted,
) -> Response:
    """Hand in what was exported and say what became of every fact; twice counts once."""
    files = [one for one in posted.getlist("files") if isinstance(one, UploadFile) and one.filename]
    sources = [Source(one.filename or "", await one.read()) for one in files[: MOST_FILES + 1]]
    text = posted.get("text")
    if isinstance(text, str) and text.strip():
        sources.append(Source("", text.encode()))
    fault = ""
    if len(sources) > MOST_FILES:
        fault = TooManyFilesError(str(MOST_FILES)).sentence(reader_language(request))
        sources = []
    found = await run_in_threadpool(chains.opened, sources)
    language = reader_language(request)
    results = [Result(name, fault=refusal.sentence(language)) for name, refusal in found.faults]
    results += [await _result(request, store, viewer, venue, one) for one in found.sources]
    text = "\n".join(found.codes)
    return show(
        request, "accounts/unsent.html", venue=venue, results=results, fault=fault, text=text
    )


async def _result(
    request: Request, store: Store, viewer: Viewer, venue: Venue, source: Source
) -> Result:
    try:
        export = unsent.parse(source.content, source.name)
        till = await run_in_threadpool(_till, store, viewer, venue, export)
    except FairPosError as refusal:
        return Result(source.name, fault=refusal.sentence(reader_language(request)))
    rows: list[Row] = []
    for first in range(0, len(export.facts), MOST_FACTS):
        chosen = export.facts[first : first + MOST_FACTS]
        part = [Fact(id=one.id, path=one.path, body=one.body) for one in chosen]
        here = await run_in_threadpool(_here, store, till, part)
        answers = await batch.hand_in(request, store, till, part)
        rows += [
            _row(fact, answer, was_here=was_here)
            for fact, answer, was_here in zip(part, answers, here, strict=True)
        ]
    return Result(source.name, f"{export.booth.code}-{till.series}", rows=tuple(rows))


def _till(store: Store, viewer: Viewer, venue: Venue, export: Export) -> TillIdentity:
    """Return the till of an export; one that a restore has lost is adopted."""
    with store.reading() as session:
        booth = session.get(Booth, (viewer.org_id, export.booth.id))
    if booth is None or booth.venue_id != venue.id:
        raise OtherVenueError(export.booth.code)
    said = Earlier(viewer.org_id, booth.id, export.till.id, export.till.series)
    found = store.lane.run(lambda session: earlier.till_before(session, store.clock, said))
    return replace(found, address=store.settings.base_url)


def _here(store: Store, till: TillIdentity, part: list[Fact]) -> list[bool]:
    """Say which facts of shifts are stored before they are handed in."""
    with store.reading() as session:
        return [
            (table := SHIFT_PARTS.get(_kind(fact))) is not None
            and session.get(table, (till.org_id, _key(fact))) is not None
            for fact in part
        ]


def _kind(fact: Fact) -> str:
    return fact.path.rpartition("/")[2]


def _key(fact: Fact) -> str:
    """Return the id of a shift's fact; a Z has that of its shift."""
    parts = fact.path.split("/")
    return parts[-2] if parts[-1] == "close" else str(_field(fact, "id") or "")


def _field(fact: Fact, name: str) -> Any:
    return fact.body.get(name) if isinstance(fact.body, dict) else None


def _row(fact: Fact, answer: dict[str, Any], *, was_here: bool) -> Row:
    told = answer["answer"]
    return Row(
        kind=_kind(fact),
        name=str(_field(fact, "number") or fact.id),
        at=_moment(fact),
        total_vnd=told.get("total_vnd") if answer["status"] == OK else None,
        outcome=_outcome(answer, was_here=was_here),
        why="" if answer["status"] in (OK, STILL_MISSING) else str(told.get("message", "")),
    )


def _moment(fact: Fact) -> datetime | None:
    """Return when it happened by the till's clock, where that can be read."""
    told = next((at for name in MOMENTS if (at := _field(fact, name))), "")
    try:
        at = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo is not None else None


MOMENTS = ("sold_at", "opened_at", "moved_at", "counted_at", "closed_at")


def _outcome(answer: dict[str, Any], *, was_here: bool) -> str:
    status = answer["status"]
    if status == OK:
        return "here" if was_here or answer["answer"].get("status") == "duplicate" else "stored"
    if answer["answer"].get("code") == SaleConflictError.code:
        return "conflict"
    return "waits" if status == STILL_MISSING else "refused"
