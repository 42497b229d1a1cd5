"""What the checker tells of an entry that reads well but means nothing, or breaks when filled."""

from pathlib import Path

import pytest

from corpus.__main__ import main
from corpus.check import check, flaws_of
from corpus.doubts import STATE_EVENTS, doubts
from corpus.format import parse
from dragoman.ontology import EventStatus, MeetingState

TEXT = "[s1.source|{^A}] [s1.cue|said] [s1|the [m1|talks] were [m1a|off]]."
SAID = "> s1 statement speaker=A act=say"
MEETING = "> m1 meeting kind=talks parties=A"
STATE = "> m1a state meeting=m1 state=cancelled by=s1"


def told(text: str, *items: str, header: str = "why: a test") -> list[str]:
    entries, flaws = parse("\n".join(["=== x-1", header, text, *items]), "file.txt")
    assert not flaws
    return [flaw.what for flaw in flaws_of(entries[0])]


def test_sound() -> None:
    assert told(TEXT, SAID, MEETING, STATE) == []


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([SAID, MEETING], "there is no item line m1a"),
        ([SAID, STATE], "there is no item m1"),
        ([SAID + " polarity=no", MEETING, STATE], "not one of affirmed"),
        ([SAID + " to=B", MEETING, STATE], "slot B is not in the text"),
        ([SAID + " to=m1", MEETING, STATE], "m1 is meeting, not actor"),
        ([SAID + " mood=grim", MEETING, STATE], "has no mood="),
        ([SAID + " date=soon", MEETING, STATE], "neither an ISO day"),
        ([SAID + " date=2031-05-08/2031-05-08", MEETING, STATE], "neither an ISO day"),
        ([SAID + " in=s1", MEETING, STATE], "refers to itself"),
        ([SAID + " via=A", MEETING, STATE], "both speaker and relayer"),
        (["> s1 statement speaker=outlet act=say", MEETING, STATE], "yet a source is marked"),
        ([SAID, MEETING, "> m1a state state=cancelled"], "needs meeting="),
        ([SAID, MEETING, STATE + " denies=cancelled"], "denies the very state"),
        ([SAID, MEETING, STATE, MEETING], "has 2 item lines"),
        ([SAID, MEETING, STATE, "> m2 meeting kind=talks"], "its words are not marked"),
        ([SAID, MEETING, STATE, "> a1 actor kind=person"], "no mention is marked"),
        ([SAID, MEETING, STATE, "> e1 opinion type=AID"], "is none of actor"),
        ([SAID, MEETING, STATE, "> e1 event type=AID mode=visit status=happened"], "no mode of"),
    ],
)
def test_items(items: list[str], words: str) -> None:
    assert any(words in what for what in told(TEXT, *items))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[s1|“Go,” [s1.cue|said] [s1.source|{A}], “home.”]", "holds its own cue"),
        ("[s1|We [s1|go]]", "within another mark of the same target"),
        ("[s1|We go ]home", "white space"),
        ("Th[s1|ey] go", "cuts a word"),
        ("[s1.mood|Gladly], [s1|they go]", "has no role mood"),
        ("[s1|They saw a {A.adj} ship]", "write {a A.adj}"),
        ("[s1|They saw the {A}]", "drop “the”"),
        ("[s1|They saw {A}'s ships]", "write {A.poss}"),
        ("[s1|Talks of {A}–{B}]", "write {A.short}"),
        ("[s1|They left {O.short}.]", "needs “the”"),
        ("[s1|The {A.adj}s left]", "part of a word"),
        ("[s1|They  left]", "two spaces"),
        ("[s1|They left. {A} stayed]", "begins a sentence"),
        ("[s1|They left Norway]", "use a slot"),
        ("[s1|They left Oslo]", "use a slot"),
        ("[s1|They met Marco Rubio]", "person's: use a slot, or invent"),
        ("[s1|“They left],” she said", "leaves out the mark that closes it"),
        ("“[s1|They left”], she said", "leaves out the mark that opens it"),
        ("[s1|They “left]", "the quotation never closes"),
    ],
)
def test_text(text: str, words: str) -> None:
    assert any(words in what for what in told(text, "> s1 statement speaker=unknown act=say"))


