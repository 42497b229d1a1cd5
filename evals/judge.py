"""One gold record and one reading → what is right, missing, extra and wrong, kind by kind.

All pairing is one to one, by the greatest total fit; a second prediction for the same gold is
extra, and what gold marks `optional` counts neither way. Where gold names several values of a
closed vocabulary (`act` and `act_also`), or several speakers, any of them is right. Then:

- **statement**: same speaker (`who.py`) and the anchor, whole words, within one content span;
  where gold says that the anchor only locates the statement (`anchor_locates`), it may also run
  from the cue's words into a content's;
- **meeting**: participants' Jaccard ≥ .5, best fit by participants, anchors and place;
- **state**: its meeting is paired, same state, same asserter. Claims that say the same of one
  meeting (state, asserter, day) are one entry, however often the report repeats it;
- **event**: same type and status, the actor, one of the targets (none where gold has none), and
  the anchor on its words; in CONSULT, which has no direction, actor and target may change places;
- **condition**: set by the same, on the anchor's words; **task**: all who are charged, on them;
- **time**: on the anchor's words, same type and value or days; the present, past and future as
  such ("now") are not judged;
- **actor**: by name, one to one; precision is not judged, as gold lists those that matter.

"On the anchor's words": the span shares at least half of the anchor's characters. Fields of what
was paired (form, act, cue, date …) are judged where gold gives them, and counted apart. A date is
right when equal to gold's or within it; one day for a longer gold is made up, hence wrong.
"""

from collections.abc import Sequence
from typing import Any

from dragoman.meaning.standing import contested, latest_by_side
from dragoman.ontology import EventType, MeetingState, TimeType
from dragoman.spans import Span, cover
from dragoman.types import OUTLET, Event, Meeting, Reading, StateClaim, Statement, Time
from evals.desk import Desk, Gold, Judgement, as_list, days_of, either, gold_line, shares_words
from evals.measures import days, holds, locate, normalise, same_date


def judge(which: str, gold: Gold, reading: Reading) -> Judgement:
    """A gold record in the format of `founding.json` against a reading of its report."""
    return _Judge(which, gold, reading).run()


