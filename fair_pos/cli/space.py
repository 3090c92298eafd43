"""How much room is left, and how old the newest copy is: what `doctor` and `serve` look at."""

import shutil
from datetime import timedelta
from pathlib import Path

from fair_pos.core.clock import Clock, local
from fair_pos.core.money import format_vnd
from fair_pos.db import copies
from fair_pos.db.copies import Copy
from fair_pos.settings import Settings

LOW_MB = 500
FULL_MB = 100
"""Below, sales stop soon: each is refused with 507 and stays on its till."""
OLD = timedelta(hours=24)


def free_mb(folder: Path) -> int:
    """Return the free room of a folder's disk."""
    return shutil.disk_usage(folder).free // 1_000_000


def words(free: int) -> str:
    """Say how much is free, and what to do when it is little."""
    if free >= LOW_MB:
        return f"{format_vnd(free)} MB"
    todo = "xóa bớt tệp, chép ảnh và bản sao lưu cũ sang ổ khác"
    if free >= FULL_MB:
        return f"chỉ còn {format_vnd(free)} MB; {todo}"
    return f"chỉ còn {format_vnd(free)} MB, sắp không ghi được đơn; {todo} NGAY"


def newest_copy(settings: Settings) -> Copy | None:
    """Return the newest copy by its name, where copies went lately; nothing of it is checked."""
    found = [
        copy
        for folder in copies.remembered(settings)
        for copy in copies.listed(folder, settings.site)
    ]
    return max(found, key=lambda copy: copy.made, default=None)


def is_old(copy: Copy, clock: Clock) -> bool:
    """Say whether a copy is older than a day."""
    return copy.made < f"{local(clock.now() - OLD):%Y%m%d-%H%M%S}"
