"""Long lists a page at a time: `?page=2`; the links are `components/paging.html`."""

from starlette.requests import Request

from fair_pos.reports.filters import BadFilterError

LAST = 100_000
"""Far beyond any fair's lists."""


def number(request: Request) -> int:
    """Return the page that an address asks for.

    Raises:
        BadFilterError: it is no page.
    """
    text = request.query_params.get("page", "1")
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < LAST:
        raise BadFilterError(text)
    return int(text)


def pages(rows: int, page: int) -> int:
    """Return how many pages rows fill; nothing is one empty page.

    >>> pages(0, 100), pages(100, 100), pages(101, 100)
    (1, 1, 2)
    """
    return max(1, -(-rows // page))
