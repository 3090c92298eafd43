"""`backup` and `restore`: the database as one checked file, and back; a restore is a new epoch."""

import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Annotated, Any

import typer
from sqlmodel import Session

from fair_pos.cli import terminal
from fair_pos.cli.terminal import complain, say
from fair_pos.core.clock import Clock, SystemClock, format_moment, local, parse_utc
from fair_pos.core.errors import FairPosError
from fair_pos.db import companion, copies, journal, witness
from fair_pos.db.copies import Copy
from fair_pos.db.engine import sqlite_driver
from fair_pos.db.files import beside, sha256, unfinished
from fair_pos.db.store import NoDatabaseError, create, open_store
from fair_pos.reports.verify import verify
from fair_pos.settings import Settings

KEEP = 48
RESENT = "Đơn trong 48 giờ qua còn ở quầy sẽ tự gửi lại."


class PostgresBackupError(FairPosError):
    """PostgreSQL has better tools of its own."""

    code = "postgres_backup"
    vi = (
        "Dữ liệu nằm trên PostgreSQL: sao lưu bằng pg_dump --format=custom, "
        "khôi phục bằng pg_restore."
    )
    en = "The data is on PostgreSQL: back it up with pg_dump, restore with pg_restore."


class DataThereError(FairPosError):
    """A restore never overwrites by accident."""

    code = "data_there"
    vi = "Đã có dữ liệu ở {detail}. Thêm --force: tệp cũ được đổi tên và giữ lại."
    en = "There is data in {detail}. Add --force: the old file is renamed and kept."


class ServerRunsError(FairPosError):
    """Another program has the database open."""

    code = "server_runs"
    vi = "Máy chủ đang mở {detail}. Dừng máy chủ (Ctrl+C) rồi khôi phục."
    en = "A server has {detail} open. Stop it, then restore."


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Nơi cất, nên là ổ đĩa khác.")],
    every: Annotated[int, typer.Option(min=0, help="Sao lưu lại sau số giây; 0: một lần.")] = 0,
    keep: Annotated[int, typer.Option(min=1, help="Số bản giữ lại khi dùng --every.")] = KEEP,
) -> None:
    """Sao lưu cơ sở dữ liệu, ảnh và khóa, có kiểm tra; chạy được khi đang bán."""
    settings = terminal.settings_of(ctx)
    _only_sqlite(settings)
    if not settings.sqlite_file.exists():
        raise NoDatabaseError(str(settings.data))
    if not every:
        _copy(settings, folder)
        return
    say(f"Sao lưu mỗi {every} giây vào {folder}, giữ {keep} bản (dừng: Ctrl+C).")
    try:
        while True:
            copy_again(settings, folder, every, keep)
            Event().wait(every)
    except KeyboardInterrupt:
        say("Đã dừng sao lưu.")


def copy_again(settings: Settings, folder: Path, every: int, keep: int) -> None:
    """Make the next copy of a standing backup; whatever hinders it is told and tried again."""
    try:
        _copy(settings, folder)
        copies.prune(folder, settings.site, keep)
    except (FairPosError, OSError, sqlite_driver().Error) as error:
        complain(f"CHƯA sao lưu được ({error}). Thử lại sau {every} giây.")


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tệp do lệnh backup tạo.")],
    force: Annotated[bool, typer.Option("--force", help="Đổi tên dữ liệu đang có.")] = False,
) -> None:
    """Khôi phục từ bản sao lưu; nhật ký sang kỳ mới."""
    settings = terminal.settings_of(ctx)
    _only_sqlite(settings)
    bring_back(settings, SystemClock(), Copy(file), force=force)


def bring_back(settings: Settings, clock: Clock, copy: Copy, *, force: bool) -> None:
    """Put a copy and its files in place of what is there, in a new epoch, and say what may lack.

    Raises:
        BadBackupError: the copy is not whole.
        DataThereError: there is a database, and no `force`.
        ServerRunsError: it is in use.
    """
    if not copy.sum_file.exists():
        complain(f"Không có {copy.sum_file.name}, chỉ kiểm tra được nội dung tệp.")
    copies.check(copy)
    target = settings.sqlite_file
    if target.exists() and not force:
        raise DataThereError(str(settings.data))
    settings.data.mkdir(parents=True, exist_ok=True)
    known = _restores_of(target)
    mark = f"-truoc-{local(clock.now()):%Y%m%d-%H%M%S}"
    with unfinished(target) as part:
        shutil.copyfile(copy.file, part)
        aside = _move_aside(target, mark)
    witness.forget(settings)
    brought = companion.unpack(copy.companion, settings.data, mark) if copy.companion else []
    had_pepper = (settings.data / "pepper").exists()
    create(settings, clock)
    until = _start_epoch(settings, clock, copy.file, known)
    _tell(until, aside, brought, had_pepper=had_pepper)


