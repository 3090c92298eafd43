"""`demo`: a fresh, lively fair and the server over it."""

import gc
import shutil
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import typer

from fair_pos.cli import demo_fair, doors, serve, terminal
from fair_pos.cli.backup import is_in_use
from fair_pos.cli.demo_fair import Demo
from fair_pos.cli.doors import Door, PortTakenError
from fair_pos.cli.serve import Host, Port
from fair_pos.cli.terminal import say
from fair_pos.core.clock import SystemClock
from fair_pos.core.errors import FairPosError
from fair_pos.settings import Settings

FOLDER = Path("demo-data")
MARKER = ".fair-pos-demo"
PORTS_TRIED = 20


class NotADemoError(FairPosError):
    """A folder with somebody's data is never emptied."""

    code = "not_a_demo"
    vi = "{detail} không phải thư mục của bản mẫu nên không xóa. Chọn thư mục khác bằng --data."
    en = "{detail} is not a demo's folder and is not emptied. Choose another with --data."


class DemoRunsError(FairPosError):
    """An earlier demo is still running over this folder."""

    code = "demo_runs"
    vi = "Một bản mẫu khác đang chạy trên {detail}. Dừng nó trước, hoặc thêm --data THƯ-MỤC."
    en = "Another demo runs over {detail}. Stop it first, or add --data DIR."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(ctx: typer.Context, port: Port = None, host: Host = None) -> None:
    """Mở hội chợ mẫu, làm mới mỗi lần chạy (dừng bằng Ctrl+C)."""
    folder = ctx.obj or FOLDER
    own: dict[str, Any] = {"data": folder, "database_url": ""}
    settings = terminal.settings_of(ctx, port=port, host=host, **own)
    door = _open_door(settings, fixed=port is not None)
    with closing(door.listener):
        empty_folder(folder)
        made = make(door.settings)
        introduce(made, door.settings)
        serve.run(door)


def make(settings: Settings) -> Demo:
    """Make the demo fair, showing how far it is."""
    text = demo_fair.read()
    with terminal.progress("Dựng hội chợ mẫu", text["sales"] + text["outlet"]["sales"]) as advance:
        gc.disable()  # a short burst of objects that all stay: a third faster
        try:
            return demo_fair.build(settings, SystemClock(), advance)
        finally:
            gc.enable()


def empty_folder(folder: Path) -> None:
    """Remove an earlier demo.

    Raises:
        NotADemoError: the folder holds something else.
        DemoRunsError: a server has it open.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise NotADemoError(str(folder))
        database = Settings(data=folder).sqlite_file
        if database.exists() and is_in_use(database):
            raise DemoRunsError(str(folder))
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("Thư mục này được xóa mỗi lần chạy fair-pos demo.\n", "utf-8")


def introduce(made: Demo, settings: Settings) -> None:
    """Say where it is and who may sign in."""
    base = settings.base_url
    say()
    say(f"Hội chợ mẫu:   {base}/v/{made.fair}")
    say(f"               {made.name}")
    say(f"Dữ liệu mẫu:   {settings.data.resolve()} (làm mới mỗi lần chạy demo)")
    say(f"Mật khẩu của mọi tài khoản: {made.password}")
    for login, role, name in made.logins:
        say(f"   {login:<14} {role} ({name})")
    say(f"Quầy bán thử:  {base}/T/{made.card}   (gian {made.booth}, chọn Hạnh, PIN {made.pin})")
    say(f"   Mọi gian: người bán PIN {made.pin}, trưởng gian PIN {made.leader_pin}.")
    say()


def _open_door(settings: Settings, *, fixed: bool) -> Door:
    """Bind the port that was asked for, else the first free one from the usual one on."""
    for port in range(settings.port, settings.port + PORTS_TRIED):
        if fixed or _is_free(settings.host, port):
            return doors.open_door(settings.model_copy(update={"port": port}))
    raise PortTakenError(f"{settings.host}:{settings.port}", reason="đang bận", option="--port")


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        return probe.connect_ex(("127.0.0.1" if host in doors.EVERYWHERE else host, port)) != 0
