"""Understands the organiser's list of booths and exhibitors."""

import re
from dataclasses import dataclass, field

from fair_pos.catalogue.importing import sentences
from fair_pos.catalogue.importing.columns import Field, Wanted
from fair_pos.catalogue.importing.contacts import (
    BankAccount,
    read_account,
    read_phone,
    read_tax_code,
)
from fair_pos.catalogue.importing.listing import NO_CHOICES, Choices, Row, open_listing, read_rows
from fair_pos.catalogue.importing.preview import Preview
from fair_pos.catalogue.importing.reference import Reference
from fair_pos.catalogue.importing.sentences import Said
from fair_pos.catalogue.importing.workbook import Limits
from fair_pos.core.text import clean, fold
from fair_pos.programme.models import ExhibitorKind
from fair_pos.programme.rules import HOME_PROVINCE, Answer, Place, PlaceKind
from fair_pos.venues import rules as venues

LIMITS = Limits(rows=5_000)
WANTED = Wanted(
    fields=(
        Field.ZONE,
        Field.BOOTH,
        Field.EXHIBITOR,
        Field.KIND,
        Field.LOCALITY,
        Field.PHONE,
        Field.BANK,
        Field.ACCOUNT,
        Field.ACCOUNT_NAME,
        Field.TAX_CODE,
    ),
    needed=(Field.BOOTH, Field.EXHIBITOR),
)


@dataclass(frozen=True, slots=True)
class BoothRow:
    """One exhibitor at one booth, as the list has it. `zone` is empty where none was given."""

    row: int
    zone: str
    booth: str
    exhibitor: str
    kind: ExhibitorKind
    place: Place
    phone: str
    bank: BankAccount
    tax_code: str
    notes: tuple[Said, ...]


def preview_booths(
    content: bytes, reference: Reference, choices: Choices = NO_CHOICES, limits: Limits = LIMITS
) -> Preview[BoothRow]:
    """Say what a list of booths holds, writing nothing.

    Raises:
        ImportRefusedError: the whole file cannot be read.
    """
    listing = open_listing(content, WANTED, limits, choices)
    return read_rows(listing, _Reader(reference).read)


@dataclass(frozen=True, slots=True)
class _Stand:
    """Who stands at a booth already."""

    row: int
    exhibitor: str
    shared: bool


@dataclass
class _Reader:
    """Reads row by row, remembering the booths above."""

    reference: Reference
    seen: dict[str, _Stand] = field(default_factory=dict)

    def read(self, row: Row) -> BoothRow | None:
        exhibitor = row.needed(Field.EXHIBITOR)
        booth = self._booth(row, exhibitor)
        kind = _kind(row, exhibitor)
        place = read_place(row, self.reference)
        zone = row.text(Field.ZONE) or row.zone_above
        if not zone:
            row.note(sentences.NOTE_NO_ZONE)
        phone = read_phone(row)
        bank = read_account(row, self.reference.banks)
        tax_code = read_tax_code(row)
        if kind is None or place is None:
            return None
        notes = tuple(row.notes)
        return BoothRow(
            row.number, zone, booth, exhibitor, kind, place, phone, bank, tax_code, notes
        )

    def _booth(self, row: Row, exhibitor: str) -> str:
        written = row.needed(Field.BOOTH)
        code, shared = booth_code(written)
        shared = shared or row.repeats_above(Field.BOOTH)
        if not code:
            return ""
        if re.search(r"[,;+&]|\bvà\b", code, re.IGNORECASE):
            row.fault(Field.BOOTH, sentences.SEVERAL_BOOTHS)
        else:
            row.checked(Field.BOOTH, code, venues.booth_code)
        earlier = self.seen.get(code)
        if earlier is None:
            self.seen[code] = _Stand(row.number, exhibitor, shared)
        elif not (shared or earlier.shared) or fold(earlier.exhibitor) == fold(exhibitor):
            said = sentences.booth_twice(code, earlier.row, earlier.exhibitor)
            row.fault(Field.BOOTH, said)
        else:
            row.note(sentences.NOTE_SHARED)
        return code


