"""Who may come in, how long, and what no request may be."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from desk.conftest import HASHED, PASSWORD, Open, Served
from detente.codec.errors import Local
from detente.desk import signing
from detente.store.officers import DAY, Officers
from e2e.conftest import in_touch
from support import copy_homes

NOW = 1_790_000_000_000


@pytest.fixture
def officers(tmp_path: Path) -> Iterator[Officers]:
    found = Officers(tmp_path / "officers.db", lambda: NOW)
    found.add("duty-1", "officer", "en", HASHED)
    yield found
    found.close()


def at(officers: Officers, ms: int) -> None:
    officers.now = lambda: NOW + ms


def test_a_session_ends_an_hour_after_the_last_press_and_twelve_after_it_began(officers: Officers) -> None:
    token = signing.sign_in(officers, "duty-1", PASSWORD).token
    at(officers, 59 * signing.MINUTE)
    assert signing.session(officers, token, press=False) is not None
    at(officers, 60 * signing.MINUTE)
    assert signing.session(officers, token, press=True) is None  # what a page fetched by itself was no press
    at(officers, 0)
    token = signing.sign_in(officers, "duty-1", PASSWORD).token
    for minute in range(30, 720, 30):
        at(officers, minute * signing.MINUTE)
        assert signing.session(officers, token, press=True) is not None, minute
    at(officers, 720 * signing.MINUTE)
    assert signing.session(officers, token, press=True) is None
    assert [row["act"] for row in officers.log(2)] == ["session-ended", "signed-in"]


def test_a_wrong_password_and_a_name_that_is_not_there_are_told_alike(officers: Officers) -> None:
    for name, password in (("duty-1", "not the password at all"), ("nobody", PASSWORD)):
        with pytest.raises(Local) as caught:
            signing.sign_in(officers, name, password)
        assert (caught.value.code, caught.value.values) == ("sign-in-wrong", {})


def test_after_five_wrong_passwords_each_try_waits_longer_at_most_a_minute_and_none_is_checked_meanwhile(
    officers: Officers,
) -> None:
    for _ in range(5):
        with pytest.raises(Local):
            signing.sign_in(officers, "duty-1", "not the password at all")
    with pytest.raises(Local) as caught:
        signing.sign_in(officers, "duty-1", PASSWORD)
    assert (caught.value.code, caught.value.values) == ("sign-in-pause", {"seconds": 2})
    at(officers, 2000)
    assert signing.sign_in(officers, "duty-1", PASSWORD).officer.name == "duty-1"
    assert signing.pause([NOW] * 40, NOW) == signing.MOST_PAUSE


def test_a_password_is_kept_as_argon2id_and_a_session_as_a_digest(officers: Officers) -> None:
    begun = signing.sign_in(officers, "duty-1", PASSWORD)
    kept = repr(
        [officers.db.execute(f"SELECT * FROM {t}").fetchall() for t in ("officer", "session", "log", "attempt")]
    )
    assert "$argon2id$" in kept and PASSWORD not in kept and begun.token not in kept


def test_who_is_closed_or_has_a_new_password_is_signed_out(officers: Officers) -> None:
    token = signing.sign_in(officers, "duty-1", PASSWORD).token
    officers.password("duty-1", HASHED)
    assert signing.session(officers, token, press=True) is None
    token = signing.sign_in(officers, "duty-1", PASSWORD).token
    officers.close_officer("duty-1")
    assert signing.session(officers, token, press=True) is None
    with pytest.raises(Local):
        signing.sign_in(officers, "duty-1", PASSWORD)
    with pytest.raises(Local, match="officer-known"):
        officers.add("duty-1", "officer", "en", HASHED)


def test_the_log_is_kept_for_its_days_and_for_good_while_it_is_held(officers: Officers) -> None:
    officers.did("duty-1", "note", "heron-2")
    officers.set("log-days", "30")
    at(officers, 31 * DAY)
    officers.set("log-held", "1")
    assert officers.tidy(NOW) == 0
    officers.set("log-held", "")
    assert officers.tidy(NOW) == 1 and officers.log(9) == []


def ask(
    served: Served | str, method: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None
) -> tuple[int, str]:
    """A request as no browser would make it, to a desk or its address."""
    where = urlsplit(served if isinstance(served, str) else served.url)
    connection = http.client.HTTPConnection("127.0.0.1", where.port, timeout=30)
    body = None if form is None else urlencode(form)
    kind = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
    connection.putrequest(method, path, skip_host=True)
    for name, value in {"Host": where.netloc, **kind, **headers}.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(None if body is None else body.encode())
    answer = connection.getresponse()
    said = answer.status, answer.read().decode("utf-8", "replace")
    ask.headers = {name.lower(): value for name, value in answer.getheaders()}  # type: ignore[attr-defined]
    connection.close()
    return said


@pytest.mark.slow
def test_no_request_of_another_site_or_under_another_name_is_answered(desks: tuple[Served, Served]) -> None:
    served = desks[1]
    form = {"name": "duty-1", "password": PASSWORD}
    assert ask(served, "POST", "/sign-in", {"Origin": "https://elsewhere.example"}, form)[0] == 403
    assert ask(served, "POST", "/sign-in", {}, form)[0] == 403
    assert ask(served, "GET", "/sign-in", {"Host": "elsewhere.example"})[0] == 421
    assert ask(served, "POST", "/sign-in", {"Origin": served.url}, {"name": "x" * 2_000_000})[0] == 413
    assert ask(served, "PUT", "/", {"Origin": served.url})[0] == 405
    assert ask(served, "GET", "/", {})[0] == 303 and ask.headers["location"] == "/sign-in"  # type: ignore[attr-defined]
    assert ask(served, "GET", "/events", {"X-Live": "1"})[0] == 401
    assert ask(served, "POST", "/sign-in", {"Origin": served.url}, form)[0] == 303
    headers = ask.headers  # type: ignore[attr-defined]
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    assert headers["cache-control"] == "no-store" and "'unsafe" not in headers["content-security-policy"]
    assert "script-src 'self'" in headers["content-security-policy"] and headers["x-frame-options"] == "DENY"
    signed = {"Origin": served.url, "Cookie": cookie.partition(";")[0]}
    status, said = ask(served, "POST", "/language", signed, {"to": "zh", "back": "/"})
    assert status == 409 and "form-stale" in said  # no token of this session
    assert ask(served, "GET", "/log", signed)[0] == 409  # for administrators
    assert ask(served, "GET", "/static/0000000000000000/desk.js", {})[0] == 404
    assert ask(served, "GET", "/static/..%2f..%2fapp.py/desk.js", {})[0] == 404


@pytest.mark.slow
def test_an_officers_file_that_cannot_be_read_lets_nobody_in_and_stops_no_line(
    two_founded: Path, tmp_path: Path
) -> None:
    homes = copy_homes(two_founded, tmp_path)
    ill = homes["heron"].path / "officers.db"
    ill.write_bytes(b"no database at all" * 500)
    with in_touch([homes["heron"], homes["otter"]]) as (heron, otter):
        url = heron.serve("--desk", "0")["desk"].rstrip("/")
        otter.serve()
        for path in ("/sign-in", "/", "/line"):
            status, told = ask(url, "GET", path, {})
            assert status == (200 if path == "/sign-in" else 503), path
        assert "officers.db" in told and "值班人员" in told
        form = {"name": "duty-1", "password": PASSWORD}
        assert ask(url, "POST", "/sign-in", {"Origin": url}, form)[0] == 503
        assert otter.json("contact", "--area", "A", "-m", "EXAMPLE", "--wait", "30")["receipts"]
        assert heron.json("inbox")["items"]
    assert ill.read_bytes() == b"no database at all" * 500


@pytest.mark.slow
def test_a_stream_that_is_asked_for_again_is_no_press_and_without_a_session_has_nothing(
    desks: tuple[Served, Served],
) -> None:
    """A tab left open does not keep its session from ending."""
    served = desks[1]
    assert ask(served, "GET", "/events", {}) == (204, "")
    assert ask(served, "POST", "/sign-in", {"Origin": served.url}, {"name": "duty-1", "password": PASSWORD})[0] == 303
    cookie = ask.headers["set-cookie"].partition(";")[0]  # type: ignore[attr-defined]
    token = signing.digest(cookie.partition("=")[2])

    def used() -> int:
        with served.officers() as officers:
            found = officers.session(token)
            assert found is not None
            return found.used

    with served.officers() as officers:
        officers.db.execute("UPDATE session SET used=used-600000 WHERE token=?", (token,))
    before = used()
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(served.url).port, timeout=30)
    connection.request("GET", "/events", headers={"Host": urlsplit(served.url).netloc, "Cookie": cookie})
    answer = connection.getresponse()
    assert answer.readline() == b"event: changed\n"
    connection.close()
    assert used() == before
    assert ask(served, "GET", "/", {"Cookie": cookie})[0] == 200
    assert used() > before + 500_000


@pytest.mark.slow
def test_a_page_goes_to_signing_in_by_itself_when_its_session_has_ended(
    desks: tuple[Served, Served], browser: Open
) -> None:
    desk = browser(desks[1])
    desk.sign_in()
    with desks[1].officers() as officers:
        officers.db.execute("UPDATE session SET used=used-?", (signing.IDLE,))
    desks[0].office.json("contact", "--area", "A", "-m", "EXAMPLE", "--wait", "30")  # something moves
    desk.page.wait_for_url("**/sign-in")
    desk.go("/line")
    assert desk.page.url.endswith("/sign-in")


@pytest.mark.slow
def test_a_passkey_is_added_and_takes_the_place_of_the_password(desks: tuple[Served, Served], browser: Open) -> None:
    desk = browser(desks[1])
    device = desk.context.new_cdp_session(desk.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    desk.sign_in()
    desk.go("/account")
    desk.page.fill("#label", "EXAMPLE token")
    desk.page.click('[data-passkey="create"] button')
    desk.page.wait_for_selector("text=EXAMPLE token")
    desk.page.click('form[action="/sign-out"] button')
    desk.page.click('[data-passkey="get"] button')
    desk.page.wait_for_url(lambda url: url.endswith("/"))
    with desks[1].officers() as officers:
        assert officers.log(1)[0] | {"n": 0, "at": 0} == {
            "n": 0, "at": 0, "officer": "duty-1", "act": "signed-in", "about": "passkey"
        }  # fmt: skip
    desk.page.click('form[action="/sign-out"] button')
    device.send("WebAuthn.setUserVerified", {"authenticatorId": made, "isUserVerified": False})
    desk.page.click('[data-passkey="get"] button')  # somebody who is not its holder
    desk.page.wait_for_selector("[data-passkey-failed]:not([hidden])")
    assert desk.page.url.endswith("/sign-in")


@pytest.mark.slow
def test_what_a_device_signed_counts_once_and_for_nobody_else(desks: tuple[Served, Served]) -> None:
    served = desks[1]
    for credential in ("", "[]", "{}", '{"rawId":"AA","response":{"clientDataJSON":"e30"}}', "x" * 20_000):
        form = {"credential": credential}
        status, said = ask(served, "POST", "/sign-in/passkey", {"Origin": served.url}, form)
        assert status == 403 and "This passkey was not taken" in said
