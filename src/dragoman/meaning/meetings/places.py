"""Tree → where and when a meeting is, by the words beside it, and who is its host."""

from dragoman.meaning.cast import Cast
from dragoman.meaning.dating import date_in, date_of, stated
from dragoman.meaning.meetings import parties as beside
from dragoman.meaning.meetings.phrases import Parties, host_of
from dragoman.meaning.meetings.scene import Scene
from dragoman.meaning.meetings.words import cases
from dragoman.meaning.tree import Tree
from dragoman.spans import Span
from dragoman.types import UNDATED, When


def place_at(tree: Tree, at: int) -> Span | None:
    near = tree.having(at, ("nmod", "obl", "advmod"))
    with_others = [
        c for child in (*near, *tree.having(at, ("obj",)))
        if "with" in cases(tree, child) or tree.relation(child) == "obj"
        for c in tree.having(child, ("nmod",))
    ]  # fmt: skip
    for child in (*near, *with_others):
        deep = tree.lemmas[child] in ("sideline", "margin")
        if deep or cases(tree, child) & {"in", "at", "to"}:
            near = tree.subtree(child) if deep else tree.having(child, ("nmod", "appos"))
            for part in (child, *near):
                found = location(tree, part)
                if found is not None:
                    return found
    return None


MATTER = frozenset({"on", "about", "over", "for"})


def place_after(tree: Tree, at: int) -> Span | None:
    """The last place behind a meeting noun, where the parse hung it elsewhere: "a summit on the
    raid in Lima in Bern". One place behind a matter is its own ("talks on the raid in Lima") unless
    a day follows it ("talks on the raid in Lima on Monday")."""
    places: list[Span] = []
    matter = dated = False
    for j in range(at + 1, tree.sentence_tokens(at).stop - 1):
        if tree.tokens[j].upos in ("VERB", "AUX", "PUNCT", "SCONJ", "PRON", "CCONJ"):
            break
        matter = matter or (tree.lower[j] in MATTER and tree.tokens[j + 1].upos != "NUM")
        here = location(tree, j + 1) if tree.lower[j] in ("in", "at") else None
        if here is not None:
            places, dated = [*places, here], _dated(tree, here)
    return places[-1] if len(places) > int(matter and not dated) else None


def _dated(tree: Tree, place: Span) -> bool:
    """Whether a date stands right behind a place, or behind the "on" there."""
    end = tree.within(place).stop
    behind = {end, end + 1} if end < len(tree) and tree.lower[end] == "on" else {end}
    return any(e.label == "DATE" and e.first == at for at in behind for e in tree.entities_at(at))


def location(tree: Tree, i: int) -> Span | None:
    """The named place that a token lies in."""
    for entity in tree.entities_at(i):
        if entity.label in ("LOC", "FAC"):
            return tree.span(range(entity.first, entity.last))
    return None


def visited(
    scene: Scene, i: int, place: Span | None, parties: Parties
) -> tuple[Span | None, Parties]:
    """The host of a visit: by whose invitation, or whose country it leads to."""
    tree, cast = scene.tree, scene.cast
    parties += beside.invited_by(tree, cast, i)
    if len(parties.ids) < 2:
        host = host_of(tree, cast, place)
        if host is not None and foreign(cast, parties, host):
            parties += Parties((host,))
    return place, parties


def foreign(cast: Cast, parties: Parties, host: str) -> bool:
    home = cast.get(host).country or host
    own = ((cast.get(id).country, cast.get(id).speaks_for, id) for id in parties.ids)
    return bool(parties.ids) and all(home not in one for one in own)


def date_of_verb(scene: Scene, i: int) -> When:
    """The date of a verb of meeting, by the parse, else the one named next in its clause."""
    tree = scene.tree
    found = date_of(tree, i, scene.times, scene.published)
    if found != UNDATED:
        return found
    end = tree.sentence_tokens(i).stop
    stop = next(
        (j for j in range(i + 1, end) if tree.tokens[j].upos in ("VERB", "AUX", "PUNCT", "SCONJ")),
        end,
    )
    near = date_in(tree, range(i + 1, stop), scene.times)
    return stated(near) if near is not None else UNDATED


def nearest_date(scene: Scene, i: int) -> When | None:
    """The date right after a place: "in Lima on Monday"."""
    tree = scene.tree
    sentence = tree.sentence_tokens(i)
    rest = range(i + 1, sentence.stop)
    stop = next((j for j in rest if tree.lower[j] in ("and", ";")), sentence.stop)
    found = date_in(tree, range(i + 1, stop), scene.times)
    return stated(found) if found is not None else None
