"""A desk's REST interface (`dragoman serve`) → plain values, by the standard library alone.

desk = Desk("http://127.0.0.1:8000", token)
for row in desk.each("statements", by="NOR", since="2031-05-01"):
    print(row["span"]["text"])
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

from dragoman.errors import FetchFailed

Json = dict[str, Any]

LISTS = ("reports", "statements", "events", "meetings", "states", "conditions", "tasks",
         "processes", "contradictions", "actors", "corrections")  # fmt: skip


class Desk:
    """One desk. Its methods raise `FetchFailed` for an answer that is none."""

    def __init__(
        self, url: str = "http://127.0.0.1:8000", token: str = "", seconds: float = 30.0
    ) -> None:
        """`seconds`: how long an answer is waited for."""
        self._root = f"{url.rstrip('/')}/api/v1"
        self._token, self._seconds = token, seconds
        # A token goes to its desk alone: no proxy of the environment sees it.
        self._opener = build_opener(ProxyHandler({}))

    def each(self, name: str, **asked: Any) -> Iterator[Json]:
        """All rows of a list (`LISTS`), page after page; the filters are the interface's own."""
        while True:
            page = self.page(name, **asked)
            yield from page["items"]
            if page["next"] is None:
                return
            asked["cursor"] = page["next"]

    def page(self, name: str, **asked: Any) -> Json:
        """One page of a list: items, next (a cursor or None), total (or None)."""
        found: Json = self._json("GET", f"/{name}", asked)
        return found

    def file(self, name: str, suffix: str, **asked: Any) -> str:
        """A page of a list as csv, jsonl or json."""
        return self._ask("GET", f"/{name}.{suffix}", asked).decode()

    def report(self, id: str) -> Json:
        """A reading with its corrections, as docs/reading.schema.json has it."""
        found: Json = self._json("GET", f"/reports/{quote(id, safe='')}")
        return found

    def board(self, process: str, at: str | None = None) -> Json:
        """A process at the end of a day, as docs/board.schema.json has it."""
        found: Json = self._json("GET", f"/processes/{quote(process, safe='')}", {"at": at})
        return found

    def evidence(self, name: str, id: str) -> Json:
        """The words that an entry of a list rests on, and those around them."""
        found: Json = self._json("GET", f"/{name}/{quote(id, safe='')}/evidence")
        return found

    def about(self) -> Json:
        """How much the record holds."""
        found: Json = self._json("GET", "/about")
        return found

    def correct(self, report: str, entry: str = "", **held: Any) -> list[int]:
        """Keep what is held of an entry: fields, wrong, missing, merge, split, reason → numbers."""
        told = {"report": report, "entry": entry, **held}
        numbers: list[int] = self._json("POST", "/corrections", body=told)["numbers"]
        return numbers

    def undo(self, report: str, number: int, reason: str = "") -> int:
        """Let a correction hold no longer → the number of the one that undoes it."""
        told = {"report": report, "undoes": number, "reason": reason}
        return int(self._json("POST", "/corrections", body=told)["numbers"][0])

    def _json(
        self, method: str, path: str, asked: Mapping[str, Any] | None = None,
        body: Json | None = None,
    ) -> Any:  # fmt: skip
        return json.loads(self._ask(method, path, asked, body))

    def _ask(
        self, method: str, path: str, asked: Mapping[str, Any] | None = None,
        body: Json | None = None,
    ) -> bytes:  # fmt: skip
        given = {name: value for name, value in (asked or {}).items() if value not in (None, "")}
        url = f"{self._root}{path}{'?' + urlencode(given) if given else ''}"
        headers = {"accept": "application/json"}
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        sent = None
        if body is not None:
            sent, headers["content-type"] = json.dumps(body).encode(), "application/json"
        request = Request(url, sent, headers, method=method)
        try:
            with self._opener.open(request, timeout=self._seconds) as answer:
                found: bytes = answer.read()
                return found
        except HTTPError as error:
            with error:
                raise FetchFailed(url, f"{error.code}: {_detail(error)}") from None
        except (URLError, TimeoutError, OSError) as error:
            raise FetchFailed(url, f"no answer ({error})") from None


def _detail(error: HTTPError) -> str:
    try:
        return str(json.loads(error.read())["detail"])
    except (ValueError, KeyError, TypeError):
        return str(error.reason)
