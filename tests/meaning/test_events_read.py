"""Wire sentences in many wordings, as the network parses them → the one event that they tell."""

from datetime import date

import pytest

import dragoman
from dragoman.types import Reading

DAY = date(2031, 5, 14)
TOLD = """
AGREE | Denmark pledged 40 million euros to Ghana. | Denmark > Ghana
AGREE | Chile agreed to lower tariffs on Peruvian copper. | Chile >
AGREE | Kenya undertook to reopen the border crossing with Uganda. | Kenya >
AGREE | Norway vowed to support Ghana. | Norway > Ghana
AGREE | Uruguay offered to mediate between Chile and Peru. | Uruguay > Chile; Peru
CONSULT | Kenyan and Ugandan envoys conferred for three hours. | Kenya; Uganda >
CONSULT | Norway brokered the deal between the rebels and the army. | Norway > rebels; army
CONSULT | The presidents of Chile and Peru spoke by telephone. | Chile; Peru >
CONSULT | President Ana Vell of Chile paid a visit to Peru. | Ana Vell > Peru
CONSULT | Ghana hosted a delegation from Kenya. | Ghana > delegation
SUPPORT | The Kenyan minister celebrated the feast with envoys of Ghana. | Kenyan minister > Ghana
SUPPORT | Denmark presented its credentials to Ghana. | Denmark > Ghana
SUPPORT | Kenya adopted a working plan with Ghana. | Kenya > Ghana
SUPPORT | Chile backed Peru's bid for the council seat. | Chile > Peru
SUPPORT | Ghana and Kenya established diplomatic relations. | Ghana; Kenya >
SUPPORT | Denmark recognised the new government of Ghana. | Denmark > Ghana
SUPPORT | Peru offered its condolences to Chile after the quake. | Peru > Chile
SUPPORT | Portugal voiced its support for Malta. | Portugal > Malta
SUPPORT | The Irish government threw its weight behind the Maltese plan. | Ireland > Malta
CONCEDE | The president of Chile yielded to the miners' demands. | president > miners
CONCEDE | Peru dropped its claim to the island. | Peru >
CONCEDE | Chile's parliament relaxed the ban on protests. | Chile's parliament >
CONCEDE | The Kenyan government gave in to the teachers. | Kenya > teachers
CONCEDE | Prosecutors in Malta dropped all charges against the reporter. | Prosecutors > reporter
CONCEDE | Authorities in Peru restored internet access. | Authorities >
COOPERATE | Chile and Peru held joint naval exercises. | Chile; Peru >
COOPERATE | Denmark shared intelligence with Norway. | Denmark > Norway
COOPERATE | Norway sold six patrol boats to Kenya. | Norway > Kenya
COOPERATE | Portugal and Malta launched a joint fisheries project. | Portugal; Malta >
COOPERATE | Kenya resumed exports of tea to Ghana. | Kenya > Ghana
COOPERATE | Finland is cooperating with Denmark in the search. | Finland > Denmark | ongoing
AID | Denmark sent tents and blankets to Ghana. | Denmark > Ghana
AID | Norway granted asylum to two Kenyan judges. | Norway > two Kenyan judges
AID | Finnish doctors treated the wounded in Ghana. | Finnish doctors >
AID | Ghana was given 200 generators by Norway. | Norway > Ghana
AID | Ireland provides training to Kenyan officers. | Ireland > Kenyan officers
AID | Uruguay supplied Chile with vaccines. | Uruguay > Chile
RETREAT | Peru lifted its ban on Chilean grapes. | Peru > Chile
RETREAT | Kenya withdrew its soldiers from the border. | Kenya >
RETREAT | The rebels handed over nine hostages to the Red Cross. | rebels > Red Cross
RETREAT | Chile released two Peruvian fishermen. | Chile > two Peruvian fishermen
RETREAT | The army and the rebels observed a three-day truce. | army; rebels >
RETREAT | The interior minister of Ghana stepped down. | interior minister >
REQUEST | Kenya called on Uganda to withdraw its troops. | Kenya > Uganda
REQUEST | Ghana asked Denmark for vaccines. | Ghana > Denmark
REQUEST | Peru sought help from Norway. | Peru > Norway
REQUEST | The opposition called for the resignation of the minister. | opposition > minister
REQUEST | Norway urged the army and the rebels to lay down their arms. | Norway > army; rebels
REQUEST | Chile demanded that Peru release the sailors. | Chile > Peru
ACCUSE | Chile accused Peru of spying. | Chile > Peru
ACCUSE | Kenya summoned the Ugandan ambassador. | Kenya > Ugandan ambassador
ACCUSE | Ghana lodged a formal protest with Kenya. | Ghana > Kenya
ACCUSE | The Norwegian premier condemned the raid on the embassy. | Norwegian premier >
REJECT | Peru rejected a Chilean proposal to share the river. | Peru > Chile
REJECT | Kenya refused to hand over the suspects. | Kenya >
REJECT | Ghana turned down a Danish offer of help. | Ghana > Denmark
REJECT | Chile broke off talks with Peru. | Chile > Peru
REJECT | Uganda denied entry to three Kenyan inspectors. | Uganda > three Kenyan inspectors
REJECT | Norway vetoed the Finnish resolution. | Norway > Finland
ASSAULT | The militia broke the truce. | militia >
ASSAULT | Rebels shelled the port. | Rebels >
ASSAULT | Gunmen opened fire on a bus in Lima. | Gunmen >
ASSAULT | The army carried out air strikes on rebel camps. | army > rebel camps
ASSAULT | Peruvian soldiers fired shots at a Chilean patrol. | Peruvian soldiers > Chilean patrol
ASSAULT | A bomb exploded outside the ministry. |  >
THREATEN | Chile threatened to close its ports to Peruvian ships. | Chile > Peru
THREATEN | The rebels threatened to resume attacks on the capital. | rebels >
THREATEN | Uganda warned Kenya against any incursion. | Uganda > Kenya
THREATEN | Peru issued an ultimatum to Chile. | Peru > Chile
THREATEN | The army gave the rebels 48 hours to leave the town. | army > rebels
THREATEN | Norway warned that it would impose sanctions on Ghana. | Norway > Ghana
PROTEST | Thousands of miners marched through Lima. | miners >
PROTEST | Students staged a sit-in outside the ministry. | Students >
PROTEST | Teachers in Kenya went on strike over pay. | Teachers >
PROTEST | Farmers blocked the highway with tractors. | Farmers >
PROTEST | Demonstrators threw stones at police. | Demonstrators > police
PROTEST | Protesters gathered outside the Danish embassy. | Protesters > Danish embassy
SANCTION | Chile recalled its ambassador to Peru. | Chile > Peru
SANCTION | Norway expelled two Ghanaian diplomats. | Norway > two Ghanaian diplomats
SANCTION | Kenya imposed an import ban on Ugandan sugar. | Kenya > Uganda
SANCTION | Denmark suspended aid to Ghana. | Denmark > Ghana
SANCTION | Peru cut diplomatic ties with Chile. | Peru > Chile
SANCTION | Finland froze the assets of three Danish banks. | Finland > three Danish banks
MOBILIZE | Chile put its forces on high alert. | Chile >
MOBILIZE | Kenya sent two warships to the strait. | Kenya >
MOBILIZE | Peru called up 5,000 reservists. | Peru >
MOBILIZE | The navy held drills near the island. | navy >
MOBILIZE | Peru test-fired a missile on Tuesday. | Peru >
MOBILIZE | Chilean jets flew over the disputed island. | Chilean jets >
COERCE | Chile's navy seized a Peruvian trawler. | Chile's navy > Peru
COERCE | Chile's navy seized two Peruvian patrol boats. | Chile's navy > two Peruvian patrol boats
RETREAT | Chile withdrew two patrol boats from the bay. | Chile >
COERCE | Police broke up a rally in Lima. | Police >
COERCE | Kenya deported three Ugandan teachers. | Kenya > three Ugandan teachers
COERCE | Ghana shut down two radio stations. | Ghana >
COERCE | Police used tear gas against the students. | Police > students
SANCTION | Peru plans to recall its ambassador to Chile. | Peru > Chile | planned
SANCTION | Kenya banned imports of sugar from Uganda. | Kenya > Uganda
SANCTION | Kenya suspended fuel exports to Uganda. | Kenya > Uganda
SANCTION | Kenya declared two Ugandan envoys persona non grata. | Kenya > Uganda
SANCTION | Kenya ordered Uganda's ambassador to leave. | Kenya > Uganda's ambassador
SANCTION | Kenya halted trade with Uganda. | Kenya > Uganda
SANCTION | Norway may impose sanctions on Ghana. | Norway > Ghana | possible
RETREAT | Kenya will lift its ban on Ugandan sugar in June. | Kenya > Uganda | planned
"""
"""Type, sentence, actors > targets, and the status where it is not "happened"."""
SILENT = """
The Lima summit declaration runs to nine pages.
Analysts see little room for a deal.
Kenya beat Uganda 3-1 in Nairobi on Sunday.
Shares in the bank rose by two percent.
The treaty of 1904 drew the line between the two states.
Floods destroyed hundreds of homes in Ghana.
The strait is 20 kilometres wide at its narrowest point.
The minister, a former teacher, was born in Lima.
A bus crash injured 12 tourists near Accra.
Oil exports account for half of Ghana's revenue.
The sanctions regime is complex.
It is a battle against time for the rescuers.
The central bank kept its rate at four percent.
Critics say the law is badly written.
The company reached an agreement with its lenders.
The singer cancelled her concert in Lima.
The fire destroyed a warehouse.
The virus attacks the lungs.
The valley is home to 3,000 families.
The book sold a million copies.
The quake killed nine people in southern Chile.
"""


