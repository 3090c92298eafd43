from pathlib import Path

from tests.cli.conftest import Terminal


def test_postgresql_is_left_to_its_own_tools(tmp_path: Path) -> None:
    far = Terminal(tmp_path, "postgresql://nobody@127.0.0.1:1/none")
    assert "pg_dump" in far.refused("backup", tmp_path)
    assert "pg_dump" in far.refused("restore", tmp_path / "x.db")
