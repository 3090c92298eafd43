"""`verify` and `journal`: are the books unbroken, and the journal for others to check."""

import io
from pathlib import Path
from typing import Annotated

import typer

from fair_pos.cli import terminal
from fair_pos.cli.terminal import say
from fair_pos.db.files import beside, sha256
from fair_pos.db.journal import canonical
from fair_pos.reports import journal_export
from fair_pos.reports.verify import verify as walk
from fair_pos.signing import blocks

AsJson = Annotated[bool, typer.Option("--json", help="Trả lời dạng JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("verify")(verify)
    group = typer.Typer(help="Nhật ký.", no_args_is_help=True)
    group.callback()(_journal)
    group.command("export")(export)
    app.add_typer(group, name="journal")


def verify(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Kiểm tra chuỗi nhật ký và mọi tổng số."""
    with terminal.opened(ctx) as store, store.reading() as session:
        verdict = walk(session, store.org_id)
    if as_json:
        terminal.say_json(verdict.as_json())
    elif verdict.intact:
        say(verdict.sentence())
    if not verdict.intact:
        terminal.complain(verdict.sentence())
        raise typer.Exit(1)


def _journal() -> None:
    """Nhật ký."""


def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Mỗi dòng một sự việc.")],
) -> None:
    """Xuất nhật ký để người khác kiểm tra và cộng lại; chữ ký ở tệp .sig bên cạnh."""
    with terminal.opened(ctx) as store, store.reading() as session, terminal.writing(file) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
        count = journal_export.export(session, store.org_id, text)
        text.flush()
        text.detach()
        key = store.signer.key
        is_sample = store.is_demo
    say(f"{file}: {count} dòng nhật ký.")
    if key is not None:
        signature = blocks.block(key, "journal", sha256(file), is_sample=is_sample)
        with terminal.writing(beside(file, ".sig")) as raw:
            raw.write((canonical(signature) + "\n").encode())
        say(f"{beside(file, '.sig')}: chữ ký, gửi kèm tệp trên.")