def test_what_was_not_said_needs_no_content() -> None:
    item = "> s1 statement speaker=A act=decline_comment polarity=declined"
    assert told("[s1.source|{^A}] [s1.cue|declined to comment].", item) == []


def test_a_circle_of_statements() -> None:
    text = "[s1|They [s2|left]]"
    items = [f"> s{n} statement speaker=unknown act=say in=s{3 - n}" for n in (1, 2)]
    assert any("in a circle: s1 → s2" in what for what in told(text, *items))


def test_a_double_name_and_a_quotation_over_paragraphs() -> None:
    item = "> s1 statement speaker=unknown act=say"
    assert told("[s1|Ragnar Bissau-Holm left]", item) == []
    quoted = told("[s1|“Go.]\n\n[s1|“Now.”]", item)
    assert quoted == ["a sentence entry has one paragraph"]


def test_a_day_rests_on_the_day_of_publishing_or_on_a_year() -> None:
    text, item = (
        "They [e1|left] on [e1.date|{}].",
        "> e1 event type=RETREAT status=happened date={}",
    )
    flaw = "e1: date= without published: and without a year in its words"
    assert told(text.format("2 May"), item.format("2031-05-02")) == [flaw]
    assert told(text.format("2 May 2031"), item.format("2031-05-02")) == []
    published = "why: a day\npublished: 2031-05-03"
    assert told(text.format("2 May"), item.format("2031-05-02"), header=published) == []


@pytest.mark.parametrize(
    ("text", "date", "flaw"),
    [
        ("It [e1|opened] on [e1.date|Tuesday].", "2031-05-06", None),
        ("It [e1|opened] on [e1.date|Wednesday].", "2031-05-06", "is a Tuesday, not the “Wedn"),
        ("It [e1|opened] on [e1.date|Friday or Saturday].", "2031-05-09", None),
        ("It [e1|opened] on [e1.date|Tuesday, 6 May].", "2031-05-06", None),
        ("It [e1|opened] on [e1.date|2 May]. Friday the 6th of May is far.", "2031-05-02", "“Fri"),
        (
            "It [e1|opened] on [e1.date|2 May], not on Monday, January 5.",
            "2031-05-02",
            "is a Sunday",
        ),
        ("It [e1|opened] on [e1.date|2 May], not on Monday, January 5, 2032.", "2031-05-02", None),
    ],
)
def test_a_weekday_fits_its_day(text: str, date: str, flaw: str | None) -> None:
    item = f"> e1 event type=CONSULT status=happened date={date}"
    found = told(text, item, header="why: a day\npublished: 2031-05-07")
    assert [flaw in what for what in found] == [True] if flaw else found == []


@pytest.mark.parametrize(
    ("act", "by", "flaw"),
    [("deny", "s1", False), ("say", "s1", True), ("deny", "outlet", True), ("deny", "", True)],
)
def test_only_a_denial_denies(act: str, by: str, flaw: bool) -> None:
    text = "[s1.source|{^A}] [s1.cue|denied] [s1|[e1|firing]]."
    event = "> e1 event type=ASSAULT status=denied" + f" by={by}" * bool(by)
    found = told(text, f"> s1 statement speaker=A act={act}", event)
    assert found == ["e1: status=denied, yet by= is no statement with act=deny"] * flaw


def test_no_outlet_platform_or_person_is_real() -> None:
    flaw = "is a real country's, body's, outlet's, platform's or person's: use a slot, or invent"
    assert told("She wrote on Telegram.") == [f"“Telegram” {flaw}"]
    assert told("The {A.adj} Telegraph Office wrote to the Musketeers.") == []
    assert told("Reuters had it first.") == [f"“Reuters” {flaw}"]
    text = "[s1.source|{^A}] [s1.cue|wrote] on [s1.channel|{}] [s1|that it rained]."
    post = "> s1 statement speaker=A act=say channel=social_media platform={}"
    assert told(text.replace("{}", "X"), post.format("X")) == [f"s1: platform=X {flaw}"]
    assert told(text.replace("{}", "Skylark"), post.format("Skylark")) == []


