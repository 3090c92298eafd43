"""The report as plain JSON values, and back: what was issued can be printed again as it was."""

import dataclasses
import json
import types
import typing
from datetime import date, datetime
from functools import cache
from typing import Any

from fair_pos.core.clock import iso_utc, parse_utc
from fair_pos.db.journal import canonical
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.rules import Amount, Coverage

VERSION = 1


def to_json(report: ClosingReport) -> str:
    """Return the report as canonical JSON: sorted keys, whole numbers only."""
    return canonical({"v": VERSION, **plain(report)})


def from_json(body: str) -> ClosingReport:
    """Return the report of a JSON text that `to_json` wrote."""
    found: ClosingReport = restore(ClosingReport, json.loads(body))
    return found


def plain(value: Any) -> Any:
    """Return a value as JSON knows it; dates and times as ISO 8601, sums beside their parts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
        return {**fields, **_derived(value)}
    if isinstance(value, datetime):
        return iso_utc(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    return value


def _derived(value: Any) -> dict[str, Any]:
    if isinstance(value, Amount):
        return {"sum_vnd": value.sum_vnd}
    if isinstance(value, Coverage):
        return {"booth_days": value.booth_days}
    return {}


def restore(wanted: Any, value: Any) -> Any:
    """Return a value of a wanted type from its JSON form."""
    origin, parts = typing.get_origin(wanted), typing.get_args(wanted)
    if value is None:
        return None
    if origin in {typing.Union, types.UnionType}:
        return restore(next(part for part in parts if part is not type(None)), value)
    if origin is tuple:
        kinds = [parts[0]] * len(value) if parts[-1] is Ellipsis else list(parts)
        return tuple(restore(kind, one) for kind, one in zip(kinds, value, strict=True))
    return _restore_one(wanted, value)


def _restore_one(wanted: Any, value: Any) -> Any:
    if wanted is datetime:
        return parse_utc(value)
    if wanted is date:
        return date.fromisoformat(value)
    if dataclasses.is_dataclass(wanted):
        made: Any = wanted
        return made(**{name: restore(kind, value[name]) for name, kind in _kinds(made).items()})
    return value


@cache
def _kinds(wanted: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(wanted)
    return {one.name: hints[one.name] for one in dataclasses.fields(wanted)}
