"""Imports every part's models, so that the metadata is whole; for migrations and tests only."""

import importlib

from sqlalchemy import MetaData

from fair_pos.db.table import metadata

PARTS = (
    "db.journal",
    "accounts.models",
    "printing.models",
    "programme.models",
    "venues.models",
    "catalogue.models",
    "labels.models",
    "payments.models",
    "checkout.models",
    "reports.models",
)


def all_tables() -> MetaData:
    """Return the metadata with the tables of every part."""
    for part in PARTS:
        importlib.import_module(f"fair_pos.{part}")
    return metadata()
