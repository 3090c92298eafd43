"""What all pages for anybody with a phone share. No script.

Addresses work in any case, because codes hold capitals and people type what they like. The pages
speak four languages, the phone's own first; names of goods and places stay Vietnamese.
"""

import re
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.clock import business_date
from fair_pos.db.store import Store
from fair_pos.signing.facts import ReceiptFacts
from fair_pos.web.pages import pages

CODE_LENGTH = 10
TONGUES = {"vi": "Tiếng Việt", "en": "English", "zh": "中文", "ko": "한국어"}
_ACCEPTED = re.compile(r"(?:^|,)\s*([a-z]{2})\b", re.IGNORECASE)


def unknown(
    request: Request,
    store: Store,
    kind: str,
    *,
    is_typed_wrong: bool,
    proven: ReceiptFacts | None = None,
) -> Response:
    """Say that a code is of nothing here: not of `label`, or not of `receipt`.

    A receipt whose signature holds was made here all the same, before an older copy was restored.
    """
    values: dict[str, Any] = {"kind": kind, "is_typed_wrong": is_typed_wrong, "proven": proven}
    if kind == "label":
        values["inspects"] = request.path_params["code"]
    return page(request, store, "public/unknown.html", values, status=404)


def page(
    request: Request, store: Store, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response:
    """Render a page in the language that was chosen, or the phone's."""
    request.state.tongue = _tongue(request)
    shown = {"today": business_date(store.clock.now()), "tongues": TONGUES, **values}
    response = pages(request).html(request, template, shown, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _tongue(request: Request) -> str:
    chosen = request.query_params.get("lang") or request.cookies.get("language")
    accepted = _ACCEPTED.findall(request.headers.get("accept-language", ""))
    wanted = [chosen, *(one.lower() for one in accepted)]
    return next((one for one in wanted if one in TONGUES), "vi")
