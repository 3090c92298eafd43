"""A document as canonical JSON and back, so that a job can be printed, or printed again, later."""

import json
from dataclasses import fields, replace
from typing import Any

from fair_pos.core.document import (
    Align,
    Block,
    Boxed,
    Code,
    Document,
    Edge,
    Gap,
    Picture,
    Row,
    Rule,
    Size,
    Text,
)
from fair_pos.core.errors import FairPosError
from fair_pos.db import journal

VERSION = 1

_KINDS: dict[str, type[Block]] = {
    "text": Text,
    "row": Row,
    "rule": Rule,
    "gap": Gap,
    "edge": Edge,
    "boxed": Boxed,
    "code": Code,
    "picture": Picture,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_FIELDS = {kind: tuple((one.name, one.default) for one in fields(kind)) for kind in _NAMES}
"""Name and default of each field, read once: every sale writes a paper."""
_PARSED = {"size": Size, "align": Align}


class UnreadablePayloadError(FairPosError):
    """A stored paper that this version cannot read."""

    code = "unreadable_payload"
    status = 500
    vi = "Không đọc được phiếu đã lưu ({detail}). Bỏ phiếu này, xem đơn trên màn hình."
    en = "The stored paper cannot be read ({detail}). Cancel it and look at the sale."


def dump(document: Document) -> str:
    """Write a document as canonical JSON; fields at their default are left out.

    Of a picture only the name is kept: its dots would stand in the row of every sale.
    """
    blocks = [_block_out(block) for block in document.blocks]
    return journal.canonical({"v": VERSION, "title": document.title, "blocks": blocks})


def load(payload: str) -> Document:
    """Read what `dump` wrote; `logos.load` also finds the dots of its pictures.

    Raises:
        UnreadablePayloadError: no JSON, another version, an unknown block or field.
    """
    try:
        raw = json.loads(payload)
        if raw["v"] != VERSION:
            raise UnreadablePayloadError(f"v{raw['v']}")
        return Document(raw["title"], tuple(_block_in(block) for block in raw["blocks"]))
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadablePayloadError(type(error).__name__) from error


def title(payload: str) -> str:
    """Return the title of a stored paper as a sentence begins, or nothing where there is none."""
    try:
        told = str(json.loads(payload)["title"])
    except (ValueError, TypeError, KeyError):
        return ""
    words = [word.lower() if word.isalpha() and word.isupper() else word for word in told.split()]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]


def mark_copy(document: Document, copy_no: int) -> Document:
    """Return the document as its n-th copy: the mark stands above the title; 0 is the original."""
    if not copy_no:
        return document
    mark = Boxed(f"BẢN SAO – in lại lần {copy_no}")
    titles = [
        place
        for place, block in enumerate(document.blocks)
        if isinstance(block, Text) and block.size is Size.TITLE
    ]
    place = titles[0] if titles else 0
    blocks = (*document.blocks[:place], mark, *document.blocks[place:])
    return replace(document, blocks=blocks)


def _block_out(block: Block) -> dict[str, Any]:
    if isinstance(block, Picture):
        block = Picture(block.name)
    out: dict[str, Any] = {"kind": _NAMES[type(block)]}
    for name, default in _FIELDS[type(block)]:
        value = getattr(block, name)
        if value == default:
            continue
        out[name] = [_block_out(line) for line in value] if name == "lines" else value
    return out


def _block_in(raw: dict[str, Any]) -> Block:
    values = {name: _value_in(name, value) for name, value in raw.items() if name != "kind"}
    return _KINDS[raw["kind"]](**values)


def _value_in(name: str, value: Any) -> Any:
    if name == "lines":
        return tuple(_block_in(line) for line in value)
    return _PARSED[name](value) if name in _PARSED else value
