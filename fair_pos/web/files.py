"""Files that a page hands out: to keep under their name, or to open in the browser."""

from pathlib import PurePath

from starlette.responses import Response

KINDS = {
    ".crt": "application/x-x509-ca-cert",
    ".json": "application/json",
    ".mobileconfig": "application/x-apple-aspen-config",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a file is, by the ending of its name."""


def to_keep(content: bytes, name: str) -> Response:
    """Return a file that the browser saves."""
    return _file(content, name, "attachment")


def to_open(content: bytes, name: str) -> Response:
    """Return a file that the browser shows; saved, it has its name."""
    return _file(content, name, "inline")


def _file(content: bytes, name: str, where: str) -> Response:
    headers = {"Content-Disposition": f'{where}; filename="{name}"'}
    return Response(content, media_type=KINDS[PurePath(name).suffix], headers=headers)
