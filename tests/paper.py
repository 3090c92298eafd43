"""A document as readable text of the paper's width, for snapshots: `as_text(document)`."""

import textwrap

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
    Text,
)

COLUMNS_80, COLUMNS_58 = 48, 32


def as_text(document: Document, columns: int = COLUMNS_80) -> str:
    """Return one line per printed line; sizes and bold are not shown, capitals stay as they are."""
    lines = [line for block in document.blocks for line in _lines(block, columns)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _lines(block: Block, columns: int) -> list[str]:
    match block:
        case Text():
            lines = _wrapped(f"{block.text} {'★' * block.stars}".strip(" "), columns)
            if block.align is Align.CENTER:
                lines = [line.center(columns) for line in lines]
        case Row():
            lines = _wrapped(block.left, columns, indent="  " if block.indent else "")
            if len(lines[-1]) + len(block.right) + 1 > columns:
                lines.append("")
            lines[-1] += block.right.rjust(columns - len(lines[-1]))
        case Rule() | Edge():
            lines = ["-" * columns]
        case Boxed():
            inside = [
                f"| {line.center(columns - 4)} |" for line in _wrapped(block.text, columns - 4)
            ]
            edge = "+" + "-" * (columns - 2) + "+"
            lines = [edge, *inside, edge]
        case Code():
            beside = [line for text in block.lines for line in _lines(text, columns - 5)]
            lines = [f"[QR {block.payload}]", *(f"     {line}" for line in beside)]
        case Picture():
            lines = ["[logo]".center(columns)]
        case Gap():
            lines = []
    return lines


def _wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    wrapper = textwrap.TextWrapper(columns, initial_indent=indent, break_on_hyphens=False)
    return wrapper.wrap(text) or [""]
