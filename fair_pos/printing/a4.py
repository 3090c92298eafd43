"""A4 paper: typst draws a template of `templates/paper` from values, with our own fonts only."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from fair_pos import resources

_FONTS = Path(__file__).parent / "fonts"
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""The same values give the same bytes; the times that matter stand on the paper."""

_REMEMBERED = 10


def pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template, e.g. `labels.typ`; it reads `sys.inputs.values` as JSON.

    Texts go in as values and are never read as typst source.
    """
    made: bytes = _compile(template, values, format="pdf", timestamp=_NO_TIME, pdf_tags=False)
    return made


def pngs(template: str, values: Mapping[str, Any], dots_per_inch: int) -> list[bytes]:
    """Return the pages of a template as PNG."""
    made = _compile(template, values, format="png", ppi=dots_per_inch)
    return [made] if isinstance(made, bytes) else made


def forget() -> None:
    """Give back what typst remembers of the papers drawn so far.

    It keeps whatever its last ten compilations used: eleven empty ones make it forget the rest.
    """
    for _ in range(_REMEMBERED + 1):
        typst.compile(b"", format="pdf", ignore_system_fonts=True)


def _compile(template: str, values: Mapping[str, Any], **options: Any) -> Any:
    return typst.compile(
        resources.folder("templates") / "paper" / template,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
        **options,
    )
