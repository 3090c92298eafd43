"""`signing-key`: the keys that sign receipts, reports and files: list, publish, rotate."""

from pathlib import Path
from typing import Annotated

import typer

from fair_pos.cli import terminal
from fair_pos.cli.terminal import say
from fair_pos.core.clock import format_moment
from fair_pos.db.journal import canonical
from fair_pos.signing import keys
from fair_pos.signing.keys import Key, Signer


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Khóa ký phiếu, báo cáo và tệp xuất.", no_args_is_help=True)
    group.command("list")(show)
    group.command("publish")(publish)
    group.command("rotate")(rotate)
    app.add_typer(group, name="signing-key")


def show(ctx: typer.Context) -> None:
    """Các khóa ký, dấu vân tay để ghi vào biên bản và đối chiếu."""
    with terminal.opened(ctx) as store:
        known = Signer(store.settings.data).keys
    for key in known:
        say(_line(key))
    if not known:
        say("Chưa có khóa ký. Tạo khóa: fair-pos signing-key rotate")


def publish(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="Tệp khóa công khai.")],
) -> None:
    """Xuất các khóa công khai cho người kiểm tra, như ở địa chỉ /keys.json."""
    with terminal.opened(ctx) as store, terminal.writing(file) as out:
        known = Signer(store.settings.data).keys
        shown = keys.published(known, store.settings.site, is_sample=store.is_demo)
        out.write((canonical(shown) + "\n").encode())
    say(f"{file}: {len(known)} khóa công khai.")


def rotate(ctx: typer.Context) -> None:
    """Đổi khóa ký: từ nay ký bằng khóa mới, chữ ký đã có vẫn kiểm tra được."""
    with terminal.opened(ctx) as store:
        known = keys.rotate(store.settings.data, store.clock.now())
    say(_line(known[-1]))
    say("Sao lưu ngay: fair-pos backup. Công bố lại khóa: fair-pos signing-key publish FILE.json")


def _line(key: Key) -> str:
    until = f"đến {format_moment(key.until)}" if key.until else "đang dùng"
    return f"Khóa {key.key_id}  {key.fingerprint}  từ {format_moment(key.since)}, {until}"