_SHARED = re.compile(r"[\s(\-–]*(?:gian\s+)?(?:dùng\s+)?chung(?:\s+gian)?\s*\)?$", re.IGNORECASE)


def booth_code(written: str) -> tuple[str, bool]:
    """Return a booth's number in its one form, and whether it is marked as shared.

    >>> booth_code("a 01"), booth_code("A01 (chung gian)")
    (('A01', False), ('A01', True))
    """
    plain = _SHARED.sub("", written)
    several = re.search(r"[,;+&]|\bvà\b", plain, re.IGNORECASE)
    code = plain if several else re.sub(r"\s+", "", plain)
    return (code.upper(), plain != written)


_KINDS = (
    (ExhibitorKind.COOPERATIVE_GROUP, r"to hop tac|tht\b"),
    (ExhibitorKind.COOPERATIVE, r"(lien hiep )?(hop tac xa|htx\b)"),
    (
        ExhibitorKind.ENTERPRISE,
        r"doanh nghiep|dn\b|dntn\b|(tong |chi nhanh )?(cong ty|cty)\b|nha may|xi nghiep",
    ),
    (ExhibitorKind.HOUSEHOLD, r"ho kinh doanh|hkd\b|ho\b|co so\b"),
)


def kind_of(text: str) -> ExhibitorKind | None:
    """Return the kind of exhibitor that a text begins with."""
    key = fold(text)
    return next((kind for kind, pattern in _KINDS if re.match(pattern, key)), None)


def _kind(row: Row, exhibitor: str) -> ExhibitorKind | None:
    written = row.text(Field.KIND)
    kind = kind_of(written or exhibitor)
    if kind is None and exhibitor:
        row.fault(Field.KIND, sentences.WRONG_KIND, choices=tuple(KIND_NAMES.values()))
    elif not written:
        row.note(sentences.NOTE_KIND_OF_NAME)
    return kind


KIND_NAMES = {
    ExhibitorKind.ENTERPRISE: "doanh nghiệp",
    ExhibitorKind.COOPERATIVE: "hợp tác xã",
    ExhibitorKind.COOPERATIVE_GROUP: "tổ hợp tác",
    ExhibitorKind.HOUSEHOLD: "hộ kinh doanh",
}


def read_place(row: Row, reference: Reference) -> Place | None:
    """Return the place a row names; notes former names, asks where there are several."""
    text = row.text(Field.LOCALITY)
    if not text:
        if not row.is_faulty(Field.LOCALITY):
            row.fault(Field.LOCALITY, sentences.NO_PLACE)
        return None
    answer = reference.places.look_up(text)
    refusal = _place_fault(answer)
    if refusal:
        names = tuple(_capital(place.name) for place in answer.places)
        row.fault(Field.LOCALITY, refusal, choices=names if len(names) > 1 else ())
        return None
    place = answer.places[0]
    if answer.former:
        row.note(sentences.former_name(_short(answer.former)))
    elif answer.guessed:
        row.note(sentences.understood_as(place.name))
    return place


def _place_fault(answer: Answer) -> Said | None:
    if not answer.places:
        return sentences.UNKNOWN_PLACE
    if len({place.kind for place in answer.places}) > 1:
        return sentences.SEVERAL_PLACES
    if len(answer.places) > 1:
        return sentences.split_unit(answer.former, tuple(place.name for place in answer.places))
    only = answer.places[0]
    if only.kind is PlaceKind.PROVINCE and only.code == HOME_PROVINCE:
        return sentences.WHICH_COMMUNE
    return None


def _short(former: str) -> str:
    """Return a former unit's bare name: `Cái Rồng`."""
    return clean(re.sub(r"^(Phường|Xã|Thị trấn) ", "", former))


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
