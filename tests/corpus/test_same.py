"""What stands too near to train is found, by words alone too."""

from corpus.same import TOO_LIKE, nearest
from corpus.similar import Unit


def test_nearest_by_words_alone() -> None:
    train = Unit("t-1", "train", "The talks in Arville were put off until the spring.")
    twin = Unit("t-2", "dev", "The talks in Arville were put off until the spring!")
    other = Unit("t-3", "test", "Nine trawlers came home without their nets.")
    found = nearest([train, twin, other], fast=True)
    assert [(near.unit.id, near.nearest.id) for near in found] == [("t-2", "t-1"), ("t-3", "t-1")]
    assert [near.like >= TOO_LIKE for near in found] == [True, False]
    assert {near.measure for near in found} == {"n-grams"}
