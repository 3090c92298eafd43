"""`labels-key`: a new key for labels, the earlier ones stay."""

from fair_pos.labels import keys
from tests.cli.conftest import Terminal


def test_the_key_is_made_at_init_and_a_change_keeps_the_earlier_one(terminal: Terminal) -> None:
    terminal.done("init")
    (first,) = [line for line in (terminal.data / keys.FILE).read_text().split() if line]
    said = terminal.done("labels-key")
    assert "Khóa tem mới: 1 (thứ 2 trên 28)." in said
    assert "Sao lưu ngay" in said
    assert (terminal.data / keys.FILE).read_text().split()[0] == first
