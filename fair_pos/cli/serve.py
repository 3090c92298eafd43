"""`serve`: the web server of one site. Its http door always; beside it https where TLS is on."""

import contextlib
import logging
import signal
import threading
from typing import Annotated, Any

import typer

from fair_pos.cli import terminal
from fair_pos.cli.doors import Door, open_door
from fair_pos.cli.ready import make_ready
from fair_pos.cli.terminal import say
from fair_pos.core.clock import SystemClock
from fair_pos.db import witness

STOP_S = 5

Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Cổng (mặc định 8000).")]
TlsPort = Annotated[
    int | None,
    typer.Option(min=1, max=65535, help="Cổng https khi đã có chứng chỉ (mặc định 8443)."),
]
Host = Annotated[
    str | None, typer.Option(help="Địa chỉ nghe; 0.0.0.0 cho cả mạng nội bộ (mặc định 127.0.0.1).")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    ctx: typer.Context, port: Port = None, tls_port: TlsPort = None, host: Host = None
) -> None:
    """Chạy máy chủ của hội chợ (dừng bằng Ctrl+C)."""
    settings = terminal.settings_of(ctx, port=port, tls_port=tls_port, host=host)
    with contextlib.closing(open_door(settings)) as door:
        run(door)


def run(door: Door) -> None:
    """Serve until Ctrl+C; one process, because SQLite has one writer.

    Raises:
        NoDatabaseError: the data folder was not initialised.
        DamagedError: the database is damaged.
    """
    make_ready(door.settings, SystemClock())
    import uvicorn  # noqa: PLC0415  the web is loaded by the commands that need it

    from fair_pos.cli.two_doors import TwoDoors  # noqa: PLC0415
    from fair_pos.web.app import create_app  # noqa: PLC0415

    logging.basicConfig(level=logging.WARNING)
    config = uvicorn.Config(
        create_app(door.settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_S,
    )
    door.listener.listen()
    _introduce(door)
    _end_on_sigterm()
    with witness.kept(door.settings, SystemClock()), contextlib.suppress(KeyboardInterrupt):
        TwoDoors(config, door.secure).run(sockets=[door.listener])
    say("Đã dừng.")


def _end_on_sigterm() -> None:
    """Let a service manager's stop end the program like Ctrl+C, so that it can note its end."""

    def end(*_: Any) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, end)


def _introduce(door: Door) -> None:
    say(f"Fair POS: {door.settings.base_url}   (dừng: Ctrl+C)")
    if door.secure is not None:
        say(f"Cửa http vẫn mở: {door.http_url}   cài chứng chỉ: {door.http_url}/cai-dat")
