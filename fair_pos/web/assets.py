"""Static files under an address that carries their hash, so that they may be kept for ever."""

import functools
import hashlib
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"


@functools.cache
def build_hash() -> str:
    """Return a hash over all static files: one release, one address."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(FOLDER).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def url(path: str) -> str:
    """Return the address of a static file: `/static/<hash>/till/app.js`."""
    return f"/static/{build_hash()}/{path}"


class HashedFiles(StaticFiles):
    """Serves `/<any hash>/path`; kept for ever only under the current hash."""

    def get_path(self, scope: Scope) -> str:
        """Drop the hash from the path."""
        _, _, rest = super().get_path(scope).partition("/")
        return rest

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """Mark the answer as immutable."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
