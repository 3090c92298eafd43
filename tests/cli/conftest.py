"""Commands as a person types them, over a folder of their own."""

import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from fair_pos.cli.main import app
from fair_pos.core.clock import SystemClock
from fair_pos.labels import keys
from fair_pos.settings import Settings
from fair_pos.signing import keys as signing
from tests import databases

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
    """A database with the reference facts, its keys and a fair of three days, nothing else."""
    keys.load(settings.data)
    signing.make(settings.data, SystemClock().now())
    return with_fair(Terminal(settings.data, settings.database_url))


@pytest.fixture(scope="session")
def imported(template: databases.Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded database with the sample workbooks, made once and copied for each test."""
    data = tmp_path_factory.mktemp("imported")
    shutil.copy(template.data / "pepper", data / "pepper")
    template.fresh(data)
    import_samples(with_fair(Terminal(data)))
    return data


@pytest.fixture
def fair(site: Terminal, request: pytest.FixtureRequest) -> Terminal:
    """The sample workbooks imported."""
    if site.url:
        import_samples(site)
    else:
        shutil.copy(request.getfixturevalue("imported") / "fair-pos.db", site.data)
    return site


def with_fair(terminal: Terminal) -> Terminal:
    terminal.done(
        "fairs", "add", "XUAN-2027", "--name", "Hội chợ Xuân",
        "--from", "2027-01-26", "--to", "28/01/2027", "--zones", 2,
    )  # fmt: skip
    return terminal


def import_samples(terminal: Terminal) -> None:
    terminal.done("import", "booths", BOOTHS, "--fair", "XUAN-2027")
    terminal.done("import", "products", PRODUCTS, "--fair", "XUAN-2027")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
