"""Values → HTML: one environment, in which everything is escaped and nothing may be missing."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from dragoman import __version__
from dragoman.processes.naming import side_name
from dragoman.serve import wording
from dragoman.serve.board_sheet import between
from dragoman.serve.web.guard import Guest
from dragoman.serve.web.leads import lead

NAV = (
    ("/", "Processes"), ("/contradictions", "Contradictions"), ("/statements", "Statements"),
    ("/events", "Events"), ("/reports", "Reports"), ("/actors", "Actors"), ("/review", "Review"),
    ("/memo", "Memo"), ("/watch", "Watch"),
)  # fmt: skip

FAMILIES = {"forward": "▲", "open": "◇", "halted": "‖", "off": "✕", "held": "●"}
"""A sign for each family of states: colour is never alone."""


def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("dragoman.serve.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "day": day, "between": between, "plain": lambda told: wording.plain(told or ""),
        "clean": lambda told: wording.clean(told or ""), "short": wording.short,
        "side": lambda key: side_name(key, {}), "url": ref_url, "count": count, "link": http,
        "md": markdown, "quoted": quoted, "lead": lead, "whole": whole,
        "json": partial(json.dumps, separators=(",", ":")),
    }  # fmt: skip
    made.globals |= {"nav": NAV, "version": __version__, "families": FAMILIES, "asset": asset}
    return made


@cache
def asset(name: str) -> str:
    """A file of static/ → its address, with its digest: so it may be kept for good."""
    told = files("dragoman.serve.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={sha256(told).hexdigest()[:12]}"


def day(told: date | str | None) -> str:
    """A day or the day of an ISO moment as the views write it; empty for none."""
    if not told:
        return ""
    if isinstance(told, str):
        try:
            found = date.fromisoformat(told[:10])
        except ValueError:
            return wording.clean(told)
    else:
        found = date(told.year, told.month, told.day)
    return wording.day(found) if found > date.min else "no date"


def count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def ref_url(ref: str) -> str:
    """A reference as it stands in an address: "0123456789abcdef#m1" → "0123456789abcdef-m1"."""
    return ref.replace("#", "-")


def url_ref(told: str) -> str:
    """The other way; what is no reference leads nowhere."""
    return told.replace("-", "#", 1)


def quoted(words: str) -> str:
    """Words of a report on one line between quotation marks, their own or ours."""
    told = wording.clean(words)
    own = told[:1] in '“"' and told[-1:] in '”"'
    return told if own else f"“{told}”"


def markdown(words: str) -> str:
    """Words on one line in which Markdown and HTML see no sign of theirs."""
    told = re.sub(r"([\\`*_{}\[\]()#+!|~>-])", r"\\\1", wording.clean(words))
    return told.replace("&", "&amp;").replace("<", "&lt;")


def http(url: str) -> str:
    """An address that may become a link; empty for any other."""
    return url if re.match(r"https?://[^\s\"'<>]+\Z", url or "") else ""


class Given(dict[str, str]):
    """What an address asks; what it does not is empty."""

    def __missing__(self, name: str) -> str:
        return ""


class Views:
    """The templates; `page` is the only way to answer with HTML."""

    def __init__(self) -> None:
        self._environment = environment()

    def page(self, request: Request, template: str, code: int = 200, **values: Any) -> HTMLResponse:
        guest: Guest = request.state.guest
        asked = Given(request.query_params)
        told = self._environment.get_template(template).render(
            guest=guest, csrf=guest.csrf, path=request.url.path, asked=asked,
            here=f"{request.url.path}?{request.url.query}" if asked else request.url.path,
            turn=lambda **new: turned(request.url.path, asked, new), **values,
        )  # fmt: skip
        return HTMLResponse(told, code)

    def text(self, template: str, **values: Any) -> str:
        """Without a page around it: for files."""
        return self._environment.get_template(template).render(**values)


def whole(asked: Mapping[str, str]) -> dict[str, str]:
    """What is asked of a list, without the page of it."""
    return {name: value for name, value in asked.items() if name not in ("cursor", "limit")}


def turned(path: str, asked: Mapping[str, str], new: Mapping[str, Any]) -> str:
    """This page's address with other values; None takes one away."""
    kept = {name: value for name, value in {**asked, **new}.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path