def read(sentence: str) -> Reading:
    return dragoman.read(sentence, published=DAY)


def names(reading: Reading, ids: tuple[str, ...]) -> str:
    return "; ".join(actor.name for actor in reading.actors if actor.id in ids)


@pytest.mark.parametrize("line", TOLD.strip().splitlines())
def test_a_sentence_tells_one_event(line: str) -> None:
    kind, sentence, sides, *status = line.split(" | ")
    reading = read(sentence)
    told = [
        f"{event.type.value}: {names(reading, event.actors)} > {names(reading, event.targets)}"
        f" ({event.status.value})"
        for event in reading.events
    ]
    actors, _, targets = (part.strip() for part in sides.partition(">"))
    assert told == [f"{kind}: {actors} > {targets} ({(status or ['happened'])[0]})"]


@pytest.mark.parametrize("sentence", SILENT.strip().splitlines())
def test_background_and_sport_tell_none(sentence: str) -> None:
    assert not read(sentence).events


@pytest.mark.parametrize(
    "words",
    [
        "Norway's foreign minister Anna Vell denied that the talks with Chile had been cancelled.",
        "Norway's foreign minister Anna Vell denied that the talks with Chile had been postponed.",
        "Norway's foreign minister Anna Vell said the talks with Chile had not been called off.",
    ],
)
def test_talks_whose_calling_off_is_denied_are_planned(words: str) -> None:
    """In the words of the one who denies it, who never asserts what he denies."""
    found = dragoman.read(words, published=DAY)
    meeting = [one for one in found.events if one.type == "CONSULT"]
    assert [str(one.status) for one in meeting] == ["planned"]
    assert {one.asserter for one in meeting} == {found.statements[0].speaker}
