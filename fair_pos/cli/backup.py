"""`backup` and `restore`: the database as one checked file, and back; a restore is a new epoch."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from alembic.script import ScriptDirectory
from sqlmodel import Session

from fair_pos.cli import terminal
from fair_pos.cli.terminal import complain, say
from fair_pos.core.clock import Clock, SystemClock, format_moment, local, parse_utc
from fair_pos.core.errors import FairPosError
from fair_pos.db import journal, migrate
from fair_pos.db.engine import sqlite_driver
from fair_pos.db.store import NoDatabaseError, create, open_store
from fair_pos.reports.verify import verify
from fair_pos.settings import Settings

_PART = 1 << 20


class PostgresBackupError(FairPosError):
    """PostgreSQL has better tools of its own."""

    code = "postgres_backup"
    vi = (
        "Dữ liệu nằm trên PostgreSQL: sao lưu bằng pg_dump --format=custom, "
        "khôi phục bằng pg_restore."
    )
    en = "The data is on PostgreSQL: back it up with pg_dump, restore with pg_restore."


class BadBackupError(FairPosError):
    """A file that is no whole backup of this program."""

    code = "bad_backup"
    vi = "{detail} không dùng được: {why}."
    en = "{detail} cannot be used: {why}."


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
) -> None:
    """Sao lưu cơ sở dữ liệu thành một tệp đã kiểm tra; chạy được khi đang bán."""
    settings = terminal.settings_of(ctx)
    _only_sqlite(settings)
    if not settings.sqlite_file.exists():
        raise NoDatabaseError(str(settings.data))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"fair-pos-{settings.site}-{local(SystemClock().now()):%Y%m%d-%H%M%S}.db"
    with _unfinished(file) as part:
        with closing(sqlite_driver().connect(str(settings.sqlite_file))) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        _check_content(part)
        digest = _sha256(part)
    _sum_file(file).write_text(f"{digest}  {file.name}\n", encoding="utf-8")
    say(f"{file}: đã kiểm tra, {file.stat().st_size // 1000} kB, SHA-256 {digest[:16]}…")
    if (settings.data / "photos").is_dir():
        say(f"Ảnh phiếu tự khai nằm riêng, chép thêm thư mục {settings.data / 'photos'}.")


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tệp do lệnh backup tạo.")],
    force: Annotated[bool, typer.Option("--force", help="Đổi tên dữ liệu đang có.")] = False,
) -> None:
    """Khôi phục từ bản sao lưu; nhật ký sang kỳ mới."""
    settings, clock = terminal.settings_of(ctx), SystemClock()
    _only_sqlite(settings)
    _check_sum(file)
    _check_content(file)
    target = settings.sqlite_file
    if target.exists() and not force:
        raise DataThereError(str(settings.data))
    settings.data.mkdir(parents=True, exist_ok=True)
    with _unfinished(target) as part:
        shutil.copyfile(file, part)
        aside = _move_aside(target, clock)
    has_pepper = (settings.data / "pepper").exists()
    create(settings, clock)
    until = _start_epoch(settings, clock, file)
    _tell(until, aside, has_pepper=has_pepper)


def _only_sqlite(settings: Settings) -> None:
    if settings.database_url:
        raise PostgresBackupError


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """Give a name to write under; the file has its own name only when it is whole."""
    part = _beside(file, ".part")
    part.unlink(missing_ok=True)
    try:
        yield part
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _check_content(file: Path) -> None:
    """Open a copy of the database and let it check itself.

    Raises:
        BadBackupError: damaged, of another program, or of a newer version.
    """
    driver = sqlite_driver()
    if not file.is_file():
        raise BadBackupError(file.name, why="không có tệp này")
    try:
        with closing(driver.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            answer = opened.execute("PRAGMA integrity_check").fetchone()[0]
            revision = opened.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            sites = opened.execute("SELECT count(*) FROM site").fetchone()[0]
    except driver.DatabaseError as error:
        raise BadBackupError(file.name, why=f"không phải bản sao lưu ({error})") from error
    if answer != "ok" or sites != 1:
        raise BadBackupError(file.name, why=f"tệp hỏng ({answer})")
    known = {one.revision for one in ScriptDirectory.from_config(migrate.config()).walk_revisions()}
    if revision not in known:
        raise BadBackupError(file.name, why="do phiên bản mới hơn tạo, hãy nâng cấp chương trình")


def _check_sum(file: Path) -> None:
    """Compare with the checksum beside the file, where there is one."""
    if not _sum_file(file).exists():
        complain(f"Không có {_sum_file(file).name}, chỉ kiểm tra được nội dung tệp.")
        return
    if _sum_file(file).read_text(encoding="utf-8").split()[0] != _sha256(file):
        raise BadBackupError(file.name, why="khác mã kiểm SHA-256, tệp đã bị thay đổi")


def _sum_file(file: Path) -> Path:
    return _beside(file, ".sha256")


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


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


def _move_aside(target: Path, clock: Clock) -> Path | None:
    """Rename what is there; a log without its database must not meet the restored one either.

    Raises:
        ServerRunsError: it is in use.
    """
    if target.exists() and is_in_use(target):
        raise ServerRunsError(str(target))
    aside = target.with_name(f"{target.stem}-truoc-{local(clock.now()):%Y%m%d-%H%M%S}.db")
    there = [end for end in ("", "-wal", "-shm") if _beside(target, end).exists()]
    for end in there:
        _beside(target, end).replace(_beside(aside, end))
    return aside if there else None


def _beside(file: Path, end: str) -> Path:
    return file.with_name(f"{file.name}{end}")


def _start_epoch(settings: Settings, clock: Clock, file: Path) -> datetime | None:
    """Open a new epoch that names where the old one ended; returns the moment of its last fact."""
    store = open_store(settings, clock)
    digest = _sha256(file)

    def action(session: Session) -> dict[str, Any] | None:
        before = journal.start_epoch(session)
        fields = {"after": before, "file_sha256": digest}
        journal.write(session, clock, journal.Fact("site.restored", store.settings.site, fields))
        return before

    try:
        before = store.lane.run(action)
        with store.reading() as session:
            verdict = verify(session, store.org_id)
        if not verdict.intact:
            complain(f"Lưu ý: {verdict.sentence()}")
    finally:
        store.close()
    return parse_utc(before["at"]) if before else None


def _tell(until: datetime | None, aside: Path | None, *, has_pepper: bool) -> None:
    when = format_moment(until) if until else "lúc mới tạo"
    say(f"Đã khôi phục, dữ liệu đến {when}. Nhật ký sang kỳ mới.")
    say(
        f"Có thể thiếu: mọi việc sau {when}. Đơn còn chờ ở quầy sẽ tự gửi lại; "
        "đơn đã gửi sau thời điểm đó không còn ở đây: đối chiếu với phiếu tính tiền và bản chốt ca."
    )
    if not has_pepper:
        say(
            "Khóa PIN (tệp pepper) là khóa mới: đặt lại PIN cho người bán, hoặc chép tệp pepper cũ."
        )
    if aside is not None:
        say(f"Dữ liệu trước khi khôi phục: {aside}")
