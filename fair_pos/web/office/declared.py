"""Declared slips: which are missing, entering and correcting one."""

import io
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from PIL import Image, UnidentifiedImageError
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from fair_pos.checkout import declared as slips
from fair_pos.checkout.declared import SlipDraft
from fair_pos.checkout.models import DeclaredSlip
from fair_pos.core import ids
from fair_pos.core.clock import business_date
from fair_pos.core.errors import FieldError, NotFoundError
from fair_pos.core.money import format_vnd, parse_vnd
from fair_pos.db.store import Store
from fair_pos.programme import queries as programme
from fair_pos.venues import queries
from fair_pos.venues.models import Booth, RecordMode, Venue
from fair_pos.web.forms import NOTE_MAX, Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Office, Organiser, StoreOf
from fair_pos.web.place import Spot, SpotOf, VenueOf
from fair_pos.web.typed import parse_day

router = APIRouter(prefix="/v/{venue_code}/declared", include_in_schema=False)
PHOTO_BYTES = 8 * 1024 * 1024
PHOTO_PIXELS = 50_000_000
NOT_A_PICTURE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
)
FORMATS = {"JPEG": "jpg", "PNG": "png"}


class PhotoError(FieldError):
    """Not a picture that we keep."""

    code, field = "photo", "photo"
    vi = "Ảnh phải là JPEG hoặc PNG, tối đa 8 MB. Chụp lại hoặc chọn ảnh khác."
    en = "The photo must be JPEG or PNG, at most 8 MB. Take or choose another."


class DayOutsideError(FieldError):
    """Not an open day of the fair, or not over yet."""

    code, field = "day_outside", "total_vnd"
    vi = "Ngày {detail} chưa tới hoặc không mở cửa. Chọn ngày khác."
    en = "{detail} has not come yet or is not an open day. Choose another."


@router.get("")
def table(request: Request, viewer: Office, store: StoreOf, venue: VenueOf) -> Response:
    """Show declared booths by day, the missing slips on top."""
    today = business_date(store.clock.now())
    day = request.query_params.get("day", "")
    with store.reading() as session:
        booths = [
            one
            for one in queries.booths(session, viewer, venue.id)
            if one.sells and one.record_mode == RecordMode.DECLARED
        ]
        days = _days(queries.open_days(session, venue), venue, today)
        found = slips.slips(session, viewer, venue.id)
        names = queries.exhibitors_of(session, venue.org_id, [one.id for one in booths])
    empty = [
        (at, booth) for at in reversed(days) for booth in booths if (booth.id, at) not in found
    ]
    missing = [one for one in empty if one[0] < today and day in ("", one[0].isoformat())]
    return show(
        request,
        "venues/declared.html",
        venue=venue,
        booths=booths,
        days=days,
        slips=found,
        missing=missing,
        due_today=[booth for at, booth in empty if at == today],
        day=day,
        today=today,
        names=names,
        places=programme.places(),
        saved=saved_at(request),
    )


def _days(opened: tuple[date, ...], venue: Venue, today: date) -> list[date]:
    """Return the days that may have slips: open days up to today; of an outlet the last week."""
    if venue.last_day is not None:
        return [day for day in opened if day <= today]
    last_week = (date.fromordinal(today.toordinal() - n) for n in range(6, -1, -1))
    return [day for day in last_week if day >= venue.first_day]


def day_of(day: str) -> date:
    """Return the day of the address.

    Raises:
        BadDayError: no such day.
    """
    return parse_day(day)


DayOf = Annotated[date, Depends(day_of)]


@router.get("/photos/{slip_id}")
def photo(viewer: Office, store: StoreOf, venue: VenueOf, slip_id: str) -> Response:
    """Show the photo of a slip."""
    with store.reading() as session:
        row = session.get(DeclaredSlip, (viewer.org_id, slip_id))
        seen = {one.id for one in queries.booths(session, viewer, venue.id)}
    if row is None or not row.photo or row.booth_id not in seen:
        raise NotFoundError
    return FileResponse(store.settings.data / "photos" / row.photo)


@router.get("/{day}/{booth_code:path}")
def slip_page(request: Request, _: Organiser, store: StoreOf, spot: SpotOf, day: DayOf) -> Response:
    """Show the form of a booth's slip of a day, with what was handed in before."""
    with store.reading() as session:
        earlier = slips.history(session, spot.venue.org_id, spot.booth.id, day)
    values = {}
    if earlier:
        values = {
            "total_vnd": format_vnd(earlier[0].total_vnd),
            "ocop_vnd": format_vnd(earlier[0].ocop_vnd),
            "note": earlier[0].note,
        }
    return _form_page(request, store, spot, day, Form(values))


@router.post("/{day}/{booth_code:path}")
def declare(  # noqa: PLR0913  the parameters are the route's
    request: Request, viewer: Organiser, store: StoreOf, spot: SpotOf, day: DayOf, *, posted: Posted
) -> Response:
    """Save a slip; a slip that was there stays and is corrected by this one."""
    fields = Fields(posted, request)

    def save() -> None:
        zero = parse_vnd("0")
        _check_day(fields, store, spot.venue, day)
        draft = SlipDraft(
            venue_id=spot.venue.id,
            booth_id=spot.booth.id,
            day=day,
            total_vnd=fields.read("total_vnd", parse_vnd, zero),
            ocop_vnd=fields.read_maybe("ocop_vnd", parse_vnd, zero),
            entered_by=viewer.person_id,
            note=fields.maybe("note", NOTE_MAX),
            photo=_keep_photo(fields, store),
        )
        fields.check()
        store.lane.run(lambda session: slips.declare(session, store.clock, viewer.org_id, draft))

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, store, spot, day, result)
    return saved(f"/v/{spot.venue.code}/declared", store)


def _check_day(fields: Fields, store: Store, venue: Venue, day: date) -> None:
    with store.reading() as session:
        opened = queries.open_days(session, venue)
    too_early = day > business_date(store.clock.now()) or day < venue.first_day
    if too_early or (opened and day not in opened):
        fields.blame("total_vnd", DayOutsideError(f"{day:%d/%m/%Y}"))


def _keep_photo(fields: Fields, store: Store) -> str:
    """Keep an uploaded photo; returns its file name, or an empty text."""
    file = fields.upload("photo")
    if file is None or fields.faults:
        return ""
    try:
        content, ending = _checked(file)
    except PhotoError as error:
        fields.blame("photo", error)
        return ""
    folder = store.settings.data / "photos"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{ids.new_id()}.{ending}"
    (folder / name).write_bytes(content)
    return name


def _checked(file: UploadFile) -> tuple[bytes, str]:
    content = file.file.read(PHOTO_BYTES + 1)
    try:
        with Image.open(io.BytesIO(content), formats=list(FORMATS)) as picture:
            width, height = picture.size
            ending = FORMATS[picture.format or ""]
            picture.verify()
    except NOT_A_PICTURE as error:
        raise PhotoError from error
    if len(content) > PHOTO_BYTES or width * height > PHOTO_PIXELS:
        raise PhotoError
    return content, ending


def _form_page(request: Request, store: Store, spot: Spot, day: date, form: Form) -> Response:
    booth: Booth = spot.booth
    with store.reading() as session:
        names = queries.exhibitors_of(session, booth.org_id, [booth.id])
        earlier = slips.history(session, booth.org_id, booth.id, day)
    return show(
        request,
        "venues/slip.html",
        form,
        venue=spot.venue,
        booth=booth,
        day=day,
        exhibitors=names.get(booth.id, []),
        earlier=earlier,
        place=programme.places().name(booth),
    )
