"""A report's text → its meetings, conditions and tasks in plain words, for tests by the network."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.language.tag import tag
from dragoman.meaning.actors import find_actors
from dragoman.meaning.cast import Cast
from dragoman.meaning.conditions import find_conditions
from dragoman.meaning.meetings import find_meetings
from dragoman.meaning.statements import find_statements
from dragoman.meaning.tasks import find_tasks
from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.spans import Text
from dragoman.types import OUTLET, Condition, Meeting, Task

PUBLISHED = date(2031, 3, 4)


@dataclass(frozen=True, slots=True)
class Read:
    tree: Tree
    cast: Cast
    meetings: tuple[Meeting, ...]
    conditions: tuple[Condition, ...]
    tasks: tuple[Task, ...]

    def name(self, id: str | None) -> str:
        return "outlet" if id in (None, OUTLET) else self.cast.get(id or "").name

    def parties(self, n: int = 0) -> set[str]:
        return {self.name(id) for id in self.meetings[n].participants}

    def states(self) -> list[tuple[str, str]]:
        """(state, asserter) of all claims, in order of meetings and text."""
        return [(str(c.state), self.name(c.asserter)) for m in self.meetings for c in m.states]

    def told(self) -> set[str]:
        return {state for state, _ in self.states()}


@cache
def read(content: str) -> Read:
    text = Text(content)
    tree = Tree(text, tag(text))
    actors = find_actors(tree, PUBLISHED)
    cast = Cast(tree, actors)
    times = find_times(tree, PUBLISHED)
    statements = find_statements(tree, cast, times, PUBLISHED)
    meetings = find_meetings(tree, cast, times, statements, PUBLISHED)
    conditions = find_conditions(tree, cast, statements, meetings)
    tasks = find_tasks(tree, cast, statements, meetings)
    return Read(tree, cast, meetings, conditions, tasks)
