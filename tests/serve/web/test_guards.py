"""Each thing that the guard asks or tells, asked by itself: without it one of these fails."""

import asyncio
import html
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.errors import DragomanError, RecordError, RecordMissing, UsageError
from dragoman.serve.settings import Settings
from dragoman.serve.web.app import Bound, application
from dragoman.serve.web.guard import LARGEST_BODY, LONGEST_QUERY, Message
from dragoman.serve.web.login import here
from dragoman.serve.web.tokens import Tokens
from tests.serve.web.conftest import HOME, Reader, reader

AFAR = "203.0.113.9"


@pytest.fixture
def abroad(record: Path) -> Iterator[Reader]:
    """A desk that listens to everyone, asked from another machine."""
    with reader(record, Bound(host="0.0.0.0", names=("desk.example",)), AFAR) as http:
        yield Reader(http, record)


# --- who asks ----------------------------------------------------------------------------------


def test_another_site_may_link_to_a_page_and_fetch_none(desk: Reader) -> None:
    for site in ("cross-site", "same-site"):
        for mode, status in (("navigate", 200), ("no-cors", 403), ("cors", 403)):
            told = {"sec-fetch-site": site, "sec-fetch-mode": mode}
            assert desk.http.get("/", headers=told).status_code == status, told


def test_a_head_that_comes_twice_fits_nothing(desk: Reader) -> None:
    for name, value, status in (("origin", HOME, 403), ("host", "127.0.0.1:8000", 421)):
        for heads in ([(name, "http://evil.example"), (name, value)], [(name, value)] * 2):
            assert desk.http.get("/", headers=heads).status_code == status, heads


def test_a_desk_for_others_asks_this_machine_for_a_token_too(record: Path) -> None:
    """Behind a proxy on this machine everyone would come from here."""
    with reader(record, Bound(host="0.0.0.0")) as http:
        assert http.get("/", headers={"host": "localhost:8000"}).status_code == 401


def test_an_address_that_is_every_machine_is_no_name_of_this_one(abroad: Reader) -> None:
    """Browsers have let foreign pages ask it."""
    for host, status in (("0.0.0.0:8000", 421), ("desk.example:8000", 401)):
        answer = abroad.http.get("/", headers={"host": host})
        assert answer.status_code == status and ("--name" in answer.text) == (status == 421)


def test_the_address_at_which_one_came_in_is_ours(record: Path) -> None:
    """No name that someone else leads here; and only where others are let in."""
    for bound, status in ((Bound(host="0.0.0.0"), 401), (Bound(), 421)):
        app = application(Settings(record=record), "desk", bound)
        with TestClient(app, base_url="http://192.0.2.7:8000") as http:
            assert http.get("/").status_code == status
            assert http.get("/", headers={"host": "192.0.2.8:8000"}).status_code == 421


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_no_page_comes_from_the_framework(desk: Reader, path: str) -> None:
    """Theirs load scripts from others."""
    assert desk.http.get(path).status_code == 404


@pytest.mark.parametrize("head", ["x-forwarded-host", "X-Forwarded-For"])
def test_a_proxy_is_known_by_each_of_its_heads(desk: Reader, head: str) -> None:
    assert desk.http.get("/", headers={head: "desk.example"}).status_code == 401


NO_TOKENS = ("", "Bearer", "Bearer ", "Basic eDo=", "Basic \u00fc=", "Basic !!", "Digest x", "x")
"""Heads that hold no token; eDo= is a name and an empty password."""


@pytest.mark.parametrize("given", NO_TOKENS)
def test_a_head_that_holds_no_token_lets_nobody_in(
    desk: Reader, abroad: Reader, given: str
) -> None:
    """Neither as who sits at this machine nor by a cookie, and least of all to write without a
    form of ours: a token in a head is enough because no foreign page knows one."""
    abroad.http.cookies.set("dragoman_token", Tokens(abroad.path).make("lea", "review"))
    told = [(b"authorization", given.encode("latin-1"))]
    for asked in (desk, abroad):
        assert asked.http.get("/").status_code == 200
        assert asked.http.post("/memo", data={"title": "Sly"}, headers=told).status_code == 401
        assert asked.http.get("/", headers=told).status_code == 401
        assert "Sly" not in asked.page("/memo")


# --- a form of ours ----------------------------------------------------------------------------