def _copy(settings: Settings, folder: Path) -> None:
    copy = copies.make(settings, SystemClock(), folder)
    copies.remember(settings, folder)
    say(f"{copy.file}: đã kiểm tra, {copy.file.stat().st_size // 1000} kB, lúc {copy.when}")
    if copy.companion is not None:
        say(f"{copy.companion.name}: ảnh và khóa đi kèm; có khóa PIN, khóa HTTPS: cất nơi kín.")
    if settings.pepper.get_secret_value():
        complain("Khóa PIN lấy từ FAIR_POS_PEPPER, không nằm trong bản sao: giữ riêng.")


def _only_sqlite(settings: Settings) -> None:
    if settings.database_url:
        raise PostgresBackupError


def is_in_use(file: Path) -> bool:
    """Say whether another program has the database open; else fold its log into it."""
    driver = sqlite_driver()
    try:
        with closing(driver.connect(str(file), timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except driver.OperationalError:
        return True
    except driver.DatabaseError:
        return False  # a damaged file is what people restore for; it is kept as it is
    return False


def _move_aside(target: Path, mark: str) -> Path | None:
    """Rename what is there; a log without its database must not meet the restored one either.

    Raises:
        ServerRunsError: it is in use.
    """
    if target.exists() and is_in_use(target):
        raise ServerRunsError(str(target))
    aside = target.with_name(f"{target.stem}{mark}.db")
    there = [end for end in ("", "-wal", "-shm") if beside(target, end).exists()]
    for end in there:
        beside(target, end).replace(beside(aside, end))
    return aside if there else None


def _restores_of(file: Path) -> int:
    """Return how many restores the replaced database knew of; a damaged one tells nothing."""
    if not file.exists():
        return 0
    driver = sqlite_driver()
    try:
        with closing(driver.connect(str(file))) as connection:
            rows = connection.execute(
                "SELECT body FROM journal WHERE kind = ?", (journal.RESTORED,)
            ).fetchall()
        return journal.count_restores(body for (body,) in rows)
    except (driver.DatabaseError, ValueError):
        return 0


def _start_epoch(settings: Settings, clock: Clock, file: Path, known: int) -> datetime | None:
    """Open a new epoch that names where the old one ended; returns the moment of its last fact."""
    store = open_store(settings, clock)
    digest = sha256(file)

    def action(session: Session) -> dict[str, Any] | None:
        return journal.begin_again(session, clock, {"file_sha256": digest}, known)

    try:
        before = store.lane.run(action)
        with store.reading() as session:
            verdict = verify(session, store.org_id)
        if not verdict.intact:
            complain(f"Lưu ý: {verdict.sentence()}")
    finally:
        store.close()
    return parse_utc(before["at"]) if before else None


def _tell(
    until: datetime | None, aside: Path | None, brought: list[str], *, had_pepper: bool
) -> None:
    when = format_moment(until) if until else "lúc mới tạo"
    say(f"Đã khôi phục, dữ liệu đến {when}. Nhật ký sang kỳ mới.")
    say(f"Có thể thiếu: mọi việc sau {when}. {RESENT}")
    say("Việc làm ở văn phòng sau lúc đó (sửa gian, hàng, người) phải nhập lại.")
    if brought:
        photos = sum(name.startswith("photos/") for name in brought)
        keys = ", ".join(sorted({name.partition("/")[0] for name in brought} - {"photos"}))
        say(f"Đã trả lại {photos} ảnh và khóa: {keys or 'không có'}.")
    if not had_pepper:
        say(
            "Khóa PIN (tệp pepper) là khóa mới: đặt lại PIN cho người bán, hoặc chép tệp pepper cũ."
        )
    if aside is not None:
        say(f"Dữ liệu trước khi khôi phục: {aside}")
