"""The dispatch corpus → documents with the labels of all heads of meaning.

Each entry is filled anew several times, so that no label is tied to a country.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.build import records
from corpus.check import check, files
from dragoman.language.segment import segment
from dragoman.spans import Text
from train.corpora import Document, Pointer, Sentence, frame_pointers

Ranges = list[list[int]]

RUNS = {
    "conditions": "prerequisite", "tasks": "charge", "meetings": "mention", "scares": "distance",
}  # fmt: skip
"""Kinds of items whose main words are marked as such, and the head that marks them."""


def read_dispatch(split: str, seed: int, fills: int = 1, share: float = 1.0) -> Iterator[Document]:
    """Documents of a split; `share` keeps the first part of the entries, for learning curves."""
    entries = check(files())[0]
    lines = [json.loads(line) for line in records(entries, split, seed, fills)]
    ids = sorted({line["id"] for line in lines}, key=lambda id: hash_of(id))
    kept = set(ids[: round(share * len(ids))])
    for line in lines:
        if line["id"] in kept:
            yield document_of(line)


def hash_of(id: str) -> str:
    """An order of entries that does not follow their files."""
    import hashlib

    return hashlib.sha256(id.encode()).hexdigest()


def document_of(record: dict[str, Any]) -> Document:
    """A record of the built corpus → its sentences of words with marks and pointers."""
    text = Text(record["text"])
    segments = segment(text)
    places = [(span.start, span.end) for span in segments.tokens]
    size = len(places)

    def words_of(spans: Iterable[Iterable[int]]) -> Ranges:
        runs = (
            [i for i, (a, b) in enumerate(places) if a < end and b > start] for start, end in spans
        )
        return [run for run in runs if run]

    bio = {name: ["O"] * size for name in ("source", "cue", "content")}
    marks = {name: ["O"] * size for name in ("trigger", "state", *RUNS.values())}
    marks |= {name: [""] * size for name in ("status", "act", "polarity", "channel")}
    pointers: list[Pointer] = []

    def add(name: str, words: Iterable[int], label: str) -> None:
        for i in words:
            known = marks[name][i]
            if known in ("", "O"):
                marks[name][i] = label
            elif label not in known.split("|"):
                marks[name][i] = f"{known}|{label}"

    def point(name: str, words: Iterable[int], goals: list[int]) -> None:
        pointers.extend((name, i, tuple(goals)) for i in words)

    said = sorted(
        record["statements"], key=lambda s: -sum(end - start for start, end in s["spans"]["main"])
    )
    for item in said:
        runs = {
            role: words_of(item["spans"]["main" if role == "content" else role]) for role in bio
        }
        pointers += frame_pointers(runs["source"], runs["cue"], runs["content"])
        for role, found in runs.items():
            for run in found:
                if all(bio[role][i] == "O" for i in run):
                    for i in run:
                        bio[role][i] = "I"
                    bio[role][run[0]] = "B"
        cue = [i for run in runs["cue"] for i in run]
        add("act", cue, item["act"])
        add("polarity", cue, item["polarity"])
        add("channel", cue, item["channel"])
        addressee = words_of(item["spans"].get("addressee", ()))
        point("addressee", cue, [i for run in addressee for i in run])
    mentions = {
        actor["id"]: [
            i for run in words_of((m["start"], m["end"]) for m in actor["mentions"]
                                  if not m["form"].startswith("town")) for i in run
        ]
        for actor in record["actors"]
    }  # fmt: skip
    of_meeting: dict[str, list[int]] = {}
    for kind, head in RUNS.items():
        for item in record[kind]:
            words = [i for run in words_of(item["spans"]["main"]) for i in run]
            add(head, words, "I")
            if kind == "meetings":
                of_meeting[item["id"]] = words
    for item in record["events"]:
        words = [i for run in words_of(item["spans"]["main"]) for i in run]
        add("trigger", words, item["type"])
        add("status", words, item["status"])
        for name in ("actor", "target"):
            point(name, words, [i for id in item[name] for i in mentions.get(id, [])])
    for item in record["states"]:
        words = [i for run in words_of(item["spans"]["main"]) for i in run]
        add("state", words, item["state"])
        point("meeting", words, of_meeting.get(item["meeting"], []))
    document = []
    content = text.content
    for first, last in segments.sentences:
        sentence = Sentence([content[a:b] for a, b in places[first:last]])
        sentence.source, sentence.cue, sentence.content = (
            bio[name][first:last] for name in ("source", "cue", "content")
        )
        sentence.marks = {name: labels[first:last] for name, labels in marks.items()}
        sentence.pointers = [p for p in pointers if first <= p[1] < last]
        document.append(sentence)
    return document
