"""What the paper shows, as PNG, read back from the very bytes that a printer would get."""

from fair_pos.core.document import Document
from fair_pos.printing import label, label_job, paper, payload, profiles, render
from fair_pos.printing.papers import JobPaper
from fair_pos.printing.profiles import Profile


def document_png(document: Document, profile: Profile) -> bytes:
    """Return the picture of a document on a printer's paper.

    Raises:
        CodeTooLongError: a QR code that this paper is too narrow for.
    """
    return paper.png(render.to_bytes(document, profile))


def strip_png(found: JobPaper) -> bytes:
    """Return the picture of a job's labels.

    Raises:
        UnknownProfileError: the printer's profile is not installed.
        UnreadablePayloadError: the stored labels cannot be read.
        RollTooWideError: they are wider than the printer that has them now.
    """
    strip = label.load(found.payload)
    return paper.png(label_job.to_bytes(strip, profiles.load(found.profile)))


def paper_png(document: Document, profile_name: str, copy_no: int) -> bytes:
    """Return the picture of a job's paper, with its copy mark.

    Raises:
        UnknownProfileError: the printer's profile is not installed.
        CodeTooLongError: a QR code that this paper is too narrow for.
    """
    return document_png(payload.mark_copy(document, copy_no), profiles.load(profile_name))
