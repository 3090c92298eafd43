"""Is a database file whole? SQLite's own check, then every link of the journal's chain.

Over simulated disks that ignore syncs the two together found every file that SQLite's full check
or the comparison of all books found damaged: docs/power-cuts.md.
"""

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from fair_pos.db.engine import sqlite_driver
from fair_pos.db.journal import chain_hash, genesis

_CHAIN = "SELECT epoch, seq, body, prev, hash FROM journal ORDER BY org_id, epoch, seq"


def damage(file: Path) -> str:
    """Return what is wrong with the file in use, or nothing; its log is folded in as SQLite does.

    Quick enough for every start after a power cut: docs/power-cuts.md has the seconds.
    """
    return _damage(str(file), "PRAGMA quick_check(1)", uri=False)


def damage_of_copy(file: Path) -> str:
    """Return what is wrong with a file nobody has open, or nothing; looks at indexes too."""
    return _damage(f"{file.resolve().as_uri()}?mode=ro", "PRAGMA integrity_check(1)", uri=True)


def _damage(address: str, check: str, *, uri: bool) -> str:
    driver = sqlite_driver()
    try:
        with closing(driver.connect(address, uri=uri)) as connection:
            answer = str(connection.execute(check).fetchone()[0])
            if answer != "ok":
                return " ".join(answer.removeprefix("*** in database main ***").split())
            return broken_link(connection.execute(_CHAIN))
    except (driver.DatabaseError, UnicodeDecodeError) as error:
        return str(error)


def broken_link(rows: Iterable[tuple[Any, ...]]) -> str:
    """Return the first line of the journal that does not follow the one before, or nothing.

    Shape of a row: epoch, seq, body, prev, hash; in order.
    """
    epoch, seq, expected = "", 0, ""
    for found_epoch, number, body, prev, digest in rows:
        if found_epoch != epoch:
            epoch, seq, expected = found_epoch, 0, _genesis(body, found_epoch)
        seq += 1
        if (number, prev) != (seq, expected) or chain_hash(prev, body) != digest:
            return f"nhật ký đứt ở dòng {seq}"
        expected = digest
    return ""


def _genesis(body: str, epoch: str) -> str:
    try:
        return genesis(str(json.loads(body)["site"]), epoch)
    except (ValueError, KeyError, TypeError):
        return ""
