"""Commands as a person types them, over a folder of their own."""

import socket
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from fair_pos.cli.main import app
from fair_pos.settings import Settings

SEED = Path(__file__).parents[2] / "seed" / "demo"
BOOTHS = SEED / "danh-sach-gian-hang.xlsx"
PRODUCTS = SEED / "danh-muc-san-pham.xlsx"


@dataclass(frozen=True)
class Terminal:
    """A person at the command line; `data` is the data folder, `url` that of PostgreSQL."""

    data: Path
    url: str = ""

    def run(self, *words: object) -> Result:
        arguments = ["--data", str(self.data), *map(str, words)]
        return CliRunner(env={"FAIR_POS_DATABASE_URL": self.url}).invoke(app, arguments)

    def done(self, *words: object) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *words: object) -> str:
        result = self.run(*words)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        return result.stderr


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """An empty machine with the embedded database."""
    return Terminal(tmp_path / "data")


@pytest.fixture
def site(settings: Settings) -> Terminal:
    """A database with the reference facts and a fair of three days, nothing else."""
    terminal = Terminal(settings.data, settings.database_url)
    terminal.done(
        "fairs", "add", "XUAN-2027", "--name", "Hội chợ Xuân",
        "--from", "2027-01-26", "--to", "28/01/2027", "--zones", 2,
    )  # fmt: skip
    return terminal


@pytest.fixture
def fair(site: Terminal) -> Terminal:
    """The sample workbooks imported."""
    site.run("import", "booths", BOOTHS, "--fair", "XUAN-2027")
    site.run("import", "products", PRODUCTS, "--fair", "XUAN-2027")
    return site


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
