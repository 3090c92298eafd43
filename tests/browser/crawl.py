"""Walks all pages that a person can reach by links, one page of each kind, and looks at them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
WIDTHS = (320, 360, 768, 1024, 1280)
PHONE_WIDTH = 360
FILES = (".pdf", ".xlsx", ".json", ".png", ".jpg")
MOST_PAGES = 150
WORD = re.compile(r"[A-Za-z]?|[a-z-]+(\.[a-z]+)?")
RUN_AXE = """async tags => (await axe.run(document,
  {runOnly: tags, resultTypes: ["violations"], preload: false})).violations.map(one =>
  one.id + ': ' + one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | '))"""
READ = """async address => {
  const answer = await fetch(address)
  window.read = new DOMParser().parseFromString(await answer.text(), 'text/html')
  window.read.address = answer.url
  return [answer.status, answer.url]
}"""
TOO_WIDE = """() => {
  const page = document.scrollingElement
  if (page.scrollWidth <= innerWidth) return ''
  const wide = [...document.body.querySelectorAll('*')].filter(one =>
    one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.frame, nav, .away'))
  return page.scrollWidth + ' > ' + innerWidth + ' by ' + wide.slice(0, 3).map(one =>
    one.tagName + '.' + one.className).join(', ')
}"""
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one)
  const clips = /hidden|clip/.test(style.overflowX + style.overflowY)
  if (style.display === 'inline' || !clips) return false
  if (one.closest('.away, .skip, .tile, option, select') || !one.innerText) return false
  return one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1
}).map(one => one.tagName + '.' + one.className + ' “' + one.innerText.slice(0, 60) + '”')"""


@dataclass
class Walk:
    """What a walk saw: addresses by kind of page, and everything that was wrong."""

    seen: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def blame(self, where: str, what: object) -> None:
        self.faults.append(f"{where}: {what}")


def kind_of(address: str) -> str:
    """Return an address with codes and ids left out, and of its filters the names only."""
    parts = urlsplit(address)
    segments = [one if WORD.fullmatch(one) else "*" for one in parts.path.split("/")]
    names = sorted({name for name, value in parse_qsl(parts.query) if value})
    if parts.path.endswith("/sales") and names:
        names = [""]  # the same list under dozens of filters
    return "/".join(segments) + ("?" + "&".join(names) if names else "")


def draw(page: Page, address: str) -> tuple[int, str]:
    """Open a page as people do; returns status and address."""
    answer = page.goto(address)
    return (answer.status if answer else 0), page.url


def read(page: Page, address: str) -> tuple[int, str]:
    """Read a page as the server wrote it, into `read` of the open page; nothing is drawn."""
    status, url = page.evaluate(READ, address)
    return status, url


def links(page: Page, base: str) -> list[str]:
    hrefs = page.evaluate(
        """[...(window.read ?? document).querySelectorAll('a[href]')]
             .map(one => one.getAttribute('href'))"""
    )
    return [urljoin(base, href).split("#")[0] for href in hrefs]


def pages_from(
    page: Page,
    starts: list[str],
    walk: Walk,
    see: Callable[[Page, str], tuple[int, str]] = draw,
) -> Iterator[str]:
    """Draw or read one page of each kind, breadth first; gives its kind while it is open."""
    base = "{0.scheme}://{0.netloc}".format(urlsplit(starts[0]))
    queue = list(starts)
    while queue and len(walk.seen) < MOST_PAGES:
        address = queue.pop(0)
        if not address.startswith(base):
            if address.startswith("http"):
                walk.blame("foreign link", address)
            continue
        kind = kind_of(address)
        if kind in walk.seen or urlsplit(address).path.endswith(FILES) or "lang=" in address:
            continue
        walk.seen[kind] = address
        status, url = see(page, address)
        if status != 200:
            walk.blame(address, status)
            continue
        queue += links(page, url)
        yield kind


def look(page: Page, kind: str, walk: Walk) -> None:
    """Look at the open page at every width; axe on the phone's, and a desk's where not filtered."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        if too_wide := page.evaluate(TOO_WIDE):
            walk.blame(kind, too_wide)
        for clipped in page.evaluate(CLIPPED):
            walk.blame(kind, f"clipped at {width}: {clipped}")
        if width == PHONE_WIDTH or (width == WIDTHS[-1] and "?" not in kind):
            check_access(page, f"{kind} at {width}", walk)


def check_access(page: Page, where: str, walk: Walk) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for violation in page.evaluate(RUN_AXE, TAGS):
        walk.blame(where, violation)


def texts_of(page: Page) -> list[str]:
    """Return the texts of the page, one for each piece."""
    return page.evaluate(
        """() => {
        const {body} = window.read ?? document
        const found = [], walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
        while (walker.nextNode()) found.push(walker.currentNode.textContent.trim())
        return found
      }"""
    )
