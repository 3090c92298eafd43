"""Names and addresses as people type them."""

import pytest

from fair_pos.tls import hosts
from fair_pos.tls.hosts import BadHostError, Hosts, NoHostError


def test_names_are_lowered_and_punycoded_and_addresses_read() -> None:
    read = hosts.read(["POS.Hội-Chợ.vn.", "pos.hoicho.vn", "pos.hoicho.vn"], ["[fd00::2]"])
    assert read.texts == ("pos.xn--hi-ch-4b2b0c.vn", "pos.hoicho.vn", "fd00::2")
    assert read.first == "pos.xn--hi-ch-4b2b0c.vn"


def test_a_decomposed_name_is_the_same_name() -> None:
    assert hosts.read_name("hội-chợ.vn") == hosts.read_name("ho\u0323\u0302i-cho\u031b\u0323.vn")


@pytest.mark.parametrize(
    "wrong",
    ["*.hoicho.vn", "pos hoicho.vn", "192.168.8.2", "", "-pos.vn", "a..b", "https://pos.vn",
     "pos.vn:8443", "x" * 64 + ".vn", ".".join(["abcdefgh"] * 30)],
)  # fmt: skip
def test_what_is_no_name_is_refused(wrong: str) -> None:
    with pytest.raises(BadHostError):
        hosts.read([wrong])


@pytest.mark.parametrize("wrong", ["pos.vn", "192.168.8", "192.168.8.2/24", "300.1.1.1", ""])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(BadHostError):
        hosts.read([], [wrong])


def test_a_wrong_network_and_too_many_hosts_are_refused() -> None:
    with pytest.raises(BadHostError):
        hosts.read(["pos.vn"], [], ["192.168.8.0/40"])
    with pytest.raises(BadHostError):
        hosts.read([], [f"10.0.0.{n}" for n in range(21)])


def test_a_certificate_for_nothing_is_refused() -> None:
    with pytest.raises(NoHostError):
        hosts.read([], [], ["10.0.0.0/8"])


@pytest.mark.parametrize(
    ("host", "covered"),
    [("POS.hoicho.vn", True), ("a.quay.vn", True), ("a.b.quay.vn", False), ("quay.vn", False),
     ("10.0.0.1", True), ("10.0.0.2", False), ("[fd00::2]", True), ("hoicho.vn", False)],
)  # fmt: skip
def test_what_a_certificate_covers(host: str, *, covered: bool) -> None:
    own = hosts.read([], ["10.0.0.1", "fd00::2"])
    assert hosts.covers(Hosts(("pos.hoicho.vn", "*.quay.vn"), own.addresses), host) is covered
