"""The README tells the truth about settings and commands."""

import ast
import inspect
import itertools
import re
from pathlib import Path

from fair_pos.settings import Settings

README = Path(__file__).parent.parent / "README.md"


def settings_table() -> str:
    """One row per setting: variable, default, the sentence under it in the code."""
    body = ast.parse(inspect.getsource(Settings)).body[0].body
    rows = []
    for field, words in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(words, ast.Expr):
            default = Settings.model_fields[field.target.id].default
            shown = getattr(default, "get_secret_value", lambda value=default: value)()
            said = " ".join(ast.literal_eval(words.value).split())
            rows.append(f"| `FAIR_POS_{field.target.id.upper()}` | `{shown}` | {said} |")
    assert len(rows) == len(Settings.model_fields), "every setting has a sentence"
    return "\n".join(["| variable | default | what |", "|---|---|---|", *rows]).replace("``", "–")


def test_the_table_of_settings_is_the_code_s() -> None:
    text = README.read_text(encoding="utf-8")
    found = re.search(r"<!-- settings -->\n(.*?)\n<!-- /settings -->", text, re.DOTALL)
    assert found
    assert found[1] == settings_table()


def test_every_linked_file_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (README.parent / target).exists(), target
