"""Forms of the office: what was typed becomes precise values, or one sentence per field."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.core.clock import format_time
from fair_pos.core.errors import ChangedMeanwhileError, FairPosError, FieldError, FormError
from fair_pos.core.text import clean
from fair_pos.db.store import Store
from fair_pos.web import typed
from fair_pos.web.pages import pages, reader_language

T = TypeVar("T")
TEXT_MAX = 200
NOTE_MAX = 2000


class MissingError(FairPosError):
    """A field that must be filled in."""

    vi = "Chưa ghi ô này. Ghi rồi lưu lại."
    en = "This field is empty. Fill it in and save again."


class TooLongError(FairPosError):
    """More text than the field takes."""

    vi = "Tối đa {detail} ký tự. Rút ngắn rồi lưu lại."
    en = "At most {detail} characters. Shorten it."


class NoChoiceError(FairPosError):
    """Not one of what the list offers."""

    vi = "Chọn một mục trong danh sách."
    en = "Choose one of the list."


@dataclass(frozen=True)
class Form:
    """A form as a page shows it: typed values, a sentence per faulty field.

    `theirs` are the values somebody else saved meanwhile, `conflict` the sentence about it.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    conflict: str = ""
    chosen: Mapping[str, list[str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.values.get(name, "")

    def differs(self, name: str) -> bool:
        """Say whether somebody else saved another value here."""
        return name in self.theirs and self.theirs[name] != self.value(name)

    def beside(self, theirs: Mapping[str, str]) -> "Form":
        """Return a conflicting form with what is saved now, ready to be saved over it."""
        if not self.conflict:
            return self
        values = {**self.values, "seen": theirs["seen"]}
        return replace(self, values=values, theirs=theirs)

    @property
    def status(self) -> int:
        """Return the HTTP status of a page that shows this form."""
        return 409 if self.conflict else 422 if self.faults else 200


async def _posted(request: Request) -> AsyncIterator[FormData]:
    async with request.form() as form:
        yield form


Posted = Annotated[FormData, Depends(_posted)]


class Fields:
    """Reads the fields of a posted form one by one and gathers what is wrong with them."""

    def __init__(self, posted: FormData, request: Request) -> None:
        self.posted = posted
        self.language = reader_language(request)
        self.faults: dict[str, str] = {}

    @property
    def as_typed(self) -> dict[str, str]:
        """Return all that was typed; files count as nothing."""
        return {key: value for key, value in self.posted.items() if isinstance(value, str)}

    def raw(self, name: str) -> str:
        """Return a field as it was typed, without NUL signs; a file counts as nothing."""
        value = self.posted.get(name, "")
        return value.replace("\0", "") if isinstance(value, str) else ""

    def blame(self, name: str, error: FairPosError) -> None:
        """Note what is wrong with a field; the first fault stays."""
        self.faults.setdefault(name, error.sentence(self.language))

    def maybe(self, name: str, longest: int = TEXT_MAX) -> str:
        """Return one line of text that may be empty."""
        text = clean(self.raw(name))
        if len(text) > longest:
            self.blame(name, TooLongError(str(longest)))
        return text

    def text(self, name: str, longest: int = TEXT_MAX) -> str:
        """Return one line of text that must be there."""
        text = self.maybe(name, longest)
        if not text:
            self.blame(name, MissingError())
        return text

    def lines(self, name: str) -> list[str]:
        """Return the lines of a text that are not empty."""
        text = self.raw(name)
        if len(text) > NOTE_MAX:
            self.blame(name, TooLongError(str(NOTE_MAX)))
        return [clean(line) for line in text.splitlines() if clean(line)]

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """Return a field parsed; empty is missing. With a fault the default goes on."""
        text = self.raw(name).strip()
        if not text:
            self.blame(name, MissingError())
            return default
        return self.read_maybe(name, parse, default)

    def read_maybe(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """Return a field parsed, or the default when it is empty or faulty."""
        text = self.raw(name).strip()
        if not text:
            return default
        try:
            return parse(text)
        except FairPosError as error:
            self.blame(name, error)
            return default

    def choice(self, name: str, choices: Mapping[str, T], default: T) -> T:
        """Return what a chosen key stands for."""
        key = self.raw(name)
        if key not in choices:
            self.blame(name, NoChoiceError())
            return default
        return choices[key]

    def ticked(self, name: str) -> bool:
        """Say whether a box is ticked."""
        return self.raw(name) == "1"

    def several(self, name: str) -> list[str]:
        """Return all values of a field that occurs several times, empty ones left out."""
        return [one for one in self.posted.getlist(name) if isinstance(one, str) and one]

    def upload(self, name: str) -> UploadFile | None:
        """Return an uploaded file, or None when none was chosen."""
        value = self.posted.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def check(self) -> None:
        """Refuse the form when any field is faulty.

        Raises:
            FormError: with a sentence per field.
        """
        if self.faults:
            raise FormError(self.faults)


def attempt(fields: Fields, save: Callable[[], T]) -> T | Form:
    """Run a save; a refusal gives the form back with everything that was typed."""
    typed = fields.as_typed
    chosen = {key: fields.several(key) for key in fields.posted}
    try:
        return save()
    except FormError as refusal:
        return Form(typed, refusal.faults, chosen=chosen)
    except FieldError as refusal:
        faults = {refusal.field: refusal.sentence(fields.language)}
        return Form(typed, faults, chosen=chosen)
    except ChangedMeanwhileError as refusal:
        return Form(typed, conflict=refusal.sentence(fields.language), chosen=chosen)


def show(request: Request, template: str, form: Form | None = None, **values: Any) -> Response:
    """Render a page; with a form, its status says whether the form was refused."""
    form = form or Form()
    return pages(request).html(request, template, {"form": form, **values}, status=form.status)


def saved(address: str, store: Store) -> Response:
    """Send the person back to a page, which will say when it was saved."""
    glue = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{glue}saved={format_time(store.clock.now())}", 303)


def saved_at(request: Request) -> str:
    """Return the time that `saved` put into the address, or an empty text."""
    at = request.query_params.get("saved", "")
    return at if typed.TIME.fullmatch(at) else ""
