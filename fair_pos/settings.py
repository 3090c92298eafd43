"""One frozen Settings, read once by whoever composes the program."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that differs from machine to machine. Environment prefix: FAIR_POS_."""

    model_config = SettingsConfigDict(env_prefix="FAIR_POS_", frozen=True)

    data: Path = Path("data")
    """Folder of the database, photos, virtual paper and backups."""
    database_url: str = ""
    """PostgreSQL address; empty means SQLite in the data folder."""
    host: str = "127.0.0.1"
    """Address to listen on; 0.0.0.0 serves the whole local network."""
    port: int = 8000
    """Port to listen on."""
    tls_port: int = 8443
    """Port of the https door, open beside the http one once `fair-pos tls` has a certificate."""
    public_url: str = ""
    """What phones type and labels carry, e.g. HTTPS://POS.EXAMPLE.VN; empty means the https or http
    door."""
    prints: bool = True
    """Whether this server sends waiting papers to the printers."""
    pepper: SecretStr = SecretStr("")
    """Secret mixed into PIN hashes; empty means the file `pepper` of the data folder."""
    witness: Path | None = None
    """Folder, best on another disk, that also notes how far the journal went."""
    org: str = "quang-ninh"
    """Tenant of a new database: one province or chain."""
    site: str = "site-1"
    """Name of this site in the journal's chain."""

    @property
    def sqlite_file(self) -> Path:
        """The embedded database."""
        return self.data / "fair-pos.db"

    @property
    def base_url(self) -> str:
        """Address printed on labels, cards and receipts, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")
