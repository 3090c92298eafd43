"""`python -m fair_pos.cli`: the program where no script was installed."""

from fair_pos.cli.main import app

app(prog_name="fair-pos")
