"""Importing the organiser's workbooks: choose the file, look at what was understood, import."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.catalogue.importing import write
from fair_pos.catalogue.importing.booths import WANTED as BOOTH_FIELDS
from fair_pos.catalogue.importing.columns import LABELS, Column, Field
from fair_pos.catalogue.importing.plan import ImportResult
from fair_pos.catalogue.importing.preview import Preview, faulty_rows_xlsx
from fair_pos.catalogue.importing.products import WANTED as PRODUCT_FIELDS
from fair_pos.catalogue.importing.refusals import ImportRefusedError, NoHeaderError
from fair_pos.catalogue.importing.workbook import check_name
from fair_pos.core import ids
from fair_pos.core.clock import format_time
from fair_pos.core.errors import FieldError
from fair_pos.core.text import clean
from fair_pos.programme import queries as programme
from fair_pos.venues import queries as venues
from fair_pos.web import files
from fair_pos.web.forms import Fields, Form, Posted, attempt, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.office.import_steps import Step, StepOf, compare, read
from fair_pos.web.office.uploads import Upload, Uploads
from fair_pos.web.pages import reader_language
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/import", include_in_schema=False)
SHOWN_ROWS = 30
WANTED = {"booths": BOOTH_FIELDS, "products": PRODUCT_FIELDS}


class NoFileError(FieldError):
    """Nothing was chosen."""

    code, field = "no_file", "file"
    vi = "Chưa chọn tệp. Chọn tệp Excel (.xlsx) rồi bấm Xem trước."
    en = "No file was chosen. Choose an Excel file (.xlsx)."


@router.get("")
def choose_file(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, kind: str = ""
) -> Response:
    """Show step 1: which list, which file."""
    with store.reading() as session:
        booths = len(venues.booths(session, viewer, venue.id))
    first = "products" if booths else "booths"
    form = Form({"kind": kind if kind in WANTED else first})
    return show(request, "import/choose.html", form, venue=venue, booths=booths)


@router.post("")
def upload(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Take a file, keep it aside and go to its preview; a file that is no list is refused."""
    fields = Fields(posted, request)

    def keep() -> Step:
        kind = fields.choice("kind", {one: one for one in WANTED}, "booths")
        file = fields.upload("file")
        if file is None:
            raise NoFileError
        fields.check()
        name = clean(file.filename or "")[:120]
        made = Step(venue, Upload(ids.new_id(), venue.id, kind, name), Uploads(store.settings.data))
        content = file.file.read()
        try:
            check_name(name, content)
            with store.reading() as session:
                read(session, made, content)
        except NoHeaderError:
            pass
        except ImportRefusedError as refusal:
            fields.blame("file", refusal)
            fields.check()
        made.uploads.add(made.upload, content)
        return made

    result = attempt(fields, keep)
    if isinstance(result, Form):
        with store.reading() as session:
            booths = len(venues.booths(session, viewer, venue.id))
        return show(request, "import/choose.html", result, venue=venue, booths=booths)
    return RedirectResponse(result.address, 303)


@router.get("/{upload_id}")
def preview(request: Request, _: Organiser, store: StoreOf, step: StepOf) -> Response:
    """Show step 2: what was understood, faults first; after the import step 3."""
    content = step.uploads.content(step.upload)
    try:
        with store.reading() as session:
            found = read(session, step, content)
            compared = compare(session, store, step, found)
    except NoHeaderError as refusal:
        sentence = refusal.sentence(reader_language(request))
        return show(
            request,
            "import/header.html",
            Form(faults={"header_row": sentence}),
            venue=step.venue,
            upload=step.upload,
            sheet=refusal.sheet,
            rows=refusal.rows,
        )
    noted = [row for row in found.rows if row.notes]
    only_noted = request.query_params.get("show") == "noted"
    rows = noted if only_noted else list(found.rows)
    every = "all" in request.query_params or only_noted
    edited = request.query_params.get("edit", "")
    return show(
        request,
        "import/done.html" if step.upload.result else "import/preview.html",
        venue=step.venue,
        upload=step.upload,
        preview=found,
        compared=compared,
        noted=len(noted),
        only_noted=only_noted,
        rows=rows if every else rows[:SHOWN_ROWS],
        labels=LABELS,
        edited=edited,
        places=programme.places(),
    )


