"""What a scanner and a Vietnamese keyboard send: keys with their code, and Unikey in between.

The model of Telex and VNI follows the published typing rules (a mark acts on the vowel of the
word being typed; D doubled or D9 makes Đ; W makes Ư; a digit, sign or space that is no mark ends
the word). Unikey takes letters back by Backspace and sends new ones without a key code. It is a
model: spelling checks, shorthand and versions differ.
"""

from dataclasses import dataclass

VOWELS = "AEIOUY"
TELEX_TONES = "SFRXJZ"
TELEX_DOUBLES = "AEO"
VNI_MARKS = "123456789"


@dataclass(frozen=True)
class Key:
    """One keydown as a page sees it."""

    code: str
    key: str
    shift: bool = False

    def event(self) -> dict[str, object]:
        return {"code": self.code, "key": self.key, "shiftKey": self.shift}


PLAIN = {"/": "Slash", ".": "Period", "-": "Minus", ",": "Comma", "=": "Equal", ";": "Semicolon"}
SHIFTED = {":": "Semicolon", "?": "Slash", "+": "Equal", "(": "Digit9", ")": "Digit0", "_": "Minus"}
BACKSPACE = Key("Backspace", "Backspace")


def key_of(sign: str, *, caps: bool = False) -> Key:
    """The key of a US keyboard; with Caps Lock a scanner's letters come out turned around."""
    if sign.isalpha():
        shown = sign.swapcase() if caps else sign
        return Key(f"Key{sign.upper()}", shown, shift=sign.isupper())
    if sign.isdigit():
        return Key(f"Digit{sign}", sign)
    return Key(SHIFTED[sign], sign, shift=True) if sign in SHIFTED else Key(PLAIN[sign], sign)


def keys_of(text: str, *, caps: bool = False) -> list[Key]:
    return [key_of(sign, caps=caps) for sign in text]


def telex(text: str) -> list[Key]:
    return _through(text, _telex)


def vni(text: str) -> list[Key]:
    return _through(text, _vni)


def text_of(keys: list[Key]) -> str:
    """What stands in a field after the keys."""
    text = ""
    for key in keys:
        text = text[:-1] if key == BACKSPACE else text + key.key
    return text


def _through(text: str, changed) -> list[Key]:
    keys: list[Key] = []
    word = ""
    for sign in text:
        new = changed(word, sign)
        if new is None:
            keys.append(key_of(sign))
            word = word + sign if sign.isalpha() else ""
        else:
            same = next(
                (n for n, (a, b) in enumerate(zip(word, new, strict=False)) if a != b), len(word)
            )
            keys += [BACKSPACE] * (len(word) - same) + [Key("", letter) for letter in new[same:]]
            word = new
    return keys


def _telex(word: str, sign: str) -> str | None:
    """The word after a sign that changed it; None: the sign stands as it is."""
    upper = sign.upper()
    if upper == "W":
        at = _last(word, "AOU")
        return (
            word + "Ư"
            if at is None
            else _marked(word, at, "\u031b" if word[at] in "OUou" else "\u0306")
        )
    if upper == "D" and word[-1:].upper() == "D":
        return word[:-1] + "Đ"
    if upper in TELEX_DOUBLES and (at := _last(word, upper)) is not None:
        return _marked(word, at, "\u0302")
    tones = dict(zip(TELEX_TONES, "\u0301\u0300\u0309\u0303\u0323", strict=False))
    at = _last(word, VOWELS)
    return _marked(word, at, tones[upper]) if upper in tones and at is not None else None


def _vni(word: str, sign: str) -> str | None:
    marks = dict(zip(VNI_MARKS, "\u0301\u0300\u0309\u0303\u0323\u0302\u031b\u0306", strict=False))
    if sign == "9" and (at := _last(word, "D")) is not None:
        return word[:at] + "Đ" + word[at + 1 :]
    at = _last(word, {"6": "AEO", "7": "OU", "8": "A"}.get(sign, VOWELS))
    return _marked(word, at, marks[sign]) if sign in marks and at is not None else None


def _last(word: str, letters: str) -> int | None:
    return next((at for at in reversed(range(len(word))) if word[at].upper() in letters), None)


def _marked(word: str, at: int, mark: str) -> str:
    from unicodedata import normalize

    return word[:at] + normalize("NFC", word[at] + mark) + word[at + 1 :]
