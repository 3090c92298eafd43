"""Papers that try a printer: a ruler to the edge, every letter, a code."""

from datetime import datetime

from fair_pos.core.clock import format_moment
from fair_pos.core.document import (
    Align,
    Block,
    Code,
    Document,
    Edge,
    Gap,
    Row,
    Rule,
    Size,
    Text,
)
from fair_pos.printing.profiles import Profile

CODE = "HTTPS://FAIR-POS.TEST/R/B4K7R2XQ9F"
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def letters() -> str:
    """Return all Vietnamese letters with marks, small and capital, đ and ₫."""
    small = " ".join("".join(vowel + tone for tone in _TONES) for vowel in _VOWELS)
    return f"{small} đ {small.upper()} Đ ₫"


def page(name: str, at: datetime, profile_id: str, profile: Profile) -> Document:
    """Return the test page of a printer: it answers the three questions of the set-up page."""
    ruler = Text("1. Khung phải đủ bốn cạnh, hai cạnh bên sát mép giấy:", bold=True)
    blocks: list[Block] = [
        Text("IN THỬ", size=Size.LARGE, bold=True, align=Align.CENTER),
        Text(name, bold=True, align=Align.CENTER),
        Text(f"{profile.name} ({profile_id})", align=Align.CENTER),
        Text(format_moment(at), align=Align.CENTER),
        Rule(),
        ruler,
        Edge(),
        Row("< 0", f"{profile.width_dots} chấm >"),
        Gap(),
        Text("2. Chữ phải đủ dấu, không vỡ:", bold=True),
        Text(letters()),
        Text("Chả mực Hạ Long giã tay", stars=4),
        Row("1.234.567.890", "1.234.567\u00a0đ", size=Size.TOTAL, bold=True),
        Gap(),
        Text("3. Quét mã này bằng điện thoại:", bold=True),
        Code(CODE, (Text("Phải ra"), Text("B4K7R 2XQ9F", bold=True))),
        Rule(),
    ]
    return Document("IN THỬ", tuple(blocks))
