"""`labels-key`: a new key for the proofs of labels."""

import typer

from fair_pos.cli import terminal
from fair_pos.cli.terminal import say
from fair_pos.labels import keys


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("labels-key")(labels_key)


def labels_key(ctx: typer.Context) -> None:
    """Đổi khóa tem: tem in từ nay mang khóa mới, tem đã in vẫn là tem thật."""
    with terminal.opened(ctx) as store:
        changed = keys.rotate(store.settings.data)
    say(f"Khóa tem mới: {changed.secrets[-1][0]} (thứ {len(changed.secrets)} trên 28).")
    say("Sao lưu ngay: fair-pos backup. Mất tệp label_keys thì tem đã in bị coi là tem lạ.")
