"""A reading as JSON ⇄ what the record keeps of it; a text ⇄ what may be kept of it.

The article's fields stand in its own row, and the words of a span in the article's text: what is
packed holds neither, so that no sentence stands in the file twice.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_HOLDERS = (dict, list)
_SPAN = frozenset(("start", "end", "text"))


@dataclass(frozen=True, slots=True)
class RawPage:
    """The bytes that an article was taken from."""

    content: bytes
    kind: str
    url: str = ""
    charset: str = ""


def pack(document: Json) -> bytes:
    """A document → its body, compressed."""
    body = {key: part for key, part in document.items() if key not in ("article", "made_by")}
    bare = _spans_as(body, lambda span: {"start": span["start"], "end": span["end"]})
    return zlib.compress(dumps(bare).encode(), 6)


def unpack(body: bytes, article: Json, version: str, weights: str) -> Json:
    """A body and its article → the document as it was saved."""
    text: str = article["text"]

    def told(value: Json) -> Json:
        if _is_span(value):
            value["text"] = text[value["start"] : value["end"]]
        return value

    found: Json = json.loads(zlib.decompress(body), object_hook=told)
    return {
        "schema": found.pop("schema"),
        "made_by": {"version": version, "weights": weights},
        "article": article,
        **found,
    }


def article_of(about: Json, text: str) -> Json:
    """An article's row → its JSON, in the order of the schema."""
    return {"id": about["id"], "title": about["title"], "text": text, **about}


def masked(document: Json) -> Json:
    """A document of a text that may not be stored: all but the words of spans is blanks."""
    article = document["article"]
    text: str = article["text"]
    shown = bytearray(len(text))
    for span in spans(document):
        shown[span["start"] : span["end"]] = b"\1" * (span["end"] - span["start"])
    kept = "".join(sign if show else " " for sign, show in zip(text, shown, strict=True))
    return {**document, "article": {**article, "text": kept, "furniture": []}}


def spans(value: Any) -> Iterator[Json]:
    """All spans of a document, wherever they stand."""
    if isinstance(value, dict):
        if _is_span(value):
            yield value
        else:
            for part in value.values():
                yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def dumps(value: Any) -> str:
    """JSON on one line, as short as it can be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _spans_as(value: Any, change: Callable[[Json], Json]) -> Any:
    # Most parts are plain: a call for each of them would cost more than all else here.
    if isinstance(value, dict):
        if _is_span(value):
            return change(value)
        return {
            key: _spans_as(part, change) if type(part) in _HOLDERS else part
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_spans_as(part, change) if type(part) in _HOLDERS else part for part in value]
    return value


def _is_span(value: Json) -> bool:
    return "start" in value and "end" in value and value.keys() <= _SPAN
