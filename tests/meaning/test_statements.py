"""Who said what to whom: from hand-made parses and hand-made actors."""

from datetime import date

import pytest

import dragoman
from dragoman.meaning.cast import Cast
from dragoman.meaning.statements import find_statements
from dragoman.ontology import Act, ActorKind, Channel, Form, MentionKind, Polarity
from dragoman.types import Actor, Mention, Statement
from tests.meaning.trees import tree_of

DAY = date(2031, 5, 7)

SAID = """
Vell PROPN 2 nsubj
said/say/VBD VERB 0 root
that SCONJ 6 mark
the DET 5 det
road NOUN 6 nsubj
reopened/reopen/VBD VERB 2 ccomp
. PUNCT 2 punct
"""
TOLD = """
Vell PROPN 2 nsubj
told/tell/VBD VERB 0 root
Orrin PROPN 2 obj
that SCONJ 6 mark
rain NOUN 6 nsubj
fell/fall/VBD VERB 2 ccomp
. PUNCT 2 punct
"""
DENIED = SAID.replace("said/say/VBD", "denied/deny/VBD")
WARNED = SAID.replace("said/say/VBD", "warned/warn/VBD")
NEVER = """
Vell PROPN 4 nsubj
did AUX 4 aux
not PART 4 advmod
say/say/VB VERB 0 root
when SCONJ 7 mark
talks NOUN 7 nsubj
resume VERB 4 ccomp
. PUNCT 4 punct
"""
DECLINED = """
Vell PROPN 2 nsubj
declined/decline/VBD VERB 0 root
to PART 4 mark
comment/comment/VB VERB 2 xcomp
. PUNCT 2 punct
"""
DIRECT = """
“ PUNCT 3 punct
Rain NOUN 3 nsubj
fell/fall/VBD VERB 6 ccomp
, PUNCT 3 punct
” PUNCT 3 punct
said/say/VBD VERB 0 root
Vell PROPN 6 nsubj
. PUNCT 6 punct
"""
BY_ANOTHER = """
Vell PROPN 2 nsubj
ran/run/VBD VERB 0 root
home ADV 2 advmod
. PUNCT 2 punct
"""


def statements_of(rows: str) -> tuple[str, tuple[Statement, ...]]:
    tree = tree_of(rows)
    actors = []
    for number, name in enumerate(("Vell", "Orrin"), 1):
        heads = [i for i, word in enumerate(tree.words) if word == name]
        named = tuple(Mention(tree.tokens[i].span, MentionKind.NAME, i) for i in heads)
        actors.append(Actor(f"a{number}", name, ActorKind.PERSON, named))
    cast = Cast(tree, tuple(actors))
    return tree.text.content, find_statements(tree, cast, (), DAY)


@pytest.mark.parametrize(
    ("rows", "act", "polarity", "content"),
    [
        (SAID, Act.SAY, Polarity.AFFIRMED, "that the road reopened"),
        (DENIED, Act.DENY, Polarity.AFFIRMED, "that the road reopened"),
        (WARNED, Act.WARN, Polarity.AFFIRMED, "that the road reopened"),
        (NEVER, Act.SAY, Polarity.NEGATED, "when talks resume"),
        (DECLINED, Act.DECLINE_COMMENT, Polarity.DECLINED, "to comment"),
    ],
)
def test_one_statement(rows: str, act: Act, polarity: Polarity, content: str) -> None:
    text, (found,) = statements_of(rows)
    assert (found.id, found.speaker, found.act, found.polarity) == ("s1", "a1", act, polarity)
    assert found.form is Form.INDIRECT
    assert [text[span.start : span.end] for span in found.content] == [content]
    assert found.source is not None
    assert text[found.source.start : found.source.end] == "Vell"


def test_to_whom() -> None:
    _, (found,) = statements_of(TOLD)
    assert (found.speaker, found.addressees) == ("a1", ("a2",))


def test_a_quotation() -> None:
    text, (found,) = statements_of(DIRECT)
    assert (found.speaker, found.form) == ("a1", Form.DIRECT)
    (content,) = found.content
    assert "Rain fell" in text[content.start : content.end]
    assert found.channel is Channel.UNKNOWN


def test_what_is_no_saying() -> None:
    assert statements_of(BY_ANOTHER)[1] == ()


