"""Benchmarks: they measure, they never fail because a machine is slow.

`uv run poe bench` runs all and prints figures with the budget beside them; `uv run poe bench sale`
runs one; `--write` puts the figures into docs/benchmarks.md with date, machine and command.
"""
