"""The programme's tables of time: the years, and what was published. Pure."""

from collections.abc import Iterable

from fair_pos.core.clock import format_moment
from fair_pos.core.money import format_vnd
from fair_pos.reports import words
from fair_pos.reports.columns import MILLION
from fair_pos.reports.history import Figure
from fair_pos.reports.programme import Programme
from fair_pos.reports.tables import Column, Form, Phrase, Row, Table, Value
from fair_pos.venues.models import VenueKind

HOME = "Quảng Ninh"
MILLION_VND = 1_000_000
_NONE = Phrase("–", "–")
_SHOWN = frozenset({"products_joined", "products_starred", "subjects", "sales"})
"""Indicators of the first table."""
STRANGE_NOTE = Phrase(
    "* Số công bố mâu thuẫn nhau, giữ nguyên từng nguồn.",
    "* Published figures disagree; each source is kept.",
)
APART_NOTE = Phrase(
    "Ghi tại quầy, tự khai và theo công bố luôn ghi riêng; không cộng số công bố với số nào.",
    "Measured, declared and published always stand apart; published figures are added to nothing.",
)


def as_of(found: Programme) -> Phrase:
    """Return when the page was made."""
    at = format_moment(found.as_of)
    return Phrase(f"Lập lúc {at}.", f"Made {at}.")


def years(found: Programme) -> Table:
    """Return the points in time with what was published, and our own figures beside."""
    rows = sorted(
        [*_published_rows(found), *_own_rows(found)], key=lambda pair: (pair[0], pair[1].bold)
    )
    return Table(
        "years",
        "1",
        Phrase("Các năm", "The years"),
        (
            Column(Phrase("Thời điểm", "Time")),
            Column(Phrase("Sản phẩm tham gia", "Products joined"), Form.COUNT),
            Column(Phrase("Có sao", "With stars"), Form.COUNT),
            Column(Phrase("3 / 4 / 5 sao", "3 / 4 / 5 stars"), Form.COUNT),
            Column(Phrase("Chủ thể", "Subjects"), Form.COUNT),
            Column(Phrase("Doanh thu sản phẩm, công bố", "Product revenue, published"), Form.COUNT),
            Column(Phrase("Doanh thu hội chợ, công bố", "Fair revenue, published"), Form.COUNT),
            Column(Phrase("hội chợ, tự khai", "fairs, declared"), Form.MONEY),
            Column(Phrase("hội chợ, ghi tại quầy", "fairs, measured"), Form.MONEY),
            Column(Phrase("điểm bán, tự khai", "outlets, declared"), Form.MONEY),
            Column(Phrase("điểm bán, ghi tại quầy", "outlets, measured"), Form.MONEY),
        ),
        tuple(row for _, row in rows),
        unit=MILLION,
        notes=(
            Phrase(
                "Sản phẩm tham gia: đăng ký trong năm; có nguồn đếm nhóm, có nguồn đếm mặt hàng."
                " Có sao: 3–5 sao, định nghĩa đổi theo năm. Doanh thu sản phẩm: của chủ thể, mọi"
                " kênh, không phải doanh thu hội chợ. “–”: không tìm thấy.",
                "Products joined: registered in the year; some sources count groups, some goods."
                " With stars: 3–5, definitions changed. Product revenue: of the subjects, all"
                " channels, not of the fairs. “–”: not found.",
            ),
            STRANGE_NOTE,
            APART_NOTE,
            as_of(found),
        ),
    )