# --- whose name is kept back, whom an outlet cites -----------------------------------------------


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("A senior official in Lima said that the road was open.", Channel.UNNAMED_SOURCE),
        ("Two diplomats said that the road was open.", Channel.UNNAMED_SOURCE),
        ("Unnamed officials said that the road was open.", Channel.UNNAMED_SOURCE),
        ("The envoy said that the road was open.", Channel.UNKNOWN),
        ("A spokeswoman for the ministry said that the road was open.", Channel.UNKNOWN),
        ("Officials in Lima said that the road was open.", Channel.UNKNOWN),
    ],
)
def test_a_name_is_kept_back_by_a_few_and_not_by_a_post_or_a_crowd(
    text: str, channel: Channel
) -> None:
    assert [one.channel for one in dragoman.read(text).statements] == [channel]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The daily Compass, citing two officials, reported that the talks were off.", "officials"),
        ("The talks were off, the daily Compass reported, citing a diplomat.", "a diplomat"),
        ("The daily Compass, citing a cabinet paper, reported that the talks were off.", "Compass"),
    ],
)
def test_an_outlet_that_cites_people_passes_their_words_on(text: str, source: str) -> None:
    reading = dragoman.read(text)
    names = {actor.id: actor.name for actor in reading.actors}
    (one,) = (s for s in reading.statements if "talks" in reading.article.text[s.content[0]])
    assert one.source is not None
    assert source in reading.article.text[one.source]
    assert [names[id] for id in one.relays] == ([] if source == "Compass" else ["Compass"])


def test_thanks_for_a_thing_are_a_statement() -> None:
    (one,) = dragoman.read("The Chilean minister thanked Peru for its patience.").statements
    assert one.act is Act.THANK


def test_the_head_of_words_that_a_parse_cuts_across_has_most_below_it() -> None:
    tree = tree_of(
        """
        Vell PROPN 2 nsubj
        said/say/VBD VERB 0 root
        that SCONJ 8 mark
        calling/call/VBG VERB 2 ccomp
        it PRON 4 obj
        would AUX 8 aux
        be AUX 8 cop
        misleading ADJ 2 ccomp
        . PUNCT 2 punct
        """
    )
    words = tree.head_of(tree.span(range(2, 8)))
    assert words is not None and tree.lower[words] == "misleading"


# --- transcripts, matters, what was not said -----------------------------------------------------

TRANSCRIPT = """MS VELL: Good evening. The ferry stays in port until the storm has passed.

QUESTION: Will the envoy come on Friday?

MS VELL: He comes on Friday. The harbour office said that the pier was safe."""


def test_each_turn_of_a_transcript_is_a_statement_of_the_head_of_its_line() -> None:
    article = dragoman.read(TRANSCRIPT, title="Daily briefing in Tarn")
    text = article.article.text.content
    turns = [one for one in article.statements if one.cue is None]
    sources = [text[one.source.start : one.source.end] for one in turns if one.source]
    assert len(turns) == 3
    assert [name.rpartition(" ")[2] for name in sources] == ["VELL", "QUESTION", "VELL"]
    assert turns[1].act is Act.ASK
    assert turns[1].speaker is None
    assert {one.channel for one in turns} == {Channel.BRIEFING}
    assert any(one.cue is not None for one in article.statements)


def test_heads_of_lines_that_name_nobody_are_no_turns() -> None:
    text = "Photo: The old pier at dusk.\n\nCorrection: The pier is not so old."
    assert dragoman.read(text).statements == ()


def test_semicolons_part_what_is_quoted_on_either_side() -> None:
    text = "“The road is shut to all”; “the ferry will sail at noon”, Minister Anna Vell said."
    found = sorted(dragoman.read(text).statements, key=lambda one: one.content)
    assert [one.content[0].start for one in found] == [0, text.index("“the ferry")]
    assert {one.speaker for one in found} == {found[0].speaker}
    assert [one.cue is None for one in found] == [True, False]


def test_what_is_denied_to_have_been_threatened_was_not_threatened() -> None:
    found = dragoman.read("Peru denied having threatened to leave the pact.").statements
    assert (Act.THREATEN, Polarity.NEGATED) in [(one.act, one.polarity) for one in found]