def test_one_trigger_for_two_events() -> None:
    text = "{^A} and {B} [e1 e2|accused] each other."
    event = "event type=ACCUSE status=happened"
    across = [f"> e1 {event} actor=A target=B", f"> e2 {event} actor=B target=A"]
    assert told(text, *across) == []
    twice = [f"> e1 {event} actor=A target=B", f"> e2 {event} actor=A target=B"]
    assert told(text, *twice) == ["e2: event e1 has the very same words"]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("{^A} have left.", True),
        ("They say that {A} are late.", True),
        ("{^A} and {B} have left.", False),
        ("Lorries from {A} have left.", False),
        ("{^A} and {B} has left.", True),
        ("Trade between {A} and {B} has grown.", False),
        ("May {A} have peace.", False),
    ],
)
def test_a_side_is_one_and_two_are_two(text: str, flaw: bool) -> None:
    assert len(told(text)) == flaw


def test_headers() -> None:
    assert told("Words.", header="published: May") == [
        "header why: is missing",
        "published: May is no ISO day",
    ]
    assert "header outlet: is missing" in told("Words.", header="process: dam")


@pytest.mark.parametrize(
    ("text", "item", "doubt"),
    [
        ("[s1.cue|She accused them] [s1|of theft].", "act=accuse", "no ACCUSE event in it"),
        ("[s1|“They stole it,”] she [s1.cue|said].", "act=accuse", None),
        ("[s1|“We will burn it,”] she [s1.cue|said].", "act=threaten", "no THREATEN event in it"),
        ("[s1|“Not one ship.”]", "act=refuse", "no REJECT event in it"),
        ("[s1.cue|She asked] [s1|for tents].", "act=ask", "no REQUEST event in it"),
        ("[s1|“Who pays?”] [s1.cue|she asked].", "act=ask", None),
        ("[s1.cue|She asked] [s1|whether they pay].", "act=ask", None),
        ("[s1.cue|She would not promise] [s1|help].", "act=promise polarity=declined", None),
        ("[s1.cue|She would not say] [s1|why].", "act=decline_comment", "without polarity"),
        ("[s1|They go], she said.", "act=say", "“said” is in no cue"),
    ],
)
def test_doubts(text: str, item: str, doubt: str | None) -> None:
    content = f"=== x-1\nwhy: a doubt\n{text}\n> s1 statement speaker=unknown {item}\n"
    entries, _ = parse(content, "file.txt")
    assert not flaws_of(entries[0])
    found = [each.what for each in doubts(entries)]
    assert [doubt in what for what in found] == [True] if doubt else found == []


def test_a_state_against_its_event() -> None:
    event = "> e1 event type=CONSULT status=happened meeting=m1 by=s1"
    content = "\n".join(
        ["=== x-1", "why: two", TEXT.replace("m1|", "m1 e1|"), SAID, MEETING, STATE]
    )
    entries, _ = parse(f"{content}\n{event}\n", "file.txt")
    assert "m1a: cancelled, yet CONSULT happened (cancelled?)" in [d.what for d in doubts(entries)]
    held = "> m1b state meeting=m1 state=held by=s1"
    entries, _ = parse(f"{content}\n{event}\n{held}\n", "file.txt")
    assert doubts(entries) == []  # two claims of one asserter: one fits
    entries, _ = parse(f"{content}\n{event}\n{held.replace('s1', 'outlet')}\n", "file.txt")
    assert len(doubts(entries)) == 1


def of(content: str) -> list[str]:
    entries, flaws = parse(content, "file.txt")
    assert not flaws
    return [each.what for each in doubts(entries)]


@pytest.mark.parametrize(
    ("text", "actors", "sure"),
    [
        ("They [e1|met] in {C.capital}.", "", False),
        ("{^A} and {B} [e1|met] in {C.capital}.", "actor=A,B", True),
        ("{^A} and {B} [e1|met] in {B.capital}.", "actor=A,B", False),
        ("{^A} and {B} [e1|met]. They left {C.capital}.", "actor=A,B", False),
        ("{^C} [e1|hosted] both sides.", "", True),
    ],
)
def test_the_country_of_a_third_party_is_told(text: str, actors: str, sure: bool) -> None:
    event = f"> e1 event type=CONSULT mode=third-party status=happened {actors}"
    doubt = "e1: third-party, yet no country's place or host is told"
    assert of(f"=== x-1\nwhy: a doubt\n{text}\n{event}\n") == ([] if sure else [doubt])


