"""Turns expected refusals into answers: JSON for programs, a page for people."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from fair_pos.core.errors import FairPosError, FormError
from fair_pos.web import faults
from fair_pos.web.guard import SignInNeededError
from fair_pos.web.pages import pages, reader_language


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(FairPosError, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, http_refused)
    app.add_exception_handler(Exception, broken)


def wants_json(request: Request) -> bool:
    """Say whether a program asks."""
    return request.url.path.startswith("/api/")


def refused(request: Request, error: Exception) -> Response:
    """Answer an expected refusal."""
    assert isinstance(error, FairPosError), "registered for this class"
    if wants_json(request):
        return JSONResponse(as_json(error, request), error.status)
    if isinstance(error, SignInNeededError):
        return RedirectResponse(f"/login?next={quote(_wanted(request))}", 303)
    return _page(request, error.sentence(reader_language(request)), error.status)


def _wanted(request: Request) -> str:
    """Return the page that was asked for; its query names the label an inspector scanned."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def as_json(error: FairPosError, request: Request) -> dict[str, object]:
    """Return the JSON form of a refusal: code, message, and faults by field where there are any."""
    answer: dict[str, object] = {
        "code": error.code,
        "message": error.sentence(reader_language(request)),
    }
    if isinstance(error, FormError):
        answer["faults"] = error.faults
    return answer


def malformed(request: Request, error: Exception) -> Response:
    """Answer a request whose fields do not parse."""
    assert isinstance(error, RequestValidationError), "registered for this class"
    answer = malformed_json(error.errors(), request)
    if wants_json(request):
        return JSONResponse(answer, 422)
    return _page(request, str(answer["message"]), 422)


def malformed_json(errors: Sequence[Any], request: Request) -> dict[str, object]:
    """Return the JSON form of what does not parse, with a sentence by field."""
    language = reader_language(request)
    found = faults.faults_of(errors, language)
    return {"code": "malformed", "message": faults.summary(found, language), "faults": found}


def http_refused(request: Request, error: Exception) -> Response:
    """Answer unknown addresses and wrong methods."""
    assert isinstance(error, HTTPException), "registered for this class"
    message = _HTTP_WORDS.get(error.status_code, _HTTP_WORDS[400])[reader_language(request)]
    if wants_json(request):
        return JSONResponse({"code": "http", "message": message}, error.status_code)
    return _page(request, message, error.status_code)


def broken(request: Request, _: Exception) -> Response:
    """Answer a fault of our own; it is logged and raised by the server all the same."""
    if wants_json(request):
        return JSONResponse(broken_json(request), 500)
    return _page(request, _HTTP_WORDS[500][reader_language(request)], 500)


def broken_json(request: Request) -> dict[str, object]:
    """Return the JSON form of a fault of our own."""
    return {"code": "broken", "message": _HTTP_WORDS[500][reader_language(request)]}


def _page(request: Request, message: str, status: int) -> Response:
    values = {"message": message, "status": status}
    return pages(request).html(request, "error.html", values, status=status)


_HTTP_WORDS = {
    400: {
        "vi": "Không đọc được nội dung gửi lên. Thử lại.",
        "en": "What was sent cannot be read. Try again.",
    },
    404: {
        "vi": "Không có trang này. Kiểm tra lại địa chỉ.",
        "en": "There is no such page. Check the address.",
    },
    405: {
        "vi": "Địa chỉ này không nhận cách gọi đó. Quay lại trang trước.",
        "en": "This address does not take that method. Go back.",
    },
    500: {
        "vi": "Máy chủ gặp lỗi. Thử lại; nếu vẫn lỗi, báo Ban Tổ chức.",
        "en": "The server failed. Try again; if it fails again, tell the organisers.",
    },
}
