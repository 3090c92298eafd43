"""What every command needs: the opened store, words on the terminal, progress."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import typer

from fair_pos.db.store import Store, open_store
from fair_pos.settings import Settings
from fair_pos.tls import folder

PLAIN_STEPS = 10
"""Lines of progress where the output is no terminal."""


def settings_of(ctx: typer.Context, **given: Any) -> Settings:
    """Return the settings; options on the command line win over the environment.

    Where TLS is on and no address is set, the public one is that of the https door.
    """
    known = {name: value for name, value in given.items() if value is not None}
    if ctx.obj is not None:
        known["data"] = ctx.obj
    return folder.announced(Settings(**known))


@contextmanager
def opened(ctx: typer.Context) -> Iterator[Store]:
    """Open the database for one command.

    Raises:
        NoDatabaseError: there is none in the data folder.
    """
    store = open_store(settings_of(ctx))
    try:
        yield store
    finally:
        store.close()


def say(text: str = "") -> None:
    """Write a line of the answer."""
    typer.echo(text)


def say_json(value: Any) -> None:
    """Write the answer for programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def complain(text: str) -> None:
    """Write a line that is not the answer: why not, what was left out."""
    typer.echo(text, err=True)


@contextmanager
def writing(file: Path) -> Iterator[IO[bytes]]:
    """Write a file whole or not at all; a place that cannot be written is refused at once.

    Raises:
        OSError: no such folder, no right, no room.
    """
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with unfinished.open("wb") as handle:
            yield handle
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show how far long work is, on stderr; gives a function that takes how much more is done."""
    if not sys.stderr.isatty():
        yield _plain_lines(what, total)
        return
    from rich.console import Console  # noqa: PLC0415  slow to load, and rarely needed
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda more: bar.advance(task, more)


def _plain_lines(what: str, total: int) -> Callable[[int], None]:
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        before, done = done, done + more
        if done * PLAIN_STEPS // max(total, 1) > before * PLAIN_STEPS // max(total, 1):
            complain(f"{what}: {done}/{total}")

    return advance
