"""What the paper shows, as PNG, read back from the very bytes that a printer would get."""

from fair_pos.core.document import Document
from fair_pos.printing import paper, payload, profiles, render
from fair_pos.printing.profiles import Profile


def document_png(document: Document, profile: Profile) -> bytes:
    """Return the picture of a document on a printer's paper.

    Raises:
        CodeTooLongError: a QR code that this paper is too narrow for.
    """
    return paper.png(render.to_bytes(document, profile))


def paper_png(payload_json: str, profile_name: str, copy_no: int) -> bytes:
    """Return the picture of a stored job's paper, with its copy mark.

    Raises:
        UnknownProfileError: the printer's profile is not installed.
        UnreadablePayloadError: the stored paper cannot be read.
        CodeTooLongError: a QR code that this paper is too narrow for.
    """
    document = payload.mark_copy(payload.load(payload_json), copy_no)
    return document_png(document, profiles.load(profile_name))
