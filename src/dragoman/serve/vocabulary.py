"""The closed vocabularies by name, for the command line and the documents."""

import json

from dragoman import ontology
from dragoman.errors import UsageError
from dragoman.ontology import MeetingState, Term

VOCABULARIES: dict[str, type[Term] | type[MeetingState]] = {
    "form": ontology.Form,
    "act": ontology.Act,
    "polarity": ontology.Polarity,
    "channel": ontology.Channel,
    "event_type": ontology.EventType,
    "event_status": ontology.EventStatus,
    "meeting_kind": ontology.MeetingKind,
    "meeting_state": ontology.MeetingState,
    "state_family": ontology.StateFamily,
    "condition_kind": ontology.ConditionKind,
    "grain": ontology.Grain,
    "date_how": ontology.DateHow,
    "time_type": ontology.TimeType,
    "actor_kind": ontology.ActorKind,
    "mention_kind": ontology.MentionKind,
}


def member(name: str, given: str, option: str) -> str:
    """A word of the command line → the member that it names in any case; no word stays none.

    `UsageError` with the members there are: to look for what nothing is called finds nothing.
    """
    members = {term.value.casefold(): str(term.value) for term in VOCABULARIES[name]}
    if given and given.casefold() not in members:
        raise UsageError(f"{option} {given}", f"there are {', '.join(members.values())}")
    return members.get(given.casefold(), "")


def subject(name: str) -> str:
    """What a vocabulary is of: the first line of its class."""
    return (VOCABULARIES[name].__doc__ or "").splitlines()[0]


def rows(name: str) -> list[tuple[str, str, str]]:
    """Member, definition and example, in the order of the ontology; states with their family."""
    return [
        (
            term.value,
            f"{term.family}: {term.definition}"
            if isinstance(term, MeetingState)
            else term.definition,
            term.example,
        )
        for term in VOCABULARIES[name]
    ]


def as_markdown(names: list[str]) -> str:
    """The tables that ``docs/reading.md`` holds between its markers."""
    parts = []
    for name in names:
        parts += [f"### `{name}`", "", subject(name), "", "| member | meaning | example |"]
        parts += ["|---|---|---|"]
        parts += [f"| `{member}` | {means} | {example} |" for member, means, example in rows(name)]
        parts.append("")
    return "\n".join(parts).rstrip()


def as_json(names: list[str]) -> str:
    """Vocabulary → its members in order, each with its meaning and example."""
    told = {
        name: [
            {"member": member, "meaning": means, "example": example}
            for member, means, example in rows(name)
        ]
        for name in names
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_lines(names: list[str]) -> str:
    """A line a member, for a terminal."""
    parts = []
    for name in names:
        parts += ["", f"{name.upper()}  {subject(name)}"]
        wide = max(len(member) for member, _, _ in rows(name))
        parts += [
            f"  {member:{wide}}  {means} ({example})" for member, means, example in rows(name)
        ]
    return "\n".join(parts[1:])
