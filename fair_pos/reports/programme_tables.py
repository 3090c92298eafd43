"""The tables of the programme page: each kind of figure in its own column. Pure."""

from fair_pos.core.money import round_half_up
from fair_pos.programme.models import PlanFigure
from fair_pos.reports import history_tables, plans, rules, words
from fair_pos.reports.columns import DECLARED, MEASURED, MILLION, SUM
from fair_pos.reports.history_tables import HOME, MILLION_VND, as_of
from fair_pos.reports.programme import Programme
from fair_pos.reports.rules import Amount
from fair_pos.reports.tables import Column, Form, Phrase, Row, Table
from fair_pos.venues.models import VenueKind


def programme_tables(found: Programme) -> dict[str, Table]:
    """Return every table by its key."""
    tables = (
        history_tables.years(found),
        plan(found),
        editions(found),
        communes(found),
        history_tables.published_editions(found),
        history_tables.published_figures(found),
    )
    return {table.key: table for table in tables}


def plan(found: Programme) -> Table:
    """Return what was planned beside what is known of it."""
    own = tuple(_plan_row(found, one) for one in found.plans)
    return Table(
        "plan",
        "2",
        Phrase("So với kế hoạch", "Against plan"),
        (
            Column(Phrase("Chỉ tiêu", "Indicator")),
            Column(Phrase("Kế hoạch", "Plan"), Form.COUNT),
            Column(Phrase("Theo công bố", "Published"), Form.COUNT),
            Column(Phrase("Ghi tại quầy", "Measured"), Form.COUNT),
            Column(Phrase("Tự khai", "Declared"), Form.COUNT),
            Column(Phrase("Cộng", "Total"), Form.COUNT),
            Column(Phrase("Đạt", "Reached"), Form.SHARE),
            Column(Phrase("Nguồn của kế hoạch", "Source of the plan")),
        ),
        (*_published_plans(found), *own),
        unit=Phrase(
            "triệu đồng, hoặc như ghi ở chỉ tiêu", "million đồng, or as the indicator says"
        ),
        notes=(
            Phrase(
                "Đạt: theo cột Cộng của hệ thống này; ở dòng không có thì theo số công bố.",
                "Reached: by our own total; where there is none, by the published figure.",
            ),
            as_of(found),
        ),
    )


def _plan_row(found: Programme, one: PlanFigure) -> Row:
    name = plans.INDICATORS[one.indicator][0]
    said = _of_year(found, one.year, one.indicator)
    amount = _own(found, one.year, one.indicator)
    known = amount.sum_vnd if amount is not None else said
    return Row(
        (
            Phrase(f"{name.vi} {one.year}", f"{name.en} {one.year}"),
            one.value,
            said,
            amount.measured_vnd if amount else None,
            amount.declared_vnd if amount else None,
            amount.sum_vnd if amount else None,
            rules.permille(known, one.value) if known is not None else None,
            Phrase(one.source, one.source),
        )
    )


def _own(found: Programme, year: int, indicator: str) -> Amount | None:
    """Return our own figure in the indicator's unit; money in whole triệu."""
    if indicator == "fairs":
        fairs = {e.code for e in found.editions if e.year == year and e.kind == VenueKind.FAIR}
        return Amount(measured_vnd=len(fairs))
    kinds = {"revenue_fairs": [VenueKind.FAIR], "revenue_outlets": [VenueKind.OUTLET],
             "revenue_all": [*VenueKind]}.get(indicator)  # fmt: skip
    if kinds is None:
        return None
    amount = sum((found.of_year(year, kind) for kind in kinds), Amount())
    return Amount(
        round_half_up(amount.measured_vnd, MILLION_VND),
        round_half_up(amount.declared_vnd, MILLION_VND),
    )


def _of_year(found: Programme, year: int, indicator: str) -> int | None:
    """Return the last published figure of a year; of a fair's revenue the sum of its editions."""
    if indicator == "revenue_fairs":
        editions = [one.facts.revenue_vnd or 0 for one in found.published_editions
                    if one.year == year]  # fmt: skip
        return sum(editions) // MILLION_VND or None
    numbers = [
        one.number
        for one in found.figures
        if (one.scope, one.indicator, one.last_year) == (HOME, indicator, year)
    ]
    return numbers[-1] if numbers else None


def _published_plans(found: Programme) -> tuple[Row, ...]:
    """Return plans that were published together with what was reached."""
    rows = []
    for one in found.figures:
        if one.indicator != "sales_plan" or one.number is None:
            continue
        done = next(
            (other.number for other in found.figures
             if other.indicator == "sales" and other.when == one.when), None,
        )  # fmt: skip
        rows.append(
            Row(
                (
                    Phrase(f"Doanh thu sản phẩm {one.when}", f"Product revenue {one.when}"),
                    one.number, done, None, None, None,
                    rules.permille(done, one.number) if done else None,
                    Phrase(one.source, one.source),
                )
            )
        )  # fmt: skip
    return tuple(rows)


def editions(found: Programme) -> Table:
    """Return our own fairs and outlets by year."""
    total = sum((one.amount for one in found.editions), Amount())
    return Table(
        "editions",
        "3",
        Phrase("Theo kỳ hội chợ và điểm bán", "By fair and outlet"),
        (Column(Phrase("Năm", "Year")), Column(Phrase("Nơi bán", "Place"), Form.TEXT),
         Column(Phrase("Ngày", "Days")), MEASURED, DECLARED, SUM),
        tuple(
            Row(
                (
                    str(one.year),
                    one.name,
                    f"{one.first_day:%d/%m} – {one.last_day:%d/%m/%Y}" if one.last_day else "",
                    one.amount.measured_vnd,
                    one.amount.declared_vnd,
                    one.amount.sum_vnd,
                ),
                f"from={one.year}-01-01&to={one.year}-12-31",
                venue=one.code,
            )
            for one in found.editions
        ),
        Row((words.TOTAL, Phrase("", ""), Phrase("", ""), total.measured_vnd, total.declared_vnd,
             total.sum_vnd), bold=True),
        MILLION,
        (words.REVENUE_NOTE, as_of(found)),
    )  # fmt: skip


def communes(found: Programme) -> Table:
    """Return the communes by stars; declared money names no stars and stands apart."""
    stars = (5, 4, 3, 0)
    rows = tuple(
        Row(
            (
                one.name,
                *(one.by_star.get(star, 0) for star in stars),
                sum(one.by_star.values()),
                one.declared_vnd,
                sum(one.by_star.values()) + one.declared_vnd,
            )
        )
        for one in found.communes
    )
    numbers = [[v for v in row.values[1:] if isinstance(v, int)] for row in rows]
    sums = [sum(column) for column in zip(*numbers, strict=True)] or [0] * 7
    return Table(
        "communes",
        "4",
        Phrase("Theo địa phương và hạng sao", "By locality and stars"),
        (
            Column(Phrase("Địa phương", "Locality")),
            *(Column(words.STARS[str(star)] if star else Phrase("Hàng khác", "Other goods"),
                     Form.MONEY) for star in stars),
            Column(Phrase("Ghi tại quầy", "Measured"), Form.MONEY),
            Column(Phrase("Tự khai", "Declared"), Form.MONEY),
            SUM,
        ),
        rows,
        Row((words.TOTAL, *sums), bold=True),
        MILLION,
        (words.LOCALITY_NOTE, words.OCOP_NOTE,
         Phrase("Phiếu tự khai không ghi hạng sao.", "Slips name no stars."), as_of(found)),
    )  # fmt: skip
