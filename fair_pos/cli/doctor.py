"""`doctor`: is this machine fit to run a fair?"""

import os
import stat
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine, func, inspect, select
from sqlmodel import Session

from fair_pos import resources
from fair_pos.cli import doors, space, terminal, tls_health
from fair_pos.cli.finding import Finding, State
from fair_pos.cli.terminal import say
from fair_pos.core.clock import Clock, SystemClock, format_moment
from fair_pos.core.errors import FairPosError
from fair_pos.db import migrate
from fair_pos.db.engine import MIN_SQLITE, Database, sqlite_driver
from fair_pos.db.journal import JournalLine, chain_hash
from fair_pos.db.store import NoDatabaseError, connect
from fair_pos.labels import keys
from fair_pos.printing import profiles
from fair_pos.printing.models import JobState, Printer, PrintJob
from fair_pos.printing.outcome import FAULT_SENTENCES, Fault
from fair_pos.settings import Settings
from fair_pos.signing import keys as signing

CLOCK_BACK = timedelta(minutes=5)
_OWNER_ONLY = 0o077


_MARKS = {State.OK: "tốt", State.WARN: "lưu ý", State.BAD: "HỎNG"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Trả lời dạng JSON.")] = False,
) -> None:
    """Khám máy: cơ sở dữ liệu, đĩa, HTTPS, máy in, đồng hồ, quyền thư mục."""
    findings = examine(terminal.settings_of(ctx), SystemClock())
    well = all(one.state is not State.BAD for one in findings)
    if as_json:
        terminal.say_json({"ok": well, "findings": [asdict(one) for one in findings]})
    else:
        for one in findings:
            say(f"{_MARKS[one.state]:<6} {one.name}: {one.says}")
    if not well:
        raise typer.Exit(1)


def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Look at everything, changing nothing.

    Raises:
        NoDatabaseError: there is none in the data folder.
    """
    if not settings.database_url and not settings.sqlite_file.exists():
        raise NoDatabaseError(str(settings.data))
    findings = [
        _installation(),
        *_folder(settings),
        _disk(settings.data),
        _backup(settings, clock),
        *tls_health.findings(settings, clock, doors.own_address()),
    ]
    database = connect(settings)
    try:
        if not inspect(database.read).has_table("site"):
            raise NoDatabaseError(str(settings.data))
        findings += [*_sqlite(database), _schema(database.read)]
        if findings[-1].state is State.OK:
            with Session(database.read) as session:
                findings += [_chain(session), _clock(session, clock), *_printers(session)]
    finally:
        database.dispose()
    return findings


def _check(name: str, says: str, *, good: bool) -> Finding:
    return Finding(name, State.OK if good else State.BAD, says)


def _installation() -> Finding:
    try:
        for name in ("templates", "printers", "seed"):
            resources.folder(name)
        profiles.load(profiles.DEFAULT)
    except FileNotFoundError as error:
        return Finding("Chương trình", State.BAD, f"thiếu thư mục {error}; cài lại")
    except FairPosError:
        lost = f"thiếu hoặc hỏng printers/{profiles.DEFAULT}.toml; cài lại"
        return Finding("Chương trình", State.BAD, lost)
    return Finding("Chương trình", State.OK, "đủ tệp")


def _folder(settings: Settings) -> Iterator[Finding]:
    data = settings.data
    yield _check("Thư mục dữ liệu", str(data.resolve()), good=os.access(data, os.R_OK | os.W_OK))
    if settings.pepper.get_secret_value():
        yield Finding("Khóa PIN", State.OK, "lấy từ FAIR_POS_PEPPER")
    else:
        lost = "mất tệp pepper: không ai đăng nhập bằng PIN được"
        yield _secret("Khóa PIN", data / "pepper", Finding("Khóa PIN", State.BAD, lost))
    lost = "mất tệp label_keys: tem đã in sẽ bị coi là tem lạ; lấy lại từ bản sao lưu"
    yield _secret("Khóa tem", data / keys.FILE, Finding("Khóa tem", State.WARN, lost))
    lost = (
        "không có tệp signing_keys: phiếu in ra không có chữ ký; "
        "lấy lại từ bản sao lưu, hoặc tạo khóa mới: fair-pos signing-key rotate"
    )
    yield _secret("Khóa ký", data / signing.FILE, Finding("Khóa ký", State.WARN, lost))


def _secret(title: str, file: Path, lost: Finding) -> Finding:
    if not file.exists():
        return lost
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & _OWNER_ONLY:
        says = f"người khác đọc được tệp {file.name}; chạy chmod 600"
        return Finding(title, State.WARN, says)
    return Finding(title, State.OK, "có, chỉ chủ máy đọc được")


def _disk(data: Path) -> Finding:
    free = space.free_mb(data)
    state = State.OK if free >= space.LOW_MB else State.WARN
    return Finding(
        "Đĩa còn trống", state if free >= space.FULL_MB else State.BAD, space.words(free)
    )


def _backup(settings: Settings, clock: Clock) -> Finding:
    """A missing copy never stops a sale, but it is what one wishes for after a fall."""
    if settings.database_url:
        return Finding("Sao lưu", State.OK, "PostgreSQL: dùng pg_dump")
    copy = space.newest_copy(settings)
    if copy is None:
        says = "chưa có bản nào; chạy fair-pos backup ra ổ đĩa khác"
        return Finding("Sao lưu", State.WARN, says)
    state = State.WARN if space.is_old(copy, clock) else State.OK
    return Finding("Sao lưu", state, f"bản mới nhất lúc {copy.when}, ở {copy.file.parent}")


def _sqlite(database: Database) -> Iterator[Finding]:
    """Read back from the program's own connections what protects the data."""
    if not database.is_sqlite:
        yield Finding("Cơ sở dữ liệu", State.OK, "PostgreSQL")
        return
    driver = sqlite_driver()
    needed = ".".join(map(str, MIN_SQLITE))
    good = driver.sqlite_version_info >= MIN_SQLITE
    yield _check("SQLite", f"{driver.sqlite_version} (cần từ {needed})", good=good)
    for engine, pragma, wanted in (
        (database.write, "journal_mode", "wal"),
        (database.write, "synchronous", "2"),
        (database.write, "foreign_keys", "1"),
        (database.read, "query_only", "1"),
    ):
        found = str(_pragma(engine, pragma))
        yield _check(pragma, f"{found} (cần {wanted})", good=found == wanted)
    answer = str(_pragma(database.read, "quick_check"))
    yield _check("Tệp dữ liệu", "lành" if answer == "ok" else answer, good=answer == "ok")


