"""Tokens and sentences of wire text; all sentences are our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.segment import segment, split_hyphens
from dragoman.spans import Text


def tokens(content: str) -> str:
    return " ".join(content[span.start : span.end] for span in segment(Text(content)).tokens)


def sentences(content: str) -> list[str]:
    found = segment(Text(content))
    return [
        content[found.tokens[first].start : found.tokens[last - 1].end]
        for first, last in found.sentences
    ]


TOKENS = [
    ("contraction", "They don't; we couldn’t’ve.", "They do n't ; we could n’t ’ve ."),
    ("one word, two tokens", "I cannot say; he's gonna go.", "I can not say ; he 's gon na go ."),
    ("possessives", "Ostrel's plan, the envoys' fear", "Ostrel 's plan , the envoys ' fear"),
    ("hyphens", "Oslo-Bergen, a 12-day halt", "Oslo - Bergen , a 12 - day halt"),
    ("kept prefixes", "pre-war, co-chair, ex-minister", "pre-war , co-chair , ex-minister"),
    ("abbreviation in a compound", "U.N.-led talks", "U.N. - led talks"),
    ("names", "O'Brien met the Shi'ite bloc", "O'Brien met the Shi'ite bloc"),
    ("money", "US$5.2bn, €40m, $3,000.50", "US $ 5.2 bn , € 40 m , $ 3,000.50"),
    ("percent and ranges", "5.5% in 2014-15, 10-12 men", "5.5 % in 2014 - 15 , 10 - 12 men"),
    ("telephone", "call 555-0199", "call 555-0199"),
    ("times", "at 9:30 a.m. on 3/4", "at 9:30 a.m. on 3/4"),
    ("dashes", "talks—long ones – go on -- yes", "talks — long ones – go on -- yes"),
    ("quotes", "“No,” she said, 'never'.", "“ No , ” she said , ' never ' ."),
    ("two straight ones", "''We left,'' he said.", "'' We left , '' he said ."),
    ("ellipsis", "well... so… yes", "well ... so … yes"),
    ("URL", "(see https://ex.org/a?b=c).", "( see https://ex.org/a?b=c ) ."),
    ("address", "Mail k.orlan@mfa.ex.org, now.", "Mail k.orlan@mfa.ex.org , now ."),
    ("tags", "#lake_talks by @ostrel_mfa.", "#lake_talks by @ostrel_mfa ."),
    ("initials", "J. R. Orlan of AT&T Inc.", "J. R. Orlan of AT&T Inc."),
    ("slash", "and/or", "and / or"),
    ("decade", "the 1990s and the '80s", "the 1990s and the '80s"),
]


@pytest.mark.parametrize(("reason", "content", "expected"), TOKENS)
def test_tokens(reason: str, content: str, expected: str) -> None:
    assert tokens(content) == expected, reason


SENTENCES = [
    ("title", "Gen. Orla Vance met Mr. Ko.|They left."),
    ("initialism inside", "U.S. Secretary Orlan left the U.S. delegation."),
    ("initialism at the end", "He left the U.S.|The talks go on."),
    ("month", "They met on Oct. 26.|No. 3 was signed."),
    ("no as a word", "She said no.|It was late."),
    ("time of day", "It begins at 9 a.m. Friday.|It ends at 5 p.m.|Ministers then dine."),
    ("versus", "Ostrel vs. Ferran was read."),
    ("quote over sentences", "“We stay.|We talk,” she said.|“It is late.”|He agreed."),
    ("closing mark apart", "“We stay. ”|He left."),
    ("question in a quote", "“Why now?” she asked.|“Who pays?” Ana Orlan asked.|“No!” He left."),
    ("bracket", "(He left.)|It rained."),
    ("ellipsis", "We wait ... and wait.|We hope...|Then it ends."),
    ("semicolon", "One side spoke; the other left."),
    ("list", "1. Borders are open.|2. Prisoners go home."),
    ("nickname", 'Envoy Jan K. "Kit" Orlan spoke.'),
    ("single letter", "It was World War I.|The end came late."),
    ("no space", "It ended.|Talks go on."),
    ("footnote", "It was signed. [12]|It held."),
    ("dateline", "FERRANA, Oct. 26 (Wire) – Envoys met."),
    ("a day that is a word", "He saw the sun.|It rose."),
]


@pytest.mark.parametrize(("reason", "content"), SENTENCES)
def test_sentences(reason: str, content: str) -> None:
    expected = content.split("|")
    glue = "" if reason == "no space" else " "
    if reason == "question in a quote":
        expected[-1:] = ["“No!”", "He left."]
    assert sentences(glue.join(expected)) == expected, reason


def test_line_break_ends_a_sentence() -> None:
    assert sentences("Lake talks resume\n\nEnvoys met") == ["Lake talks resume", "Envoys met"]


def test_a_run_without_blanks_has_no_words() -> None:
    """A data URL in a scraped page: a token for each thousand signs."""
    content = "Envoys met. data:image/png;base64," + "iVBO+rw/" * 2500 + " They left on Monday."
    found = segment(Text(content))
    assert len(found.tokens) < 50
    first, last = found.sentences[-1]
    assert [content[s.start : s.end] for s in found.tokens[first:last]][-5:] == [
        "They", "left", "on", "Monday", "."
    ]  # fmt: skip


def test_split_hyphens_as_in_training() -> None:
    assert split_hyphens("Oslo-Bergen") == ["Oslo", "-", "Bergen"]
    assert split_hyphens("pre-election") == ["pre-election"]
    assert split_hyphens("555-0199") == ["555-0199"]
    assert split_hyphens("-") == ["-"]


STUFF = (
    "the Talks U.S. Gen. No. J. 3 5% $5bn don't pre-war a-b-c “ ” \" ' '' ’s ( ) [2] . ? ! ... "
    "… , ; : — - https://e.org/a. @a #b e\u0301 \u200b 😀 .. a.m. end.Next I. 's n't"
)
SPACES = (" ", " ", "\n", "\t", "\xa0", "\r\n", "\u2028")
PIECES = st.lists(st.sampled_from([*STUFF.split(), *SPACES])).map("".join)


@given(st.one_of(st.text(), PIECES))
def test_nothing_is_lost(content: str) -> None:
    found = segment(Text(content))
    at = 0
    for span in found.tokens:
        assert not content[at : span.start].strip()
        assert span.start >= at
        token = content[span.start : span.end]
        assert not any(map(str.isspace, token))
        at = span.end
    assert not content[at:].strip()
    ends = [0, *(last for _, last in found.sentences)]
    assert [first for first, _ in found.sentences] == ends[:-1]
    assert ends[-1] == len(found.tokens)
    assert all(first < last for first, last in found.sentences)


@given(PIECES, PIECES)
def test_a_paragraph_before_shifts_all(before: str, content: str) -> None:
    head, alone = segment(Text(before + "\n")), segment(Text(content))
    both = segment(Text(before + "\n" + content))
    shift, skip = len(before) + 1, len(head.tokens)
    assert both.tokens == head.tokens + tuple(span.shifted(shift) for span in alone.tokens)
    assert both.sentences == head.sentences + tuple(
        (first + skip, last + skip) for first, last in alone.sentences
    )
