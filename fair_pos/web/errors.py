"""Turns expected refusals into answers: JSON for programs, a page for people."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from fair_pos.core.errors import FairPosError, FormError
from fair_pos.web.guard import SignInNeededError
from fair_pos.web.pages import pages, reader_language


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(FairPosError, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, http_refused)


def wants_json(request: Request) -> bool:
    """Say whether a program asks."""
    return request.url.path.startswith("/api/")


def refused(request: Request, error: Exception) -> Response:
    """Answer an expected refusal."""
    assert isinstance(error, FairPosError), "registered for this class"
    if wants_json(request):
        return JSONResponse(as_json(error, request), error.status)
    if isinstance(error, SignInNeededError):
        return RedirectResponse(f"/login?next={request.url.path}", 303)
    values = {"message": error.sentence(reader_language(request)), "status": error.status}
    return pages(request).html(request, "error.html", values, status=error.status)


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
    faults = {".".join(str(part) for part in e["loc"][1:]): e["msg"] for e in error.errors()}
    message = "Yêu cầu sai mẫu: " + "; ".join(f"{name}: {why}" for name, why in faults.items())
    if wants_json(request):
        return JSONResponse({"code": "malformed", "message": message, "faults": faults}, 422)
    return pages(request).html(
        request, "error.html", {"message": message, "status": 422}, status=422
    )


def http_refused(request: Request, error: Exception) -> Response:
    """Answer unknown addresses and wrong methods."""
    assert isinstance(error, HTTPException), "registered for this class"
    message = (
        "Không có trang này. Kiểm tra lại địa chỉ."
        if error.status_code == 404  # noqa: PLR2004
        else str(error.detail)
    )
    if wants_json(request):
        return JSONResponse({"code": "http", "message": message}, error.status_code)
    values = {"message": message, "status": error.status_code}
    return pages(request).html(request, "error.html", values, status=error.status_code)
