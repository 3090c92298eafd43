"""A person of the office at a browser, and what its pages say."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from fair_pos.accounts import actions
from fair_pos.db.store import Store

ORIGIN = {"origin": "http://pos.test"}


@dataclass
class Clerk:
    """Somebody signed in; every address is under the fair of the cast unless it begins with /."""

    http: TestClient
    fair: str

    def get(self, path: str = "", **params: Any) -> Response:
        return self.http.get(self.at(path), params=params)

    def post(self, path: str, **fields: Any) -> Response:
        return self.http.post(self.at(path), data=fields, headers=ORIGIN)

    def send(self, path: str, files: dict[str, Any], **fields: Any) -> Response:
        return self.http.post(self.at(path), data=fields, files=files, headers=ORIGIN)

    def form(self, path: str) -> dict[str, str]:
        """Return the fields of the page's main form as a browser would send them."""
        return form_values(self.get(path).text)

    def at(self, path: str) -> str:
        return path if path.startswith("/") else f"{self.fair}/{path}".rstrip("/")


def sign_in(web: TestClient, store: Store, person_id: str, venue_code: str) -> Clerk:
    """Sign somebody in without the price of a password hash."""
    token = store.lane.run(
        lambda session: actions.start_office_session(session, store.clock, store.org_id, person_id)
    )
    client = TestClient(web.app, base_url="http://pos.test", cookies={"fair_pos_office": token})
    return Clerk(client, f"/v/{venue_code}")


def form_values(page: str) -> dict[str, str]:
    """Read the last form that is posted and has a text field."""
    forms = re.findall(r'<form[^>]*class="form[^>]*>(.*?)</form>', page, re.DOTALL)
    inside = forms[-1]
    values = {}
    for tag in re.findall(r"<input[^>]*>", inside):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        box = 'type="checkbox"' in tag
        if name and (not box or " checked" in tag):
            values[name] = value
    areas = r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>'
    for name, text in re.findall(areas, inside, re.DOTALL):
        values[name] = unescape(text)
    lists = r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>'
    for name, options in re.findall(lists, inside, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        values.setdefault(name, chosen[1] if chosen else "")
    return values


def faults(answer: Response) -> dict[str, str]:
    """Return the sentences of a refused form, by field."""
    found = re.findall(r'id="(\w+)-fault">.*?<span>(.*?)</span>', answer.text, re.DOTALL)
    return {name: unescape(sentence) for name, sentence in found}


def words(answer: Response) -> str:
    """Return what a reader sees in the main part of a page, on one line."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", main[main.index(">") + 1 :])
    return re.sub(r"\s+", " ", unescape(text)).strip()


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""
