"""What every answer and every unsafe request goes through: CSP, CSRF, size limit."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 12 * 1024 * 1024
"""Bytes; the largest upload is a workbook or a photo of 10 MB."""


def csp_that_asks(*origins: str) -> str:
    """Return the CSP of a page whose script may also ask these origins."""
    return CSP.replace("connect-src 'self'", " ".join(["connect-src 'self'", *origins]))


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


HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class Guard:
    """Refuses foreign unsafe requests; puts the security headers on every answer.

    An address with a zero byte names nothing, and PostgreSQL takes none in a text.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless it comes from a foreign page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                missing = [header for header in HEADERS if header[0] not in given]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        if scope["method"] not in SAFE_METHODS and not is_same_origin(Headers(scope=scope)):
            message = "Yêu cầu đến từ trang khác. Mở lại trang này rồi làm lại."
            refusal = {"code": "foreign_origin", "message": message}
            await JSONResponse(refusal, 403)(scope, receive, with_headers)
            return
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            refusal = {"code": "http", "message": "Không có trang này. Kiểm tra lại địa chỉ."}
            await JSONResponse(refusal, 404)(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)


class BodyLimit:
    """Counts what is received and ends the request above the limit, before it is parsed.

    A compressed body is refused unread: a few bytes of it may stand for gigabytes.
    """

    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while it stays under the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if headers.get("content-encoding", "identity") != "identity":
            await _packed(scope, receive, send)
            return
        declared = headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > self._limit:
            await _too_large(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            return message if seen <= self._limit else {"type": "http.disconnect"}

        async def unless_too_large(message: Message) -> None:
            if seen <= self._limit:
                await send(message)
            elif message["type"] == "http.response.start":
                await _too_large(scope, receive, send)

        await self._app(scope, counted, unless_too_large)


async def _packed(scope: Scope, receive: Receive, send: Send) -> None:
    sentence = "Nội dung gửi lên không được nén. Gửi lại, không nén."
    await JSONResponse({"code": "packed", "message": sentence}, 415)(scope, receive, send)


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    sentence = "Tệp quá lớn (tối đa 10 MB). Chia nhỏ rồi gửi lại."
    answer = JSONResponse({"code": "too_large", "message": sentence}, 413)
    await answer(scope, receive, send)
