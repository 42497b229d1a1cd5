"""Attacks tried and refused."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.serve.web.app import Bound
from dragoman.serve.web.guard import LARGEST_BODY
from dragoman.serve.web.tokens import Tokens
from tests.serve.web.conftest import SUMMIT, Reader, reader

FILTERS = ("words", "by", "to", "label", "status", "channel", "source", "since", "until",
           "cursor", "limit")  # fmt: skip
SQL = (
    "' OR 1=1 --", "\"; DROP TABLE article; --", "1) UNION SELECT sql FROM sqlite_schema --",
    "%", "_", "\\", "*", '"', "NEAR(a b)", "a AND", "OR OR", "\x00", "a\x00b", "‮", "😀" * 60,
)  # fmt: skip


@pytest.fixture
def abroad(record: Path) -> Iterator[Reader]:
    """A desk that listens to everyone, asked from another machine."""
    with reader(record, Bound(host="0.0.0.0", names=("desk.example",)), "203.0.113.9") as http:
        yield Reader(http, record)


# --- script ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/reports", "/reports?words=Talks", "/statements", "/events",
                                  "/states", "/review", "/actors", "/contradictions", "/",
                                  "/statements?by=%3Cscript%3Ealert(9)%3C/script%3E",
                                  "/reports?words=%3Cscript%3Ealert(9)%3C/script%3E"])  # fmt: skip
def test_no_script_of_a_report_or_an_address_is_a_script(desk: Reader, path: str) -> None:
    text = desk.page(path)
    assert not re.search(r"<script(?! src=\"/static)|<img", text)


def test_script_in_a_report_is_text_and_its_address_no_link(desk: Reader) -> None:
    ids = [row["id"] for row in desk.json("/reports.json") if "Talks" in row["title"]]
    text = desk.page(f"/reports/{ids[0]}")
    assert "&lt;script&gt;alert(3)" in text
    assert not re.search(r"<script(?! src=\"/static)|<img", text)


def test_script_in_a_correction_a_memo_and_a_watch_is_text(desk: Reader) -> None:
    evil = "<script>alert(4)</script>"
    desk.post("/correct", report="beae6d79ec2b8ca8", entry="a1", way="fields", to__name=evil,
              reason=evil)  # fmt: skip
    desk.post("/memo", title=evil)
    desk.post("/memo/1/note", note=evil)
    desk.post("/watch", kind="statements", asked="words=a", title=evil)
    for path in ("/reports/beae6d79ec2b8ca8", "/review/judged", "/memo", "/memo/1", "/watch",
                 "/digest", "/memo/1.html", "/watch/1.atom", "/actors"):  # fmt: skip
        text = desk.page(path)
        assert evil not in text and "<script>" not in text, path
    assert evil not in desk.page("/memo/1.md")


def test_script_in_an_outlet_and_in_a_url_is_text_everywhere(desk: Reader) -> None:
    """In lists, a report, a process, memos in every form, a feed and the digest."""
    (report,) = [row["id"] for row in desk.json("/reports.json") if "alert(6)" in row["source"]]
    (state,) = [row for row in desk.json("/states.json") if row["report"] == report][:1]
    desk.post("/collect", id=state["id"])
    desk.post("/watch", kind="reports", asked="words=Envoys")
    desk.post("/watch", kind="states", asked="words=agreed")
    for key in (1, 2):
        desk.http.app.app.state.desk.notes.saw(key, "0")  # type: ignore[attr-defined]
    process = desk.json("/processes.json?words=Peru")[0]["id"]
    shown = 0
    for path in ("/reports", "/states", "/statements", f"/reports/{report}", "/contradictions",
                 f"/processes/{process}?all=1", "/memo/1", "/memo/1.html", "/memo/1.md",
                 "/watch", "/watch/1.atom", "/watch/2.atom", "/digest?since=2031-06-01",
                 "/digest.txt?since=2031-06-01"):  # fmt: skip
        text = desk.page(path)
        shown += "alert(6)" in text
        if not path.endswith((".txt", ".md")) and ".txt?" not in path:
            assert "<script>alert" not in text, path
        assert not re.search(r"""(href|src)=["']?javascript:|\]\(<?javascript:""", text), path
    assert shown > 8
    assert "<script>" not in desk.page("/memo/1.md")
    with zipfile.ZipFile(io.BytesIO(desk.http.get("/memo/1.docx").content)) as file:
        assert b"javascript:" not in file.read("word/_rels/document.xml.rels")