@pytest.mark.parametrize(
    ("text", "items", "doubt"),
    [
        ("{^A} [e1|rejected] the toll.", "> e1 {} actor=A", ""),
        ("{^A} [e1|rejected] the text.", "> e1 {} actor=A", "e1: change, yet no rule or"),
        (
            "{^A} [e1|rejected] it. {^B} raised a tax.",
            "> e1 {} actor=A",
            "e1: change, yet no rule or",
        ),
        ("[a1|Two clerks] [e1|fled].", "> a1 actor kind=person side=none", "a1: “Two clerks” are"),
        ("[a1|Two clerks] [e1|fled].", "> a1 actor kind=group side=none", ""),
        ("[a1|Two clerks] [e1|fled].", "> a1 actor kind=person side=none\n> t1 task to=a1", ""),
    ],
)
def test_what_is_changed_and_who_are_several(text: str, items: str, doubt: str) -> None:
    event = "event type=REJECT mode=change status=happened"
    if "> e1" not in items:
        items += "\n> e1 event type=RETREAT status=happened"
    found = of(f"=== x-1\nwhy: a doubt\n{text}\n{items.format(event)}\n")
    assert [doubt in what for what in found] == [True] * bool(doubt)


@pytest.mark.parametrize(
    ("text", "kind", "doubt"),
    [
        ("They pay [c1.marker|if] [c1|we leave].", "precondition", ""),
        ("They pay [c1|if we leave].", "precondition", "c1: its span begins with its marker, “if”"),
        ("[c1|Only after noon] they pay.", "precondition", "begins with its marker, “Only after”"),
        ("They pay [c1.marker|if] [c1|we leave].", "exchange", "c1: exchange, yet “if” sets no"),
        ("They pay [c1.marker|in return for] [c1|tin].", "exchange", ""),
        ("They pay [c1.marker|if] [c1|we do], a fair swap.", "exchange", ""),
        (
            "They pay [c1.marker|if] [c1|we do]. {^A} fears a swap.",
            "exchange",
            "c1: exchange, yet “if”",
        ),
    ],
)
def test_the_terms_of_a_condition(text: str, kind: str, doubt: str) -> None:
    found = of(f"=== x-1\nwhy: a doubt\n{text}\n> c1 condition kind={kind} for=none\n")
    assert [doubt in what for what in found] == [True] * bool(doubt)


def test_a_paper_that_speaks_is_no_statement() -> None:
    content = """=== x-1
why: a doubt
[s1.source s1.channel|The communiqué] [s1.cue|says] [s1|it rained].
> s1 statement speaker=unknown act=say channel=statement
"""
    doubt = "s1: statement, yet the paper itself speaks (document?)"
    assert of(content) == [doubt]
    assert of(content.replace("=statement", "=document")) == []
    said = "{^A} [s1.cue|said] in [s1.channel|a communiqué] [s1|that it rained]"
    text = "[s1.source s1.channel|The communiqué] [s1.cue|says] [s1|it rained]"
    assert of(content.replace(text, said)) == []


def test_what_is_told_to_parliament_is_a_speech() -> None:
    content = """=== x-1
why: a doubt
[s1.source|{^A}] [s1.cue|told] [s1.addressee|lawmakers] [s1|that it rained].
> s1 statement speaker=A act=say
"""
    assert of(content) == ["s1: told to lawmakers, yet no channel (speech?)"]
    assert of(content.replace("act=say", "act=say channel=speech")) == []
    assert of(content.replace("|told]", "|wrote to]")) == []


def test_quoted_words_hold_their_marks() -> None:
    content = "=== x-1\nwhy: a doubt\nThe “[q1|summit]” failed.\n> q1 scare use=scare\n"
    assert of(content) == ["q1: its span leaves out its quotation marks"]
    assert of(content.replace("“[q1|summit]”", "[q1|“summit”]")) == []
    assert of(content.replace("[q1|summit]", "[q1|‘summit’]")) == []


