"""In whose words something stands."""

from dataclasses import replace

from dragoman.meaning.voices import innermost
from dragoman.ontology import Act, Channel, Form, Polarity
from dragoman.spans import Span
from dragoman.types import Statement


def test_words_that_two_have_are_those_of_the_one_who_is_relayed() -> None:
    """ "The Quay Herald reported, citing an envoy, that the talks were off": the envoy's words."""
    words = (Span(10, 40),)
    outlet = Statement("s1", "a1", None, None, words, Form.INDIRECT, Act.SAY, Polarity.AFFIRMED,
                       Channel.UNKNOWN)  # fmt: skip
    envoy = replace(outlet, id="s2", speaker="a2", relays=("a1",))
    for both in ((outlet, envoy), (envoy, outlet)):
        assert innermost(both, Span(12, 15)) is envoy