@pytest.mark.parametrize("day", ["0001-01-01", "9000-12-31", "9999-12-31"])
def test_no_day_is_too_far(desk: Reader, day: str) -> None:
    desk.post("/watch", kind="process", asked=SUMMIT)
    desk.post("/watch", kind="statements", asked="by=URY")
    for path in ("/", "/statements", "/reports", "/events", "/contradictions", "/digest",
                 "/digest.txt", f"/processes/{SUMMIT}", "/api/v1/statements",
                 f"/api/v1/processes/{SUMMIT}", "/processes.csv", "/statements.csv"):  # fmt: skip
        for name in ("since", "until", "at"):
            answer = desk.http.get(f"{path}?{name}={day}")
            assert answer.status_code < 500, (path, name)


def test_a_url_that_is_none_becomes_no_link() -> None:
    from dragoman.serve.web.views import http

    assert http("https://example.org/a?b=c&d") == "https://example.org/a?b=c&d"
    for evil in ("javascript:alert(1)", "data:text/html,x", "//x", "http://a b", 'http://a"b', ""):
        assert http(evil) == ""


def test_every_answer_forbids_inline_script(desk: Reader) -> None:
    for path in ("/", "/nowhere", "/api/v1/statements", "/static/desk.js", "/statements.csv"):
        headers = desk.http.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_formula_in_a_table_is_text(desk: Reader) -> None:
    from dragoman.serve.web.files import _csv

    _, row = _csv(iter([{"a": "=cmd|' /C calc'!A1", "b": "-3", "c": "@x"}]), ())
    assert row == "'=cmd|' /C calc'!A1,-3,'@x\n"


# --- questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("path", ["/statements", "/events", "/reports", "/", "/api/v1/states",
                                  "/actors"])  # fmt: skip
def test_sql_in_a_filter_is_only_words(desk: Reader, path: str, name: str) -> None:
    before = desk.json("/api/v1/about")["reports"]
    for evil in SQL:
        answer = desk.http.get(path, params={name: evil})
        assert answer.status_code in (200, 400, 422), (evil, answer.text[:300])
    assert desk.json("/api/v1/about")["reports"] == before == 9


@pytest.mark.parametrize("path", [
    "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2f..%2fetc%2fpasswd",
    "/static//etc/passwd", "/reports/..%2f..%2fetc%2fpasswd", "/reports/%2e%2e",
    "/memo/..%2f1.html", "/api/v1/reports/..%2f..%2f", "/static/%5c..%5capp.py",
])  # fmt: skip
def test_no_path_leads_out(desk: Reader, path: str) -> None:
    answer = desk.http.get(path)
    assert answer.status_code in (400, 404, 405, 422)
    assert "root:" not in answer.text and "import" not in answer.text


def test_errors_tell_no_path_and_no_stack(desk: Reader) -> None:
    for path in ("/reports/ffff", "/api/v1/reports/ffff", "/nowhere", "/statements?cursor=q",
                 "/api/v1/statements?limit=0"):  # fmt: skip
        text = desk.http.get(path).text
        assert str(desk.path.parent) not in text and "Traceback" not in text
        assert ".py" not in text and ".db" not in text


def test_a_broken_page_tells_nothing(desk: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret path /home/x")

    monkeypatch.setattr("dragoman.record.survey.reports", broken)
    for path in ("/reports", "/api/v1/reports"):
        answer = desk.http.get(path)
        assert answer.status_code == 500 and "secret" not in answer.text
        assert "content-security-policy" in answer.headers


# --- who asks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", "127.0.0.1:9",
                                  "", "[::1", "localhost:8000@evil.example"])  # fmt: skip
def test_a_foreign_host_is_refused(desk: Reader, host: str) -> None:
    assert desk.http.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_our_own_names_are_known(desk: Reader, host: str) -> None:
    assert desk.http.get("/", headers={"host": host}).status_code == 200


def test_a_foreign_origin_is_refused(desk: Reader) -> None:
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999", "https://localhost"):
        for answer in (
            desk.http.get("/api/v1/statements", headers={"origin": origin}),
            desk.http.post("/memo", headers={"origin": origin},
                           data={"csrf": desk.csrf(), "title": "x"}),
        ):  # fmt: skip
            assert answer.status_code == 403, origin
            assert "access-control-allow-origin" not in answer.headers
    crossed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert desk.http.get("/", headers=crossed).status_code == 403


