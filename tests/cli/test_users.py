import re

from sqlmodel import select

from fair_pos.accounts import queries, secrets
from fair_pos.accounts.models import Person
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from tests.cli.conftest import Terminal

OLD, NEW = "mat-khau-dau-tien", "mat-khau-thu-hai"


def person(store: Store, login: str) -> Person:
    with store.reading() as session:
        return session.exec(select(Person).where(Person.login == login)).one()


def test_an_office_person_gets_a_password_that_is_printed_once(
    site: Terminal, store: Store
) -> None:
    said = site.done("users", "add", "thu", "--name", "Vũ Thị Thu", "--role", "organiser")
    printed = re.search(r"Mật khẩu: (\S+) ", said)
    assert printed is not None
    assert secrets.password_fits(printed[1], person(store, "thu").password_hash)
    assert "thu\tBan Tổ chức\tVũ Thị Thu" in site.done("users", "list")


def test_a_new_password_replaces_the_old_one_and_ends_its_sessions(
    site: Terminal, store: Store
) -> None:
    from fair_pos.accounts import actions

    site.done("users", "add", "thu", "--name", "Thu", "--role", "organiser", "--password", OLD)
    who = person(store, "thu")
    token = store.lane.run(
        lambda session: actions.start_office_session(session, store.clock, store.org_id, who.id)
    )
    site.done("users", "password", "thu", "--password", NEW)
    stored = person(store, "thu").password_hash
    assert secrets.password_fits(NEW, stored)
    assert not secrets.password_fits(OLD, stored)
    with store.reading() as session:
        assert queries.viewer_of(session, store.org_id, token, store.clock.now()) is None


def test_a_locality_lead_belongs_to_a_commune(site: Terminal, store: Store) -> None:
    words = ("users", "add", "bc", "--name", "X", "--role", "locality_lead", "--password", OLD)
    assert "--commune" in site.refused(*words)
    assert "--commune" in site.refused(*words, "--commune", "Hà Nội")
    site.done(*words, "--commune", "P. Bãi Cháy")
    assert person(store, "bc").commune_code == "06673"


def test_what_cannot_be_is_refused(site: Terminal) -> None:
    add = ("users", "add", "x", "--name", "X", "--role")
    assert "users pin" in site.refused(*add, "cashier")
    assert "ít nhất 12" in site.refused(*add, "admin", "--password", "ngan")
    assert "Không có tài khoản" in site.refused("users", "password", "khong-ai")
    assert site.run(*add, "boss").exit_code == 2


def test_a_pin_is_set_for_a_new_and_for_a_known_seller(fair: Terminal, store: Store) -> None:
    words = ("users", "pin", "--fair", "XUAN-2027", "--booth", "a01", "--name")
    assert "Đã thêm Lê Thị Bình (trưởng gian)" in fair.done(*words, "Lê Thị Bình", "--leader")
    said = fair.done(*words, "le thi binh", "--pin", "4711")
    assert said == "Đã đặt lại PIN của le thi binh, gian A01. PIN: 4711\n"
    with store.reading() as session:
        (seller,) = session.exec(select(Person).where(Person.full_name == "Lê Thị Bình"))
    assert secrets.pin_fits("4711", seller.pin_hash, stores.pepper(store.settings))


def test_a_pin_needs_digits_and_a_booth(fair: Terminal) -> None:
    words = ("users", "pin", "--fair", "XUAN-2027", "--name", "Bình", "--booth")
    assert "4 đến 8 chữ số" in fair.refused(*words, "A01", "--pin", "12a4")
    assert "không có gian Z9" in fair.refused(*words, "Z9")
