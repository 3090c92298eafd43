"""/cai-dat hands the fair's certificate to phones; the two doors of a host keep cookies apart."""

import plistlib
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi.testclient import TestClient

from fair_pos.accounts import actions
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.settings import Settings
from fair_pos.tls import authority, folder, hosts, keeping
from fair_pos.web.app import create_app
from fair_pos.web.public import install
from tests.cast import PASSWORD, Cast
from tests.tls.wire import key_pem, pem

ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/126.0 Mobile"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1"
HOSTS = hosts.read(["pos.hoicho.vn"], ["192.168.8.2"])


@pytest.fixture
def root(settings: Settings, clock: FixedClock) -> x509.Certificate:
    """The fair's own authority, made today for 90 days."""
    now = clock.now()
    signed = authority.make_authority(HOSTS, now, now + timedelta(days=90))
    leaf = authority.make_leaf(signed, HOSTS, now)
    keeping.keep_made(settings, HOSTS.first, signed, leaf)
    return signed.certificate


@pytest.fixture
def given(settings: Settings, clock: FixedClock) -> None:
    """A certificate of a public authority."""
    now = clock.now()
    signed = authority.make_authority(HOSTS, now, now + timedelta(days=90))
    leaf = authority.make_leaf(signed, HOSTS, now)
    keeping.keep_given(settings, HOSTS.first, pem(leaf.certificate), key_pem(leaf))


def test_the_file_is_the_authority_in_the_type_that_phones_install(
    web: TestClient, root: x509.Certificate
) -> None:
    answer = web.get("/cai-dat/fair-pos.crt")
    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    assert 'filename="fair-pos.crt"' in answer.headers["content-disposition"]
    assert x509.load_der_x509_certificate(answer.content) == root


def test_the_profile_holds_the_same_authority(web: TestClient, root: x509.Certificate) -> None:
    answer = web.get("/cai-dat/fair-pos.mobileconfig")
    assert answer.headers["content-type"] == "application/x-apple-aspen-config"
    profile = plistlib.loads(answer.content)
    (payload,) = profile["PayloadContent"]
    assert payload["PayloadType"] == "com.apple.security.root"
    assert payload["PayloadContent"] == root.public_bytes(Encoding.DER)
    assert payload["PayloadUUID"] != profile["PayloadUUID"]
    assert not profile["PayloadRemovalDisallowed"]


def test_no_private_key_leaves_the_machine(
    web: TestClient, root: x509.Certificate, settings: Settings
) -> None:
    keys = [file.read_bytes() for file in folder.folder_of(settings).glob("*key*")]
    assert len(keys) == 2
    for path in ("", "/fair-pos.crt", "/fair-pos.mobileconfig", "/thu"):
        assert b"PRIVATE" not in web.get(f"/cai-dat{path}").content


@pytest.mark.parametrize(
    ("agent", "file"),
    [(ANDROID, "fair-pos.crt"), (IPHONE, "fair-pos.mobileconfig"), ("curl/8", "fair-pos.crt")],
)
def test_a_phone_gets_its_own_steps_and_reaches_those_of_all_others(
    web: TestClient, root: x509.Certificate, agent: str, file: str
) -> None:
    page = web.get("/cai-dat", headers={"user-agent": agent}).text
    assert f'href="/cai-dat/{file}"' in page
    for device in install.PLATFORMS:
        assert f"?device={device}" in page
        other = web.get(f"/cai-dat?device={device}").text
        assert other.count("<li") >= 3
        assert 'role="img"' in other


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_tells_fingerprint_end_and_for_what_it_is_good(
    web: TestClient, root: x509.Certificate, language: str
) -> None:
    page = web.get(f"/cai-dat?lang={language}").text
    for group in folder.fingerprint(root).split(" "):
        assert f"<span>{group}</span>" in page
    assert "pos.hoicho.vn" in page
    assert f"{root.not_valid_after_utc:%d/%m/%Y}" in page
    assert ("Giữ kết nối" if language == "vi" else "Stay connected") in page


def test_a_browser_inside_zalo_is_sent_to_a_real_one(
    web: TestClient, root: x509.Certificate
) -> None:
    page = web.get("/cai-dat", headers={"user-agent": f"{ANDROID} Zalo/1.0"}).text
    assert "Mở bằng Chrome" in page
    assert "Mở bằng Chrome" not in web.get("/cai-dat", headers={"user-agent": ANDROID}).text