WRITES = {
    "/correct": {"report": "beae6d79ec2b8ca8", "entry": "s1", "way": "wrong"},
    "/review/accept": {"id": "beae6d79ec2b8ca8-s1"}, "/undo": {"number": 1},
    "/link": {"left": "a-m1", "right": "b-m1", "verdict": "same"}, "/memo": {"title": "x"},
    "/collect": {"id": "beae6d79ec2b8ca8-s1"}, "/watch": {"kind": "reports"},
    "/memo/1/note": {"note": "x"}, "/memo-item/1/drop": {}, "/memo/1/drop": {},
    "/watch/1/drop": {}, "/logout": {},
}  # fmt: skip


@pytest.mark.parametrize("path", WRITES)
def test_a_form_that_is_not_ours_writes_nothing(desk: Reader, path: str) -> None:
    desk.csrf()
    for csrf in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "ü"}):
        answer = desk.http.post(path, data={**WRITES[path], **csrf})
        assert answer.status_code == 403, answer.text[:200]
    other = desk.http.post("/api/v1/corrections", json={"report": "x", "wrong": True})
    assert other.status_code == 403
    assert desk.json("/api/v1/about")["corrections"] == 0


def test_a_form_of_another_session_writes_nothing(desk: Reader) -> None:
    held = desk.csrf()
    desk.http.cookies.clear()
    answer = desk.http.post("/memo", data={"csrf": held, "title": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/", "/api/v1/statements", "/statements.csv", "/nowhere",
                                  "/api/v1/openapi.json", "/watch/1.atom"])  # fmt: skip
def test_no_one_reads_from_another_machine_without_a_token(abroad: Reader, path: str) -> None:
    for headers in ({}, {"authorization": "Bearer x"}, {"cookie": "dragoman_token=x"},
                    {"x-forwarded-for": "127.0.0.1"}):  # fmt: skip
        assert abroad.http.get(path, headers=headers).status_code == 401


def test_a_token_that_is_none_is_told_at_this_machine_too(desk: Reader) -> None:
    """A program whose token was taken back is not let in as the one who sits here."""
    given = {"authorization": "Bearer nonsense"}
    assert desk.http.get("/api/v1/statements", headers=given).status_code == 401
    assert desk.http.get("/api/v1/statements").status_code == 200


