"""Checked copies of the database, each with the files a restore needs beside it.

A copy is `fair-pos-SITE-YYYYMMDD-HHMMSS.db` with `….db.sha256`, which also names the companion
`fair-pos-SITE-files-DIGEST.zip`: photos, PIN key, TLS keys. Copies share a companion for as long as
those files stay the same.
"""

from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from alembic.script import ScriptDirectory

from fair_pos.core.clock import Clock, local
from fair_pos.core.errors import FairPosError
from fair_pos.db import checkup, companion, migrate
from fair_pos.db.engine import sqlite_driver
from fair_pos.db.files import beside, sha256, unfinished
from fair_pos.settings import Settings

_STAMPED = "????????-??????"


class BadBackupError(FairPosError):
    """A file that is no whole backup of this program."""

    code = "bad_backup"
    vi = "{detail} không dùng được: {why}."
    en = "{detail} cannot be used: {why}."


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy; `made` is as its name says, `YYYYMMDD-HHMMSS` on Vietnamese clocks."""

    file: Path

    @property
    def made(self) -> str:
        """Return when it was made, to sort by."""
        return self.file.stem[-15:]

    @property
    def when(self) -> str:
        """Return when it was made, for people: `10:42:00 30/01/2027`."""
        day, clock = self.made[:8], self.made[9:]
        return f"{clock[:2]}:{clock[2:4]}:{clock[4:]} {day[6:]}/{day[4:6]}/{day[:4]}"

    @property
    def sum_file(self) -> Path:
        """Return the list of SHA-256 beside it."""
        return beside(self.file, ".sha256")

    @property
    def companion(self) -> Path | None:
        """Return the companion it names, if any."""
        zips = (name for name in _sums(self) if name != self.file.name)
        return next((self.file.with_name(name) for name in zips), None)


def make(settings: Settings, clock: Clock, folder: Path) -> Copy:
    """Copy the database while it is in use; the copy counts only after it was checked.

    Raises:
        BadBackupError: what was copied is damaged.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copy = Copy(folder / f"fair-pos-{settings.site}-{local(clock.now()):%Y%m%d-%H%M%S}.db")
    packed = companion.pack(settings, folder)
    with unfinished(copy.file) as part:
        with closing(sqlite_driver().connect(str(settings.sqlite_file))) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        check_content(part)
        sums = {copy.file.name: sha256(part)} | ({packed.name: sha256(packed)} if packed else {})
        with unfinished(copy.sum_file) as told:
            rows = [f"{digest}  {name}\n" for name, digest in sums.items()]
            told.write_text("".join(rows), encoding="utf-8")
    return copy


def listed(folder: Path, site: str = "*") -> list[Copy]:
    """Return the copies in a folder, newest first."""
    found = [Copy(file) for file in folder.glob(f"fair-pos-{site}-{_STAMPED}.db")]
    return sorted(found, key=lambda copy: (copy.made, copy.file.name), reverse=True)


def check(copy: Copy) -> None:
    """Check a copy, its companion and their sums.

    Raises:
        BadBackupError: it cannot be restored.
    """
    for name, digest in _sums(copy).items():
        file = copy.file.with_name(name)
        if not file.is_file():
            raise BadBackupError(name, why="không có tệp này")
        if sha256(file) != digest:
            raise BadBackupError(name, why="khác mã kiểm SHA-256, tệp đã bị thay đổi")
    check_content(copy.file)


def newest_good(folders: Iterable[Path], site: str = "*") -> Copy | None:
    """Return the newest copy that checks out."""
    found = [copy for folder in folders for copy in listed(folder, site)]
    for copy in sorted(found, key=lambda copy: copy.made, reverse=True):
        with suppress(BadBackupError, OSError):
            check(copy)
            return copy
    return None


def prune(folder: Path, site: str, keep: int) -> list[Copy]:
    """Delete all but the newest copies, and companions nobody names; returns what went."""
    gone = listed(folder, site)[keep:]
    for copy in gone:
        copy.sum_file.unlink(missing_ok=True)
        copy.file.unlink(missing_ok=True)
    named = {copy.companion for copy in listed(folder, site)}
    for file in folder.glob(f"fair-pos-{site}-files-*.zip"):
        if file not in named:
            file.unlink(missing_ok=True)
    return gone


def check_content(file: Path) -> None:
    """Open a copy of the database, let it check itself, and walk its chain.

    Raises:
        BadBackupError: damaged, of another program, or of a newer version.
    """
    driver = sqlite_driver()
    if not file.is_file():
        raise BadBackupError(file.name, why="không có tệp này")
    try:
        with closing(driver.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            revision = opened.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            sites = opened.execute("SELECT count(*) FROM site").fetchone()[0]
    except driver.DatabaseError as error:
        raise BadBackupError(file.name, why=f"không phải bản sao lưu ({error})") from error
    damage = checkup.damage_of_copy(file)
    if damage or sites != 1:
        raise BadBackupError(file.name, why=f"tệp hỏng ({damage})")
    known = {one.revision for one in ScriptDirectory.from_config(migrate.config()).walk_revisions()}
    if revision not in known:
        raise BadBackupError(file.name, why="do phiên bản mới hơn tạo, hãy nâng cấp chương trình")


def remember(settings: Settings, folder: Path) -> None:
    """Note where copies go, so that a damaged database can name the newest."""
    places = [folder.resolve(), *(one for one in remembered(settings) if one != folder.resolve())]
    text = "".join(f"{place}\n" for place in places[:10])
    _remembered(settings).write_text(text, encoding="utf-8")


def remembered(settings: Settings) -> list[Path]:
    """Return the folders that copies went to, the last first."""
    try:
        return [Path(one) for one in _remembered(settings).read_text(encoding="utf-8").splitlines()]
    except OSError:
        return []


def _remembered(settings: Settings) -> Path:
    return settings.data / "backup-folders.txt"


def _sums(copy: Copy) -> dict[str, str]:
    """Return what the list beside a copy says, name to digest; a renamed copy is still itself."""
    if not copy.sum_file.exists():
        return {}
    rows = copy.sum_file.read_text(encoding="utf-8").splitlines()
    told = {Path(name).name: digest for digest, _, name in (row.partition("  ") for row in rows)}
    return {name if name.endswith(".zip") else copy.file.name: told[name] for name in told}
