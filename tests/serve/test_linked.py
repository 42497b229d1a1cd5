"""Readings as JSON-LD and as FollowTheMoney entities, read by libraries that others wrote."""

import copy
import json
from typing import Any

import pytest

from dragoman.serve.json_view import to_dict
from dragoman.serve.profiles.ftm import entities
from dragoman.serve.profiles.jsonld import DRAGOMAN, document, spans
from dragoman.types import Reading

Json = dict[str, Any]


@pytest.fixture
def told(reading: Reading) -> Json:
    return to_dict(reading)


def test_every_span_is_an_annotation_with_both_selectors(told: Json) -> None:
    nodes = document(told)["@graph"]
    text = told["article"]["text"]
    annotations = [node for node in nodes if node.get("@type") == "oa:Annotation"]
    assert len(annotations) == len(list(spans(told))) > 20
    assert len({node["@id"] for node in nodes}) == len(nodes)
    bodies = {node["@id"] for node in nodes}
    for one in annotations:
        quote, position = one["oa:hasTarget"]["oa:hasSelector"]
        start, end = position["oa:start"], position["oa:end"]
        assert quote["oa:exact"] == text[start:end]
        whole = quote["oa:prefix"] + quote["oa:exact"] + quote["oa:suffix"]
        assert whole in text and one["oa:hasBody"]["@id"] in bodies


def test_a_contested_meeting_has_claims_and_no_status(told: Json) -> None:
    nodes = {node["@id"].split("#")[-1]: node for node in document(told)["@graph"]}
    assert nodes["m1"]["dragoman:contested"] and "eventStatus" not in nodes["m1"]
    assert nodes["m1.1"]["dragoman:state"] == "cancelled" and nodes["m1.1"]["@type"] == "Claim"
    one_side = copy.deepcopy(told)
    (meeting,) = one_side["meetings"]
    meeting |= {"states": meeting["states"][:1], "contested": False, "latest": {"NOR": ["m1.1"]}}
    found = {node["@id"].split("#")[-1]: node for node in document(one_side)["@graph"]}
    assert found["m1"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_what_did_not_happen_is_not_told_as_scheduled(told: Json) -> None:
    nodes = {node["@id"].split("#")[-1]: node for node in document(told)["@graph"]}
    assert nodes["e1"]["eventStatus"] == "https://schema.org/EventScheduled"
    assert nodes["e1"]["startDate"] == nodes["e1"]["endDate"] == "2031-05-13"
    # conditional: no word of schema.org says that
    assert "eventStatus" not in nodes["e2"] and nodes["e2"]["dragoman:status"] == "conditional"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # within rdflib
def test_rdflib_reads_it_without_a_network(told: Json) -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    graph = rdflib.Graph().parse(data=json.dumps(document(told)), format="json-ld")
    found = graph.query(
        """PREFIX s: <https://schema.org/> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?name ?words ?start WHERE {
          ?event a s:Event ; s:agent/s:name ?name .
          ?note oa:hasBody ?event ; oa:hasTarget/oa:hasSelector ?quote, ?place .
          ?quote oa:exact ?words . ?place oa:start ?start . FILTER(?words = "sanctioned") }"""
    )
    (row,) = found
    assert str(row.name) == "Tomas Reck"
    assert told["article"]["text"][int(row.start) :].startswith("sanctioned")
    ours = {p for p in graph.predicates() if str(p).startswith(DRAGOMAN)}
    assert ours and not [n for n in graph.all_nodes() if str(n).startswith("file:")]


def test_a_bare_report_is_a_document_too(bare: Reading) -> None:
    (node,) = document(to_dict(bare))["@graph"]
    assert node["@type"] == "NewsArticle" and "url" not in node
    (entity,) = entities(to_dict(bare))
    assert entity["schema"] == "Article"


def test_entities_have_the_shape_of_followthemoney(told: Json) -> None:
    found = {one["id"]: one for one in entities(told)}
    events = [one for one in found.values() if one["schema"] == "Event"]
    assert len(events) == 3 and len(found) == 1 + 4 + 3
    for one in found.values():
        assert one.keys() == {"id", "schema", "properties"}
        for values in one["properties"].values():
            assert values and all(isinstance(value, str) and value for value in values)
    sanction = next(one for one in events if one["properties"]["name"] == ["sanctioned"])
    assert [found[id]["properties"]["name"] for id in sanction["properties"]["involved"]] == [
        ["Tomas Reck"], ["Vell & Sons"],
    ]  # fmt: skip
    vell = next(one for one in found.values() if one["properties"].get("name") == ["Anna Vell"])
    assert vell["properties"]["country"] == ["no"] and vell["schema"] == "Person"


def test_followthemoney_takes_them(told: Json) -> None:
    ftm = pytest.importorskip(
        "followthemoney", reason="followthemoney is not installed: it holds rdflib back"
    )
    for one in entities(told):
        schema = ftm.model.get(one["schema"])
        assert schema is not None and not schema.abstract
        for name, values in one["properties"].items():
            prop = schema.get(name)
            assert prop is not None and not prop.stub, name
            assert all(prop.type.validate(value) for value in values), (name, values)
