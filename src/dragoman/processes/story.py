"""Readings → all that is made of them: the processes, and what any report tells.

The one door for whoever asks of many readings, wherever they were kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.processes.accounts import Accounts
from dragoman.processes.assemble import assemble
from dragoman.processes.link import judge, order
from dragoman.processes.register import Register
from dragoman.processes.values import Judgement, Process
from dragoman.types import Reading


@dataclass(frozen=True, slots=True)
class Story:
    """Readings, what is judged of them, and their processes, those most told first."""

    readings: Mapping[str, Reading]
    """By the id of their article."""
    judgements: tuple[Judgement, ...]
    processes: tuple[Process, ...]


def tell(readings: Iterable[Reading], rulings: Sequence[Judgement] = ()) -> Story:
    """Readings in any order and what users ruled → their story; one given twice counts once."""
    once = sorted({reading.article.id: reading for reading in readings}.values(), key=order)
    judged = (*judge(once, rulings), *rulings)
    return Story({one.article.id: one for one in once}, judged, assemble(once, judged))


def whole(story: Story) -> Process:
    """All reports as one: also those that tell of no meeting, and those who are no side of one."""
    register = Register(list(story.readings.values()), story.judgements)
    joints = tuple(joint for process in story.processes for joint in process.meetings)
    demands = tuple(demand for process in story.processes for demand in process.demands)
    known = {f"{one.report}#{one.item}" for demand in demands for _, one in demand.told}
    accounts = Accounts(register, story.readings, joints, everyone=True, known=known)
    sayings, acts, loose = accounts.sayings(), accounts.acts(), accounts.demands()
    names = {key: name for process in story.processes for key, name in process.names}
    told = [s.side for s in sayings] + [demand.side for demand in (*demands, *loose)]
    return Process(
        ref="", name="All reports",
        sides=tuple(dict.fromkeys(told)),
        reports=register.reports(story.readings), meetings=joints, acts=acts,
        demands=(*demands, *loose), charges=accounts.charges(), sayings=sayings,
        names=tuple(sorted((names | register.names).items())), judgements=story.judgements,
    )  # fmt: skip
