"""Finding a printer's profile: what the answers about a test page mean. Pure.

Three questions: does the frame reach both edges, are the letters right, is the code whole?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fair_pos.printing.profiles import Profile


class Ruler(StrEnum):
    """What the frame of the test page shows."""

    WHOLE = "whole"
    CLIPPED = "clipped"
    SHORT = "short"
    """White paper is left beside it."""


class Letters(StrEnum):
    """How the letters came out."""

    RIGHT = "right"
    BROKEN = "broken"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody saw on the test page."""

    ruler: Ruler
    letters: Letters
    is_code_whole: bool

    @property
    def is_right(self) -> bool:
        """Say whether the profile fits."""
        return self.ruler is Ruler.WHOLE and self.letters is Letters.RIGHT and self.is_code_whole


def next_profile(
    current: str, tried: Sequence[str], answers: Answers, known: dict[str, Profile]
) -> str | None:
    """Return the profile to try next, or None when there is nothing left to try.

    Broken letters come first: of a garbled picture the width says nothing. A smaller buffer is
    tried before plain letters, because plain letters lose the marks.
    """
    profile = known[current]
    if answers.letters is not Letters.RIGHT or not answers.is_code_whole:
        wanted = _slower(profile, known)
    elif answers.ruler is Ruler.CLIPPED:
        wanted = _of_width(profile, known, wider=False)
    else:
        wanted = _of_width(profile, known, wider=True)
    return next((one for one in wanted if one not in tried and one != current), None)


def _slower(profile: Profile, known: dict[str, Profile]) -> list[str]:
    """Return profiles of this paper by how little they ask of a printer."""
    fit = [
        name
        for name, other in known.items()
        if other.paper_mm == profile.paper_mm
        and other.language is profile.language
        and other.width_dots <= profile.width_dots
        and (other.text_only or other.strip_rows < profile.strip_rows)
    ]
    return sorted(fit, key=lambda name: (known[name].text_only, -known[name].strip_rows))


def _of_width(profile: Profile, known: dict[str, Profile], *, wider: bool) -> list[str]:
    """Return the general profiles of other widths, the nearest first."""
    steps = {
        name: other.width_dots - profile.width_dots
        for name, other in known.items()
        if name.startswith("generic-") and other.strip_rows == profile.strip_rows
    }
    right_way = [name for name, step in steps.items() if (step > 0) is wider and step]
    return sorted(right_way, key=lambda name: abs(steps[name]))