def test_a_form_of_another_token_writes_nothing(abroad: Reader) -> None:
    """In one browser, whose session goes on: who came in as another has other forms."""
    tokens = Tokens(abroad.path)
    abroad.http.get("/login")
    abroad.http.cookies.set("dragoman_token", tokens.make("lea", "review"))
    held = abroad.csrf()
    abroad.http.cookies.set("dragoman_token", tokens.make("mo", "review"))
    assert abroad.http.post("/memo", data={"csrf": held, "title": "x"}).status_code == 403
    abroad.post("/memo", title="y")


def test_a_form_of_a_thousand_fields_is_none_of_ours(desk: Reader) -> None:
    fields = {"csrf": desk.csrf(), "title": "x"} | {f"f{n}": "1" for n in range(1000)}
    assert desk.http.post("/memo", data=fields).status_code == 403


def test_a_body_that_breaks_off_writes_nothing(record: Path) -> None:
    guard = application(Settings(record=record), "desk", Bound())
    secret = Tokens(record).make("mo", "review")
    pieces: list[Message] = [
        {"type": "http.request", "body": b"title=Half", "more_body": True},
        {"type": "http.disconnect"},
    ]
    answers: list[Message] = []

    async def receive() -> Message:
        return pieces.pop(0)

    async def send(message: Message) -> None:
        answers.append(message)

    heads = {
        "host": "localhost",
        "authorization": f"Bearer {secret}",
        "content-type": "application/x-www-form-urlencoded",
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/memo",
        "query_string": b"",
        "client": ("127.0.0.1", 5000),
        "headers": [(name.encode(), value.encode()) for name, value in heads.items()],
    }
    asyncio.run(guard(scope, receive, send))
    assert answers[0]["status"] == 400
    with reader(record) as http:
        assert "Half" not in http.get("/memo").text


# --- too much ----------------------------------------------------------------------------------


def test_a_long_path_is_refused_before_it_is_looked_for(desk: Reader) -> None:
    assert desk.http.get("/" + "x" * LONGEST_QUERY).status_code == 414
    assert desk.http.get("/" + "x" * (LONGEST_QUERY - 1)).status_code == 404


def test_whose_body_is_too_large_is_hung_up_on(desk: Reader) -> None:
    """The rest of it is not waited for."""
    answer = desk.http.post("/memo", content=b"x" * (LARGEST_BODY + 1))
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")


def test_a_long_cookie_is_not_taken_apart(desk: Reader) -> None:
    """A session behind more than a browser sends is none: a new one is given."""
    asked = {"cookie": "a=" + "x" * 5000 + "; dragoman_session=mine"}
    assert "dragoman_session=" in desk.http.get("/", headers=asked).headers["set-cookie"]


# --- what an answer tells ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/v1/statements", "/static/desk.js"])
def test_every_answer_is_bound_to_this_desk(desk: Reader, path: str) -> None:
    headers = desk.http.get(path).headers
    policy = {part.strip() for part in headers["content-security-policy"].split(";")}
    assert policy >= {"frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'",
                      "default-src 'none'", "script-src 'self'"}  # fmt: skip
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert all(f"{what}=()" in headers["permissions-policy"] for what in ("camera", "microphone"))


def test_what_tells_of_the_record_is_kept_nowhere(desk: Reader) -> None:
    for path in (
        "/",
        "/statements.csv",
        "/api/v1/statements",
        "/nowhere",
        "/static/nowhere.js?v=1",
    ):
        assert desk.http.get(path).headers["cache-control"] == "no-store", path
    assert "immutable" in desk.http.get("/static/desk.js?v=1").headers["cache-control"]
    assert desk.http.get("/static/desk.js").headers["cache-control"] == "no-cache"


def test_the_session_is_read_by_no_script_and_sent_by_no_other_site(desk: Reader) -> None:
    held = desk.http.get("/").headers["set-cookie"]
    assert "HttpOnly" in held and "SameSite=Strict" in held


def test_a_program_is_told_how_to_come_in(abroad: Reader) -> None:
    asked = abroad.http.get("/watch/1.atom")
    assert asked.status_code == 401
    assert asked.headers["www-authenticate"] == 'Bearer realm="dragoman"'