@router.get("/{upload_id}/columns")
def columns(request: Request, _: Organiser, store: StoreOf, step: StepOf) -> Response:
    """Show which column holds what, to be chosen again."""
    content = step.uploads.content(step.upload)
    try:
        with store.reading() as session:
            found = read(session, step, content).columns
    except NoHeaderError as refusal:
        cells = dict(refusal.rows).get(step.upload.header_row or 0, ())
        found = tuple(Column(n, text, None) for n, text in enumerate(cells) if text)
    return show(
        request,
        "import/columns.html",
        venue=step.venue,
        upload=step.upload,
        columns=found,
        fields=WANTED[step.upload.kind].fields,
        labels=LABELS,
    )


@router.post("/{upload_id}/columns")
def choose_columns(request: Request, _: Organiser, step: StepOf, posted: Posted) -> Response:
    """Remember which column holds what."""
    fields = Fields(posted, request)
    known = {"": "", **{one.value: one.value for one in WANTED[step.upload.kind].fields}}
    chosen = {
        name.removeprefix("column_"): fields.choice(name, known, "")
        for name in posted
        if name.removeprefix("column_").isdecimal()
    }
    return step.keep(replace(step.upload, columns=chosen))


@router.post("/{upload_id}/header")
def choose_header(request: Request, _: Organiser, step: StepOf, posted: Posted) -> Response:
    """Remember which row holds the headers, and ask for its columns."""
    row = Fields(posted, request).raw("header_row")
    step.keep(replace(step.upload, header_row=int(row) if row.isdecimal() else None))
    return RedirectResponse(f"{step.address}/columns", 303)


@router.post("/{upload_id}/correct")
def correct(request: Request, _: Organiser, step: StepOf, posted: Posted) -> Response:
    """Correct one cell for this import; the file stays as it is."""
    fields = Fields(posted, request)
    row = fields.raw("row")
    name = fields.choice("field", {one.value: one for one in Field}, None)
    if name is None or not row.isdecimal():
        return RedirectResponse(step.address, 303)
    return step.keep(step.upload.corrected(int(row), name, fields.maybe("text")))


@router.get("/{upload_id}/faulty.xlsx")
def faulty(_: Organiser, store: StoreOf, step: StepOf) -> Response:
    """Give the faulty rows as a workbook with the reasons."""
    with store.reading() as session:
        found = read(session, step, step.uploads.content(step.upload))
    return files.to_keep(faulty_rows_xlsx(found), f"dong-loi-{step.upload.kind}.xlsx")


@router.post("/{upload_id}")
def import_rows(viewer: Organiser, store: StoreOf, step: StepOf) -> Response:
    """Import the good rows in one transaction."""
    content = step.uploads.content(step.upload)
    write_rows: Callable[..., ImportResult] = (
        write.import_booths if step.upload.kind == "booths" else write.import_products
    )

    def action(session: Session) -> tuple[ImportResult, Preview[Any]]:
        found = read(session, step, content)
        result = write_rows(session, store.clock, step.venue, found, viewer.person_id)
        return result, found

    result, found = store.lane.run(action)
    counts = {
        **asdict(result),
        "rows": len(found.rows),
        "faulty": len(found.faulty_rows),
        "at": format_time(store.clock.now()),
    }
    return step.keep(replace(step.upload, result=counts))


@router.post("/{upload_id}/drop")
def drop(_: Organiser, step: StepOf) -> Response:
    """Throw the file away; nothing was written."""
    step.uploads.drop(step.upload.id)
    return RedirectResponse(f"/v/{step.venue.code}/import?kind={step.upload.kind}", 303)
