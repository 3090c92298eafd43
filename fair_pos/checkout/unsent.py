"""Reads what a till exported because it could not send it: a file, or the text in it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from fair_pos.accounts.earlier import SERIES
from fair_pos.checkout.orders import Id, Wire
from fair_pos.core.errors import FairPosError

FORMAT = "fair-pos-unsent"
MOST_FACTS = 20_000


class BadExportError(FairPosError):
    """No export of a till, or not a whole one."""

    code = "bad_export"
    status = 422
    vi = (
        "{detail}: không đọc được. Đây phải là tệp đơn chưa gửi do máy bán xuất ra, còn nguyên vẹn."
    )
    en = "{detail}: cannot be read. It must be a whole file of unsent sales exported by a till."


class NewerExportError(BadExportError):
    """Written by a till of a later version than the server."""

    vi = "{detail}: do máy bán phiên bản mới hơn xuất ra. Nâng cấp máy chủ rồi nhập lại."
    en = "{detail}: written by a newer till. Upgrade the server, then import again."


class ExportTill(Wire):
    """The till whose facts these are."""

    id: Id
    series: Annotated[str, Field(pattern=SERIES)]


class ExportBooth(Wire):
    """Its booth, as the till knew it."""

    id: Id
    code: Annotated[str, Field(max_length=40)] = ""


class ExportVenue(Wire):
    """Its venue, as the till knew it."""

    code: Annotated[str, Field(max_length=40)] = ""


class ExportFact(Wire):
    """One fact: the address of its route and what would be posted there."""

    id: Annotated[str, Field(max_length=64)]
    path: Annotated[str, Field(max_length=100)]
    body: Any = None
    saved_at: datetime | None = None
    state: Annotated[str, Field(max_length=40)] = ""


class Export(Wire):
    """All that a till had not handed in when it was exported, in the order it happened."""

    format: Literal["fair-pos-unsent"]
    version: Literal[1]
    exported_at: datetime | None = None
    till: ExportTill
    booth: ExportBooth
    venue: ExportVenue = ExportVenue()
    facts: Annotated[list[ExportFact], Field(max_length=MOST_FACTS)]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an export came from, as people call it, and its bytes."""

    name: str
    content: bytes


def parse(content: bytes, name: str = "") -> Export:
    """Read an export; bodies are judged later, each for itself.

    Raises:
        NewerExportError: of a later version.
        BadExportError: anything else.
    """
    try:
        value = json.loads(content)
        if value["format"] == FORMAT and value["version"] > 1:
            raise NewerExportError(name)
        return Export.model_validate(value)
    except (ValueError, LookupError, TypeError, RecursionError, ValidationError) as error:
        raise BadExportError(name) from error