@pytest.mark.parametrize(("error", "status"), [(RecordMissing, 404), (RecordError, 503)])
def test_an_error_of_the_record_names_no_file(
    desk: Reader, monkeypatch: pytest.MonkeyPatch, error: type[DragomanError], status: int
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error("/home/x/secret.db", "cannot be opened")

    monkeypatch.setattr("dragoman.record.survey.reports", broken)
    for path in ("/reports", "/api/v1/reports"):
        answer = desk.http.get(path)
        assert answer.status_code == status and "secret" not in answer.text, path


def test_a_token_that_came_encrypted_goes_back_only_so(record: Path) -> None:
    secret = Tokens(record).make("lea", "read")
    for url, secure in (("https://127.0.0.1:8000", True), (HOME, False)):
        guard = application(Settings(record=record), "desk", Bound())
        with TestClient(guard, base_url=url, client=("127.0.0.1", 5000)) as http:
            csrf = Reader(http, record).csrf()
            entered = http.post(
                "/login", data={"csrf": csrf, "token": secret}, follow_redirects=False
            )
        assert entered.status_code == 303
        assert ("Secure" in entered.headers["set-cookie"]) is secure


# --- tokens ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "role", "why"),
    [
        ("lea", "admin", "there are read, review"),
        ("", "read", "no name for a token"),
        (" ", "read", "no name for a token"),
        ("a\nb", "read", "no name for a token"),
        ("x" * 81, "read", "no name for a token"),
        ("mo", "read", "has a token"),
    ],
)
def test_a_token_that_would_be_none_is_not_made(
    tmp_path: Path, name: str, role: str, why: str
) -> None:
    tokens = Tokens(tmp_path / "demo.db")
    tokens.make("mo", "review")
    with pytest.raises(UsageError, match=why):
        tokens.make(name, role)
    assert [token.name for token in tokens.all()] == ["mo"]


def test_who_has_no_token_loses_none(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "demo.db")
    tokens.make("mo", "review")
    with pytest.raises(UsageError, match="lea: has no token"):
        tokens.revoke("lea")


@pytest.mark.parametrize("content", ["no json", "[]", '{"name": "mo"}', '{"x": 1}'])
def test_a_file_of_something_else_holds_no_tokens(tmp_path: Path, content: str) -> None:
    tokens = Tokens(tmp_path / "demo.db")
    tokens.path.write_text(content)
    with pytest.raises(UsageError, match="no file of tokens"):
        tokens.find("x")


def test_an_address_that_cannot_be_served_on_is_told_before_anything_else(
    record: Path, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "dragoman.serve.cli", "serve", "-r", str(record), "--port",
             str(port)], capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    assert run.returncode == 2 and "http://" not in run.stderr
    assert f"127.0.0.1:{port}: cannot be served on: address already in use" in run.stderr


# --- on from the way in ------------------------------------------------------------------------


def test_who_comes_in_comes_to_the_page_that_was_asked_for(abroad: Reader) -> None:
    asked = "/statements?by=URY&since=2031-06-01"
    refused = abroad.http.get(asked)
    assert refused.status_code == 401
    (way,) = re.findall(r'href="(/login\?next=[^"]+)"', refused.text)
    form = abroad.http.get(html.unescape(way)).text
    (next_,) = re.findall(r'name="next" value="([^"]*)"', form)
    assert html.unescape(next_) == asked


@pytest.mark.parametrize(
    "away",
    ["//evil.example/", "https://evil.example", "/\\evil.example", "/\t/evil.example", "evil",
     "javascript:alert(1)", ""],
)  # fmt: skip
def test_nobody_is_led_away_by_the_way_in(away: str) -> None:
    assert here(away) == "/"
    assert here("/processes/a-m1?at=2031-06-01&since=") == "/processes/a-m1?at=2031-06-01&since="


def test_a_form_that_is_refused_leads_back_to_its_page(desk: Reader) -> None:
    def asked(referer: str) -> str:
        answer = desk.http.post("/watch", data={"kind": "reports"}, headers={"referer": referer})
        assert answer.status_code == 403
        return answer.text

    own = str(desk.http.base_url)
    assert '<a href="/review?skip=2">Back to the page</a>' in asked(f"{own}/review?skip=2")
    assert "Back to the page" not in asked("https://evil.example/review")
    assert 'href="/"' in asked(f"{own}//evil.example")
