"""One server process of a rehearsal: the real application over the rehearsal's clock.

Run as `python -m fair_pos.rehearsal.site DATA PORT SCORE SKEW`; stopped by SIGTERM like any other,
and gone with the rehearsal: when its stdin ends, nobody judges any more.
"""

import logging
import os
import sys
import threading
from pathlib import Path

from fair_pos.rehearsal.clock import SiteClock
from fair_pos.settings import Settings


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    import uvicorn  # noqa: PLC0415  slow to load; only this process needs it

    from fair_pos.web.app import create_app  # noqa: PLC0415

    data, port, score, skew = arguments
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    logging.basicConfig(level=logging.WARNING)
    settings = Settings(data=Path(data), port=int(port), host="127.0.0.1", database_url="")
    app = create_app(settings, SiteClock(Path(score), Path(skew)))
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def _end_with_stdin() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