class _Judge(Desk):
    def __init__(self, which: str, gold: Gold, reading: Reading) -> None:
        super().__init__(which, gold, reading)
        self.meeting_of: dict[str, str] = {}
        """Gold id of a meeting → id of the one that it is paired with."""

    def run(self) -> Judgement:
        self.article()
        self.statements()
        self.meetings()
        self.events()
        self.conditions()
        self.tasks()
        self.actors()
        self.times()
        return self.out

    def words(self, span: Span | None) -> str | None:
        return None if span is None else self.text[span]

    def article(self) -> None:
        """What was taken for title, day, wire, place and furniture."""
        gold, article = self.gold.get("article", {}), self.reading.article
        body = normalise(article.text.content)
        day = article.published.day
        for key, right, found in (
            ("title_anchor", holds(article.title, gold.get("title_anchor", "")), article.title),
            ("published", str(day) == gold.get("published"), day),
            ("wire", holds(article.wire, gold.get("wire", "")), article.wire),
            ("place", article.place == gold.get("place"), article.place),
            ("body_starts_with", body.startswith(normalise(gold.get("body_starts_with", ""))),
             body[:60]),
        ):  # fmt: skip
            if gold.get(key):
                self.check(f"article.{key}", right, "the article", found, gold[key])
        kept = " ".join(normalise(piece.text) for piece in article.furniture)
        for piece in gold.get("furniture", ()):
            right = not holds(body, piece) and holds(f"{kept} {article.title}", piece)
            self.check("article.furniture", right, "the article", body[:60], piece)

    # --- statements --------------------------------------------------------------------------

    def statements(self) -> None:
        def fit(gold: Gold, found: Statement) -> float:
            if not self.who.speaks(either(gold, "speaker"), found):
                return 0.0
            if not self.says(gold, found):
                return 0.0
            cue = "cue" in gold and self.cue_right(gold, found)
            return 1 + 0.4 * cue + 0.2 * (found.form in either(gold, "form"))

        def told(found: Statement) -> str:
            words = " … ".join(self.quote(span) for span in found.content)
            return f"{self.who.call(found.speaker)} {self.quote(found.cue)}: {words}"

        pairs = self.count(
            "statements", self.gold.get("statements", ()), self.reading.statements, fit, told
        )
        for gold, found in pairs:
            self.statement_fields(gold, found)

    def says(self, gold: Gold, found: Statement) -> bool:
        """Whether the anchor lies in a content; if it only locates, from the cue to a content.

        A content that runs past the paragraph or past 90 words says nothing in particular.
        """
        content = [span for span in found.content if self.bounded(span)]
        if any(holds(self.text[span], gold["anchor"]) for span in content):
            return True
        if not gold.get("anchor_locates"):
            return False
        whole = cover([*found.content, *as_list(found.cue)])
        return any(
            whole.start <= start
            and end <= whole.end
            and any(span.start < end and start < span.end for span in found.content)
            for start, end in locate(self.text.content, gold["anchor"])
        )

    def cue_right(self, gold: Gold, found: Statement) -> bool:
        return found.cue is not None and holds(self.text[found.cue], gold["cue"])

    def statement_fields(self, gold: Gold, found: Statement) -> None:
        line, name = gold_line(gold), "statements."
        for key in ("form", "act", "channel", "platform", "polarity"):
            self.check_value(name + key, gold, getattr(found, key))
        self.check_value(name + "date_how", gold, found.when.how)
        if "cue" in gold:
            right = self.cue_right(gold, found)
            self.check(name + "cue", right, line, self.quote(found.cue), gold["cue"])
        if gold.get("addressee"):
            words = self.words(found.addressee)
            right = self.who.any_of(as_list(gold["addressee"]), found.addressees) or any(
                words is not None and holds(words, one) for one in as_list(gold["addressee"])
            )
            self.check(name + "addressee", right, line, words, gold["addressee"])
        relayed = as_list(gold.get("relayed_by"))
        if relayed or found.relays:
            told = [self.who.call(id) for id in found.relays]
            right = self.who.all_of(relayed, found.relays)
            self.check(name + "relayed_by", right, line, told, relayed)
        for key, spans in (
            ("place", as_list(found.place)),
            ("setting", as_list(found.setting)),
            ("scare_quote", found.scare_quotes),
        ):
            if gold.get(key):
                held = any(shares_words(gold[key], self.text[span]) for span in spans)
                shown = [self.quote(span) for span in spans]
                self.check(name + key, held, line, shown, gold[key])
        self.check_date(name + "date", gold, found.when)

    # --- meetings ----------------------------------------------------------------------------

    def meetings(self) -> None:
        def fit(gold: Gold, found: Meeting) -> float:
            overlap = self.who.overlap(gold["participants"], found.participants)
            if overlap < 0.5:
                return 0.0
            spans = [*found.mentions, *(state.evidence for state in found.states)]
            anchors = [s["anchor"] for s in gold.get("states", ()) if s.get("anchor")]
            shared = sum(self.on(anchor, spans) for anchor in anchors) / max(len(anchors), 1)
            named = bool(gold.get("name") and found.name and holds(found.name, gold["name"]))
            return overlap + shared + named + 0.2 * (found.kind == gold.get("kind"))

        def told(found: Meeting) -> str:
            who = ", ".join(self.who.call(id) for id in found.participants)
            return f"{found.kind} of {who or 'nobody'} [{self.quote(found.mentions[0])}]"

        gold = self.gold.get("meetings", ())
        pairs = self.count("meetings", gold, self.reading.meetings, fit, told)
        ignored = {found.id for found in self.spared}
        self.meeting_of = {g["id"]: found.id for g, found in pairs}
        for one, found in pairs:
            self.meeting_fields(one, found)
        self.states([g for g in gold if not g.get("optional")], ignored)

    def meeting_fields(self, gold: Gold, found: Meeting) -> None:
        line = gold_line(gold)
        self.check_value("meetings.kind", gold, found.kind)
        exact = self.who.all_of(gold["participants"], found.participants)
        told = [self.who.call(id) for id in found.participants]
        self.check("meetings.participants", exact, line, told, gold["participants"])
        for key, words in (("place", self.words(found.place)), ("name", found.name)):
            if gold.get(key):
                right = words is not None and shares_words(gold[key], words)
                self.check(f"meetings.{key}", right, line, words, gold[key])
        self.check_date("meetings.planned", gold, found.planned, "planned_date")
        if "contested" in gold:
            value = contested(found.states)
            self.check("meetings.contested", value == gold["contested"], line, value,
                       gold["contested"])  # fmt: skip
        latest = latest_by_side(found.states)
        for side, states in gold.get("latest_by_side", {}).items():
            ours = {
                str(claim.state)
                for key, claims in latest.items()
                for claim in claims
                if key == side or self.side_named(side, key)
            }  # fmt: skip
            wanted = set(as_list(states))
            self.check("meetings.latest", ours == wanted, f"{line} {side}", sorted(ours),
                       sorted(wanted))  # fmt: skip

    def side_named(self, side: str, key: str) -> bool:
        """Whether a side of the reading (an actor's id or the outlet) is the one of gold's name."""
        ids = {OUTLET, *(actor.id for actor in self.reading.actors)}
        return key in ids and self.who.same(side, key)

    def states(self, meetings: Sequence[Gold], ignored: set[str]) -> None:
        gold = [{**state, "meeting": m["id"]} for m in meetings for state in m.get("states", ())]
        found: dict[Any, tuple[str, StateClaim]] = {}
        for meeting in self.reading.meetings:
            for claim in meeting.states:
                if meeting.id not in ignored:
                    key = (meeting.id, claim.state, claim.asserter, claim.when.interval)
                    found.setdefault(key, (meeting.id, claim))

        def fit(gold: Gold, found: tuple[str, StateClaim], family: bool = False) -> float:
            meeting, claim = found
            wanted = either(gold, "state")
            families = {state.family for state in MeetingState if state in wanted}
            if claim.state.family not in families or (not family and claim.state not in wanted):
                return 0.0
            if self.meeting_of.get(gold["meeting"]) != meeting:
                return 0.0
            if not self.who.any_of(either(gold, "asserter"), (claim.asserter,)):
                return 0.0
            return 1 + 0.5 * self.on(gold.get("anchor"), (claim.evidence,))

        def told(found: tuple[str, StateClaim]) -> str:
            meeting, claim = found
            words = self.quote(claim.evidence)
            return f"{meeting} {claim.state} by {self.who.call(claim.asserter)} [{words}]"

        claims = list(found.values())
        for one, (_, claim) in self.count("states", gold, claims, fit, told):
            self.state_fields(one, claim)
        self.count("states.family", gold, claims, lambda g, f: fit(g, f, True), told, quiet=True)

    def state_fields(self, gold: Gold, found: StateClaim) -> None:
        line = gold_line(gold)
        if gold.get("anchor"):
            right = self.on(gold["anchor"], (found.evidence,))
            self.check("states.evidence", right, line, self.quote(found.evidence), gold["anchor"])
        if gold.get("side"):
            right = found.side == gold["side"] or (
                found.side is not None and self.side_named(gold["side"], found.side)
            )
            self.check("states.side", right, line, found.side, gold["side"])
        for key in ("hedged", "denies"):
            self.check_value(f"states.{key}", gold, getattr(found, key))
        self.check_date("states.date", gold, found.when)

    # --- events, conditions, tasks -----------------------------------------------------------

    def events(self) -> None:
        def told(found: Event) -> str:
            actors, targets = (
                ", ".join(map(self.who.call, ids)) or "–" for ids in (found.actors, found.targets)
            )
            words = self.quote(found.evidence)
            return f"{actors} {found.type} {targets} {found.status} [{words}]"

        gold = self.gold.get("events", ())
        for one, found in self.count("events", gold, self.reading.events, self.event_fit, told):
            line = gold_line(one)
            exact = self.who.all_of(as_list(one.get("target")), found.targets)
            shown = [self.who.call(id) for id in found.targets]
            if one["type"] != EventType.CONSULT:
                self.check("events.targets", exact, line, shown, one.get("target"))
            if one.get("asserter"):
                right = self.who.any_of(either(one, "asserter"), (found.asserter,))
                told_as = self.who.call(found.asserter)
                self.check("events.asserter", right, line, told_as, one["asserter"])
            if one.get("relayed_by"):
                right = self.who.all_of(as_list(one["relayed_by"]), found.relays)
                relays = [self.who.call(id) for id in found.relays]
                self.check("events.relayed_by", right, line, relays, one["relayed_by"])
            if one.get("trigger_act"):
                words = self.words(found.condition)
                right = words is not None and shares_words(one["trigger_act"], words)
                self.check("events.condition", right, line, words, one["trigger_act"])
            if one.get("meeting"):
                right = found.meeting is not None and (
                    self.meeting_of.get(one["meeting"]) == found.meeting
                )
                self.check("events.meeting", right, line, found.meeting, one["meeting"])
            self.check_date("events.date", one, found.when)

    def event_fit(self, gold: Gold, found: Event) -> float:
        if found.type not in either(gold, "type") or found.status not in either(gold, "status"):
            return 0.0
        if not self.on(gold.get("anchor"), (found.evidence, found.trigger)):
            return 0.0
        actors, targets = as_list(gold.get("actor")), as_list(gold.get("target"))
        ours, theirs = found.actors, found.targets
        right = self.roles_fit(actors, ours) and self.roles_fit(targets, theirs)
        if found.type == EventType.CONSULT and not right:
            both = (*ours, *theirs)
            right = self.roles_fit(actors, both) and (
                self.who.any_of(targets, both) if targets else self.who.all_of(actors, both)
            )
        if not right:
            return 0.0
        return 1 + 0.5 * self.who.all_of(targets, theirs) + 0.5 * self.who.all_of(actors, ours)

    def roles_fit(self, names: Sequence[str], ids: Sequence[str]) -> bool:
        return self.who.any_of(names, ids) if names else not ids

    def conditions(self) -> None:
        def fit(gold: Gold, found: Any) -> float:
            names = as_list(gold.get("set_by"))
            by = self.roles_fit(names, as_list(found.set_by))
            return float(by and self.on(gold["anchor"], (found.span,)))

        def told(found: Any) -> str:
            return f"{self.who.call(found.set_by)} [{self.quote(found.span)}]"

        gold = self.gold.get("conditions", ())
        for one, found in self.count("conditions", gold, self.reading.conditions, fit, told):
            self.check_target("conditions", one, found.target)

    def tasks(self) -> None:
        def fit(gold: Gold, found: Any) -> float:
            charged = self.who.all_of(gold["charged"], found.charged)
            return float(charged and self.on(gold["anchor"], (found.span,)))

        def told(found: Any) -> str:
            charged = ", ".join(map(self.who.call, found.charged))
            return f"{charged} [{self.quote(found.span)}]"

        for one, found in self.count(
            "tasks", self.gold.get("tasks", ()), self.reading.tasks, fit, told
        ):
            right = self.who.all_of(one["charged_by"], found.charged_by)
            by = [self.who.call(id) for id in found.charged_by]
            self.check("tasks.charged_by", right, gold_line(one), by, one["charged_by"])
            if one.get("asserter"):
                right = self.who.any_of(either(one, "asserter"), (found.asserter,))
                told_as = self.who.call(found.asserter)
                self.check("tasks.asserter", right, gold_line(one), told_as, one["asserter"])
            self.check_target("tasks", one, found.target)

    def check_target(self, kind: str, gold: Gold, found: str | None) -> None:
        if gold.get("for"):
            right = found is not None and self.meeting_of.get(gold["for"]) == found
            self.check(f"{kind}.for", right, gold_line(gold), found, gold["for"])

    # --- actors and times --------------------------------------------------------------------

    def actors(self) -> None:
        def fit(gold: Gold, found: Any) -> float:
            if not self.who.same(gold["name"], found.id):
                return 0.0
            keys = ("kind", "country", "role", "sector")
            return 1 + 0.1 * sum(bool(getattr(found, key) == gold.get(key)) for key in keys)

        gold = self.gold.get("actors", ())
        pairs = self.count(
            "actors", gold, self.reading.actors, fit, lambda a: str(a.name), precision=False
        )
        for one, found in pairs:
            for key in ("kind", "country", "role", "sector"):
                if one.get(key):
                    value = getattr(found, key)
                    self.check(f"actors.{key}", value == one[key], one["name"], value, one[key])
            if one.get("speaks_for"):
                right = self.who.any_of([one["speaks_for"]], as_list(found.speaks_for))
                told = self.who.call(found.speaks_for)
                self.check("actors.speaks_for", right, one["name"], told, one["speaks_for"])

    def times(self) -> None:
        def fit(gold: Gold, found: Time) -> float:
            if not self.on(gold["anchor"], (found.span,), gold.get("text")):
                return 0.0
            if found.type != gold.get("type", "DATE").upper():
                return 0.0
            wanted = days(gold["value"])
            ours = days_of(found.interval)
            if found.type == TimeType.TIME and isinstance(gold["value"], str):
                # "Saturday night" runs into Sunday; gold names its Saturday.
                ours = days(found.value[:10]) or ours
            if wanted is not None and ours is not None:
                return float(same_date(wanted, ours))
            right = bool(found.value == gold["value"])
            if "mod" in gold:
                right = right and (found.mod or "").lower() == gold["mod"].lower()
            return float(right)

        if not self.gold.get("times"):
            return
        vague = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")
        found = [time for time in self.reading.times if time.value not in vague]
        self.count(
            "times", self.gold["times"], found, fit,
            lambda t: f"{t.type} {t.value} [{self.quote(t.span)}]",
        )  # fmt: skip
