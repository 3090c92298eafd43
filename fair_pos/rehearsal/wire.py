"""What a simulated till hears of the server: JSON by the wire contract, or nothing at all."""

import http.client
import json
from dataclasses import dataclass
from typing import Any

API = "/api/v1/till"
PATIENCE_S = 3.0


class NoAnswerError(Exception):
    """Refused, timed out, hung up, or not the server: try again later, the same body."""


@dataclass(frozen=True)
class Reply:
    """A status and its JSON."""

    status: int
    body: dict[str, Any]
    etag: str = ""


@dataclass
class Wire:
    """One device's connection; while `cuts` is above zero it is out of reach."""

    port: int
    token: str
    cuts: int = 0
    patience_s: float = PATIENCE_S

    def post(self, path: str, body: dict[str, Any]) -> Reply:
        """Send JSON.

        Raises:
            NoAnswerError: nothing that can be believed came back.
        """
        return self._ask("POST", path, json.dumps(body, ensure_ascii=False).encode(), {})

    def get(self, path: str, etag: str = "") -> Reply:
        """Read JSON; 304 for the same ETag.

        Raises:
            NoAnswerError: nothing that can be believed came back.
        """
        return self._ask("GET", path, None, {"If-None-Match": etag} if etag else {})

    def _ask(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> Reply:
        if self.cuts:
            raise NoAnswerError
        headers = {"Authorization": f"Bearer {self.token}", **more}
        if body is not None:
            headers["Content-Type"] = "application/json"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience_s)
        try:
            line.request(method, f"{API}{path}", body, headers)
            response = line.getresponse()
            if response.status == http.HTTPStatus.NOT_MODIFIED:
                return Reply(response.status, {})
            answer = json.loads(response.read())
            if not isinstance(answer, dict):
                raise NoAnswerError
            return Reply(response.status, answer, response.getheader("ETag") or "")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswerError from error
        finally:
            line.close()
