"""Puts the till's ES modules together at the start of the program: few requests, no build step.

Each module becomes one function, in the order of its imports; comments and indentation are left
out. The browser may as well load the modules one by one: they are the same files.
"""

import functools
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fair_pos import resources
from fair_pos.web import assets

FOLDER = assets.FOLDER / "js" / "till"
START = "app"
MORE = "more"

_IMPORT = re.compile(
    r"^(import|export) (?:\* as (\w+)|\{([^}]*)\}) from '\./(\w+)\.js';\n", re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"/\*\*.*?\*/ ?|^ *// [^\n]*\n", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)
_WORDS = re.compile(r"\bt\(\s*'((?:[^'\\]|\\.)*)'")


class CircleError(Exception):
    """Modules import each other in a circle and cannot be put in order."""


@dataclass(frozen=True)
class Module:
    """One file: what it needs, what it gives, what it says."""

    name: str
    needs: tuple[str, ...]
    body: str
    words: tuple[str, ...]


def module(name: str) -> Module:
    """Read one file and turn it into a function that returns what it exports."""
    source = _COMMENT.sub("", (FOLDER / f"{name}.js").read_text("utf-8"))
    imports = list(_IMPORT.finditer(source))
    gives = [found[1] for found in _EXPORT.finditer(source)]
    heads = []
    for verb, whole, names, other in (found.groups() for found in imports):
        taken = whole or "{" + (names or "").replace(" as ", ": ") + "}"
        heads.append(f"const {taken} = ${other};")
        if verb == "export":
            gives += [name.strip() for name in names.split(",") if name.strip()]
    text = _EXPORT.sub("", _IMPORT.sub("", source))
    lines = [f"const ${name} = (() => {{", *heads, text, f"return {{{','.join(gives)}}};", "})();"]
    needs = tuple(dict.fromkeys(found[4] for found in imports))
    words = tuple(dict.fromkeys(found.replace("\\'", "'") for found in _WORDS.findall(source)))
    return Module(name, needs, _INDENT.sub("", "\n".join(lines)) + "\n", words)


def ordered(entry: str, known: Iterable[str] = ()) -> list[Module]:
    """Return a module and all it needs, the needed ones first; without what is known already.

    Raises:
        CircleError: no such order exists.
    """
    placed: dict[str, Module | None] = dict.fromkeys(known)
    found: list[Module] = []

    def place(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise CircleError(" → ".join([*path, name]))
        if name in placed:
            return
        one = module(name)
        for other in one.needs:
            place(other, (*path, name))
        placed[name] = one
        found.append(one)

    place(entry, ())
    return found


@functools.cache
def start_modules() -> tuple[Module, ...]:
    """Return what the first paint needs."""
    return tuple(ordered(START))


@functools.cache
def more_modules() -> tuple[Module, ...]:
    """Return what is fetched after the first paint."""
    return tuple(ordered(MORE, [one.name for one in start_modules()]))


@functools.cache
def start() -> str:
    """Return the first file; it exports every module for the second one."""
    modules = start_modules()
    names = ",".join(f"${one.name}" for one in modules)
    return "".join(one.body for one in modules) + f"export {{{names}}};\n"


def more(sentences: Mapping[str, str]) -> str:
    """Return the second file, with the words that only it says."""
    modules = more_modules()
    own = {one.name for one in modules}
    needs = sorted({other for one in modules for other in one.needs} - own | {"texts"})
    head = f"import {{{','.join(f'${name}' for name in needs)}}} from './start.js';\n"
    said = set(msgids(start_modules()))
    texts = {key: sentences[key] for key in msgids(modules) if key in sentences and key not in said}
    words = f"$texts.addTexts({json.dumps(texts, ensure_ascii=False, separators=(',', ':'))});\n"
    tail = f"export const {{views, begin, notices}} = ${MORE};\n"
    return head + words + "".join(one.body for one in modules) + tail


def msgids(modules: Iterable[Module]) -> list[str]:
    """Return what modules say, in English, sorted."""
    return sorted({words for one in modules for words in one.words})


@functools.cache
def version() -> str:
    """Return a hash of the till's page, files and words: the till's address in the browser."""
    digest = hashlib.sha256(assets.build_hash().encode())
    page = sorted((resources.folder("templates") / "till").glob("*.html"))
    for file in [*page, *sorted(Path(__file__).parent.glob("locale/*/*.po"))]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
