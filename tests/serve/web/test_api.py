"""The REST interface: by the Python client, by its own description, and by crafted questions."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from dragoman.client import LISTS, Desk
from dragoman.errors import FetchFailed
from dragoman.serve.web.tokens import Tokens
from tests.serve.web.conftest import SUMMIT, Reader
from tests.serve.web.server import Server, serving


@pytest.fixture(scope="module")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(made, tmp_path_factory.mktemp("api")) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Desk:
    return Desk(server.url, Tokens(server.record).make("client", "review"))


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_a_list_are_the_list(client: Desk, name: str) -> None:
    whole = client.page(name, limit=500)
    assert whole["next"] is None
    if name != "corrections":
        assert list(client.each(name, limit=3)) == whole["items"]
        assert whole["total"] in (len(whole["items"]), None)
    if whole["items"]:
        assert len(client.file(name, "jsonl", limit=500).splitlines()) == len(whole["items"])


def test_the_same_as_the_pages_and_the_record(client: Desk, desk: Reader) -> None:
    rows = list(client.each("statements", by="URY", since="2031-06-10"))
    assert rows == desk.json("/statements.json?by=URY&since=2031-06-10")
    for row in rows[:3]:
        text = client.report(row["report"])["article"]["text"]
        span = row["span"]
        assert text[span["start"] : span["end"]] == span["text"]
        found = client.evidence("statements", row["id"])
        assert found["before"] + span["text"] + found["after"] in text


def test_a_reading_and_a_board_are_as_their_schemas_say(client: Desk) -> None:
    for name, value in (("reading", client.report("beae6d79ec2b8ca8")),
                        ("board", [client.board(SUMMIT, "2031-06-12")])):  # fmt: skip
        schema = json.loads(Path(f"docs/{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.validate(value, schema)


def test_a_correction_is_kept_shown_and_undone(client: Desk) -> None:
    row = next(client.each("statements", by="ISL"))
    (number,) = client.correct(row["report"], row["entry"], fields={"act": "praise"}, reason="so")
    changed = next(r for r in client.each("statements", by="ISL") if r["id"] == row["id"])
    assert changed["label"] == "praise"
    kept = next(client.each("corrections"))
    assert (kept["number"], kept["author"], kept["state"]) == (number, "client", "applied")
    client.undo(row["report"], number)
    again = next(r for r in client.each("statements", by="ISL") if r["id"] == row["id"])
    assert again["label"] == row["label"]


def test_what_undoes_a_correction_holds_nothing_else(client: Desk) -> None:
    one, other = (r["id"] for r in client.page("reports")["items"][:2])
    (number,) = client.correct(one, "s1", wrong=True)
    told = {"report": one, "undoes": number}
    for more in ({"wrong": True}, {"fields": {"act": "deny"}}, {"entry": "s2"}, {"split": ["x"]}):
        with pytest.raises(FetchFailed, match=r"409.*undoes: stands alone"):
            client._json("POST", "/corrections", body=told | more)
    with pytest.raises(FetchFailed, match=rf"409: .*is on {one} and not on {other}"):
        client.undo(other, number)
    client.undo(one, number)


def test_all_corrections_are_walked_to_the_end(client: Desk) -> None:
    report = client.page("reports")["items"][0]["id"]
    made = [
        number for act in ("deny", "say", "deny")
        for number in client.correct(report, "s1", fields={"act": act})
    ]  # fmt: skip
    found = [row["number"] for row in client.each("corrections", limit=2)]
    assert found == sorted(found, reverse=True) and set(made) <= set(found)
    assert client.page("corrections", limit=2)["total"] == len(found)


def test_a_country_is_found_by_its_name_as_by_its_code(client: Desk) -> None:
    by_code = client.page("statements", by="ISL", limit=500)["items"]
    assert by_code and client.page("statements", by="Iceland", limit=500)["items"] == by_code


def test_an_outlet_is_found_by_the_name_under_which_it_is_shown(client: Desk) -> None:
    shown = {row["source"] for row in client.each("reports")} - {""}
    for name in shown:
        rows = list(client.each("reports", source=name))
        assert rows and {row["source"] for row in rows} == {name}
    assert client.about()["outlets"] == len(shown)


def test_a_list_takes_the_filters_that_it_has(client: Desk) -> None:
    for name, other in (("statements", "side"), ("reports", "by"), ("processes", "channel"),
                        ("actors", "since"), ("contradictions", "label")):  # fmt: skip
        with pytest.raises(FetchFailed, match=f"422: {other}"):
            client.page(name, **{other: "2031-05-01"})


def test_the_head_of_a_page_is_that_of_the_page(server: Server) -> None:
    for path in ("/", "/reports", "/api/v1/statements", "/static/desk.css"):
        told = []
        for method in ("GET", "HEAD"):
            connection = http.client.HTTPConnection(server.url.partition("://")[2])
            connection.request(method, path)
            answer = connection.getresponse()
            told.append((answer.status, answer.getheader("content-type")))
            body = answer.read()
            connection.close()
        assert told[0] == told[1] and told[0][0] == 200 and body == b""


def test_what_cannot_be_is_told(client: Desk, server: Server) -> None:
    for ask, told in (
        (lambda: client.report("ffff"), "404"),
        (lambda: client.page("statements", cursor="x"), "422"),
        (lambda: client.page("statements", limit=0), "422"),
        (lambda: client.evidence("events", "beae6d79ec2b8ca8-s1"), "404"),
        (lambda: client.correct("beae6d79ec2b8ca8", "s99", wrong=True), "409"),
        (lambda: Desk(server.url, "x").about(), "401"),
        (lambda: Desk(server.url).correct("beae6d79ec2b8ca8", "s1", wrong=True), "403"),
        (lambda: Desk("http://127.0.0.1:1").about(), "no answer"),
    ):
        with pytest.raises(FetchFailed, match=told):
            ask()


def test_the_description_is_of_openapi_3_1_and_every_answer_is_told(client: Desk) -> None:
    told = client._json("GET", "/openapi.json")
    assert told["openapi"].startswith("3.1")
    assert {f"/api/v1/{name}" for name in LISTS} <= told["paths"].keys()
    for path in told["paths"].values():
        for operation in path.values():
            assert {"400", "401", "404", "422", "503"} <= operation["responses"].keys()
