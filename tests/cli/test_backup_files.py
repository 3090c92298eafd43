"""A copy holds all that a restore needs, and a standing backup outlives its troubles."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fair_pos.cli import backup
from fair_pos.core.clock import SystemClock
from fair_pos.db import copies
from fair_pos.settings import Settings
from tests.cli.conftest import Terminal


@pytest.fixture(autouse=True)
def embedded(settings: Settings) -> None:
    if settings.database_url:
        pytest.skip("PostgreSQL is backed up by pg_dump")


@pytest.fixture
def furnished(fair: Terminal) -> Terminal:
    """Photos and keys beside the database, as after some days of a fair."""
    for name in ("photos/a.jpg", "tls/key.pem"):
        (fair.data / name).parent.mkdir()
        (fair.data / name).write_bytes(name.encode())
    return fair


def one_copy(folder: Path) -> copies.Copy:
    (copy,) = copies.listed(folder)
    return copy


def test_a_restore_needs_nothing_but_the_copy(furnished: Terminal, tmp_path: Path) -> None:
    """opensourcepos#402, #3979: after a restore pictures and settings were missing."""
    said = furnished.done("backup", tmp_path / "usb")
    assert "có khóa PIN, khóa HTTPS: cất nơi kín" in said
    elsewhere = Terminal(tmp_path / "other")
    told = elsewhere.done("restore", one_copy(tmp_path / "usb").file)
    assert "Đã trả lại 1 ảnh và khóa: label_keys, pepper, signing_keys, tls." in told
    assert "đặt lại PIN" not in told
    for name in ("label_keys", "pepper", "signing_keys", "photos/a.jpg", "tls/key.pem"):
        assert (elsewhere.data / name).read_bytes() == (furnished.data / name).read_bytes()
    assert stat.S_IMODE((elsewhere.data / "tls" / "key.pem").stat().st_mode) == 0o600


def test_the_archive_of_keys_is_its_owner_s_only(furnished: Terminal, tmp_path: Path) -> None:
    furnished.done("backup", tmp_path / "usb")
    packed = one_copy(tmp_path / "usb").companion
    assert packed is not None
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600


def test_a_copy_without_its_archive_is_no_copy(furnished: Terminal, tmp_path: Path) -> None:
    furnished.done("backup", tmp_path / "usb")
    copy = one_copy(tmp_path / "usb")
    assert copy.companion is not None
    copy.companion.unlink()
    assert copies.newest_good([tmp_path / "usb"]) is None
    assert "không có tệp này" in Terminal(tmp_path / "other").refused("restore", copy.file)


def test_other_files_in_the_archive_are_left_there(furnished: Terminal, tmp_path: Path) -> None:
    from zipfile import ZipFile

    from fair_pos.db import companion

    with ZipFile(tmp_path / "x.zip", "w") as packed:
        for name in ("../pepper", "photos/../../x", "fair-pos.db", "photos/b.jpg"):
            packed.writestr(name, b"x")
    assert companion.unpack(tmp_path / "x.zip", furnished.data, "-old") == ["photos/b.jpg"]


def test_keys_that_differ_are_renamed_not_lost(furnished: Terminal, tmp_path: Path) -> None:
    furnished.done("backup", tmp_path / "usb")
    (furnished.data / "pepper").write_text("another", encoding="utf-8")
    furnished.done("restore", "--force", one_copy(tmp_path / "usb").file)
    (aside,) = furnished.data.glob("pepper-truoc-*")
    assert aside.read_text(encoding="utf-8") == "another"


def test_copies_share_an_archive_and_the_oldest_go(furnished: Terminal, tmp_path: Path) -> None:
    settings, folder = Settings(data=furnished.data), tmp_path / "usb"
    for second in range(4):
        made = copies.make(settings, SystemClock(), folder)
        made.sum_file.rename(made.sum_file.with_name(f"{stamped(second)}.sha256"))
        made.file.rename(folder / stamped(second))
    assert len(list(folder.glob("*.zip"))) == 1
    gone = copies.prune(folder, settings.site, 2)
    assert [copy.made for copy in gone] == ["20270130-104201", "20270130-104200"]
    assert len(list(folder.glob("*.db"))) == len(list(folder.glob("*.sha256"))) == 2
    assert len(list(folder.glob("*.zip"))) == 1


def stamped(second: int) -> str:
    return f"fair-pos-site-1-20270130-10420{second}.db"


def test_the_newest_good_copy_is_not_the_newest(fair: Terminal, tmp_path: Path) -> None:
    fair.done("backup", tmp_path / "usb")
    good = one_copy(tmp_path / "usb")
    (tmp_path / "usb" / "fair-pos-site-1-20990101-000000.db").write_bytes(b"cut off")
    assert copies.newest_good([tmp_path / "usb"]) == good


def test_a_target_that_is_gone_or_full_is_told_and_tried_again(
    fair: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, folder = Settings(data=fair.data), tmp_path / "usb"
    folder.write_text("a file where the disk was", encoding="utf-8")
    backup.copy_again(settings, folder, 60, 2)
    assert "CHƯA sao lưu được" in capsys.readouterr().err
    folder.unlink()
    backup.copy_again(settings, folder, 60, 2)
    assert "đã kiểm tra" in capsys.readouterr().out
    assert one_copy(folder).companion is not None


@pytest.mark.skipif(os.name != "posix", reason="Windows has no limit of a file's size to set")
def test_a_full_target_leaves_no_half_copy(
    fair: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, folder = Settings(data=fair.data), tmp_path / "usb"
    with small_files(100_000):
        backup.copy_again(settings, folder, 60, 2)
    assert "CHƯA sao lưu được" in capsys.readouterr().err
    assert copies.listed(folder) == list(folder.glob("*.part")) == []


@contextmanager
def small_files(limit: int) -> Iterator[None]:
    """Let no file of this process grow further."""
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
