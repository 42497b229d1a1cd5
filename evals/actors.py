"""Actor cases → share of phrases whose country and sector are found.

Data: JSON lines of `phrase`, `query_date` and `expect` with `country` and `code_1` (the format of
NGEC's tests). A case without an expected value is not counted for it; "UNK" expects nothing.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.meaning.actor_lookup import resolve_phrase
from evals.corpora import corpus

DEV = "actors/cases_dev.jsonl"
NOTHING = (None, "", "UNK")


def run(data: Path | None = None) -> dict[str, Any]:
    """Shares of right answers, with counts and the wrong cases; dated cases also apart."""
    path = corpus(DEV, data)
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    results = [_score(number, case) for number, case in enumerate(cases, start=1)]
    dated = [r for r, case in zip(results, cases, strict=True) if _day(case)]
    return {
        **_shares(results),
        "dated": _shares(dated),
        "wrong": [r["told"] for r in results if not r["both"]],
    }


def _score(number: int, case: dict[str, Any]) -> dict[str, Any]:
    expect = case["expect"]
    found = resolve_phrase(case["phrase"], _day(case))
    country = _same(expect, "country", found.country)
    sector = _same(expect, "code_1", found.sector)
    family = "no" if found.country is None and found.sector is None else "other"
    field = "country" if country is False else "sector"
    when = f" ({case['query_date']})" if _day(case) else ""
    told = f"{number:03} {family} {field}: {case['phrase']}{when} → {found.country} {found.sector}"
    return {
        "country": country,
        "sector": sector,
        "both": country is not False and sector is not False,
        "told": f"{told}, not {expect.get('country')} {expect.get('code_1')}",
    }


def _same(expect: dict[str, Any], key: str, found: str | None) -> bool | None:
    if expect.get(key) is None:
        return None
    if expect[key] in NOTHING:
        return found in NOTHING
    return bool(expect[key] == found)


def _day(case: dict[str, Any]) -> date | None:
    given = case.get("query_date")
    return date.fromisoformat(given) if given and given != "today" else None


def _shares(results: list[dict[str, Any]]) -> dict[str, Any]:
    shares: dict[str, Any] = {"cases": len(results)}
    for key in ("country", "sector", "both"):
        counted = [r[key] for r in results if r[key] is not None]
        shares[key] = round(sum(counted) / len(counted), 3) if counted else None
    return shares
