"""What is linked is the newest, cut so that it stays the same while reports come."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.record import fill
from dragoman.record import linked, schema
from dragoman.record import store as storing
from dragoman.record.linked import Linked
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled


@given(st.integers(1, 800_000), st.integers(0, 4000))
def test_a_round_day_lies_between_and_stays_while_it_does(first: int, more: int) -> None:
    last = first + more
    found = linked.round_day(first, last)
    assert first <= found <= last
    # The two ends move on: as long as the day lies between them, it is that which was found.
    assert all(
        linked.round_day(one, last) == found for one in range(first, found + 1, more // 9 + 1)
    )
    power = found & -found
    assert found + power > last and found - power < first


def test_half_of_what_was_told_on_one_day_is_kept_whole() -> None:
    assert linked.round_day(11, 10) == 10


def test_the_newest_meetings_are_given_whole_days_of_them(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    schema.create(path).close()
    fill(path, 0, 40)
    with Query(path, settled) as query:
        whole, since = linked.meetings(query, None, 80)
        assert len(whole) == 80 and since is None
        assert [met.day for met in whole] == sorted((met.day for met in whole), reverse=True)
        for most in (10, 31, 79):
            some, since = linked.meetings(query, None, most)
            assert since is not None and all((met.day >= since) == (met in some) for met in whole)
            assert most / 2 < len(some) <= most
            assert some == [met for met in whole if met.day >= some[-1].day]
        until, _ = linked.meetings(query, date(2032, 1, 1), 1000)
        assert 0 < len(until) < 80
        assert until == [met for met in whole if met.day <= date(2032, 1, 1)]


def test_of_what_linking_made_only_the_newest_is_kept(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each report that comes makes something new of its matter; what nobody asks for again goes."""
    monkeypatch.setattr(storing, "LINKED", 3)
    monkeypatch.setattr(storing, "LINKED_IN_ALL", 10)
    with Store(record, settled) as store, Query(record, settled) as query:
        for number in range(40):
            one = Linked(f"matter {number % 5}", ("a", "b"), [number])
            store.keep_linked([(f"key {number}", one)])
        kept = [row[0] for row in query.rows("SELECT key FROM linked ORDER BY number")]
        assert kept == [f"key {number}" for number in range(30, 40)]
        for number in range(40, 50):
            store.keep_linked([(f"key {number}", Linked("one", ("a",), [number]))])
        alone = query.rows("SELECT count(*) FROM linked WHERE matter = 'one'")
        assert alone[0][0] == 3
