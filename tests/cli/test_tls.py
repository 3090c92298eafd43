"""`tls` and the two doors of `serve`."""

import json
import os
import re
import signal
import ssl
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from fair_pos.cli import doors, tls_health
from fair_pos.cli.finding import State
from fair_pos.core.clock import Clock, FixedClock, SystemClock
from fair_pos.settings import Settings
from fair_pos.tls import authority, folder, hosts
from fair_pos.tls.folder import BrokenTlsError
from tests.cli.conftest import Terminal, free_port
from tests.tls.wire import key_pem, pem

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
MAKE = ("tls", "make", "--name", "pos.hoicho.vn", "--address", "192.168.8.2", "--days", 90)


def kept(terminal: Terminal) -> folder.Kept:
    return folder.needed(Settings(data=terminal.data))


def test_made_certificates_are_told_and_shown_again(terminal: Terminal) -> None:
    said = terminal.done(*MAKE)
    assert "HTTPS: bật, https://pos.hoicho.vn:8443" in said
    assert "Cho: pos.hoicho.vn, 192.168.8.2" in said
    assert "Loại: chứng chỉ gốc riêng của hội chợ" in said
    groups = re.findall(r"\b[0-9A-F]{4}\b", said.partition("điện thoại):")[2][:90])
    assert " ".join(groups) == folder.fingerprint(kept(terminal).authority)
    assert len(groups) == 16
    assert terminal.done("tls", "show") == said


@POSIX
def test_keys_are_for_the_owner_only(terminal: Terminal) -> None:
    terminal.done(*MAKE)
    made = {
        file.name: stat.S_IMODE(file.stat().st_mode) for file in kept(terminal).folder.iterdir()
    }
    assert made.keys() == {"ca.pem", "ca-key.pem", "cert.pem", "key.pem", "site.json"}
    assert set(made.values()) == {0o600}
    assert stat.S_IMODE(kept(terminal).folder.stat().st_mode) == 0o700


def test_a_second_run_replaces_nothing_silently(terminal: Terminal) -> None:
    terminal.done(*MAKE)
    before = kept(terminal).authority
    assert "thêm --replace" in terminal.refused(*MAKE)
    assert kept(terminal).authority == before
    terminal.done(*MAKE, "--replace")
    assert kept(terminal).authority != before
    aside = terminal.data / "tls.before-1" / "ca.pem"
    assert x509.load_pem_x509_certificate(aside.read_bytes()) == before


def test_without_a_fair_ahead_the_life_must_be_given(terminal: Terminal) -> None:
    assert "--days" in terminal.refused(*MAKE[:-2])
    terminal.done("init", "--password", "mat-khau-dai-du")
    add_fair(terminal, "2020-01-01", "2020-01-02")
    assert "--days" in terminal.refused(*MAKE[:-2])


def test_the_authority_ends_sixty_days_after_the_last_fair(terminal: Terminal) -> None:
    terminal.done("init", "--password", "mat-khau-dai-du")
    add_fair(terminal, "2090-01-26", "2090-01-28")
    add_fair(terminal, "2020-01-01", "2020-01-02")
    terminal.done(*MAKE[:-2])
    root = kept(terminal).authority
    assert root is not None
    end_of_28_january_in_vietnam = datetime(2090, 1, 28, 16, 59, 59, tzinfo=UTC)
    assert root.not_valid_after_utc == end_of_28_january_in_vietnam + timedelta(days=60)


def add_fair(terminal: Terminal, first: str, last: str) -> None:
    terminal.done(
        "fairs", "add", f"HC-{first[:4]}", "--name", "Hội chợ", "--from", first, "--to", last
    )


def test_a_forgotten_key_cannot_renew_and_says_what_that_means(terminal: Terminal) -> None:
    said = terminal.done(*MAKE, "--forget-ca-key")
    assert "Khóa gốc: đã xóa" in said
    assert not kept(terminal).authority_key_file.exists()
    assert "điện thoại phải cài lại" in terminal.refused("tls", "renew")


def test_a_renewed_leaf_is_signed_by_the_same_authority(terminal: Terminal) -> None:
    terminal.done(*MAKE, "--subnet", "192.168.8.0/24")
    before = kept(terminal)
    terminal.done("tls", "renew", "--address", "192.168.8.77")
    after = kept(terminal)
    assert after.authority == before.authority
    assert after.hosts.texts == ("pos.hoicho.vn", "192.168.8.77")
    after.leaf.verify_directly_issued_by(before.authority)
    assert "10.0.0.1" in terminal.refused("tls", "renew", "--address", "10.0.0.1")


def test_off_keeps_the_files_and_on_brings_them_back(terminal: Terminal) -> None:
    terminal.done(*MAKE)
    assert "bật lại" in terminal.done("tls", "off")
    assert folder.announced(Settings(data=terminal.data)).base_url == "http://127.0.0.1:8000"
    terminal.done("tls", "on")
    assert folder.announced(Settings(data=terminal.data)).base_url == "https://pos.hoicho.vn:8443"


@pytest.mark.parametrize("verb", ["show", "renew", "off", "on"])
def test_without_a_certificate_it_says_how_to_get_one(terminal: Terminal, verb: str) -> None:
    assert "fair-pos tls make" in terminal.refused("tls", verb)


