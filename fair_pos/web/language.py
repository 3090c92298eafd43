"""Vietnamese and English: one set of plain .po files, read once; English stands in the msgids."""

import functools
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("vi", "en")
PUBLIC = (*LANGUAGES, "zh", "ko")
"""What the pages of labels and receipts speak."""


@dataclass(frozen=True)
class Words:
    """The sentences of one language, by English msgid."""

    language: str
    sentences: dict[str, str] = field(default_factory=dict)

    def __call__(self, msgid: str, **values: object) -> str:
        """Return the sentence for an English msgid, its {names} filled in."""
        sentence = self.sentences.get(msgid, msgid)
        return sentence.format(**values) if values else sentence


@functools.cache
def load(language: str) -> Words:
    """Read all .po files of a language; English needs none."""
    sentences: dict[str, str] = {}
    for file in sorted((FOLDER / language).glob("*.po")):
        with file.open("rb") as handle:
            for message in read_po(handle, locale=language):
                if message.id and isinstance(message.id, str) and message.string:
                    sentences[message.id] = str(message.string)
    return Words(language, sentences)
