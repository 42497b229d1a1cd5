"""The benchmark reads whole sentences, and tells what it measured."""

from typing import Any

from benchmarks.speed import Row, cut, table


def record(*sentences: str) -> dict[str, Any]:
    """A record of the corpus's format; words and full stops are tokens."""
    text, tokens, bounds = "", [], []
    for sentence in sentences:
        first = len(tokens)
        for word in sentence.split():
            tokens.append([len(text), len(text) + len(word)])
            text += word + " "
        bounds.append([first, len(tokens)])
    return {"text": text, "tokens": tokens, "sentences": bounds}


def test_a_report_is_cut_at_the_nearest_sentence_end() -> None:
    report = record("One two three .", "Four five six seven .", "Eight nine .")
    assert cut(report, 3) == "One two three ."
    assert cut(report, 5) == "One two three ."
    assert cut(report, 6) == "One two three . Four five six seven ."
    assert cut(report, 400).endswith("Eight nine .")


def test_the_table_tells_ratios_and_failures() -> None:
    one = Row(1, 10, 0, 3000, 5.0, 3.75, 1500.0, 3000.0, 0.75, 0.5, 170.0)
    two = Row(2, 10, 1, 3000, 8.0, 6.0, 2400.0, 3000.0, 0.75, 0.5, 170.0)
    lines = list(table([one, two], [1.0, 3.0, 2.0], 0.5))
    assert lines[3].split() == ["2", "8.00", "6.00", "2400", "3000", "75%", "50%", "170", "1.60"]
    assert lines[4] == "1 reports failed"
    assert lines[5].startswith("cold start of one report: 2.00 s")
