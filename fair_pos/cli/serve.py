"""`serve`: the web server of one site."""

import contextlib
import logging
import socket
from dataclasses import dataclass
from typing import Annotated

import typer

from fair_pos.cli import terminal
from fair_pos.cli.terminal import say
from fair_pos.core.errors import FairPosError
from fair_pos.settings import Settings

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  compared with, never bound to by itself
STOP_S = 5

Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Cổng (mặc định 8000).")]
Host = Annotated[
    str | None, typer.Option(help="Địa chỉ nghe; 0.0.0.0 cho cả mạng nội bộ (mặc định 127.0.0.1).")
]


class PortTakenError(FairPosError):
    """Something else listens there, or the address is not this machine's."""

    code = "port_taken"
    vi = "Không mở được {detail}: {reason}. Chọn cổng khác bằng --port."
    en = "Cannot listen on {detail}: {reason}. Choose another with --port."


@dataclass(frozen=True)
class Door:
    """A bound socket and the settings that tell people its address."""

    settings: Settings
    listener: socket.socket


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(ctx: typer.Context, port: Port = None, host: Host = None) -> None:
    """Chạy máy chủ của hội chợ (dừng bằng Ctrl+C)."""
    door = open_door(terminal.settings_of(ctx, port=port, host=host))
    with contextlib.closing(door.listener):
        run(door)


def open_door(settings: Settings) -> Door:
    """Bind the port before anything else, so that a taken one is refused at once.

    Raises:
        PortTakenError: it cannot be bound.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows lets two programs share a port otherwise
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        address = f"{settings.host}:{settings.port}"
        raise PortTakenError(address, reason=error.strerror or str(error)) from error
    return Door(told(settings), listener)


def run(door: Door) -> None:
    """Serve until Ctrl+C; one process, because SQLite has one writer.

    Raises:
        NoDatabaseError: the data folder was not initialised.
    """
    import uvicorn  # noqa: PLC0415  the web is loaded by the commands that need it

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
    say(f"Fair POS: {door.settings.base_url}   (dừng: Ctrl+C)")
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[door.listener])
    say("Đã dừng.")


def told(settings: Settings) -> Settings:
    """Give people an address they can type when the server listens on every one."""
    if settings.public_url or settings.host not in EVERYWHERE:
        return settings
    url = f"http://{_own_address()}:{settings.port}"
    return settings.model_copy(update={"public_url": url})


def _own_address() -> str:
    """Return this machine's address in the local network; asks the routing table, sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        address: str = probe.getsockname()[0]
        return address
