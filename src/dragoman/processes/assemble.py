"""Readings and the judgements on them → processes.

Meetings of mostly the same sides, told not long from each other, are one process; so are those of
others that are told mostly in its reports. Users may split and merge.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from dragoman.processes.accounts import Accounts
from dragoman.processes.joints import Told, find_told, joint_of
from dragoman.processes.links import find_links
from dragoman.processes.naming import process_name
from dragoman.processes.register import Register
from dragoman.processes.roots import Roots
from dragoman.processes.values import (
    READER,
    Joint,
    Judgement,
    Kind,
    Link,
    Process,
    Verdict,
)
from dragoman.types import Reading

_APART = timedelta(days=60)
"""Between two meetings of one process."""

_MOSTLY = 0.5


def assemble(readings: Sequence[Reading], judgements: Sequence[Judgement]) -> tuple[Process, ...]:
    """Readings in order and all judgements, users' among them → processes, most told first."""
    register = Register(readings, judgements)
    told = {each[0].seen.ref: each for each in find_told(register)}
    joints = [joint_of(register, each) for each in told.values()]
    users = [j for j in judgements if j.by != READER and j.kind is Kind.PROCESS]
    made = [_process(register, cluster, told) for cluster in _clusters(joints, users)]
    return tuple(sorted(made, key=lambda p: (-len(p.reports), -len(p.meetings), p.ref)))


# --- which meetings belong together -----------------------------------------------------------


def _clusters(joints: Sequence[Joint], users: Sequence[Judgement]) -> list[list[Joint]]:
    roots = Roots()
    by_side: dict[frozenset[str], list[Joint]] = defaultdict(list)
    for joint in joints:
        by_side[frozenset(joint.sides)].append(joint)
    keys = sorted(by_side, key=sorted)
    meets: dict[str, list[frozenset[str]]] = defaultdict(list)
    for key in keys:
        for side in key:
            meets[side].append(key)
        _chain(by_side[key], roots)
    for key in keys:
        near = {other for side in key for other in meets[side] if other != key}
        for other in sorted(near, key=sorted):
            if 2 * len(key & other) >= len(key | other):
                _chain(by_side[key] + by_side[other], roots)
    _adopt(joints, roots)
    return _ruled(joints, roots, users)


def _chain(joints: Iterable[Joint], roots: Roots) -> None:
    """Joins each meeting to the one told before it, unless long ago."""
    ordered = sorted(joints, key=lambda joint: (joint.first, joint.last, joint.ref))
    for before, after in pairwise(ordered):
        if before.sides and after.first - before.last <= _APART:
            roots.join(before.ref, after.ref)


def _adopt(joints: Sequence[Joint], roots: Roots) -> None:
    """A small cluster that is told mostly in the reports of a larger one becomes part of it."""
    clusters = _by_root(joints, roots)
    reports = {root: _reports(cluster) for root, cluster in clusters.items()}
    sides = {root: {s for j in cluster for s in j.sides} for root, cluster in clusters.items()}
    told: dict[str, list[str]] = defaultdict(list)
    for root, ids in reports.items():
        for id in ids:
            told[id].append(root)
    weight = {root: (len(reports[root]), len(clusters[root]), root) for root in clusters}
    for root in sorted(clusters, key=lambda root: weight[root]):
        shared = Counter(other for id in sorted(reports[root]) for other in told[id])
        fit = [
            (count, weight[other], other)
            for other, count in shared.items()
            if weight[other] > weight[root]
            and count >= _MOSTLY * len(reports[root])
            and (not sides[root] or sides[root] & sides[other])
        ]
        if fit:
            roots.join(root, max(fit)[2])


def _reports(joints: Iterable[Joint]) -> set[str]:
    return {evidence.report for joint in joints for evidence in joint.mentions}


def _ruled(joints: Sequence[Joint], roots: Roots, users: Sequence[Judgement]) -> list[list[Joint]]:
    """What users ruled of processes: merges first, then what is taken out."""
    # Whichever of its reports a user named a meeting by.
    home = {f"{e.report}#{e.item}": joint.ref for joint in joints for e in joint.mentions}
    last = {
        (home[j.left], home[j.right]): j.verdict for j in users if {j.left, j.right} <= home.keys()
    }
    for (left, right), verdict in last.items():
        if verdict is Verdict.SAME:
            roots.join(left, right)
    out = {right for (_, right), verdict in last.items() if verdict is Verdict.OTHER}
    clusters = [
        [joint for joint in cluster if joint.ref not in out]
        for cluster in _by_root(joints, roots).values()
    ]
    alone = [[joint] for joint in joints if joint.ref in out]
    return [cluster for cluster in clusters + alone if cluster]


def _by_root(joints: Sequence[Joint], roots: Roots) -> dict[str, list[Joint]]:
    found: dict[str, list[Joint]] = defaultdict(list)
    for joint in joints:
        found[roots.of(joint.ref)].append(joint)
    return dict(found)


# --- what belongs to them ---------------------------------------------------------------------


def _process(
    register: Register, cluster: list[Joint], told: Mapping[str, Sequence[Told]]
) -> Process:
    cluster = sorted(cluster, key=lambda joint: (joint.first, joint.ref))
    found = find_links(cluster, {j.ref: [each.seen for each in told[j.ref]] for j in cluster})
    links = _links(found)
    joints = tuple(replace(joint, links=tuple(links.get(joint.ref, ()))) for joint in cluster)
    reports = _reports(joints)
    accounts = Accounts(register, reports, joints)
    sides = _sides(joints)
    return Process(
        ref=joints[0].ref,
        name=process_name(joints),
        sides=sides,
        reports=register.reports(reports),
        meetings=joints,
        acts=accounts.acts(),
        demands=accounts.demands(),
        charges=accounts.charges(),
        sayings=accounts.sayings(),
        names=tuple(sorted(register.names.items())),
        judgements=(*register.judged(reports), *found),
    )


def _links(judgements: Iterable[Judgement]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for j in judgements:
        found[j.right].append(Link(j.verdict, j.left, j.reason))
    return dict(found)


def _sides(joints: Sequence[Joint]) -> tuple[str, ...]:
    """Sides by the number of claims and meetings that they have a part in."""
    told: Counter[str] = Counter()
    for joint in joints:
        for side in joint.sides:
            told[side] += 1 + len(joint.claims)
    return tuple(side for side, _ in sorted(told.items(), key=lambda item: (-item[1], item[0])))