def _published_rows(found: Programme) -> list[tuple[int, Row]]:
    """Return one row per time with a published figure of the province, or with a fair."""
    by_time: dict[tuple[int, str], list[Figure]] = {}
    for one in found.figures:
        if one.scope == HOME and one.indicator in _SHOWN:
            by_time.setdefault((one.months, one.when), []).append(one)
    fairs = {one.year for one in found.published_editions if one.facts.revenue_vnd}
    for year in fairs - {(months - 1) // 12 for months, _ in by_time}:
        by_time[year * 12 + 12, str(year)] = []
    rows = []
    shown: set[int] = set()
    for (months, when), figures in sorted(by_time.items(), reverse=True):
        year = (months - 1) // 12
        fair = _fair_revenue(found, year) if year not in shown else _NONE
        shown.add(year)
        rows.append((months, _published_row(when, figures, fair)))
    return rows


def _published_row(when: str, figures: list[Figure], fair: Phrase) -> Row:
    stars = next(
        (
            one.definition.removeprefix("3/4/5 sao: ").split(",")[0].split(" cấp")[0]
            for one in figures
            if one.definition.startswith("3/4/5 sao: ")
        ),
        "–",
    )
    return Row(
        (
            Phrase(when, when),
            _figure(figures, "products_joined"),
            _figure(figures, "products_starred"),
            Phrase(stars, stars),
            _figure(figures, "subjects"),
            _figure(figures, "sales"),
            fair,
            None,
            None,
            None,
            None,
        )
    )


def _figure(figures: Iterable[Figure], indicator: str) -> Phrase:
    one = next((one for one in figures if one.indicator == indicator), None)
    if one is None:
        return _NONE
    text = f"{one.text}{'*' if one.strange else ''}"
    return Phrase(text, text)


def _fair_revenue(found: Programme, year: int) -> Phrase:
    """Add up the published editions of a year; a lower bound keeps its sign."""
    editions = [
        one for one in found.published_editions if one.year == year and one.facts.revenue_vnd
    ]
    if not editions:
        return _NONE
    more = ">" if any(one.at_least for one in editions) else ""
    total = sum(one.facts.revenue_vnd or 0 for one in editions)
    text = f"{more}{format_vnd(total // MILLION_VND)}"
    return Phrase(text, text)


def _own_rows(found: Programme) -> list[tuple[int, Row]]:
    rows = []
    for year in sorted({one.year for one in found.editions}):
        fairs, outlets = (found.of_year(year, kind) for kind in VenueKind)
        sample = ("(mẫu)", "(sample)") if found.has_demo else ("", "")
        name = Phrase(
            f"{year}, hệ thống này {sample[0]}".strip(), f"{year}, this system {sample[1]}".strip()
        )
        values: tuple[Value, ...] = (
            name, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, fairs.declared_vnd, fairs.measured_vnd,
            outlets.declared_vnd, outlets.measured_vnd,
        )  # fmt: skip
        rows.append((year * 12 + 12, Row(values, bold=True)))
    return rows


def published_editions(found: Programme) -> Table:
    """Return what was published about earlier fairs."""
    return Table(
        "published_editions",
        "5",
        Phrase("Các kỳ hội chợ theo công bố", "Earlier fairs as published"),
        (
            Column(Phrase("Kỳ", "Edition")),
            Column(Phrase("Số ngày", "Days"), Form.COUNT),
            Column(Phrase("Gian", "Booths"), Form.COUNT),
            Column(Phrase("Lượt khách", "Visits"), Form.COUNT),
            Column(Phrase("Doanh thu", "Revenue"), Form.MONEY),
            Column(Phrase("trong đó OCOP", "of which OCOP"), Form.MONEY),
            Column(Phrase("Bình quân ngày", "Per day"), Form.MONEY),
            Column(Phrase("Ghi chú", "Note")),
            Column(Phrase("Nguồn", "Source")),
        ),
        tuple(
            Row(
                (
                    one.facts.short_name,
                    one.facts.days,
                    one.booths,
                    one.facts.visitors,
                    one.facts.revenue_vnd or words.NOT_PUBLISHED,
                    one.ocop_vnd,
                    one.facts.revenue_per_day_vnd,
                    one.facts.note,
                    one.facts.source,
                )
            )
            for one in sorted(found.published_editions, key=lambda one: (one.year, one.facts.code))
        ),
        unit=MILLION,
        notes=(
            Phrase(
                "Số theo công bố, thường ghi “ước đạt”; cách thu thập không rõ.",
                "As published, mostly worded as estimates; how they were gathered is not known.",
            ),
            as_of(found),
        ),
    )


def published_figures(found: Programme) -> Table:
    """Return every published figure with its time, definition and source."""
    return Table(
        "published_figures",
        "6",
        Phrase("Số liệu công bố: thời điểm, định nghĩa, nguồn", "Published figures and sources"),
        (
            Column(Phrase("Thời điểm", "Time")),
            Column(Phrase("Phạm vi", "Scope")),
            Column(Phrase("Chỉ tiêu", "Indicator")),
            Column(Phrase("Số liệu", "Figure"), Form.COUNT),
            Column(Phrase("Đơn vị", "Unit")),
            Column(Phrase("Định nghĩa", "Definition")),
            Column(Phrase("Nguồn", "Source")),
        ),
        tuple(
            Row(
                (
                    one.when,
                    one.scope,
                    words.INDICATORS[one.indicator],
                    Phrase(*(f"{one.text}{'*' if one.strange else ''}",) * 2),
                    words.UNITS[one.unit],
                    one.definition,
                    one.source,
                )
            )
            for one in found.figures
        ),
        notes=(STRANGE_NOTE, as_of(found)),
    )
