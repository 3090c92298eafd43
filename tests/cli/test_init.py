import json
import re

from typer.testing import CliRunner

from fair_pos.cli.main import app
from fair_pos.core.clock import SystemClock
from fair_pos.db.store import open_store
from fair_pos.programme.models import Commune
from fair_pos.settings import Settings
from tests.cli.conftest import Terminal, free_port


def test_init_makes_reference_facts_and_an_admin_whose_password_is_printed_once(
    terminal: Terminal,
) -> None:
    said = terminal.done("init", "--login", "truong")
    assert re.search(r"Mật khẩu: \S{19} ", said)
    store = open_store(Settings(data=terminal.data), SystemClock())
    with store.reading() as session:
        assert session.get(Commune, "06673")
    store.close()
    assert "truong\tquản trị" in terminal.done("users", "list")


def test_init_again_changes_nothing(terminal: Terminal) -> None:
    terminal.done("init", "--password", "mat-khau-dai-du")
    again = terminal.done("init", "--login", "khac")
    assert "Đã có 1 tài khoản" in again
    assert "khac" not in terminal.done("users", "list")


def test_a_given_password_is_not_printed(terminal: Terminal) -> None:
    assert "mat-khau-dai-du" not in terminal.done("init", "--password", "mat-khau-dai-du")


def test_a_short_password_is_refused_before_anything_is_made(terminal: Terminal) -> None:
    assert "ít nhất 12 ký tự" in terminal.refused("init", "--password", "ngan")
    assert not terminal.data.exists()


def test_every_command_without_a_database_says_what_to_do(terminal: Terminal) -> None:
    for words in (
        ("verify",),
        ("doctor",),
        ("fairs", "list"),
        ("users", "list"),
        ("journal", "export", terminal.data / "x"),
        ("backup", terminal.data / "b"),
        ("simulate", "--fair", "X", "--sales", 1),
        ("serve", "--port", free_port()),
    ):
        assert "fair-pos init" in terminal.refused(*words), words


def test_data_may_stand_after_the_command(terminal: Terminal) -> None:
    terminal.done("init", "--password", "mat-khau-dai-du")
    for where in (("--data", str(terminal.data)), (f"--data={terminal.data}",)):
        result = CliRunner().invoke(app, ["doctor", "--json", *where])
        assert json.loads(result.stdout)["ok"]
