"""Vietnamese is complete: every sentence of templates and scripts, with the same places to fill."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract, extract_from_dir
from babel.messages.pofile import read_po

from fair_pos import resources
from fair_pos.checkout.models import Flag
from fair_pos.reports import words
from fair_pos.web import assets, language

WEB = Path(language.__file__).parent
SCRIPT_WORDS = re.compile(r"""\bt\(\s*(['"`])((?:[^\\]|\\.)*?)\1""")
PLACES = re.compile(r"\{(\w+)[^}]*\}")
FILES = sorted((language.FOLDER / "vi").glob("*.po"))


def wanted() -> Iterator[tuple[str, str]]:
    """Every English sentence, and the file it stands in."""
    templates = extract_from_dir(
        resources.folder("templates"),
        [("**.html", "jinja2.ext:babel_extract")],
        {"**.html": {"trimmed": "true", "silent": "false"}},
        keywords={"_": None},
    )
    for file, _, msgid, _, _ in templates:
        yield str(msgid), file
    for path in WEB.glob("*.py"):
        with path.open("rb") as handle:
            for _, msgid, _, _ in extract("python", handle, keywords={"_": None, "words": None}):
                yield str(msgid), path.name
    for path in (assets.FOLDER / "js").rglob("*.js"):
        for found in SCRIPT_WORDS.finditer(path.read_text(encoding="utf-8")):
            yield found[2].replace("\\'", "'"), path.name


@pytest.fixture(scope="module")
def vietnamese() -> dict[str, str]:
    return language.load("vi").sentences


def test_sentences_are_found_everywhere() -> None:
    ends = {file.rpartition(".")[2] for _, file in wanted()}
    assert ends >= {"html", "js"}
    assert len(set(wanted())) > 300


def test_every_sentence_is_told_in_vietnamese(vietnamese: dict[str, str]) -> None:
    missing = sorted({f"{file}: {msgid}" for msgid, file in wanted() if msgid not in vietnamese})
    assert missing == []


def test_both_languages_fill_the_same_places(vietnamese: dict[str, str]) -> None:
    differ = {
        msgid: text
        for msgid, text in vietnamese.items()
        if set(PLACES.findall(msgid)) != set(PLACES.findall(text))
    }
    assert differ == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_translation_is_empty_or_unsure(file: Path) -> None:
    with file.open("rb") as handle:
        messages = [message for message in read_po(handle) if message.id]
    assert messages
    assert [message.id for message in messages if not message.string or message.fuzzy] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_vietnamese_is_in_its_composed_form(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\ufffd" not in text


def test_no_part_says_another_thing_for_the_same_sentence() -> None:
    told: dict[str, set[str]] = {}
    for file in FILES:
        with file.open("rb") as handle:
            for message in read_po(handle):
                if message.id:
                    told.setdefault(str(message.id), set()).add(str(message.string))
    assert {msgid: texts for msgid, texts in told.items() if len(texts) > 1} == {}


def test_every_flag_of_a_sale_has_its_words() -> None:
    assert set(words.FLAGS) == {flag.value for flag in Flag}
