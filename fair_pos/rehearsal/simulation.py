"""A plausible fair planned from a seed: who sells what and when, what comes back. Pure.

The same seed over the same stalls gives the same documents with the same ids; played again, the
tills have other series and the documents other ids.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from fair_pos.rehearsal.acts import Act, Day, Stall
from fair_pos.rehearsal.stall_day import Diary

_SATURDAY = 5


def plan(seed: int, stalls: Sequence[Stall], days: Sequence[Day], sales: int) -> Iterator[Act]:
    """Yield what happens at a fair, in the order of time; exactly `sales` sales."""
    crowd = _crowd(random.Random(f"{seed}"), stalls, days, sales)  # noqa: S311  a game, no secret
    numbers: Counter[str] = Counter()
    for day in days:
        acts: list[Act] = []
        for stall in stalls:
            wanted = crowd[day.day, stall.code]
            if wanted:
                rng = random.Random(f"{seed}/{day.day}/{stall.code}-{stall.series}")  # noqa: S311
                diary = Diary(stall, day, rng, numbers[stall.code])
                acts += diary.write(wanted)
                numbers[stall.code] = diary.seq
        yield from sorted(acts, key=lambda act: (act.at, act.stall.code))


def _crowd(
    rng: random.Random, stalls: Sequence[Stall], days: Sequence[Day], sales: int
) -> Counter[tuple[date, str]]:
    """Spread the sales: few stalls sell much, many a little, each something if there is enough."""
    sizes = {stall.code: rng.lognormvariate(0, 0.7) * len(stall.wares) ** 0.5 for stall in stalls}
    places = [(day.day, stall.code) for day in days for stall in stalls]
    weights = [sizes[code] * (1.5 if day.weekday() >= _SATURDAY else 1.0) for day, code in places]
    each = places if sales >= 2 * len(places) else []
    return Counter([*each, *rng.choices(places, weights, k=sales - len(each))])
