"""Runs the benchmarks that are named, or all."""

import argparse
import importlib

from tests.bench import figures

ALL = (
    "sale",
    "receipt",
    "codes",
    "spool",
    "labels",
    "labelread",
    "importing",
    "closing",
    "start",
    "till",
    "offline",
    "scan",
    "power",
    "reconnect",
    "kill",
    "rehearsal",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="poe bench")
    parser.add_argument("names", nargs="*", default=ALL, help=", ".join(ALL))
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    chosen = parser.parse_args()
    for name in chosen.names:
        measured = importlib.import_module(f"tests.bench.{name}").run()
        print(f"\n## {name}\n{figures.table(measured)}", flush=True)
        if chosen.write:
            figures.write({name: measured})


if __name__ == "__main__":
    main()
