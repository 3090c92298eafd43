"""A server that is not ours: says to a simulated till what a test wants it to hear."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Says = Callable[[str, dict[str, Any]], tuple[int, str | dict[str, Any]] | None]


@dataclass
class Stranger:
    """What came, in order; `says` makes the answer, None hangs up."""

    says: Says
    port: int = 0
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def facts(self) -> list[list[str]]:
        """Ids of each batch that came."""
        return [
            [one["id"] for one in body["facts"]] for path, body in self.heard if "batch" in path
        ]


@contextmanager
def listening(says: Says) -> Iterator[Stranger]:
    stranger = Stranger(says)

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stranger.heard.append((self.path, body))
            said = stranger.says(self.path, body)
            if said is None:
                self.connection.close()
                return
            status, answer = said
            content = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Ear) as server:
        stranger.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield stranger
        finally:
            server.shutdown()
            thread.join()


def takes_all(epoch: str = "e1", statuses: dict[str, int] | None = None) -> Says:
    """A server that keeps everything, but for the ids with another status."""

    def says(_: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        answers = [
            {"id": one["id"], "status": (statuses or {}).get(one["id"], 200), "answer": {}}
            for one in body.get("facts", [])
        ]
        now = "2027-01-30T03:00:00.000Z"
        return 200, {"server_time": now, "epoch": epoch, "answers": answers}

    return says
