"""Photos and pasted codes of a chain become the files they were cut from, before the import."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fair_pos.checkout.unsent import Source
from fair_pos.core import qrchain
from fair_pos.core.errors import FairPosError
from fair_pos.core.qrchain import Chain, ChainIncompleteError
from fair_pos.payments import pictures

JSON_STARTS = b"{["
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"BM", b"GIF8")
PIXELS_MAX = 24_000_000


class NoChainError(FairPosError):
    """A photo in which no code of a chain was found."""

    code = "no_chain"
    status = 422
    vi = (
        "{detail}: không thấy mã đơn chưa gửi trong ảnh. Chụp gần hơn, đủ sáng, thấy cả viền trắng."
    )
    en = "{detail}: no code of unsent sales in the photo. Go closer, more light, all its border."


@dataclass(frozen=True, slots=True)
class Opened:
    """What is ready for the import, what is not, and the codes to keep for the next try."""

    sources: tuple[Source, ...]
    faults: tuple[tuple[str, FairPosError], ...]
    codes: tuple[str, ...]


def opened(sources: Sequence[Source]) -> Opened:
    """Read photos and pasted codes, all of them as one heap; files of sales pass as they are."""
    files: list[Source] = []
    faults: list[tuple[str, FairPosError]] = []
    scanned: list[str] = []
    for source in sources:
        texts = _texts(source)
        if texts is None:
            files.append(source)
        elif isinstance(texts, FairPosError):
            faults.append((source.name, texts))
        else:
            scanned += texts
    kept: list[str] = []
    for chain in _chains(scanned, faults):
        try:
            files.append(Source(chain.mark, chain.document().encode()))
        except ChainIncompleteError as missing:
            faults.append((chain.mark, missing))
            kept += chain.codes
        except FairPosError as fault:
            faults.append((chain.mark, fault))
    return Opened(tuple(files), tuple(faults), tuple(kept))


def _texts(source: Source) -> list[str] | FairPosError | None:
    """Return the codes in a photo or a paste; None: it is a file of sales, or claims to be."""
    content = source.content.lstrip()
    if content.startswith(PICTURE_STARTS):
        return _codes_of_photo(source)
    if content[:1] in JSON_STARTS:
        return None
    lines = source.content.decode("utf-8", "replace").splitlines()
    return lines if any(map(qrchain.read_part, lines)) else None


def _codes_of_photo(source: Source) -> list[str] | FairPosError:
    try:
        texts = pictures.read_picture(source.content, PIXELS_MAX)
    except FairPosError as fault:
        return fault
    return texts if any(map(qrchain.read_part, texts)) else NoChainError(source.name)


def _chains(texts: Iterable[str], faults: list[tuple[str, FairPosError]]) -> list[Chain]:
    try:
        return qrchain.collect(texts)
    except FairPosError as fault:
        faults.append((str(fault.detail), fault))
        return []
