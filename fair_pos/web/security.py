"""What every answer and every unsafe request goes through: CSP, CSRF, size limit."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 12 * 1024 * 1024
"""Bytes; the largest upload is a workbook or a photo of 10 MB."""


def is_same_origin(headers: Headers) -> bool:
    """Say whether an unsafe request comes from our own pages.

    Browsers send Sec-Fetch-Site on https and localhost only; on a plain-http network the Origin
    decides. A program with a bearer token sends neither and carries no cookie.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return "cookie" not in headers or "authorization" in headers


async def guard(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse foreign unsafe requests; put the security headers on every answer."""
    if request.method not in SAFE_METHODS and not is_same_origin(request.headers):
        return JSONResponse({"code": "foreign_origin", "message": "Foreign origin."}, 403)
    response = await call(request)
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


class BodyLimit:
    """Counts what is received and ends the request above the limit, before it is parsed."""

    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while it stays under the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdigit() and int(declared) > self._limit:
            await _too_large(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                return {"type": "http.disconnect"}
            return message

        await self._app(scope, counted, send)


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    sentence = "Tệp quá lớn (tối đa 10 MB). Chia nhỏ rồi gửi lại."
    answer = JSONResponse({"code": "too_large", "message": sentence}, 413)
    await answer(scope, receive, send)
