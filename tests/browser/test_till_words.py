"""The till's words and its one file: complete, in order, and only what the release has."""

import re

import pytest
from fastapi.testclient import TestClient

from fair_pos import resources
from fair_pos.accounts import actions
from fair_pos.web import language
from fair_pos.web.app import create_app
from fair_pos.web.till import bundle
from tests.cast import raise_curtain


def till_words():
    parts = [one for name in bundle.PARTS for one in bundle.part_modules(name)]
    modules = (*bundle.start_modules(), *bundle.more_modules(), *parts)
    pages = "".join(
        (resources.folder("templates") / "till" / name).read_text("utf-8")
        for name in ("shell.html", "enrol.html")
    )
    return {*bundle.msgids(modules), *re.findall(r'_\("([^"]+)"\)', pages)}


def test_every_word_of_the_till_is_said_in_vietnamese():
    vietnamese = language.load("vi").sentences

    assert sorted(word for word in till_words() if word not in vietnamese) == []


def test_names_in_a_sentence_are_the_same_in_both_languages():
    vietnamese = language.load("vi").sentences
    names = re.compile(r"\{\w+\}")

    different = [w for w in till_words() if {*names.findall(w)} != {*names.findall(vietnamese[w])}]
    assert different == []


def test_every_module_is_in_one_file():
    files = sorted(path.stem for path in bundle.FOLDER.glob("*.js"))
    parts = [one for name in bundle.PARTS for one in bundle.part_modules(name)]
    modules = (*bundle.start_modules(), *bundle.more_modules(), *parts)

    assert sorted([*(one.name for one in modules), *bundle.LOOSE]) == files


def test_modules_in_a_circle_are_refused(tmp_path, monkeypatch):
    (tmp_path / "one.js").write_text("import { b } from './other.js';\nexport const a = 1;\n")
    (tmp_path / "other.js").write_text("import { a } from './one.js';\nexport const b = 2;\n")
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)

    with pytest.raises(bundle.CircleError, match="one → other → one"):
        bundle.ordered("one")


@pytest.fixture
def client(settings, clock):
    with TestClient(create_app(settings, clock)) as opened:
        yield opened


def test_files_of_another_release_are_not_mixed_in(client):
    assert client.get(f"/till/{bundle.version()}/vi/start.js").status_code == 200
    assert client.get(f"/till/{bundle.version()}/en/more.js").status_code == 200
    assert client.get(f"/till/{bundle.version()}/vi/scanning.js").status_code == 200
    assert client.get(f"/till/{bundle.version()}/vi/outbox.js").status_code == 404
    assert client.get("/till/000000000000/vi/more.js").status_code == 404
    assert client.get("/till/000000000000/vi/scanning.js").status_code == 404
    assert client.get(f"/till/{bundle.version()}/xx/more.js").status_code == 404


def test_a_booth_card_makes_a_device_a_till_once(client):
    store = client.app.state.store
    cast = raise_curtain(store)
    code = store.lane.run(
        lambda session: (
            actions.make_card(session, store.clock, store.org_id, cast.hanh_booth, None).code
        )
    )

    page = client.get(f"/t/{code.lower()}", headers={"user-agent": "Android Mobile"})
    assert "Bán bằng máy này" in page.text
    assert 'value="Điện thoại"' in page.text
    enrolled = client.post(f"/T/{code}", data={"device_name": "Máy 1"}, follow_redirects=False)
    assert enrolled.headers["location"] == "/till"
    assert "HttpOnly" in enrolled.headers["set-cookie"]
    assert client.get("/api/v1/till/catalogue").json()["booth"]["code"] == "B017"
    own = {"sec-fetch-site": "same-origin"}
    again = client.post(f"/T/{code}", data={"device_name": "Máy 2"}, headers=own)
    assert again.status_code == 409
    assert "Thẻ gian này đã dùng." in again.text
    assert 'value="Máy 2"' in again.text
