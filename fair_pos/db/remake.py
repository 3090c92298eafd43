"""Writes the next migration from the models: `uv run poe migration MESSAGE`.

Before the first release there is one migration only: `uv run poe migration --first` makes it anew.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from fair_pos.db import engine, migrate

FIRST = "0001"


def main() -> None:
    """Compare the models with a fresh database and write the difference."""
    first = sys.argv[1:] == ["--first"]
    if first:
        for old in migrate.FOLDER.glob(f"versions/{FIRST}_*.py"):
            old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        database = engine.open_sqlite(Path(folder) / "remake.db")
        migrate.upgrade(database.write)
        with database.write.connect() as connection:
            command.revision(
                migrate.config(connection),
                message="first tables" if first else " ".join(sys.argv[1:]),
                rev_id=FIRST if first else None,
                autogenerate=True,
            )
        database.dispose()


if __name__ == "__main__":
    main()
