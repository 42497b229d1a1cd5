"""Article → Reading: the whole flow on one screen."""

from collections.abc import Iterable, Iterator
from itertools import islice

from dragoman import __version__
from dragoman.language.tag import tag_many, weights_digest
from dragoman.meaning.actors import find_actors
from dragoman.meaning.attributions import find_attributions
from dragoman.meaning.cast import Cast
from dragoman.meaning.certainty import with_certainty
from dragoman.meaning.conditions import find_conditions
from dragoman.meaning.cue_marks import with_denials
from dragoman.meaning.events import find_events
from dragoman.meaning.meetings import find_meetings
from dragoman.meaning.places import located
from dragoman.meaning.statements import find_statements
from dragoman.meaning.tasks import find_tasks
from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.types import Article, MadeBy, Reading, Tags

BATCH = 32
"""Articles that the network is given at once: enough to fill its batches, little memory."""


def read_articles(articles: Iterable[Article]) -> Iterator[Reading]:
    """Articles → readings in the same order; how they are batched changes no reading."""
    rest = iter(articles)
    while batch := list(islice(rest, BATCH)):
        for article, tags in zip(batch, tag_many([a.text for a in batch]), strict=True):
            yield interpret(article, tags)


def interpret(article: Article, tags: Tags) -> Reading:
    """What one article means: every line shows what a meaning needs of those before it."""
    published = article.published.day
    tree = Tree(article.text, tags)
    actors = find_actors(tree, published, article.place)
    cast = Cast(tree, actors)
    times = find_times(tree, published)
    attributions = find_attributions(tree)
    statements = find_statements(tree, cast, times, published, article.title)
    meetings = find_meetings(tree, cast, times, statements, published)
    events = find_events(tree, cast, times, statements, meetings, published)
    events = located(events, article.text, actors, article.place)
    conditions = find_conditions(tree, cast, statements, meetings)
    tasks = find_tasks(tree, cast, statements, meetings)
    reading = Reading(
        article=article,
        made_by=MadeBy(__version__, weights_digest()),
        actors=actors,
        times=times,
        attributions=attributions,
        statements=with_denials(tree, statements),
        events=events,
        meetings=meetings,
        conditions=conditions,
        tasks=tasks,
    )
    return with_certainty(tree, reading)