def test_who_speaks_for_another_is_not_at_this_machine(desk: Reader) -> None:
    assert desk.http.get("/", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 401


@pytest.mark.parametrize("head", ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
def test_a_proxy_that_tells_of_itself_is_not_at_this_machine(desk: Reader, head: str) -> None:
    assert desk.http.get("/", headers={head: "203.0.113.9"}).status_code == 401


def test_whoever_comes_by_the_name_of_a_proxy_wants_a_token(record: Path) -> None:
    """Also through one that tells nothing of itself."""
    with reader(record, Bound(names=("desk.example.org",))) as http:
        by_name = {"host": "desk.example.org"}
        for path in ("/", "/review", "/api/v1/statements"):
            assert http.get(path, headers=by_name).status_code == 401
        token = Tokens(record).make("lea", "read")
        given = {**by_name, "authorization": f"Bearer {token}"}
        assert http.get("/api/v1/statements", headers=given).status_code == 200
        assert http.get("/").status_code == 200


def test_a_local_server_asked_from_afar_wants_a_token(record: Path) -> None:
    with reader(record, Bound(), "203.0.113.9") as http:
        assert http.get("/").status_code == 401


def test_reading_and_reviewing_are_apart(abroad: Reader) -> None:
    tokens = Tokens(abroad.path)
    reads, reviews = tokens.make("lea", "read"), tokens.make("mo", "review")
    told = {"report": "beae6d79ec2b8ca8", "entry": "s1", "wrong": True}
    for secret, code in ((reads, 403), (reviews, 201)):
        headers = {"authorization": f"Bearer {secret}"}
        assert abroad.http.get("/", headers=headers).status_code == 200
        answer = abroad.http.post("/api/v1/corrections", json=told, headers=headers)
        assert answer.status_code == code
    assert 'action="/collect"' not in abroad.http.get("/statements", headers={
        "authorization": f"Bearer {reads}"}).text  # fmt: skip
    row = abroad.http.get("/api/v1/corrections", headers=headers).json()["items"][0]
    assert row["author"] == "mo"
    tokens.revoke("mo")
    assert abroad.http.get("/", headers=headers).status_code == 401


def test_whoever_came_in_can_leave(abroad: Reader) -> None:
    for role in ("read", "review"):
        given = Tokens(abroad.path).make(f"lea {role}", role)
        csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', abroad.page("/login"))
        assert csrf
        abroad.http.post("/login", data={"token": given, "csrf": csrf[1]}, follow_redirects=False)
        page = abroad.page("/")
        out = re.search(r'action="/logout"><input type="hidden" name="csrf" value="([^"]+)"', page)
        assert out and f"Log out lea {role}" in page
        left = abroad.http.post("/logout", data={"csrf": out[1]}, follow_redirects=False)
        assert left.status_code == 303
        assert abroad.http.get("/", follow_redirects=False).status_code != 200


def test_a_token_is_kept_as_a_hash_that_only_its_owner_reads(record: Path) -> None:
    tokens = Tokens(record)
    secret = tokens.make("lea", "read")
    assert secret not in tokens.path.read_text() and len(secret) > 40
    assert tokens.path.stat().st_mode & 0o077 == 0


def test_the_way_in(abroad: Reader) -> None:
    secret = Tokens(abroad.path).make("lea", "review")
    http: TestClient = abroad.http
    csrf = re.search(r'name="csrf" value="(\w+)"', http.get("/login").text)
    assert csrf
    wrong = http.post("/login", data={"csrf": csrf[1], "token": "x"})
    assert wrong.status_code == 401
    entered = http.post("/login", data={"csrf": csrf[1], "token": secret}, follow_redirects=False)
    assert entered.status_code == 303
    held = entered.headers["set-cookie"]
    assert "HttpOnly" in held and "SameSite=lax" in held
    assert http.get("/").status_code == 200
    abroad.post("/memo", title="From afar")
    basic = {"authorization": "Basic " + __import__("base64").b64encode(
        f"x:{secret}".encode()).decode()}  # fmt: skip
    assert http.get("/watch", headers=basic).status_code == 200


def test_read_only_is_for_those_at_the_machine_too(record: Path) -> None:
    with reader(record, Bound(role="read")) as http:
        text = http.get("/statements").text
        assert 'method="post"' not in text
        assert http.post("/memo", data={"title": "x"}).status_code == 403


# --- too much ----------------------------------------------------------------------------------


def test_large_bodies_and_long_queries_are_refused(desk: Reader) -> None:
    body = b"csrf=x&title=" + b"x" * LARGEST_BODY
    assert desk.http.post("/memo", content=body).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 10_000

    assert desk.http.post("/memo", content=pieces()).status_code == 413
    # refused by what is told of it, before any of it is waited for
    for told, status in ((LARGEST_BODY + 1, 413), ("ten", 400), ("-1", 400), ("\u00b2", 400)):
        length = [(b"content-length", str(told).encode("latin-1"))]
        assert desk.http.post("/memo", content=b"x", headers=length).status_code == status
    assert desk.http.get(f"/statements?words={'x' * 40_000}").status_code == 414
    assert desk.http.get(f"/statements?words={'x' * 400}").status_code == 422
    assert desk.http.get("/statements?limit=100000").status_code == 422
    many = "&".join(f"f{at}=1" for at in range(1500))
    answer = desk.http.post(
        "/correct",
        content=f"csrf=x&{many}",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"report": 1}', b"\xff\xfe",
                                  b'{"report": "x", "unknown": 1}',
                                  b'{"report": "\\ud800"}', b'{"report": "a\\u0000b"}',
                                  b'{"report":"x","undoes":99999999999999999999}'])  # fmt: skip
def test_bodies_that_make_no_sense_are_told(desk: Reader, body: bytes) -> None:
    secret = Tokens(desk.path).make("mo", "review")
    headers = {"authorization": f"Bearer {secret}", "content-type": "application/json"}
    answer = desk.http.post("/api/v1/corrections", content=body, headers=headers)
    assert answer.status_code in (400, 404, 422)
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_the_process_of_a_crafted_reference_is_none(desk: Reader) -> None:
    for ref in ("-", "x", f"{SUMMIT}-", "0" * 400, "%00", "a-b-c-d"):
        assert desk.http.get(f"/processes/{ref}").status_code in (404, 414, 422)
