"""Puts the till's ES modules together at the start of the program: few requests, no build step.

Each module becomes one function, in the order of its imports; comments and indentation are left
out. The browser may as well load the modules one by one: they are the same files.
"""

import functools
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fair_pos import resources
from fair_pos.web import assets, language

FOLDER = assets.FOLDER / "js" / "till"
START = "app"
MORE = "more"
PARTS = ("scanning", "scannertest", "qrchain", "labelcheck")
"""Fetched when they are first used, each a file of its own over the first two."""
LOOSE = ("decodeworker",)
"""Not bundled: a worker loads it as it stands."""

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
    gives: tuple[str, ...]
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
    return Module(name, needs, tuple(gives), _INDENT.sub("", "\n".join(lines)) + "\n", words)


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
def part_modules(name: str) -> tuple[Module, ...]:
    """Return what a part has beside the first two files."""
    known = [one.name for one in (*start_modules(), *more_modules())]
    return tuple(ordered(name, known))


@functools.cache
def start() -> str:
    """Return the first file; it exports every module for the second one."""
    modules = start_modules()
    names = ",".join(f"${one.name}" for one in modules)
    return "".join(one.body for one in modules) + f"export {{{names}}};\n"


def more(sentences: Mapping[str, str]) -> str:
    """Return the second file, with the words that only it says."""
    modules = more_modules()
    names = ",".join(f"${one.name}" for one in modules)
    tail = f"export const {{views, begin, notices}} = ${MORE};\nexport {{{names}}};\n"
    return _over(modules, {START: start_modules()}, sentences) + tail


def part(name: str, sentences: Mapping[str, str]) -> str:
    """Return a file that is fetched when it is first used, with the words that only it says."""
    gives = ",".join(module(name).gives)
    tail = f"export const {{{gives}}} = ${name};\n"
    below = {START: start_modules(), MORE: more_modules()}
    return _over(part_modules(name), below, sentences) + tail


def _over(
    modules: Sequence[Module], below: Mapping[str, Sequence[Module]], sentences: Mapping[str, str]
) -> str:
    """Return modules that take what they need of files that are there, with their own words."""
    needs = {other for one in modules for other in one.needs} | {"texts"}
    heads = []
    for file, there in below.items():
        taken = ",".join(f"${one.name}" for one in there if one.name in needs)
        source = "start" if file == START else file
        heads.append(f"import {{{taken}}} from './{source}.js';\n")
    said = {words for there in below.values() for words in msgids(there)}
    texts = {key: sentences[key] for key in msgids(modules) if key in sentences and key not in said}
    words = f"$texts.addTexts({json.dumps(texts, ensure_ascii=False, separators=(',', ':'))});\n"
    return "".join(heads) + words + "".join(one.body for one in modules)


def msgids(modules: Iterable[Module]) -> list[str]:
    """Return what modules say, in English, sorted."""
    return sorted({words for one in modules for words in one.words})


@functools.cache
def version() -> str:
    """Return a hash of the till's page, files and words: the till's address in the browser."""
    digest = hashlib.sha256(assets.build_hash().encode())
    page = sorted((resources.folder("templates") / "till").glob("*.html"))
    for file in [*page, *sorted(language.FOLDER.glob("*/*.po"))]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
