"""Geometry of the bar charts: whole pixels, ready to be printed as SVG. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fair_pos.core.money import format_million, format_vnd, round_half_up

LEFT, TOP, BOTTOM = 56, 26, 26
"""Room for the axis text, the figure over the highest bar and the labels."""
BAR_PERMILLE = 640
"""Of a step; tokens ask for 62–66 %."""
MOST_GRID_LINES = 5
MOST_LABELLED_BARS = 14
SMALL_VND = 10_000_000
TEXT_WIDTH = 32
"""Of a number of three digits."""


@dataclass(frozen=True, slots=True)
class Point:
    """A bar: measured below, declared above; `tick` is the other series, None without one.

    `kind` is `measured`, `published` (its money stands in `measured_vnd`) or `missing` (an event
    without a known figure: a small dashed box of fixed height).
    """

    label: str
    measured_vnd: int
    declared_vnd: int = 0
    tick_vnd: int | None = None
    kind: str = "measured"

    @property
    def top_vnd(self) -> int:
        """The highest thing drawn here."""
        return max(self.measured_vnd + self.declared_vnd, self.tick_vnd or 0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in pixels."""

    label: str
    vnd: int
    x: int
    width: int
    measured_y: int
    measured_height: int
    declared_y: int
    declared_height: int
    tick_y: int | None
    kind: str

    @property
    def text(self) -> str:
        """Return the figure over the bar: triệu, with a decimal while it is small.

        >>> Bar("", 377_600_000, 0, 0, 0, 0, 0, 0, None, "measured").text
        '378'
        """
        if self.vnd < SMALL_VND:
            return format_million(self.vnd)
        return format_vnd(round_half_up(self.vnd, 1_000_000))

    @property
    def middle(self) -> int:
        """Where its texts are centred."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in pixels; grid lines are (y, đồng)."""

    width: int
    height: int
    grid: tuple[tuple[int, int], ...]
    bars: tuple[Bar, ...]
    labelled: bool

    @property
    def left(self) -> int:
        """Where the axis stands."""
        return LEFT

    @property
    def floor(self) -> int:
        """Where zero lies."""
        return self.height - BOTTOM


def bars(points: Sequence[Point], width: int, height: int) -> Chart:
    """Lay a bar chart out; the zero line is always there."""
    step = nice_step(max((point.top_vnd for point in points), default=0))
    highest = max(step, _rounded_up(max((point.top_vnd for point in points), default=0), step))
    room, floor = height - TOP - BOTTOM, height - BOTTOM

    def up(vnd: int) -> int:
        return round_half_up(max(0, vnd) * room, highest)

    slot = (width - LEFT) / max(1, len(points))
    wide = max(2, int(slot * BAR_PERMILLE / 1000))
    return Chart(
        width=width,
        height=height,
        grid=tuple((floor - up(line), line) for line in range(0, highest + 1, step)),
        bars=tuple(
            Bar(
                label=point.label,
                vnd=point.measured_vnd + point.declared_vnd,
                x=LEFT + int(slot * number + (slot - wide) / 2),
                width=wide,
                measured_y=floor - up(point.measured_vnd),
                measured_height=up(point.measured_vnd),
                declared_y=floor - up(point.measured_vnd + point.declared_vnd),
                declared_height=up(point.measured_vnd + point.declared_vnd)
                - up(point.measured_vnd),
                tick_y=None if point.tick_vnd is None else floor - up(point.tick_vnd),
                kind=point.kind,
            )
            for number, point in enumerate(points)
        ),
        labelled=len(points) <= MOST_LABELLED_BARS,
    )


def nice_step(highest: int) -> int:
    """Return the distance of grid lines: 1, 2 or 5 times a power of ten, at most five lines.

    >>> nice_step(4_022), nice_step(363), nice_step(0), nice_step(17)
    (1000, 100, 1, 5)
    """
    step = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= step * factor * (MOST_GRID_LINES - 1) or (
                _rounded_up(highest, step * factor) <= step * factor * MOST_GRID_LINES
            ):
                return step * factor
        step *= 10


def _rounded_up(value: int, step: int) -> int:
    return -(-value // step) * step


@dataclass(frozen=True, slots=True)
class Dot:
    """A published number at its time; `strange` ones contradict another."""

    x: int
    y: int
    text: str
    strange: bool
    text_y: int


@dataclass(frozen=True, slots=True)
class Dots:
    """A chart of numbers over years in pixels; grid lines are (y, number), years (x, year)."""

    width: int
    height: int
    grid: tuple[tuple[int, int], ...]
    years: tuple[tuple[int, int], ...]
    dots: tuple[Dot, ...]

    @property
    def left(self) -> int:
        """Where the axis stands."""
        return LEFT

    @property
    def floor(self) -> int:
        """Where zero lies."""
        return self.height - BOTTOM


def dots(
    numbers: Sequence[tuple[int, int, bool]], years: tuple[int, int], width: int, height: int
) -> Dots:
    """Lay numbers out over the years; each is (months since the year 0, number, strange)."""
    first, last = years
    step = nice_step(max((number for _, number, _ in numbers), default=0))
    highest = max(step, _rounded_up(max((number for _, number, _ in numbers), default=0), step))
    floor, room = height - BOTTOM, height - TOP - BOTTOM
    slot = (width - LEFT) / (last - first + 1)

    def up(number: int) -> int:
        return floor - round_half_up(number * room, highest)

    return Dots(
        width=width,
        height=height,
        grid=tuple((up(line), line) for line in range(0, highest + 1, step)),
        years=tuple(
            (LEFT + int(slot * (year - first + 0.5)), year) for year in range(first, last + 1)
        ),
        dots=_apart(
            (LEFT + int(slot * (months - first * 12) / 12), up(number), str(number), strange)
            for months, number, strange in numbers
        ),
    )


def _apart(places: Iterable[tuple[int, int, str, bool]]) -> tuple[Dot, ...]:
    """Write a number above its dot, or below where the dot before would touch it."""
    found: list[Dot] = []
    for x, y, text, strange in places:
        before = found[-1] if found else None
        touches = (
            before is not None and x - before.x < TEXT_WIDTH and abs(y - before.y) < TEXT_WIDTH
        )
        above = not touches or (before is not None and before.text_y > before.y)
        found.append(Dot(x, y, text, strange, y - 10 if above else y + 21))
    return tuple(found)
