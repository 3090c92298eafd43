"""`standby`: the second laptop goes on selling from the newest copy, at the old one's address."""

import contextlib
import ipaddress
import json
import os
import socket
import urllib.error
import urllib.request
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from fair_pos.cli import backup, doors, serve, terminal
from fair_pos.cli.serve import Port
from fair_pos.cli.terminal import complain, say
from fair_pos.core.clock import SystemClock, iso_utc
from fair_pos.core.errors import FairPosError
from fair_pos.db import copies, takeover
from fair_pos.db.copies import Copy
from fair_pos.db.engine import sqlite_driver
from fair_pos.db.takeover import Takeover
from fair_pos.settings import Settings
from fair_pos.tls import folder as tls

ASK_S = 3
AGAIN_S = 2


class OldServerRunsError(FairPosError):
    """Two servers of one site would tear the sales apart."""

    code = "old_server_runs"
    vi = "Máy chủ cũ vẫn đang chạy ở {detail} ({why}). Tắt hẳn máy đó rồi chạy lại lệnh này."
    en = "The old server still runs at {detail} ({why}). Switch it off first."


class NoCopyError(FairPosError):
    """There is nothing to go on from."""

    code = "no_copy"
    vi = "Không có bản sao lưu tốt nào trong {detail}."
    en = "No good copy in {detail}."


class NewerDataError(FairPosError):
    """This machine has sold since the copy was made."""

    code = "newer_data"
    vi = (
        "Máy này có {detail} đơn mà bản sao không có: chạy fair-pos serve để bán tiếp. "
        "Thật sự muốn bỏ thì thêm --force: dữ liệu cũ được đổi tên và giữ lại."
    )
    en = "This machine has {detail} sales that the copy lacks: run fair-pos serve, or --force."


class NotOurAddressError(FairPosError):
    """Tills look for the server at one address only."""

    code = "not_our_address"
    vi = (
        "Máy này chưa có địa chỉ {detail} mà các quầy đang tìm. Gắn địa chỉ vào card mạng:\n"
        '  Windows (quyền quản trị): netsh interface ipv4 add address "Wi-Fi" {detail} {mask}\n'
        "  Linux: sudo ip address add {detail}/{prefix} dev wlan0\n"
        "(thay “Wi-Fi” hoặc wlan0 bằng tên card mạng của máy), rồi chạy lại, "
        "hoặc chạy với --wait để máy tự chờ."
    )
    en = (
        "This machine has not the address {detail} that the tills look for. Add it:\n"
        '  Windows (administrator): netsh interface ipv4 add address "Wi-Fi" {detail} {mask}\n'
        "  Linux: sudo ip address add {detail}/{prefix} dev wlan0\n"
        "then run again, or run with --wait."
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(standby)


def standby(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Nơi máy chính cất bản sao lưu.")],
    host: Annotated[str, typer.Option(help="Địa chỉ IP của máy chính, nơi các quầy đang tìm.")],
    port: Port = None,
    wait: Annotated[bool, typer.Option("--wait", help="Chờ đến khi máy có địa chỉ đó.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Thay cả dữ liệu mới hơn.")] = False,
) -> None:
    """Máy dự phòng tiếp quản từ bản sao lưu mới nhất và bán tiếp ở địa chỉ cũ."""
    settings = terminal.settings_of(ctx, host=_ip(host), port=port)
    refuse_two(settings)
    claim_address(settings, wait=wait)
    copy = copies.newest_good([folder])
    if copy is None:
        raise NoCopyError(str(folder))
    say(f"Bản sao lưu tốt mới nhất: {copy.file.name}, lúc {copy.when}")
    if not force:
        _keep_newer(settings, copy)
    settings = settings.model_copy(update={"site": _site_of(copy.file)})
    with closing(doors.open_door(settings)):
        backup.bring_back(settings, SystemClock(), copy, force=True)
    _leave_note(settings, folder)
    with closing(doors.open_door(tls.announced(settings))) as door:
        serve.run(door)


def refuse_two(settings: Settings) -> None:
    """Ask at the old server's address whether anybody is there.

    Raises:
        OldServerRunsError: it answers, or takes the call and says nothing.
    """
    url = f"http://{settings.host}:{settings.port}/healthz"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=ASK_S) as answer:
            told = json.load(answer)
            why = f"điểm {told['site']}, kỳ {told['epoch'][-6:]}"
    except urllib.error.HTTPError as error:
        why = f"trả lời {error.code}"
    except urllib.error.URLError as error:
        if not isinstance(error.reason, TimeoutError) or not _takes_calls(settings):
            return
        why = "nhận kết nối nhưng không trả lời"
    except (TimeoutError, HTTPException, ValueError, KeyError, TypeError):
        why = "nhận kết nối nhưng không trả lời đúng"
    except OSError:
        return
    raise OldServerRunsError(url.removesuffix("/healthz"), why=why)


def claim_address(settings: Settings, *, wait: bool) -> None:
    """See that this machine has the address.

    Raises:
        NotOurAddressError: it has not, and nobody waits.
        OldServerRunsError: meanwhile the old server came back.
    """
    missing = _missing_address(settings.host)
    if missing is None:
        return
    if not wait:
        raise missing
    complain(missing.sentence())
    while _missing_address(settings.host) is not None:
        refuse_two(settings)
        Event().wait(AGAIN_S)
    say(f"Đã có địa chỉ {settings.host}.")


def _ip(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise typer.BadParameter(f"“{text}” không phải địa chỉ IP, ví dụ 192.168.8.2") from None


def _missing_address(host: str) -> NotOurAddressError | None:
    address = ipaddress.ip_address(host)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return NotOurAddressError(host, mask="255.255.255.0", prefix="24")
    return None


def _takes_calls(settings: Settings) -> bool:
    try:
        with socket.create_connection((settings.host, settings.port), ASK_S):
            return True
    except OSError:
        return False


def _keep_newer(settings: Settings, copy: Copy) -> None:
    """Refuse to put aside sales that the copy has not; a damaged file has none to show."""
    if not settings.sqlite_file.exists():
        return
    driver = sqlite_driver()
    with (
        contextlib.suppress(driver.DatabaseError),
        closing(driver.connect(settings.sqlite_file.resolve().as_uri(), uri=True)) as opened,
    ):
        opened.execute("ATTACH ? AS theirs", (f"{copy.file.resolve().as_uri()}?mode=ro",))
        ours = opened.execute(
            "SELECT count(*) FROM main.sale AS ours WHERE NOT EXISTS (SELECT 1"
            " FROM theirs.sale AS one WHERE one.org_id = ours.org_id AND one.id = ours.id)"
        ).fetchone()[0]
        if ours:
            raise NewerDataError(str(ours))


def _site_of(file: Path) -> str:
    with closing(sqlite_driver().connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as opened:
        return str(opened.execute("SELECT site FROM site").fetchone()[0])


def _leave_note(settings: Settings, folder: Path) -> None:
    """Tell the old laptop, should it come back, that it is no longer the server."""
    with closing(sqlite_driver().connect(str(settings.sqlite_file))) as opened:
        epoch = str(opened.execute("SELECT epoch FROM site").fetchone()[0])
    try:
        takeover.leave(folder, settings.site, Takeover(epoch, iso_utc(SystemClock().now())))
    except OSError as error:
        complain(
            f"Không ghi được lời nhắn vào {folder} ({os.strerror(error.errno or 0)}): "
            "đừng bật lại máy chủ cũ."
        )
