"""The way between till and server does what it is told, to batches only, so often."""

import http.client
import json

import pytest

from fair_pos.rehearsal.proxy import Trick, Way
from tests.rehearsal.strangers import listening, takes_all


@pytest.fixture
def server():
    with listening(takes_all()) as stranger:
        yield stranger


@pytest.fixture
def way(server):
    between = Way(server.port)
    between.start()
    yield between
    between.stop()


def post(way, name, path="/api/v1/till/batch"):
    line = http.client.HTTPConnection("127.0.0.1", way.port, timeout=5)
    body = json.dumps({"facts": [{"id": name}]})
    try:
        line.request("POST", path, body, {"Content-Type": "application/json"})
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()


def test_unarmed_it_passes_everything_on(way, server):
    status, text = post(way, "a")
    assert (status, json.loads(text)["answers"][0]["id"]) == (200, "a")
    assert way.statuses[200] == 1


def test_a_lost_answer_is_one_the_server_gave(way, server):
    way.arm(Trick.LOST_ANSWER, 1)
    assert post(way, "a") is None
    assert server.facts() == [["a"]]
    assert post(way, "a") is not None


def test_a_lost_request_never_arrives(way, server):
    way.arm(Trick.LOST_REQUEST, 1)
    assert post(way, "a") is None
    assert server.facts() == []


def test_a_duplicate_arrives_twice(way, server):
    way.arm(Trick.DUPLICATED, 1)
    assert post(way, "a") is not None
    assert server.facts() == [["a"], ["a"]]


def test_a_late_batch_is_overtaken(way, server, monkeypatch):
    monkeypatch.setattr("fair_pos.rehearsal.proxy.LATE_S", 0.2)
    way.arm(Trick.REORDERED, 1)
    assert post(way, "a") is None
    post(way, "b")
    for timer in way._late:
        timer.join()
    assert server.facts() == [["b"], ["a"]]


def test_a_captive_portal_says_yes_in_html(way, server):
    way.arm(Trick.CAPTIVE_PORTAL, 1)
    status, text = post(way, "a")
    assert status == 200
    assert text.startswith("<!doctype html>")
    assert server.facts() == []


def test_only_batches_meet_a_trick(way, server):
    way.arm(Trick.LOST_ANSWER, 1)
    assert post(way, "a", "/api/v1/till/heartbeat") is not None
    assert way.done[Trick.LOST_ANSWER] == 0


def test_a_full_disk_is_counted_also_inside_a_batch(way, server):
    server.says = lambda *_: (200, '{"answers":[{"id":"a","status":507}]}')
    post(way, "a")
    assert way.statuses[507] == 1
