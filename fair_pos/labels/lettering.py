"""How large a label's words and code are: one rule from its width and height. Pure.

Units: eighths of a millimetre, the dots of a 203 dpi label printer.
"""

from dataclasses import dataclass

MIN_MODULE = 3
"""Dots: 0,375 mm; a phone reads a smaller module too seldom."""
GOOD_MODULE = 3.5
"""Dots: 0,44 mm, on a roll 4 whole dots. Still read where the print is coarse (`labelread` in
docs/benchmarks.md: 100 %, with 3 dots 75 %), so that words give way until the code has it."""

_SLIM = 0.62
"""A label higher than this part of its width gets no larger words for its height."""
_FLAT = 2.6
"""A label this many times as wide as high has its name beside the code."""
_REDUCED_BELOW, _THREE_LINES_FROM, _ROOMY_FROM = 200, 315, 350
_LEAST_NAME, _LEAST_TEXT, _LEAST_PRICE = 14, 13, 22


@dataclass(frozen=True, slots=True)
class NameSize:
    """A size of the product's name, and up to how many letters it is tried."""

    dots: int
    most_letters: int


@dataclass(frozen=True, slots=True)
class Lettering:
    """The sizes of a label's words and code."""

    pad: int
    name_sizes: tuple[NameSize, ...]
    """Tried from the first on; so are the text sizes."""
    name_lines: int
    text_sizes: tuple[int, ...]
    price_size: int
    small_size: int
    """Serial, and the code under its square."""
    module: int
    """Side of a module of the code; less where there is no room."""
    most_code: int
    """Most room for the code with its quiet zone, beside a name of one line."""
    is_reduced: bool
    """Leaves out exhibitor, place and net content; price and serial stand in the column."""
    is_roomy: bool
    """Has the name of the certificate in full and the code under the square."""
    is_flat: bool
    """Everything stands left of the code, which takes the whole height."""

    @property
    def edge(self) -> int:
        """Return the space above the first and below the last row."""
        return self.pad * 2 // 5


def lettering(width: int, height: int) -> Lettering:
    """Return the sizes that suit a label.

    >>> lettering(400, 240).name_sizes[0].dots, lettering(304, 168).is_reduced
    (25, True)
    """
    is_flat = width >= _FLAT * height
    side = height if is_flat else round(min(height, width * _SLIM))
    name = max(_LEAST_NAME, round(side * 0.105))
    text = max(_LEAST_TEXT + 2, round(side * 0.074))
    return Lettering(
        pad=max(6, round(side * 0.058)),
        name_sizes=_name_sizes(name),
        name_lines=2 if side < _THREE_LINES_FROM else 3,
        text_sizes=tuple(range(text, max(_LEAST_TEXT, round(side * 0.05)) - 1, -1)),
        price_size=max(_LEAST_PRICE, round(side * 0.118)),
        small_size=max(_LEAST_TEXT, round(side * 0.06)),
        module=max(4, side // 62),
        most_code=round(min(height * (0.94 if is_flat else 0.74), width * 0.45)),
        is_reduced=side < _REDUCED_BELOW and not is_flat,
        is_roomy=side >= _ROOMY_FROM,
        is_flat=is_flat,
    )


def _name_sizes(largest: int) -> tuple[NameSize, ...]:
    sizes = dict.fromkeys(max(_LEAST_NAME, round(largest * part)) for part in (1, 0.84, 0.68))
    letters = (40, 90, 200) if largest > _LEAST_NAME + 6 else (200, 200, 200)
    return tuple(NameSize(*one) for one in zip(sizes, letters, strict=False))