def _pragma(engine: Engine, name: str) -> Any:
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def _schema(engine: Engine) -> Finding:
    found, head = migrate.revision(engine), migrate.head()
    says = f"{found}" if found == head else f"{found}, chương trình cần {head}; chạy serve để nâng"
    return _check("Lược đồ", says, good=found == head)


def _chain(session: Session) -> Finding:
    last = _last_line(session)
    if last is None:
        return Finding("Nhật ký", State.OK, "chưa có dòng nào")
    good = chain_hash(last.prev, last.body) == last.hash
    says = f"dòng {last.seq}, {last.hash[:10]}"
    return _check("Nhật ký", says if good else f"{says}: hỏng; chạy fair-pos verify", good=good)


def _clock(session: Session, clock: Clock) -> Finding:
    """A clock behind the last fact was set back, or that fact was written with a wrong one."""
    now, last = clock.now(), _last_line(session)
    says = format_moment(now)
    if last is not None and now < last.at - CLOCK_BACK:
        says += f", trước dòng nhật ký cuối ({format_moment(last.at)}); kiểm tra giờ của máy"
        return Finding("Đồng hồ", State.WARN, says)
    return Finding("Đồng hồ", State.OK, says)


def _last_line(session: Session) -> JournalLine | None:
    """Return the newest line; epochs are UUIDv7, so the newest epoch is the greatest."""
    statement = select(JournalLine).order_by(
        JournalLine.epoch.desc(),  # type: ignore[attr-defined]  # a column, not the text it holds
        JournalLine.seq.desc(),  # type: ignore[attr-defined]
    )
    return session.execute(statement.limit(1)).scalars().first()


def _printers(session: Session) -> Iterator[Finding]:
    """A broken printer never stops a sale: it is a warning."""
    statement = select(Printer).where(Printer.active)  # type: ignore[arg-type]  # a column
    printers = session.execute(statement.limit(500)).scalars().all()
    waiting = session.execute(
        select(func.count()).where(PrintJob.state == JobState.QUEUED)  # type: ignore[arg-type]
    ).scalar_one()
    faulty = [
        f"{one.name} ({FAULT_SENTENCES[Fault(one.fault)][0].lower()})"
        for one in printers
        if one.fault
    ]
    says = f"{len(printers)} máy, {waiting} phiếu chờ"
    if faulty:
        yield Finding("Máy in", State.WARN, f"{says}; có lỗi: {', '.join(faulty)}")
    else:
        yield Finding("Máy in", State.OK, says)
    for error in profiles.faults():
        yield Finding("Kiểu máy in", State.WARN, str(error))