def test_who_utters_an_act_is_its_actor() -> None:
    content = """=== x-1
why: a doubt
[s1.source|{^A}] [s1.cue e1|accused] {B} [s1|of theft].
> s1 statement speaker=A act=accuse
> e1 event type=ACCUSE status=happened target=B
"""
    assert of(content) == ["e1: no actor=, yet A utters it"]
    assert of(content.replace("target=B", "actor=A target=B")) == []
    assert of(content.replace("speaker=A", "speaker=unknown")) == []


def test_who_demands_is_written_as_who_speaks() -> None:
    content = """=== x-1
why: a doubt
[s1.source|[a1|Ida Rook] of {A}] [s1.cue|said] [s1|they pay [c1.marker|if] [c1|he goes]].
> a1 actor kind=person side=A
> s1 statement speaker=a1 act=say
> c1 condition by=a1 for=none kind=precondition in=s1
"""
    assert of(content) == []
    assert of(content.replace("by=a1", "by=A")) == ["c1: by=A, yet a1 speaks"]


def test_a_day_without_words_and_a_leader_s_name() -> None:
    content = """=== x-1
why: two doubts
published: 2031-05-03
[a1|Ida Rubio] [e1|left].
> a1 actor kind=person side=none
> e1 event type=RETREAT status=happened date=2031-05-03
"""
    assert of(content) == [
        "a1: “Rubio” is a real leader's or minister's name",
        "e1: date=2031-05-03 rests on no words",
    ]
    assert of(content.replace("Rubio", "Rook").replace("].", "] today.")) == []


def test_one_meeting_on_two_days() -> None:
    report = """=== dam-{0}
process: dam
published: 2031-05-0{0}
outlet: Low Water
register: wire
title: Talks
The [m1 e1|talks] [k1|will be] on [m1.date|{1}].
> m1 meeting kind=talks key=talks date=2031-05-{1}
> e1 event type=CONSULT status=planned meeting=m1
> k1 state meeting=m1 state={2}
"""
    first = report.format(1, 12, "scheduled")
    assert of(first + "\n" + report.format(2, 12, "scheduled")) == []
    assert of(first + "\n" + report.format(2, 14, "rescheduled")) == []
    assert of(first + "\n" + report.format(2, 14, "scheduled")) == [
        "m1: key=talks on 2031-05-14, in dam-1 on 2031-05-12; nothing moved it"
    ]


def test_every_state_has_its_status() -> None:
    assert set(STATE_EVENTS) == {state.value for state in MeetingState}
    assert set().union(*STATE_EVENTS.values()) <= {status.value for status in EventStatus}


def test_the_same_words_twice_are_a_flaw(tmp_path: Path) -> None:
    one = "\n".join(["=== x-1", "why: a test", TEXT, SAID, MEETING, STATE])
    path = tmp_path / "a.txt"
    path.write_text(f"{one}\n\n{one.replace('x-1', 'x-2')}\n", encoding="utf-8")
    _, flaws = check([path])
    assert [(flaw.entry, flaw.what.split(" (")[0]) for flaw in flaws] == [
        ("x-2", "its words are those of x-1")
    ]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes(b"=== x-1\nwhy: caf\xe9\n")
    for path in (latin, tmp_path / "none.txt", tmp_path):
        entries, flaws = check([path])
        assert entries == []
        assert [flaw.what.split(":")[0] for flaw in flaws] == ["cannot be read"]


def test_doubts_of_the_test_split_are_only_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = """=== {}
why: a day that rests on no words
published: 2031-05-03
[a1|Ida {}] [e1|left].
> a1 actor kind=person side=none
> e1 event type=RETREAT status=happened date=2031-05-03

"""
    file = tmp_path / "a.txt"
    file.write_text(content.format("x-1", "Rook") + content.format("x-2", "Moss"), encoding="utf-8")
    monkeypatch.setattr("corpus.__main__.read_splits", lambda: {"x-1": "train", "x-2": "test"})
    main(["doubts", str(file)])
    told = capsys.readouterr()
    assert "x-1" in told.out and "x-2" not in told.out + told.err
    assert "1 more in test" in told.err
    main(["doubts", "--test", str(file)])
    assert "x-2" in capsys.readouterr().out
