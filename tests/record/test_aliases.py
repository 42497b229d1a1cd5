"""Names that people hold to be of one actor: in lists, undone, ruled otherwise, read again."""

from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import UsageError
from dragoman.record import people
from dragoman.record.anchors import anchor, by_id
from dragoman.record.check import faults
from dragoman.record.corrections import Judgement
from dragoman.record.keepable import digest_of
from dragoman.record.links import link
from dragoman.record.lists import Wanted, find_items
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from tests.record.hand import BODY, first

Json = dict[str, Any]
ONE = digest_of("Harbour Talks in Doubt", BODY)[:16]


def told(title: str, name: str, mention: str = "name") -> Json:
    """The report by hand under another headline, whose minister is called so."""
    document = first()
    document["article"] |= {"id": digest_of(title, BODY)[:16], "title": title}
    document["actors"][0]["name"] = name
    for one in document["actors"][0]["mentions"]:
        one["kind"] = mention
    return document


def hold(record: Path, left: str, right: str, verdict: str = "same") -> int:
    with Store(record, settled) as store, Query(record, settled) as query:
        return store.judge(link(query, f"{left}#a1", f"{right}#a1", verdict, "editor"))


def names(record: Path) -> list[tuple[str, int]]:
    """Who is listed, with how many statements are his."""
    with Query(record, settled) as query:
        assert not list(faults(query))
        found = people.find_people(query, "Vell")
        lately = [row for row in people.find_people(query) if "Vell" in row["name"]]
        assert found == sorted(lately, key=lambda row: str(row["name"]))
        keys = {row["name"]: people.person(query, row["key"])["keys"] for row in found}
        return [
            (name, len(people.parts(query, ("speaker",), who=of).rows)) for name, of in keys.items()
        ]


def said_by(record: Path, name: str) -> int:
    with Query(record, settled) as query:
        return len(find_items(query, Wanted("statement", by=name)).rows)


def with_reports(record: Path, *documents: Json) -> list[str]:
    with Store(record, settled) as store:
        for document in documents:
            store.save(document)
    return [document["article"]["id"] for document in documents]


def test_names_of_one_are_one_until_it_is_undone(filled: Path) -> None:
    two, three = with_reports(filled, told("Second", "A. Vell"), told("Third", "Ana M. Vell"))
    apart = [("A. Vell", 1), ("Ana M. Vell", 1), ("Ana Vell", 1)]
    assert names(filled) == apart and said_by(filled, "A. Vell") == 1
    hold(filled, ONE, two)
    last = hold(filled, two, three)
    assert names(filled) == [("Ana Vell", 3)]
    assert [said_by(filled, name) for name in ("A. Vell", "Ana M.", "Ana Vell")] == [3, 3, 3]
    with Store(filled, settled) as store:
        store.judge(Judgement("undo", "editor", undoes=last))
    assert names(filled) == [("Ana M. Vell", 1), ("Ana Vell", 2)]


def test_the_later_of_two_judgements_on_one_pair_holds(filled: Path) -> None:
    (two,) = with_reports(filled, told("Second", "A. Vell"))
    hold(filled, ONE, two)
    hold(filled, two, ONE, "other")
    assert len(names(filled)) == 2
    hold(filled, two, ONE)
    assert names(filled) == [("Ana Vell", 2)]


def test_two_that_are_one_by_a_third_are_not_parted_by_a_word(filled: Path) -> None:
    """It would change nothing, and nobody would be told."""
    two, three = with_reports(filled, told("Second", "A. Vell"), told("Third", "Ana M. Vell"))
    hold(filled, ONE, two)
    hold(filled, two, three)
    with pytest.raises(UsageError, match="by way of a third"):
        hold(filled, ONE, three, "other")
    hold(filled, two, three, "other")
    hold(filled, ONE, three, "other")
    assert names(filled) == [("Ana M. Vell", 1), ("Ana Vell", 2)]


def test_two_that_are_held_to_be_others_are_not_made_one_by_a_third(filled: Path) -> None:
    two, three = with_reports(filled, told("Second", "A. Vell"), told("Third", "Ana M. Vell"))
    parted = hold(filled, ONE, two, "other")
    hold(filled, ONE, three)
    with pytest.raises(UsageError, match="held to be others"):
        hold(filled, three, two)
    with Store(filled, settled) as store:
        store.judge(Judgement("undo", "desk", undoes=parted))
    hold(filled, three, two)
    assert len(names(filled)) == 1


def test_who_is_told_by_no_name_is_nobody_elsewhere(filled: Path) -> None:
    """The minister of one report may be another in the next."""
    (two,) = with_reports(filled, told("Second", "the minister Vell", "nominal"))
    hold(filled, ONE, two)
    assert len(names(filled)) == 2


def test_a_name_that_is_corrected_is_the_one_that_leads(filled: Path) -> None:
    (two,) = with_reports(filled, told("Second", "A. Vell"))
    hold(filled, ONE, two)
    with Store(filled, settled) as store, Query(filled, settled) as query:
        item = anchor(*by_id(query.shown(two).document, "a1"))
        body = {"item": item, "field": "name", "value": "Anita Vell"}
        store.judge(Judgement("field", "editor", body, two))
    assert names(filled) == [("Ana Vell", 2)]
    assert said_by(filled, "Anita") == 2


def test_a_record_of_an_older_form_gets_the_names_when_it_is_opened(filled: Path) -> None:
    (two,) = with_reports(filled, told("Second", "A. Vell"))
    hold(filled, ONE, two)
    with Store(filled, settled) as store:
        store._connection.execute("DELETE FROM named")
        store._connection.execute("DELETE FROM alias")
    with Query(filled, settled) as query:
        assert any("actors" in fault for fault in faults(query))
    with Store(filled, settled):
        pass
    assert names(filled) == [("Ana Vell", 2)]
