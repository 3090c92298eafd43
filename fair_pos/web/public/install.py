"""`/cai-dat`: hands the fair's certificate to phones, step by step, and says whether it worked.

Served at the http door, too: a phone comes here before it trusts the https one.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fair_pos.core.errors import NotFoundError
from fair_pos.settings import Settings
from fair_pos.tls import folder, profile
from fair_pos.tls.hosts import in_url
from fair_pos.web import files, security
from fair_pos.web.guard import Public, StoreOf
from fair_pos.web.pages import pages

router = APIRouter(include_in_schema=False)

PLATFORMS = {
    "android": "Android",
    "ios": "iPhone, iPad",
    "windows": "Windows",
    "macos": "Mac",
    "linux": "Linux",
}
_SIGNS = (
    ("Android", "android"), ("iPhone", "ios"), ("iPad", "ios"), ("Windows", "windows"),
    ("Macintosh", "macos"), ("Linux", "linux"), ("CrOS", "linux"),
)  # fmt: skip
_IN_APP = ("Zalo", "FBAN", "FBAV", "FB_IAB", "Instagram", "MicroMessenger", "Line/")
"""Browsers inside other programs: they keep nothing and install nothing."""
HTTP_PORT = 80


@dataclass(frozen=True, slots=True)
class SecureDoor:
    """The https door as people reach it. `root` is None where phones need nothing."""

    url: str
    host: str
    root: x509.Certificate | None


def secure_door(settings: Settings) -> SecureDoor | None:
    """Return the https door of this server or of what stands before it, or None."""
    found = folder.kept(settings)
    if found is not None and found.is_on:
        return SecureDoor(found.url(settings.tls_port), found.host, found.authority)
    url = settings.base_url.lower()
    if not url.startswith("https://"):
        return None
    return SecureDoor(url, urlsplit(url).hostname or "", None)


@router.get("/cai-dat")
def page(request: Request, store: StoreOf, _: Public, device: str = "") -> Response:
    """Show the steps for this device, or for the one that was chosen."""
    door = secure_door(store.settings)
    agent = request.headers.get("user-agent", "")
    plain = plain_url(request, door)
    values = {
        "door": door,
        "plain": plain,
        "device": device if device in PLATFORMS else platform_of(agent),
        "platforms": PLATFORMS,
        "is_in_app": any(sign in agent for sign in _IN_APP),
        "groups": folder.fingerprint(door.root).split(" ") if door and door.root else [],
    }
    response = pages(request).html(request, "install/page.html", values)
    if door is not None:
        response.headers["content-security-policy"] = security.csp_that_asks(door.url, plain)
    return response


@router.get("/cai-dat/thu")
def probe(_: Public) -> Response:
    """Answer any page of any origin; that it answers is all it says."""
    return JSONResponse({"fair_pos": True}, headers={"Access-Control-Allow-Origin": "*"})


@router.get("/cai-dat/fair-pos.crt")
def certificate(store: StoreOf, _: Public) -> Response:
    """Give the fair's own authority, in the form that every system opens."""
    content = _root(store.settings).public_bytes(Encoding.DER)
    return files.to_keep(content, "fair-pos.crt")


@router.get("/cai-dat/fair-pos.mobileconfig")
def mobileconfig(store: StoreOf, _: Public) -> Response:
    """Give the same as a profile for iPhone and iPad."""
    content = profile.mobileconfig(_root(store.settings))
    return files.to_keep(content, "fair-pos.mobileconfig")


def platform_of(agent: str) -> str:
    """Guess the system from what a browser says of itself.

    >>> platform_of("Mozilla/5.0 (Linux; Android 14; SM-A155F) Chrome/126 Mobile")
    'android'
    """
    return next((name for sign, name in _SIGNS if sign in agent), "android")


def plain_url(request: Request, door: SecureDoor | None) -> str:
    """Return the http door under the secure one's name: it tells a wrong name from no trust."""
    if door is None or request.url.scheme != "http":
        return ""
    return f"http://{in_url(door.host, request.url.port or HTTP_PORT, HTTP_PORT)}"


def _root(settings: Settings) -> x509.Certificate:
    door = secure_door(settings)
    if door is None or door.root is None:
        raise NotFoundError
    return door.root
