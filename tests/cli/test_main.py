import doctest
import errno
import io
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fair_pos.cli import doors, main, terminal
from fair_pos.cli.main import app, data_first
from fair_pos.settings import Settings
from tests.cli.conftest import Terminal

WITH_EXAMPLES = sorted(
    file.stem
    for file in Path(main.__file__).parent.glob("*.py")
    if ">>> " in file.read_text("utf-8")
)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_in_the_commands_hold(name: str) -> None:
    failed, tried = doctest.testmod(import_module(f"fair_pos.cli.{name}"))
    assert failed == 0
    assert tried


@pytest.mark.parametrize("command", [(), *((part,) for part in ("fairs", "users", "qr", "report"))])
def test_help_is_there_for_every_group(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Commands:" in result.stdout


def test_an_unknown_command_is_wrong_use(terminal: Terminal) -> None:
    assert terminal.run("sell").exit_code == 2
    assert terminal.run("verify", "--colour").exit_code == 2


def test_data_after_a_double_dash_is_not_an_option() -> None:
    assert data_first(["qr", "read", "--", "--data"]) == ["qr", "read", "--", "--data"]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = Terminal(tmp_path / "file" / "data").refused("init")
    assert "đây là tệp, không phải thư mục" in said


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "tem.pdf"
    file.write_bytes(b"old")

    def write_half() -> None:
        with terminal.writing(file) as handle:
            handle.write(b"half")
            raise OSError(errno.ENOSPC, "no room")

    with pytest.raises(OSError, match="room"):
        write_half()
    assert [one.name for one in tmp_path.iterdir()] == ["tem.pdf"]
    assert file.read_bytes() == b"old"


def test_plain_progress_has_ten_lines_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.progress("Mô phỏng", 1000) as advance:
        for _ in range(1000):
            advance(1)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[-1] == "Mô phỏng: 1000/1000"


def test_vietnamese_is_written_on_a_stream_of_another_encoding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    old_console = io.TextIOWrapper(raw, encoding="cp437", write_through=True)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", old_console)
        app(["qr", "read", "xin chào Hạ Long"], standalone_mode=False)
    assert "xin chào Hạ Long" in raw.getvalue().decode("utf-8")


def test_a_server_for_the_whole_network_tells_an_address_that_can_be_typed() -> None:
    door = doors.open_door(Settings(host="127.0.0.1", port=0))
    door.listener.close()
    assert door.settings.base_url == "http://127.0.0.1:0"
    told = doors.told(Settings(host="0.0.0.0", port=8000))
    assert told.base_url.startswith("http://")
    assert "0.0.0.0" not in told.base_url
    named = Settings(host="0.0.0.0", public_url="https://pos.example.vn")
    assert doors.told(named).base_url == "https://pos.example.vn"