@pytest.fixture
def given(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate and its key from elsewhere, good for 20 more days."""
    now = SystemClock().now()
    known = hosts.read(["pos.hoicho.vn", "quay.hoicho.vn"])
    root = authority.make_authority(known, now, now + timedelta(days=20, hours=1))
    leaf = authority.make_leaf(root, known, now)
    (tmp_path / "full.pem").write_bytes(pem(leaf.certificate))
    (tmp_path / "key.pem").write_bytes(key_pem(leaf))
    return tmp_path / "full.pem", tmp_path / "key.pem"


def test_a_given_certificate_is_taken_and_its_end_told(
    terminal: Terminal, given: tuple[Path, Path]
) -> None:
    result = terminal.run("tls", "use", *given, "--name", "quay.hoicho.vn")
    assert result.exit_code == 0, result.output
    assert "https://quay.hoicho.vn:8443" in result.stdout
    assert "Lưu ý: còn 20 ngày là hết hạn." in result.stderr
    assert "không nhận ra nơi đã ký" in result.stderr
    assert kept(terminal).authority is None
    assert "không ký lại được" in terminal.refused("tls", "renew")


def test_a_given_certificate_must_have_the_name(
    terminal: Terminal, given: tuple[Path, Path]
) -> None:
    said = terminal.refused("tls", "use", *given, "--name", "khac.vn")
    assert "pos.hoicho.vn, quay.hoicho.vn" in said
    assert "không đọc" not in said
    assert "Không đọc hoặc ghi được" in terminal.refused("tls", "use", "khong-co.pem", given[1])
    assert not (terminal.data / "tls").exists()


def test_a_damaged_folder_is_refused_by_serve_and_told_by_doctor(site: Terminal) -> None:
    site.done(*MAKE)
    kept(site).key_file.unlink()
    with pytest.raises(BrokenTlsError):
        doors.open_door(Settings(data=site.data, port=0, tls_port=0))
    assert health(site)["HTTPS"][0] is State.BAD


def health(
    site: Terminal, clock: Clock | None = None, address: str = "192.168.8.2", **settings: str
) -> dict[str, tuple[State, str]]:
    known = folder_settings(site, **settings)
    found = tls_health.findings(known, clock or SystemClock(), address)
    return {one.name: (one.state, one.says) for one in found}


def folder_settings(site: Terminal, **settings: str) -> Settings:
    return folder.announced(Settings(data=site.data, **settings))


def test_doctor_tells_off_end_names_and_a_changed_address(site: Terminal) -> None:
    assert health(site)["HTTPS"][0] is State.OK
    site.done(*MAKE)
    assert {name: state for name, (state, _) in health(site).items()} == {"HTTPS": State.OK}

    later = FixedClock(SystemClock().now() + timedelta(days=70))
    assert health(site, later)["HTTPS"][0] is State.WARN
    later.advance(timedelta(days=21))
    assert health(site, later)["HTTPS"][0] is State.BAD
    assert "192.168.8.7" in health(site, address="192.168.8.7")["Địa chỉ HTTPS"][1]
    other = health(site, public_url="HTTPS://QUAY.VN")
    assert other["Tên HTTPS"][0] is State.BAD
    site.done("tls", "off")
    assert health(site)["HTTPS"][0] is State.WARN
    findings = json.loads(site.run("doctor", "--json").stdout)["findings"]
    assert "HTTPS" in [one["name"] for one in findings]


@POSIX
def test_doctor_tells_of_a_key_that_others_read(site: Terminal) -> None:
    site.done(*MAKE)
    kept(site).key_file.chmod(0o644)
    assert "chmod 600" in health(site)["Khóa HTTPS"][1]


def test_a_taken_https_port_is_refused_and_the_http_one_given_back(site: Terminal) -> None:
    site.done(*MAKE)
    port, taken = free_port(), free_port()
    settings = Settings(data=site.data, port=port, tls_port=taken)
    with pytest.raises(doors.PortTakenError, match="--tls-port"), listening(taken):
        doors.open_door(settings)
    doors.open_door(settings).close()


@contextmanager
def listening(port: int) -> Iterator[None]:
    door = doors.open_door(Settings(data=Path("nowhere"), port=port))
    door.listener.listen()
    try:
        yield
    finally:
        door.close()


@POSIX
def test_both_doors_lead_to_one_server_and_ctrl_c_closes_both(terminal: Terminal) -> None:
    terminal.done("init", "--password", "mat-khau-dai-du")
    terminal.done("tls", "make", "--name", "localhost", "--address", "127.0.0.1", "--days", 30)
    root = pem(kept(terminal).authority).decode()
    http, https = free_port(), free_port()
    command = [sys.executable, "-m", "fair_pos.cli", "--data", str(terminal.data), "serve"]
    with subprocess.Popen(
        [*command, "--port", str(http), "--tls-port", str(https)], stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            said = [running.stdout.readline(), running.stdout.readline()]
            trusting = ssl.create_default_context(cadata=root)
            for url in (f"http://127.0.0.1:{http}", f"https://127.0.0.1:{https}",
                        f"https://localhost:{https}"):  # fmt: skip
                with urllib.request.urlopen(f"{url}/healthz", context=trusting) as answer:
                    assert json.load(answer)["status"] == "ok"
        finally:
            running.send_signal(signal.SIGINT)
        assert running.stdout.read() == "Đã dừng.\n"
        assert running.wait(10) == 0
    assert said[0].startswith(f"Fair POS: https://localhost:{https} ")
    assert f"Cửa http vẫn mở: http://127.0.0.1:{http}" in said[1]
    doors.open_door(Settings(data=terminal.data, port=http, tls_port=https)).close()