def test_with_a_public_certificate_there_is_nothing_to_install(
    web: TestClient, given: None
) -> None:
    page = web.get("/cai-dat").text
    assert "Không cần cài gì" in page
    assert "Kiểm tra máy này" in page
    assert "fair-pos.crt" not in page
    assert web.get("/cai-dat/fair-pos.crt").status_code == 404


def test_without_https_there_is_nothing_to_install_or_to_check(web: TestClient) -> None:
    page = web.get("/cai-dat").text
    assert "không phải cài gì" in page
    assert "data-secure" not in page


def test_behind_a_front_with_a_public_name_there_is_nothing_to_install(
    settings: Settings, cast: Cast
) -> None:
    fronted = settings.model_copy(update={"public_url": "HTTPS://POS.HOICHO.VN"})
    with TestClient(create_app(fronted), base_url="http://pos.test") as client:
        page = client.get("/cai-dat")
    assert 'data-secure="https://pos.hoicho.vn"' in page.text
    assert "Không cần cài gì" in page.text


def test_only_this_page_may_ask_the_https_door_and_only_the_probe_answers_strangers(
    web: TestClient, root: x509.Certificate
) -> None:
    policy = web.get("/cai-dat").headers["content-security-policy"]
    asked = "connect-src 'self' https://pos.hoicho.vn:8443 http://pos.hoicho.vn;"
    assert asked in policy
    assert "https://" not in web.get("/till").headers["content-security-policy"]
    stranger = {"origin": "http://192.168.8.2:8000"}
    probe = web.get("/cai-dat/thu", headers=stranger)
    assert probe.headers["access-control-allow-origin"] == "*"
    assert probe.json() == {"fair_pos": True}
    for path in ("/cai-dat", "/cai-dat/fair-pos.crt", "/healthz", "/api/v1/till/catalogue"):
        assert "access-control-allow-origin" not in web.get(path, headers=stranger).headers


def enrol(client: TestClient, store: Store, cast: Cast) -> dict[str, str]:
    card = store.lane.run(
        lambda session: actions.make_card(session, store.clock, store.org_id, cast.hanh_booth, None)
    )
    answer = client.post(
        "/api/v1/till/enrol",
        json={"code": card.code, "device_name": "Máy"},
        headers={"origin": str(client.base_url).rstrip("/")},
    )
    assert answer.status_code == 200
    return dict(answer.json()) | {"cookie": answer.headers["set-cookie"]}


def test_a_till_enrolled_at_one_door_is_no_till_at_the_other(
    web: TestClient, store: Store, cast: Cast
) -> None:
    """Ports share cookies; another origin has another database: one till there would give its
    numbers twice (odoo/odoo#71455: receipt numbers of two tabs)."""
    plain = enrol(web, store, cast)
    assert "Secure" not in plain["cookie"]
    secure = TestClient(web.app, base_url="https://pos.test:8443", cookies=web.cookies)
    assert secure.get("/api/v1/till/catalogue").status_code == 401
    moved = enrol(secure, store, cast)
    assert moved["cookie"].startswith("__Host-fair_pos_till=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=strict"):
        assert part in moved["cookie"]
    assert "Domain" not in moved["cookie"]
    assert web.get("/api/v1/till/catalogue").json()["till"]["id"] == plain["till_id"]
    assert secure.get("/api/v1/till/catalogue").json()["till"]["id"] == moved["till_id"]


def test_the_office_signs_in_at_each_door_by_itself(web: TestClient, cast: Cast) -> None:
    form = {"login": "admin", "password": PASSWORD, "next": "/"}
    for door, cookie in (
        ("http://pos.test", "fair_pos_office"),
        ("https://pos.test:8443", "__Host-fair_pos_office"),
    ):
        client = TestClient(web.app, base_url=door)
        client.post("/login", data=form, headers={"origin": door})
        assert list(client.cookies) == [cookie]
        assert client.get("/", follow_redirects=False).status_code == 200
        client.post("/logout", headers={"origin": door})
        assert list(client.cookies) == []
