"""The till's pages: the shell of the selling screen and the page behind a booth card's QR."""

import json
import re
from typing import Annotated

from fastapi import APIRouter, Form
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.accounts import actions
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.web import assets
from fair_pos.web.guard import Public, StoreOf
from fair_pos.web.language import LANGUAGES
from fair_pos.web.pages import pages, reader_language
from fair_pos.web.till import bundle
from fair_pos.web.till.api import keep_token

router = APIRouter(include_in_schema=False)

FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
JAVASCRIPT = "text/javascript; charset=utf-8"
SHELL_STATIC = ("css/till.css", "css/till-more.css", "vendor/lean-qr-2.7.4/index.mjs")
"""Beside page and program: what selling needs. The scanner's files are kept at their first use."""
IN_APP = re.compile(r"Zalo|FBAN|FBAV|FB_IAB|Instagram")
"""An app's own window has other storage than the browser, and loses it with the app."""


@router.get("/till")
def shell(request: Request, _: Public) -> Response:
    """Give the empty page that the till's program fills."""
    words = pages(request).words[reader_language(request)].sentences
    said = bundle.msgids(bundle.start_modules())
    texts = {msgid: words[msgid] for msgid in said if msgid in words}
    values = {"texts": _as_script(texts), "version": bundle.version()}
    response = pages(request).html(request, "till/shell.html", values)
    response.headers["Cache-Control"] = "no-cache"
    return response


@router.get("/till/{version}/{language}/start.js")
def start_file(version: str, language: str, _: Public) -> Response:
    """Give what the first paint needs, in one file."""
    _need_current(version, language)
    return Response(bundle.start(), media_type=JAVASCRIPT, headers=FOR_EVER)


@router.get("/till/{version}/{language}/more.js")
def more_file(request: Request, version: str, language: str, _: Public) -> Response:
    """Give the rest, with its words."""
    _need_current(version, language)
    words = pages(request).words[language].sentences
    return Response(bundle.more(words), media_type=JAVASCRIPT, headers=FOR_EVER)


@router.get("/till-sw.js")
def worker_file(request: Request, _: Public) -> Response:
    """Give the service worker: what it keeps for this version and language, then its program."""
    version, language = bundle.version(), reader_language(request)
    parts = ("start", "more", *bundle.PARTS, *bundle.LOOSE)
    shell_files = ["/till", *(f"/till/{version}/{language}/{part}.js" for part in parts)]
    kept = json.dumps([*shell_files, *(assets.url(name) for name in SHELL_STATIC)])
    head = f'self.VERSION = "{version}-{language}";\nself.SHELL = {kept};\n'
    text = head + (assets.FOLDER / "js" / "till-sw.js").read_text("utf-8")
    return Response(text, media_type=JAVASCRIPT, headers={"Cache-Control": "no-cache"})


@router.get("/sw-off")
def worker_off(request: Request, _: Public) -> Response:
    """Take the kept shell away from this device, never its sales."""
    return pages(request).html(request, "till/sw_off.html", {})


@router.get("/till/{version}/{language}/{part}.js")
def part_file(request: Request, version: str, language: str, part: str, _: Public) -> Response:
    """Give what is fetched when it is first used: the reader of pictures, the scanner's test."""
    _need_current(version, language)
    if part in bundle.LOOSE:
        text = (bundle.FOLDER / f"{part}.js").read_text("utf-8")
        return Response(text, media_type=JAVASCRIPT, headers=FOR_EVER)
    if part not in bundle.PARTS:
        raise NotFoundError
    words = pages(request).words[language].sentences
    return Response(bundle.part(part, words), media_type=JAVASCRIPT, headers=FOR_EVER)


@router.get("/T/{code}")
@router.get("/t/{code}")
def enrol_page(request: Request, _: Public, code: str) -> Response:
    """Ask once whether this device becomes the booth's till."""
    return _enrol_form(request, code, _device_name(request))


@router.post("/T/{code}")
@router.post("/t/{code}")
def enrol(
    request: Request,
    store: StoreOf,
    _: Public,
    code: str,
    device_name: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Make the device a till and go to the selling screen; a refusal says what to do."""
    try:
        new = store.lane.run(
            lambda session: actions.enrol(session, store.clock, store.org_id, code, device_name)
        )
    except FairPosError as refusal:
        fault = refusal.sentence(reader_language(request))
        return _enrol_form(request, code, device_name, fault=fault, status=refusal.status)
    response = RedirectResponse("/till", 303)
    keep_token(request, response, new.token)
    return response


def _enrol_form(
    request: Request, code: str, device_name: str, *, fault: str = "", status: int = 200
) -> Response:
    agent = request.headers.get("user-agent", "")
    values = {
        "code": code,
        "device_name": device_name,
        "fault": fault,
        "in_app": IN_APP.search(agent) is not None,
        "chrome": _chrome_address(request) if "Android" in agent else "",
    }
    return pages(request).html(request, "till/enrol.html", values, status=status)


def _chrome_address(request: Request) -> str:
    """Write the address that makes an app's window hand the page to Chrome on Android.

    Source: developer.chrome.com/docs/android/intents, "intent:" addresses; read 2026-11.
    """
    url = request.url
    return (
        f"intent://{url.netloc}{url.path}#Intent;scheme={url.scheme};package=com.android.chrome;end"
    )


def _as_script(texts: dict[str, str]) -> Markup:
    """Write JSON that may stand in a script element, Vietnamese letters as they are."""
    text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  "<" is the one sign that could end it


def _need_current(version: str, language: str) -> None:
    """Refuse files of another release: half old, half new would be neither."""
    if version != bundle.version() or language not in LANGUAGES:
        raise NotFoundError


def _device_name(request: Request) -> str:
    """Guess what the device is called from what its browser says."""
    agent = request.headers.get("user-agent", "")
    kinds = {"iPad": "iPad", "iPhone": "iPhone", "Mobile": "Điện thoại", "Android": "Máy tính bảng"}
    return next((name for sign, name in kinds.items() if sign in agent), "Máy tính")
